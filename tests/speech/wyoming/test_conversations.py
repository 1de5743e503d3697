"""A device for each conversation, with a skill that counts its turns."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.skill_client import NoResponseError
from speech.wyoming.conversations import MAX_CHARACTERS, ConversationKey, Conversations, SpokenAnswer
from tests.support import small_skill
from tests.support.small_skill import SmallSkill, answer, asking

if TYPE_CHECKING:
    from speech.simulator.response import SkillResponse

KITCHEN = ConversationKey("kitchen", "1", "en-US")


class _Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _devices(skill: SmallSkill, *, has_fallback: bool = True) -> Callable[[Speaker], Device]:
    def new_device(speaker: Speaker) -> Device:
        device = small_skill.device(skill, has_fallback=has_fallback)
        device.speaker = speaker
        return device

    return new_device


def test_a_session_goes_on_from_sentence_to_sentence() -> None:
    skill = SmallSkill(answer("One.", turns=1), answer("Two.", ends=True))
    conversations = Conversations(_devices(skill))

    first, second = conversations.say("open paint box", KITCHEN), conversations.say("next", KITCHEN)

    assert first == SpokenAnswer("One.", ("<speak>One.</speak>",), is_open=True)
    assert second == SpokenAnswer("Two.", ("<speak>Two.</speak>",), is_open=False)
    assert skill.envelopes[1]["session"]["attributes"] == {"turns": 1}
    assert skill.envelopes[1]["session"]["new"] is False


@pytest.mark.parametrize(
    ("sentence", "kind", "intent"),
    [
        ("open paint box", "LaunchRequest", None),
        ("paint it red", "IntentRequest", "ColourIntent"),
        ("ask paint box to paint it red", "IntentRequest", "ColourIntent"),
        ("there is a fire", "IntentRequest", "AlarmIntent"),
        ("fire", "IntentRequest", "AlarmIntent"),
        ("something else", "IntentRequest", "AMAZON.FallbackIntent"),
        ("stop", "IntentRequest", "AMAZON.StopIntent"),
        ("exit", "IntentRequest", "AMAZON.StopIntent"),
    ],
)
def test_any_sentence_opens_the_skill(sentence: str, kind: str, intent: str | None) -> None:
    """A person who needs help does not say the name of the skill first."""
    skill = SmallSkill(answer("Hello."))

    said = Conversations(_devices(skill)).say(sentence, KITCHEN)

    assert said.text == "Hello."
    assert skill.requests[0]["type"] == kind
    assert skill.requests[0].get("intent", {}).get("name") == intent


def test_a_sentence_that_means_nothing_to_a_model_without_fallback_launches_the_skill() -> None:
    skill = SmallSkill(answer("Welcome."))

    Conversations(_devices(skill, has_fallback=False)).say("something else", KITCHEN)

    assert [request["type"] for request in skill.requests] == ["LaunchRequest"]


@pytest.mark.parametrize("other", [{"household": "bedroom"}, {"conversation": "2"}, {"locale": "en-GB"}])
def test_another_household_conversation_or_language_has_a_session_of_its_own(other: dict[str, str]) -> None:
    skill = SmallSkill(answer("Hello."))
    conversations = Conversations(_devices(skill))

    for key in (KITCHEN, replace(KITCHEN, **other), KITCHEN):
        conversations.say("next", key)

    assert [envelope["session"]["new"] for envelope in skill.envelopes] == [True, True, False]


def test_a_household_has_an_account_that_no_other_command_has() -> None:
    skill = SmallSkill()
    conversations = Conversations(_devices(skill))

    for household in ("kitchen", "bedroom", "simulator"):
        conversations.say("next", replace(KITCHEN, household=household))

    accounts = {envelope["session"]["user"]["userId"] for envelope in skill.envelopes}
    assert len(accounts) == 3
    assert Speaker().user_id not in accounts


def test_no_request_carries_an_address_of_alexa_since_a_satellite_rings_no_reminders() -> None:
    skill = SmallSkill()

    Conversations(_devices(skill)).say("next", KITCHEN)

    system = skill.envelopes[0]["context"]["System"]
    assert "apiAccessToken" not in system
    assert "apiEndpoint" not in system


def test_a_conversation_ends_after_five_minutes_without_a_sentence() -> None:
    skill, seconds = SmallSkill(answer("Hello.")), _Seconds()
    conversations = Conversations(_devices(skill), clock=seconds)
    conversations.say("next", KITCHEN)

    seconds.now += 299
    conversations.say("next", KITCHEN)
    seconds.now += 300
    conversations.say("next", KITCHEN)

    assert [envelope["session"]["new"] for envelope in skill.envelopes] == [True, False, True]
    assert [ended["request"]["reason"] for ended in skill.notifications] == ["EXCEEDED_MAX_REPROMPTS"]


def test_only_so_many_conversations_are_kept_and_the_oldest_ends_first() -> None:
    skill = SmallSkill(answer("Hello."))
    conversations = Conversations(_devices(skill), most=2)
    keys = [replace(KITCHEN, conversation=str(number)) for number in range(3)]

    for key in (keys[0], keys[1], keys[0], keys[2], keys[0]):
        conversations.say("next", key)

    assert len(conversations) == 2
    assert [envelope["session"]["new"] for envelope in skill.envelopes] == [True, True, False, True, False]
    assert len(skill.notifications) == 1


def test_all_sessions_are_ended_when_the_service_stops() -> None:
    skill = SmallSkill(answer("Hello."))
    conversations = Conversations(_devices(skill))
    for household in ("kitchen", "bedroom"):
        conversations.say("next", replace(KITCHEN, household=household))

    skill.notify_error = NoResponseError("the skill is gone")
    conversations.end_all()

    assert len(skill.notifications) == 2
    assert len(conversations) == 0


def test_silence_brings_the_reprompt_and_then_the_end() -> None:
    skill = SmallSkill(answer("Red or blue?", reprompt="Red?"))
    conversations = Conversations(_devices(skill))
    conversations.say("next", KITCHEN)

    first, second, third = (conversations.say(" ", KITCHEN) for _ in range(3))

    assert (first.text, first.is_open) == ("Red?", True)
    assert (second.text, second.is_open) == ("", False)
    assert third == SpokenAnswer("", (), is_open=False)
    assert len(skill.envelopes) == 1


def test_a_question_for_a_permission_is_left_unanswered() -> None:
    skill = SmallSkill(asking("alexa::alerts:reminders:skill:readwrite"), answer("Then not.", ends=True))

    said = Conversations(_devices(skill)).say("next", KITCHEN)

    assert said == SpokenAnswer(
        "May I? Then not.", ("<speak>May I?</speak>", "<speak>Then not.</speak>"), is_open=False
    )
    assert skill.requests[1]["payload"]["status"] == "NOT_ANSWERED"


def test_a_very_long_sentence_is_cut() -> None:
    """The time that a match takes grows with the sentence."""
    skill = SmallSkill()
    conversations = Conversations(_devices(skill))

    conversations.say("word " * 100_000 + "fire", KITCHEN)
    conversations.say(("fire " + "word " * MAX_CHARACTERS)[:MAX_CHARACTERS], KITCHEN)

    assert [request["intent"]["name"] for request in skill.requests] == ["AMAZON.FallbackIntent", "AlarmIntent"]


def test_the_skill_is_asked_again_after_an_error() -> None:
    errors: list[SkillResponse | NoResponseError] = [NoResponseError("gone"), answer("Hello.")]
    conversations = Conversations(_devices(SmallSkill(*errors)))

    with pytest.raises(NoResponseError):
        conversations.say("next", KITCHEN)

    assert conversations.say("next", KITCHEN).text == "Hello."
