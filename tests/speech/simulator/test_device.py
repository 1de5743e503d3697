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


def test_the_name_of_the_skill_opens_a_session_of_its_own() -> None:
    skill = SmallSkill(answer("Welcome."))

    outcome = device(skill).hear("open paint box")

    assert outcome.speech == "<speak>Welcome.</speak>"
    assert outcome.understood is None
    assert skill.requests[0]["type"] == "LaunchRequest"
    assert skill.asked[0]["session"]["new"] is True
    assert skill.asked[0]["session"]["attributes"] == {}


def test_what_is_said_next_belongs_to_the_same_session_and_brings_back_what_the_skill_remembers() -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)

    echo.hear("open paint box")
    outcome = echo.hear("paint it red")

    first, second = (envelope["session"] for envelope in skill.asked)
    assert second["sessionId"] == first["sessionId"]
    assert second["new"] is False
    assert second["attributes"] == {"turns": 1}
    assert skill.requests[1]["intent"]["name"] == "ColourIntent"
    assert skill.requests[1]["intent"]["slots"]["colour"]["value"] == "red"
    assert outcome.understood
    assert outcome.understood.intent == "ColourIntent"


def test_only_what_the_last_answer_remembered_comes_back() -> None:
    skill = SmallSkill(answer("One.", turns=1), answer("Two."), answer("Three."))
    echo = device(skill)

    for said in ("open paint box", "next", "next"):
        echo.hear(said)

    assert skill.asked[2]["session"]["attributes"] == {}


@pytest.mark.parametrize("last", [answer("Goodbye.", ends=True), answer("Goodbye.", ends=None)], ids=["true", "absent"])
def test_a_session_is_over_unless_the_skill_keeps_it_open(last: SkillResponse) -> None:
    skill = SmallSkill(last)
    echo = device(skill, screen=ECHO_SHOW_8)

    echo.hear("open paint box")

    assert not echo.is_listening
    with pytest.raises(NotForSkillError):
        echo.hear("next")
    assert skill.told == []


def test_a_new_session_knows_nothing_of_the_last() -> None:
    skill = SmallSkill(answer("Goodbye.", ends=True, turns=1))
    echo = device(skill)

    echo.hear("open paint box")
    echo.hear("open paint box")

    first, second = (envelope["session"] for envelope in skill.asked)
    assert second["new"] is True
    assert second["attributes"] == {}
    assert second["sessionId"] != first["sessionId"]


@pytest.mark.parametrize("said", ["open paint box", "ask paint box to paint it red"])
def test_to_call_the_skill_again_begins_a_new_session_and_the_skill_is_told_nothing_of_the_old(said: str) -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    echo.hear(said)

    first, second = (envelope["session"] for envelope in skill.asked)
    assert second["new"] is True
    assert second["attributes"] == {}
    assert second["sessionId"] != first["sessionId"]
    assert skill.told == []


def test_a_request_in_one_breath_opens_a_session_with_it() -> None:
    skill = SmallSkill()

    device(skill).hear("ask paint box to paint it red")

    assert skill.requests[0]["type"] == "IntentRequest"
    assert skill.requests[0]["intent"]["name"] == "ColourIntent"
    assert skill.asked[0]["session"]["new"] is True


def test_what_is_said_before_the_skill_is_called_stays_here_and_the_person_is_told_how_to_begin() -> None:
    skill = SmallSkill()

    with pytest.raises(NotForSkillError, match=r"'next'.*begin with: open paint box"):
        device(skill).hear("next")

    assert skill.asked == []


def test_after_silence_the_reprompt_is_heard_once_and_then_the_session_ends() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    first, second, third = echo.stay_silent(), echo.stay_silent(), echo.stay_silent()

    assert [first.speech, second.speech, third.speech] == ["<speak>Red, perhaps?</speak>", "", ""]
    assert first.request is None
    assert not echo.is_listening
    assert [(each["request"]["type"], each["request"]["reason"]) for each in skill.told] == [
        ("SessionEndedRequest", "EXCEEDED_MAX_REPROMPTS")
    ]
    assert skill.told[0]["session"] == skill.asked[0]["session"] | {"new": False, "attributes": {"turns": 1}}


