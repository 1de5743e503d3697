from typing import Any

import pytest

from speech.simulator.response import SkillResponse, read_response
from speech.simulator.response_check import check_response


def _response(speech: dict[str, str] | None = None, **more: Any) -> SkillResponse:
    return read_response({"response": {"outputSpeech": speech, **more}}, "the skill")


def _ssml(markup: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": markup}


@pytest.mark.parametrize(
    "response",
    [
        None,
        _response(),
        _response(_ssml("<speak>Hello.</speak>"), reprompt={"outputSpeech": _ssml("<speak>Well?</speak>")}),
        _response({"type": "PlainText", "text": "Tom & Jerry"}),
        _response(directives=[{"type": "Alexa.Presentation.APL.RenderDocument"}]),
        _response(directives=[{"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "CLEAR"}]),
    ],
    ids=["none", "nothing said", "ssml", "plain text", "a screen", "dynamic entities"],
)
def test_a_valid_response_gives_no_warning(response: SkillResponse | None) -> None:
    assert list(check_response(response)) == []


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (_response(_ssml("<speak><blink>Hi</blink></speak>")), "refuse this answer. Alexa does not support <blink>"),
        (_response(_ssml("<speak>Tom & Jerry</speak>")), "refuse this answer. The markup is broken"),
        (_response(_ssml("Hello.")), "refuse this answer. The markup has no <speak>"),
        (_response(reprompt={"outputSpeech": _ssml("<speak>Well?")}), "refuse this reprompt. The markup is broken"),
        (_response({"type": "PlainText", "text": "word " * 2_000}), "at most 8,000"),
        (_response(card={"content": "x" * 130_000}), "127 kilobytes; the limit is 120"),
        (_response(directives=[{"type": "Dialog.DelegateRequest"}]), "ignores Dialog.DelegateRequest"),
    ],
    ids=["unknown tag", "broken", "no root", "reprompt", "too long", "too large", "dialog"],
)
def test_what_alexa_would_refuse_or_the_simulator_ignores_gives_a_warning(
    response: SkillResponse, expected: str
) -> None:
    warnings = list(check_response(response))

    assert len(warnings) == 1
    assert expected in warnings[0]
