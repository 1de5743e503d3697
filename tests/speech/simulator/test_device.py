from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from speech.nlu.language import LanguageError
from speech.simulator.device import Device, NotForSkillError
from speech.simulator.request import Speaker
from speech.simulator.response import ResponseError, SkillResponse
from speech.simulator.skill_client import NoResponseError
from speech.simulator.viewports import ECHO_SHOW_8
from tests.support.small_skill import MORNING, SmallSkill, answer, device, model


def test_the_invocation_name_opens_a_new_session() -> None:
    skill = SmallSkill(answer("Welcome."))

    result = device(skill).hear("open paint box")

    assert result.speech == "<speak>Welcome.</speak>"
    assert result.recognition is None
    assert skill.requests[0]["type"] == "LaunchRequest"
    assert skill.envelopes[0]["session"]["new"] is True
    assert skill.envelopes[0]["session"]["attributes"] == {}


def test_the_next_utterance_belongs_to_the_same_session_and_returns_its_attributes() -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)

    echo.hear("open paint box")
    result = echo.hear("paint it red")

    first, second = (envelope["session"] for envelope in skill.envelopes)
    assert second["sessionId"] == first["sessionId"]
    assert second["new"] is False
    assert second["attributes"] == {"turns": 1}
    assert skill.requests[1]["intent"]["name"] == "ColourIntent"
    assert skill.requests[1]["intent"]["slots"]["colour"]["value"] == "red"
    assert result.recognition
    assert result.recognition.intent == "ColourIntent"


def test_only_the_attributes_of_the_last_response_are_returned() -> None:
    skill = SmallSkill(answer("One.", turns=1), answer("Two."), answer("Three."))
    echo = device(skill)

    for utterance in ("open paint box", "next", "next"):
        echo.hear(utterance)

    assert skill.envelopes[2]["session"]["attributes"] == {}


@pytest.mark.parametrize("last", [answer("Goodbye.", ends=True), answer("Goodbye.", ends=None)], ids=["true", "absent"])
def test_a_session_ends_unless_the_skill_keeps_it_open(last: SkillResponse) -> None:
    skill = SmallSkill(last)
    echo = device(skill, screen=ECHO_SHOW_8)

    echo.hear("open paint box")

    assert not echo.is_listening
    with pytest.raises(NotForSkillError):
        echo.hear("next")
    assert skill.notifications == []


def test_a_new_session_has_no_attributes_of_the_last_one() -> None:
    skill = SmallSkill(answer("Goodbye.", ends=True, turns=1))
    echo = device(skill)

    echo.hear("open paint box")
    echo.hear("open paint box")

    first, second = (envelope["session"] for envelope in skill.envelopes)
    assert second["new"] is True
    assert second["attributes"] == {}
    assert second["sessionId"] != first["sessionId"]


@pytest.mark.parametrize("utterance", ["open paint box", "ask paint box to paint it red"])
def test_invoking_the_skill_again_starts_a_new_session_without_ending_the_old_one(utterance: str) -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    echo.hear(utterance)

    first, second = (envelope["session"] for envelope in skill.envelopes)
    assert second["new"] is True
    assert second["attributes"] == {}
    assert second["sessionId"] != first["sessionId"]
    assert skill.notifications == []


def test_an_invocation_with_a_request_opens_a_session_with_that_intent() -> None:
    skill = SmallSkill()

    device(skill).hear("ask paint box to paint it red")

    assert skill.requests[0]["type"] == "IntentRequest"
    assert skill.requests[0]["intent"]["name"] == "ColourIntent"
    assert skill.envelopes[0]["session"]["new"] is True


def test_an_utterance_before_the_invocation_is_not_sent_and_the_error_says_how_to_start() -> None:
    skill = SmallSkill()

    with pytest.raises(NotForSkillError, match=r"No session is open.*'next'.* Start with: open paint box"):
        device(skill).hear("next")

    assert skill.envelopes == []