def test_without_a_reprompt_the_first_silence_ends_the_session() -> None:
    skill = SmallSkill(answer("Which colour?"))
    echo = device(skill)
    echo.hear("open paint box")

    echo.stay_silent()

    assert not echo.is_listening
    assert skill.told[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_who_answers_after_a_reprompt_goes_on_and_has_one_again() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))
    echo = device(skill)
    echo.hear("open paint box")
    echo.stay_silent()

    echo.hear("paint it red")
    again = echo.stay_silent()

    assert again.speech == "<speak>Red, perhaps?</speak>"
    assert echo.is_listening


@pytest.mark.parametrize("said", ["exit", "quit", "Alexa, exit", "Quit!"])
def test_exit_ends_the_session_without_asking_the_skill(said: str) -> None:
    skill = SmallSkill(answer("Welcome.", turns=1))
    echo = device(skill)
    echo.hear("open paint box")

    outcome = echo.hear(said)

    assert outcome.speech == ""
    assert outcome.request == skill.told[0]
    assert not echo.is_listening
    assert len(skill.asked) == 1
    assert skill.told[0]["request"]["reason"] == "USER_INITIATED"
    assert skill.told[0]["session"]["attributes"] == {"turns": 1}


def test_stop_is_for_the_skill_to_answer() -> None:
    skill = SmallSkill(answer("Welcome."), answer("Goodbye.", ends=True))
    echo = device(skill)
    echo.hear("open paint box")

    outcome = echo.hear("stop")

    assert outcome.speech == "<speak>Goodbye.</speak>"
    assert skill.requests[1]["intent"]["name"] == "AMAZON.StopIntent"
    assert skill.told == []


def test_where_nothing_is_open_there_is_nothing_to_end() -> None:
    skill = SmallSkill()

    outcome = device(skill).end()

    assert outcome.request is None
    assert skill.told == []


def test_what_fits_nothing_goes_to_the_fallback() -> None:
    skill = SmallSkill()
    echo = device(skill)
    echo.hear("open paint box")

    echo.hear("purple monkey dishwasher")

    assert skill.requests[1]["intent"]["name"] == "AMAZON.FallbackIntent"


