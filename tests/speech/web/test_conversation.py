from typing import Any, cast

import pytest

from speech.conversations.device_events import LINKED_ACCOUNT, AccountChange
from speech.conversations.file_format import difference, read
from speech.conversations.player import play as play_file
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.permissions import EMAIL, REMINDERS
from speech.simulator.request import Speaker
from speech.simulator.response import read_response
from speech.simulator.skill_client import HttpSkillClient, NoResponseError
from speech.simulator.viewports import ECHO_SHOW_8
from speech.skills.interface import RunningSkill
from speech.web import schemas
from speech.web.conversation import MAX_TURNS, ConversationFull, TurnNotFound, WebConversation
from tests.support import order_dialog
from tests.support.event_skill import EventSkill, directing, play
from tests.support.small_skill import SmallSkill, answer, asking, model, speech

UNKNOWN = Speaker()


def _conversation(skill: SmallSkill, max_turns: int = MAX_TURNS) -> WebConversation:
    clock = Clock()
    running = RunningSkill(
        cast("HttpSkillClient", skill), lambda speaker: {"who": speaker.person} if speaker.person else {}
    )
    return WebConversation(Device(model(), skill, Speaker(), clock), clock, running, max_turns)


def test_turns_are_answered_and_recorded_in_order() -> None:
    conversation = _conversation(SmallSkill(answer("Which colour?", reprompt="Red?")))

    (turn,) = conversation.say("open paint box", UNKNOWN)
    conversation.say("paint it red", UNKNOWN)

    assert turn.result.words == "Which colour?"
    assert turn.is_open
    assert turn.reprompt == "<speak>Red?</speak>"
    assert [each.number for each in conversation.turns] == [0, 1]
    assert conversation.turn(0) is turn


def test_a_change_of_person_is_recorded_before_the_turn() -> None:
    conversation = _conversation(SmallSkill())
    conversation.say("open paint box", UNKNOWN)

    records = conversation.say("open paint box", Speaker(person="Ana"))

    assert [turn.speaker.person for turn in records] == ["Ana", "Ana"]
    assert len(conversation.turns) == 3


def test_a_day_later_no_session_is_open() -> None:
    skill = SmallSkill(answer("Which colour?"))
    conversation = _conversation(skill)
    conversation.say("open paint box", UNKNOWN)
    before = conversation.now

    (turn,) = conversation.advance(1)

    assert (turn.now - before).days == 1
    assert not turn.is_open
    assert skill.notifications[-1]["request"]["type"] == "SessionEndedRequest"


def test_a_touch_is_sent_within_the_session() -> None:
    skill = SmallSkill()
    conversation = _conversation(skill)
    conversation.say("open paint box", UNKNOWN)

    conversation.touch(["next", 2], "a document", UNKNOWN)

    request = skill.requests[-1]
    assert request["type"] == "Alexa.Presentation.APL.UserEvent"
    assert (request["arguments"], request["token"]) == (["next", 2], "a document")
    assert skill.envelopes[0]["session"]["sessionId"] == skill.envelopes[1]["session"]["sessionId"]


def test_a_failed_turn_has_its_fault_and_is_left_out_of_the_recording() -> None:
    conversation = _conversation(SmallSkill(NoResponseError("the skill sleeps")))

    (turn,) = conversation.say("open paint box", UNKNOWN)

    assert turn.fault == "the skill sleeps"
    assert "paint box" not in conversation.recording()


def test_a_recording_plays_as_it_was_recorded() -> None:
    conversation = _conversation(SmallSkill(answer("Which colour?", reprompt="Red?")))
    conversation.say("paint it red", UNKNOWN)
    conversation.say("open paint box", UNKNOWN)
    conversation.touch(["red"], "", UNKNOWN)
    conversation.stay_silent(UNKNOWN)
    conversation.advance(1)
    conversation.say("open paint box", Speaker(person="Ana"))

    recorded = read(conversation.recording())
    clock = Clock()
    device = Device(model(), SmallSkill(answer("Which colour?", reprompt="Red?")), Speaker(), clock)

    assert [played.line for played in play_file(recorded, device, clock)] == recorded


def test_stored_data_is_listed_for_each_person_who_spoke() -> None:
    conversation = _conversation(SmallSkill())
    conversation.say("open paint box", UNKNOWN)
    conversation.say("open paint box", Speaker(person="Ana"))

    assert conversation.stored_data() == {"": {}, "Ana": {"who": "Ana"}}


def test_a_turn_that_does_not_exist_is_not_found() -> None:
    conversation = _conversation(SmallSkill())

    for number in (0, -1):
        with pytest.raises(TurnNotFound, match=str(number)):
            conversation.turn(number)


def test_a_full_conversation_takes_no_more_turns() -> None:
    conversation = _conversation(SmallSkill(), max_turns=2)
    conversation.say("open paint box", UNKNOWN)
    conversation.say("open paint box", UNKNOWN)

    with pytest.raises(ConversationFull, match="start a new one"):
        conversation.say("open paint box", UNKNOWN)
    with pytest.raises(ConversationFull, match="start a new one"):
        conversation.advance(1)


