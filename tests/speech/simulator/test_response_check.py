from typing import Any

import pytest

from speech.simulator.response import SkillResponse, read_response
from speech.simulator.response_check import check_response, check_turn
from speech.simulator.turn_result import TurnResult


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
        _response(directives=[{"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {}}]),
        _response(directives=[{"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "CLEAR"}]),
    ],
    ids=["none", "nothing said", "ssml", "plain text", "a screen", "dynamic entities"],
)
def test_a_valid_response_gives_no_warning(response: SkillResponse | None) -> None:
    assert list(check_response(response)) == []


ELICIT = {"type": "Dialog.ElicitSlot", "slotToElicit": "size"}
PLAIN = {"type": "PlainText", "text": "Which size?"}


def _entities(count: int) -> dict[str, Any]:
    values = [{"name": {"value": str(number), "synonyms": [f"number {number}"]}} for number in range(count)]
    types = [{"name": "NUMBERS", "values": values}]
    return {"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "REPLACE", "types": types}


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (_response(directives=[{"type": "Dialog.Delegate"}]), None),
        (_response(PLAIN, directives=[ELICIT]), None),
        (_response(PLAIN, directives=[ELICIT], shouldEndSession=False), None),
        (_response(directives=[_entities(50)]), None),
        (_response(PLAIN, directives=[{"type": "Dialog.Delegate"}]), "Dialog.Delegate must come without outputSpeech"),
        (
            _response(reprompt={"outputSpeech": PLAIN}, directives=[{"type": "Dialog.Delegate"}]),
            "Dialog.Delegate must come without outputSpeech and reprompt",
        ),
        (_response(directives=[ELICIT]), "Dialog.ElicitSlot needs outputSpeech"),
        (_response(directives=[{"type": "Dialog.ConfirmIntent"}]), "Dialog.ConfirmIntent needs outputSpeech"),
        (_response(PLAIN, directives=[ELICIT], shouldEndSession=True), "Dialog.ElicitSlot needs an open session"),
        (_response(directives=[{"type": "Dialog.Elicit"}]), "There is no directive Dialog.Elicit."),
        (_response(directives=[_entities(51)]), "has 102 values and synonyms in all; the limit is 100"),
    ],
)
def test_amazons_rules_for_dialogs_are_named(response: SkillResponse, expected: str | None) -> None:
    warnings = list(check_response(response))

    assert len(warnings) == (1 if expected else 0)
    assert all(warning.startswith("Alexa would refuse this answer. ") for warning in warnings)
    assert (expected or "") in "".join(warnings)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (_response(_ssml("<speak><blink>Hi</blink></speak>")), "refuse this answer. Alexa does not support <blink>"),
        (_response(_ssml("<speak>Tom & Jerry</speak>")), "refuse this answer. The markup is broken"),
        (_response(_ssml("Hello.")), "refuse this answer. The markup has no <speak>"),
        (_response(reprompt={"outputSpeech": _ssml("<speak>Well?")}), "refuse this reprompt. The markup is broken"),
        (_response({"type": "PlainText", "text": "word " * 2_000}), "at most 8,000"),
        (
            _response(directives=[{"type": "Tasks.CompleteTask", "result": "x" * 130_000}]),
            "127 kilobytes; the limit is 120",
        ),
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


def test_every_response_of_a_turn_is_checked() -> None:
    delegating = _response(PLAIN, directives=[{"type": "Dialog.Delegate"}])

    warnings = list(check_turn(TurnResult(response=_response(), earlier=(delegating,))))

    assert len(warnings) == 1
    assert "Dialog.Delegate must come without outputSpeech" in warnings[0]
