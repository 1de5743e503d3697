from typing import Any

import pytest

from speech.simulator.response import SkillResponse, read_response
from speech.simulator.response_check import advice


def _answer(speech: dict[str, str] | None = None, **more: Any) -> SkillResponse:
    return read_response({"response": {"outputSpeech": speech, **more}}, "the skill")


def _ssml(markup: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": markup}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        _answer(),
        _answer(_ssml("<speak>Hello.</speak>"), reprompt={"outputSpeech": _ssml("<speak>Well?</speak>")}),
        _answer({"type": "PlainText", "text": "Tom & Jerry"}),
        _answer(directives=[{"type": "Alexa.Presentation.APL.RenderDocument"}]),
        _answer(directives=[{"type": "Dialog.UpdateDynamicEntities"}]),
    ],
    ids=["none", "nothing said", "ssml", "plain text", "a screen", "dynamic entities"],
)
def test_where_all_is_well_there_is_nothing_to_say(answer: SkillResponse | None) -> None:
    assert list(advice(answer)) == []


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_answer(_ssml("<speak><blink>Hi</blink></speak>")), "refuse this answer. Alexa does not support <blink>"),
        (_answer(_ssml("<speak>Tom & Jerry</speak>")), "refuse this answer. The markup is broken"),
        (_answer(_ssml("Hello.")), "refuse this answer. The markup has no <speak>"),
        (_answer(reprompt={"outputSpeech": _ssml("<speak>Well?")}), "refuse this reprompt. The markup is broken"),
        (_answer({"type": "PlainText", "text": "word " * 2_000}), "at most 8,000"),
        (_answer(card={"content": "x" * 130_000}), "127 kilobytes of at most 120"),
        (_answer(directives=[{"type": "Dialog.Delegate"}]), "passes over Dialog.Delegate"),
    ],
    ids=["unknown tag", "broken", "no root", "reprompt", "too long", "too large", "dialog"],
)
def test_what_alexa_would_refuse_and_the_desk_leaves_out_is_told(answer: SkillResponse, told: str) -> None:
    sentences = list(advice(answer))

    assert len(sentences) == 1
    assert told in sentences[0]