def test_silence_brings_the_reprompt_once_and_then_ends_the_session() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    first, second, third = echo.stay_silent(), echo.stay_silent(), echo.stay_silent()

    assert [first.speech, second.speech, third.speech] == ["<speak>Red, perhaps?</speak>", "", ""]
    assert first.request is None
    assert not echo.is_listening
    assert [(each["request"]["type"], each["request"]["reason"]) for each in skill.notifications] == [
        ("SessionEndedRequest", "EXCEEDED_MAX_REPROMPTS")
    ]
    assert skill.notifications[0]["session"] == skill.envelopes[0]["session"] | {
        "new": False,
        "attributes": {"turns": 1},
    }


def test_without_a_reprompt_the_first_silence_ends_the_session() -> None:
    skill = SmallSkill(answer("Which colour?"))
    echo = device(skill)
    echo.hear("open paint box")

    echo.stay_silent()

    assert not echo.is_listening
    assert skill.notifications[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_an_answer_after_a_reprompt_continues_and_the_next_reprompt_is_said_too() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))
    echo = device(skill)
    echo.hear("open paint box")
    echo.stay_silent()

    echo.hear("paint it red")
    reprompt = echo.stay_silent()

    assert reprompt.speech == "<speak>Red, perhaps?</speak>"
    assert echo.is_listening


@pytest.mark.parametrize("utterance", ["exit", "quit", "Alexa, exit", "Quit!"])
def test_exit_ends_the_session_without_a_request_for_an_answer(utterance: str) -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    result = echo.hear(utterance)

    assert result.speech == ""
    assert result.request == skill.notifications[0]
    assert not echo.is_listening
    assert len(skill.envelopes) == 1
    assert skill.notifications[0]["request"]["reason"] == "USER_INITIATED"
    assert skill.notifications[0]["session"]["attributes"] == {"turns": 1}


def test_stop_is_sent_to_the_skill() -> None:
    skill = SmallSkill(answer("Welcome."), answer("Goodbye.", ends=True))
    echo = device(skill)
    echo.hear("open paint box")

    result = echo.hear("stop")

    assert result.speech == "<speak>Goodbye.</speak>"
    assert skill.requests[1]["intent"]["name"] == "AMAZON.StopIntent"
    assert skill.notifications == []


def test_ending_without_an_open_session_sends_nothing() -> None:
    skill = SmallSkill()

    result = device(skill).end()

    assert result.request is None
    assert skill.notifications == []


def test_an_utterance_without_a_match_goes_to_the_fallback() -> None:
    skill = SmallSkill()
    echo = device(skill)
    echo.hear("open paint box")

    echo.hear("purple monkey dishwasher")

    assert skill.requests[1]["intent"]["name"] == "AMAZON.FallbackIntent"