def test_a_turn_shows_the_state_of_its_dialog() -> None:
    skill, clock = SmallSkill(answer("Ordered.")), Clock()
    rules = order_dialog.order(order_dialog.DRINK, delegationStrategy="ALWAYS")
    echo = order_dialog.device(skill, order_dialog.model(rules))
    running = RunningSkill(cast("HttpSkillClient", skill), lambda _: {})
    conversation = WebConversation(echo, clock, running)

    (asked,) = conversation.say("ask drink stand to order something", UNKNOWN)
    (done,) = conversation.say("a latte", UNKNOWN)

    turns = [schemas.turn(record) for record in (asked, done)]
    assert [turn["dialog"] for turn in turns] == ["Alexa asks for drink", "dialogState COMPLETED"]
    assert [turn["reprompt"] for turn in turns] == ["Which drink, please?", ""]
    assert (turns[0]["request"], turns[0]["isOpen"]) == (None, True)


def test_a_session_that_the_screen_keeps_open_does_not_listen() -> None:
    document = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {}}
    shown = read_response({"response": {"outputSpeech": speech("Look."), "directives": [document]}}, "the skill")
    conversation = _conversation(SmallSkill(shown, answer("Which colour?")))
    show = Speaker(screen=ECHO_SHOW_8)

    (looking,) = conversation.say("open paint box", show)
    (asking,) = conversation.say("next", show)

    assert [(turn["isOpen"], turn["isListening"]) for turn in map(schemas.turn, (looking, asking))] == [
        (True, False),
        (True, True),
    ]


def test_alexa_goes_on_waiting_for_a_permission_after_words_that_do_not_answer_her() -> None:
    """Otherwise a person who asks something first can no longer answer, and hears that no session is open."""
    skill = SmallSkill(asking(REMINDERS), answer("I'll remind you.", ends=True))
    conversation = _conversation(skill)
    conversation.say("open paint box", UNKNOWN)

    (unclear,) = conversation.say("what for", UNKNOWN)
    (allowed,) = conversation.say("yes please", UNKNOWN)

    assert "set reminders" in unclear.question
    assert skill.requests[-1]["payload"]["status"] == "ACCEPTED"
    assert (schemas.turn(allowed)["sentence"], allowed.question) == ("yes please", "")
    assert "--- permission granted\nI'll remind you." in conversation.recording()


def _streaming(**answers: Any) -> tuple[EventSkill, WebConversation]:
    clock, skill = Clock(), EventSkill(LaunchRequest=directing(play("a"), words="Playing."), **answers)
    return skill, WebConversation(Device(model(), skill, Speaker(), clock), clock, RunningSkill(skill, lambda _: {}))


def test_a_stream_is_shown_with_how_far_it_has_come_and_recorded_with_what_happens_to_it() -> None:
    _, conversation = _streaming(NextCommandIssued=directing(play("b")))
    conversation.say("open paint box", UNKNOWN)

    records = [
        *conversation.wait(30),
        *conversation.use_player("button next", UNKNOWN),
        *conversation.use_player("stream finished", UNKNOWN),
        *conversation.use_player("stream finished", UNKNOWN),
    ]

    players = [schemas.turn(record)["player"] for record in records]
    assert [(each["activity"], each["seconds"]) for each in players[:3]] == [
        ("PLAYING", 30),
        ("PLAYING", 0),
        ("FINISHED", 0),
    ]
    assert players[1]["name"] == "https://example.com/b.mp3"
    assert schemas.turn(records[1])["request"]["request"]["type"] == "PlaybackController.NextCommandIssued"
    assert [schemas.turn(record)["kind"] for record in records] == ["event", "player", "player", "player"]
    assert not schemas.turn(records[3])["isForSkill"]
    recording = conversation.recording()
    assert "--- 30 seconds later\n--- button next\n--- stream finished\n--- stream finished\n" in recording
    assert (
        difference(read(recording), [each.line for each in play_file(read(recording), conversation.device, Clock())])
        == ""
    )


def test_what_is_done_in_the_alexa_app_is_in_the_later_requests_and_recorded() -> None:
    skill, conversation = _streaming()

    conversation.change_account(AccountChange("account linked"))
    conversation.change_account(AccountChange("grant", EMAIL))
    conversation.say("open paint box", conversation.speaker(""))
    conversation.change_account(AccountChange("revoke", EMAIL))
    conversation.change_account(AccountChange("account unlinked"))
    conversation.say("open paint box", conversation.speaker(""))

    users = [envelope["context"]["System"]["user"] for envelope in skill.envelopes if "session" in envelope]
    assert (users[0]["accessToken"], set(users[0]["permissions"]["scopes"])) == (LINKED_ACCOUNT, {EMAIL})
    assert users[1].keys() == {"userId"}
    assert f"--- account linked\n--- grant {EMAIL}\n> open paint box\n" in conversation.recording()
