"""Which sessions stay open, by `shouldEndSession`, the directives and the device.

If one fails, a person has to name the skill again here, or can go on here but not on an Echo.
"""

from typing import Any

import pytest

from speech.simulator.response import ResponseError, read_response
from speech.simulator.viewports import ECHO_SHOW_8, DeviceScreen
from tests.support.small_skill import SmallSkill, device, speech

DOCUMENT = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {}}
EVENTS = {"type": "CustomInterfaceController.StartEventHandler"}
AUDIO = {"type": "AudioPlayer.Stop"}


def response(*directives: dict[str, Any], **more: Any) -> Any:
    content = {"outputSpeech": speech("Red?"), "reprompt": {"outputSpeech": speech("Well?")}}
    return read_response({"response": {**content, "directives": list(directives), **more}}, "the skill")


@pytest.mark.parametrize(
    ("more", "directive", "screen", "is_open", "listens"),
    [
        ({"shouldEndSession": False}, AUDIO, None, True, True),
        ({"shouldEndSession": None}, AUDIO, None, True, True),
        ({"shouldEndSession": None}, DOCUMENT, ECHO_SHOW_8, True, True),
        ({"shouldEndSession": True}, DOCUMENT, ECHO_SHOW_8, False, False),
        ({}, AUDIO, None, False, False),
        ({}, AUDIO, ECHO_SHOW_8, False, False),
        ({}, DOCUMENT, None, False, False),
        ({}, DOCUMENT, ECHO_SHOW_8, True, False),
        ({}, {"type": "Display.RenderTemplate"}, ECHO_SHOW_8, True, False),
        ({}, {"type": "Alexa.Presentation.HTML.Start"}, ECHO_SHOW_8, True, False),
        ({}, EVENTS, None, True, False),
    ],
)
def test_a_session_is_open_by_what_the_skill_says_and_the_device_shows(
    more: dict[str, Any], directive: dict[str, Any], screen: DeviceScreen | None, *, is_open: bool, listens: bool
) -> None:
    skill = SmallSkill(response(directive, **more))
    echo = device(skill, screen=screen)

    result = echo.hear("open paint box")

    assert echo.is_listening is is_open
    assert bool(result.reprompt) is listens


def test_touches_on_a_screen_belong_to_one_session() -> None:
    skill = SmallSkill(response(DOCUMENT))
    show = device(skill, screen=ECHO_SHOW_8)
    show.hear("open paint box")

    show.touch(["press"])
    show.touch(["press"])

    sessions = [envelope["session"] for envelope in skill.envelopes]
    assert [session["new"] for session in sessions] == [True, False, False]
    assert len({session["sessionId"] for session in sessions}) == 1


def test_silence_ends_a_session_that_is_open_without_the_microphone() -> None:
    skill = SmallSkill(response(DOCUMENT))
    show = device(skill, screen=ECHO_SHOW_8)
    show.hear("open paint box")

    result = show.stay_silent()

    assert (result.words, show.is_listening) == ("", False)
    assert skill.notifications[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


@pytest.mark.parametrize("value", ["false", 0, [], {}])
def test_should_end_session_has_to_be_true_or_false(value: Any) -> None:
    with pytest.raises(ResponseError, match=r"response\.shouldEndSession must be true or false"):
        response(shouldEndSession=value)