def test_without_a_fallback_what_fits_nothing_is_as_good_as_silence() -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))
    echo = device(skill, has_fallback=False)
    echo.hear("open paint box")

    first, second = echo.hear("purple monkey dishwasher"), echo.hear("purple monkey dishwasher")

    assert [first.speech, second.speech] == ["<speak>Red, perhaps?</speak>", ""]
    assert skill.told[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_without_a_fallback_a_request_in_one_breath_that_fits_nothing_is_not_for_the_skill() -> None:
    skill = SmallSkill()

    with pytest.raises(NotForSkillError, match=r"AMAZON.FallbackIntent.*model\.json"):
        device(skill, has_fallback=False).hear("ask paint box to purple monkey dishwasher")

    assert skill.asked == []


def test_each_voice_is_a_person_on_the_same_account() -> None:
    skill = SmallSkill()
    echo = device(skill)

    for person in ("Ana", "Ben", "Ana", ""):
        echo.caller = replace(echo.caller, person=person)
        echo.hear("open paint box")

    systems = [envelope["context"]["System"] for envelope in skill.asked]
    ana, ben, again = (system["person"]["personId"] for system in systems[:3])
    assert ana == again != ben
    assert "person" not in systems[3]
    assert len({system["user"]["userId"] for system in systems}) == 1


def test_a_device_with_a_screen_says_so() -> None:
    with_screen, without = SmallSkill(), SmallSkill()

    device(with_screen, screen=ECHO_SHOW_8).hear("open paint box")
    device(without).hear("open paint box")

    interfaces = [
        skill.asked[0]["context"]["System"]["device"]["supportedInterfaces"] for skill in (with_screen, without)
    ]
    assert "Alexa.Presentation.APL" in interfaces[0]
    assert with_screen.asked[0]["context"]["Viewport"]["shape"] == "RECTANGLE"
    assert interfaces[1] == {}


def test_a_request_bears_the_locale_and_the_moment_of_the_clock_that_it_was_given() -> None:
    skill, evening = SmallSkill(), datetime(2026, 11, 23, 19, 0, tzinfo=timezone(timedelta(hours=2)))

    Device(model(), skill, Speaker(locale="en-GB"), lambda: evening).hear("open paint box")

    assert skill.requests[0]["locale"] == "en-GB"
    assert skill.requests[0]["timestamp"] == "2026-11-23T17:00:00Z"


def test_no_device_is_made_for_a_language_whose_number_words_nobody_knows() -> None:
    with pytest.raises(LanguageError, match=r"^xx: its number words are not known"):
        Device(model(), SmallSkill(), Speaker(locale="xx-XX"), lambda: MORNING)


def test_no_two_requests_and_no_two_sessions_bear_the_same_id() -> None:
    skill = SmallSkill()

    for _ in range(20):
        Device(model(), skill, Speaker(), lambda: datetime(2026, 1, 1).astimezone()).hear("open paint box")

    assert len({request["requestId"] for request in skill.requests}) == 20
    assert len({envelope["session"]["sessionId"] for envelope in skill.asked}) == 20


def test_an_answer_that_alexa_would_not_take_ends_the_session_and_the_skill_is_told_so() -> None:
    skill = SmallSkill(answer("Welcome.", turns=1), ResponseError("500"))
    echo = device(skill)
    echo.hear("open paint box")

    with pytest.raises(ResponseError):
        echo.hear("next")

    assert not echo.is_listening
    assert skill.told[0]["request"]["reason"] == "ERROR"
    assert skill.told[0]["request"]["error"]["type"] == "INVALID_RESPONSE"
    assert skill.told[0]["session"]["attributes"] == {"turns": 1}


def test_a_skill_that_fails_at_that_too_is_blamed_for_the_first_failure_only() -> None:
    skill = SmallSkill(ResponseError("the first"))
    skill.fails_when_told = ResponseError("the second")

    with pytest.raises(ResponseError, match="the first"):
        device(skill).hear("open paint box")


def test_a_skill_that_is_away_is_told_nothing_and_the_session_is_over() -> None:
    skill = SmallSkill(answer("Welcome."), NoResponseError("away"), answer("Back."))
    echo = device(skill)
    echo.hear("open paint box")

    with pytest.raises(NoResponseError):
        echo.hear("next")

    assert not echo.is_listening
    assert skill.told == []


@pytest.mark.parametrize("said", ["oh no the house is on fire", "ask paint box about the fire in the kitchen"])
def test_what_is_urgent_is_taken_for_nothing_else(said: str) -> None:
    skill = SmallSkill()
    speaker = device(skill)
    speaker.hear("open paint box")

    outcome = speaker.hear(said)

    assert skill.requests[-1]["intent"]["name"] == "AlarmIntent"
    assert outcome.understood is not None
    assert outcome.understood.score == 1


def test_a_touch_on_the_screen_is_sent_within_the_session() -> None:
    skill = SmallSkill(answer("Which colour?"))
    show = device(skill, screen=ECHO_SHOW_8)
    show.hear("open paint box")

    outcome = show.touch(["red", 3], "colours")

    request = skill.requests[-1]
    assert (request["type"], request["token"]) == ("Alexa.Presentation.APL.UserEvent", "colours")
    assert request["arguments"] == ["red", 3]
    assert skill.asked[1]["session"]["sessionId"] == skill.asked[0]["session"]["sessionId"]
    assert outcome.words == "Which colour?"


def test_a_touch_where_no_session_is_open_begins_one() -> None:
    skill = SmallSkill(answer("Which colour?"))
    show = device(skill, screen=ECHO_SHOW_8)

    show.touch(["red"])

    assert skill.asked[0]["session"]["new"] is True
    assert show.is_listening