def test_without_a_fallback_an_utterance_without_a_match_counts_as_silence() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))
    echo = device(skill, has_fallback=False)
    echo.hear("open paint box")

    first, second = echo.hear("purple monkey dishwasher"), echo.hear("purple monkey dishwasher")

    assert [first.speech, second.speech] == ["<speak>Red, perhaps?</speak>", ""]
    assert skill.notifications[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_without_a_fallback_an_invocation_whose_request_has_no_match_is_not_sent() -> None:
    skill = SmallSkill()

    with pytest.raises(NotForSkillError, match=r"AMAZON.FallbackIntent.*model\.json"):
        device(skill, has_fallback=False).hear("ask paint box to purple monkey dishwasher")

    assert skill.envelopes == []


def test_each_recognized_voice_is_a_person_on_the_same_account() -> None:
    skill = SmallSkill()
    echo = device(skill)

    for person in ("Ana", "Ben", "Ana", ""):
        echo.speaker = replace(echo.speaker, person=person)
        echo.hear("open paint box")

    systems = [envelope["context"]["System"] for envelope in skill.envelopes]
    ana, ben, ana_later = (system["person"]["personId"] for system in systems[:3])
    assert ana == ana_later != ben
    assert "person" not in systems[3]
    assert len({system["user"]["userId"] for system in systems}) == 1


def test_a_device_with_a_screen_reports_it() -> None:
    with_screen, without = SmallSkill(), SmallSkill()

    device(with_screen, screen=ECHO_SHOW_8).hear("open paint box")
    device(without).hear("open paint box")

    interfaces = [
        skill.envelopes[0]["context"]["System"]["device"]["supportedInterfaces"] for skill in (with_screen, without)
    ]
    assert "Alexa.Presentation.APL" in interfaces[0]
    assert with_screen.envelopes[0]["context"]["Viewport"]["shape"] == "RECTANGLE"
    assert set(interfaces[1]) == {"AudioPlayer"}


def test_a_request_has_the_locale_and_the_time_of_the_given_clock() -> None:
    skill, evening = SmallSkill(), datetime(2026, 11, 23, 19, 0, tzinfo=timezone(timedelta(hours=2)))

    Device(model(), skill, Speaker(locale="en-GB"), lambda: evening).hear("open paint box")

    assert skill.requests[0]["locale"] == "en-GB"
    assert skill.requests[0]["timestamp"] == "2026-11-23T17:00:00Z"


def test_a_language_without_known_number_words_is_refused() -> None:
    with pytest.raises(LanguageError, match=r"^xx: its number words are not known"):
        Device(model(), SmallSkill(), Speaker(locale="xx-XX"), lambda: MORNING)


def test_every_request_and_every_session_has_an_id_of_its_own() -> None:
    skill = SmallSkill()

    for _ in range(20):
        Device(model(), skill, Speaker(), lambda: datetime(2026, 1, 1).astimezone()).hear("open paint box")

    assert len({request["requestId"] for request in skill.requests}) == 20
    assert len({envelope["session"]["sessionId"] for envelope in skill.envelopes}) == 20


def test_an_invalid_response_ends_the_session_and_the_skill_is_notified() -> None:
    skill = SmallSkill(answer("Welcome.", turns=1), ResponseError("500"))
    echo = device(skill)
    echo.hear("open paint box")

    with pytest.raises(ResponseError):
        echo.hear("next")

    assert not echo.is_listening
    assert skill.notifications[0]["request"]["reason"] == "ERROR"
    assert skill.notifications[0]["request"]["error"]["type"] == "INVALID_RESPONSE"
    assert skill.notifications[0]["session"]["attributes"] == {"turns": 1}


def test_a_failing_notification_does_not_hide_the_first_error() -> None:
    skill = SmallSkill(ResponseError("the first"))
    skill.notify_error = ResponseError("the second")

    with pytest.raises(ResponseError, match="the first"):
        device(skill).hear("open paint box")


def test_without_a_response_the_session_ends_and_the_skill_is_not_notified() -> None:
    skill = SmallSkill(answer("Welcome."), NoResponseError("away"), answer("Back."))
    echo = device(skill)
    echo.hear("open paint box")

    with pytest.raises(NoResponseError):
        echo.hear("next")

    assert not echo.is_listening
    assert skill.notifications == []


@pytest.mark.parametrize("utterance", ["oh no the house is on fire", "ask paint box about the fire in the kitchen"])
def test_an_urgent_utterance_is_matched_to_its_intent_alone(utterance: str) -> None:
    skill = SmallSkill()
    echo = device(skill)
    echo.hear("open paint box")

    result = echo.hear(utterance)

    assert skill.requests[-1]["intent"]["name"] == "AlarmIntent"
    assert result.recognition is not None
    assert (result.recognition.score, result.recognition.by) == (1, "crisis")


def test_a_touch_on_the_screen_is_sent_within_the_session() -> None:
    skill = SmallSkill(answer("Which colour?"))
    show = device(skill, screen=ECHO_SHOW_8)
    show.hear("open paint box")

    result = show.touch(["red", 3], "colours")

    request = skill.requests[-1]
    assert (request["type"], request["token"]) == ("Alexa.Presentation.APL.UserEvent", "colours")
    assert request["arguments"] == ["red", 3]
    assert skill.envelopes[1]["session"]["sessionId"] == skill.envelopes[0]["session"]["sessionId"]
    assert result.words == "Which colour?"


def test_a_touch_without_an_open_session_starts_one() -> None:
    skill = SmallSkill(answer("Which colour?"))
    show = device(skill, screen=ECHO_SHOW_8)

    show.touch(["red"])

    assert skill.envelopes[0]["session"]["new"] is True
    assert show.is_listening
