"""The words that Alexa asks with. If one fails, a person hears a placeholder, or markup that Alexa would refuse."""

from typing import Any

import pytest

from speech.dialog.prompts import prompt_speech
from speech.nlu.dialog_model import DialogModel, Prompt, PromptVariation
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


@pytest.mark.parametrize(("use", "expected"), [(0, "One?"), (1, "Two?"), (2, "One?")])
def test_each_use_takes_the_next_variation(use: int, expected: str) -> None:
    variations = dialog(("PlainText", "One?"), ("PlainText", "Two?"))

    assert prompt_speech(variations, "p", state(), use) == f"<speak>{expected}</speak>"


@pytest.mark.parametrize("model", [dialog(), DialogModel()], ids=["no variation", "no prompt"])
def test_a_missing_prompt_is_empty(model: Any) -> None:
    assert prompt_speech(model, "p", state()) == ""
