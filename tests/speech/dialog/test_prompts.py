"""The words that Alexa asks with. If one fails, a person hears a placeholder, or markup that Alexa would refuse."""

from typing import Any

import pytest

from speech.dialog.prompts import prompt_speech
from speech.nlu.dialog_model import DialogModel, Prompt, PromptVariation
from speech.tts.transcript import words
from tests.support.order_dialog import slot, state


def dialog(*variations: tuple[str, str]) -> DialogModel:
    return DialogModel((), (Prompt("p", tuple(PromptVariation(*each) for each in variations)),))


@pytest.mark.parametrize(
    ("variation", "expected"),
    [
        (("PlainText", "Which size?"), "<speak>Which size?</speak>"),
        (("PlainText", "A {drink} & {size}?"), "<speak>A R&amp;B &amp; large?</speak>"),
        (("PlainText", "{ size }, {count}?"), "<speak>large, ?</speak>"),
        (("SSML", "<speak>A <break time='1s'/> {drink}?</speak>"), "<speak>A <break time='1s'/> R&amp;B?</speak>"),
        (("SSML", "Hm <break time='1s'/> {size}?"), "<speak>Hm <break time='1s'/> large?</speak>"),
    ],
    ids=["no slot", "markup characters", "spaces and an empty slot", "ssml", "ssml without its root"],
)
def test_a_prompt_says_the_values_of_slots(variation: tuple[str, str], expected: str) -> None:
    current = state(slot("drink", "R&B"), slot("size", "large"))

    assert prompt_speech(dialog(variation), "p", current) == expected


DATE = '<say-as interpret-as="date" format="ymd">2026-11-27</say-as>'


@pytest.mark.parametrize(
    ("variation", "expected"),
    [
        (("PlainText", "On {day}?"), f"On {DATE}?"),
        (("SSML", "On {day}?"), f"On {DATE}?"),
        (
            ("SSML", "On <say-as interpret-as='date'>{day}</say-as>?"),
            "On <say-as interpret-as='date'>2026-11-27</say-as>?",
        ),
    ],
    ids=["plain text", "ssml", "the prompt says how"],
)
def test_a_date_is_said_as_a_date_and_shown_as_it_is(variation: tuple[str, str], expected: str) -> None:
    speech = prompt_speech(dialog(variation), "p", state(slot("day", "2026-11-27")))

    assert speech == f"<speak>{expected}</speak>"
    assert words(speech) == "On 2026-11-27?"


@pytest.mark.parametrize(("use", "expected"), [(0, "One?"), (1, "Two?"), (2, "One?")])
def test_each_use_takes_the_next_variation(use: int, expected: str) -> None:
    variations = dialog(("PlainText", "One?"), ("PlainText", "Two?"))

    assert prompt_speech(variations, "p", state(), use) == f"<speak>{expected}</speak>"


@pytest.mark.parametrize("model", [dialog(), DialogModel()], ids=["no variation", "no prompt"])
def test_a_missing_prompt_is_empty(model: Any) -> None:
    assert prompt_speech(model, "p", state()) == ""
