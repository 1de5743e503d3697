from typing import cast

import pytest

from speech.conversations.file_format import read
from speech.conversations.player import play
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient, NoResponseError
from speech.skills.interface import RunningSkill
from speech.web.conversation import MOST_TURNS, NoSuchTurn, TooLong, WebConversation
from tests.support.small_skill import SmallSkill, answer, model

SOMEBODY = Speaker()


def _talk(skill: SmallSkill, most: int = MOST_TURNS) -> WebConversation:
    clock = Clock()
    staged = RunningSkill(
        cast("HttpSkillClient", skill), lambda caller: {"who": caller.person} if caller.person else {}
    )
    return WebConversation(Device(model(), skill, Speaker(), clock), clock, staged, most)


def test_what_is_said_is_answered_and_kept_in_order() -> None:
    talk = _talk(SmallSkill(answer("Which colour?", reprompt="Red?")))

    (turn,) = talk.say("open paint box", SOMEBODY)
    talk.say("paint it red", SOMEBODY)

    assert turn.outcome.words == "Which colour?"
    assert turn.is_open
    assert turn.reprompt == "<speak>Red?</speak>"
    assert [each.number for each in talk.turns] == [0, 1]
    assert talk.turn(0) is turn


def test_where_somebody_else_speaks_it_is_told_first() -> None:
    talk = _talk(SmallSkill())
    talk.say("open paint box", SOMEBODY)

    added = talk.say("open paint box", Speaker(person="Ana"))

    assert [turn.caller.person for turn in added] == ["Ana", "Ana"]
    assert len(talk.turns) == 3


def test_a_day_later_no_session_is_open() -> None:
    skill = SmallSkill(answer("Which colour?"))
    talk = _talk(skill)
    talk.say("open paint box", SOMEBODY)
    before = talk.now

    (turn,) = talk.move_on(1)

    assert (turn.now - before).days == 1
    assert not turn.is_open
    assert skill.told[-1]["request"]["type"] == "SessionEndedRequest"


def test_a_touch_is_sent_within_the_session() -> None:
    skill = SmallSkill()
    talk = _talk(skill)
    talk.say("open paint box", SOMEBODY)

    talk.touch(["next", 2], "a document", SOMEBODY)

    request = skill.requests[-1]
    assert request["type"] == "Alexa.Presentation.APL.UserEvent"
    assert (request["arguments"], request["token"]) == (["next", 2], "a document")
    assert skill.asked[0]["session"]["sessionId"] == skill.asked[1]["session"]["sessionId"]


def test_what_fails_is_told_and_not_recorded() -> None:
    talk = _talk(SmallSkill(NoResponseError("the skill sleeps")))

    (turn,) = talk.say("open paint box", SOMEBODY)

    assert turn.fault == "the skill sleeps"
    assert "paint box" not in talk.recording()


def test_a_recording_plays_as_it_was_recorded() -> None:
    talk = _talk(SmallSkill(answer("Which colour?", reprompt="Red?")))
    talk.say("paint it red", SOMEBODY)
    talk.say("open paint box", SOMEBODY)
    talk.touch(["red"], "", SOMEBODY)
    talk.stay_silent(SOMEBODY)
    talk.move_on(1)
    talk.say("open paint box", Speaker(person="Ana"))

    recorded = read(talk.recording())
    clock = Clock()
    device = Device(model(), SmallSkill(answer("Which colour?", reprompt="Red?")), Speaker(), clock)

    assert [played.line for played in play(recorded, device, clock)] == recorded


def test_what_is_stored_is_told_of_everybody_who_spoke() -> None:
    talk = _talk(SmallSkill())
    talk.say("open paint box", SOMEBODY)
    talk.say("open paint box", Speaker(person="Ana"))

    assert talk.kept() == {"": {}, "Ana": {"who": "Ana"}}


def test_a_turn_that_was_never_taken_is_not_found() -> None:
    talk = _talk(SmallSkill())

    for number in (0, -1):
        with pytest.raises(NoSuchTurn, match=str(number)):
            talk.turn(number)


def test_a_conversation_has_an_end() -> None:
    talk = _talk(SmallSkill(), most=2)
    talk.say("open paint box", SOMEBODY)
    talk.say("open paint box", SOMEBODY)

    with pytest.raises(TooLong, match="begin anew"):
        talk.say("open paint box", SOMEBODY)
    with pytest.raises(TooLong, match="begin anew"):
        talk.move_on(1)
