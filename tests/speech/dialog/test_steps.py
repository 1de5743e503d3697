"""What Alexa asks next by a dialog model. If one fails, a person is asked in another order, or not at all."""

from collections.abc import Mapping
from typing import Any

import pytest

from speech.dialog.intent_state import ConfirmationStatus, IntentState
from speech.dialog.steps import DialogQuestion, DialogStep, next_step
from tests.support.order_dialog import DRINK, KNOWN_SIZE, NOW, SIZE, model, order, slot, state

LATTE, LARGE = slot("drink", "latte"), slot("size", "large")
HUGE = slot("size", "huge", known=False)
CONFIRMED_SIZE = {**SIZE, "confirmationRequired": True}
OPTIONAL_SIZE = {**SIZE, "elicitationRequired": False}

ELICIT_DRINK = DialogStep(DialogQuestion("elicit slot", "drink"), "drink?")
ELICIT_SIZE = DialogStep(DialogQuestion("elicit slot", "size"), "size?")
CONFIRM_SIZE = DialogStep(DialogQuestion("confirm slot", "size"), "size ok?")
CONFIRM = DialogStep(DialogQuestion("confirm intent"), "all ok?")


def step(rules: Mapping[str, Any], current: IntentState) -> DialogStep | None:
    dialog_intent = model(rules).dialog.intent("OrderIntent")
    assert dialog_intent is not None
    return next_step(dialog_intent, current, NOW)


@pytest.mark.parametrize(
    ("rules", "current", "expected"),
    [
        (order(), state(), None),
        (order(DRINK, SIZE), state(), ELICIT_DRINK),
        (order(SIZE, DRINK), state(), ELICIT_SIZE),
        (order(DRINK, SIZE), state(LATTE), ELICIT_SIZE),
        (order(DRINK, SIZE), state(LARGE), ELICIT_DRINK),
        (order(DRINK, SIZE), state(LATTE, LARGE), None),
        (order(DRINK, OPTIONAL_SIZE), state(LATTE), None),
        (order(DRINK, confirmed=True), state(), ELICIT_DRINK),
        (order(DRINK, confirmed=True), state(LATTE), CONFIRM),
        (order(CONFIRMED_SIZE, DRINK), state(LARGE), CONFIRM_SIZE),
        (order(DRINK, CONFIRMED_SIZE), state(LARGE), ELICIT_DRINK),
        (order({**OPTIONAL_SIZE, "confirmationRequired": True}), state(), None),
    ],
)
def test_slots_come_in_their_order_each_with_its_confirmation_and_the_intent_comes_last(
    rules: Mapping[str, Any], current: IntentState, expected: DialogStep | None
) -> None:
    assert step(rules, current) == expected


@pytest.mark.parametrize(
    ("rules", "current", "prompt"),
    [
        (order({**SIZE, **KNOWN_SIZE}), state(HUGE), "no such size"),
        (order({**OPTIONAL_SIZE, **KNOWN_SIZE}), state(HUGE), "no such size"),
        (order(DRINK, {**SIZE, **KNOWN_SIZE}), state(HUGE), "no such size"),
        (order({**CONFIRMED_SIZE, **KNOWN_SIZE}), state(HUGE), "no such size"),
        (order({**SIZE, **KNOWN_SIZE}), state(), "size?"),
    ],
    ids=["required", "optional", "before a missing slot", "before its confirmation", "nothing to validate"],
)
def test_a_value_that_fails_a_validation_is_asked_for_first(
    rules: Mapping[str, Any], current: IntentState, prompt: str
) -> None:
    assert step(rules, current) == DialogStep(DialogQuestion("elicit slot", "size"), prompt)


def test_the_first_rule_that_fails_has_its_prompt() -> None:
    rules = [{"type": "isNotInSet", "values": ["huge"], "prompt": "first"}, *KNOWN_SIZE["validations"]]

    found = step(order({**SIZE, "validations": rules}), state(HUGE))

    assert found is not None
    assert found.prompt == "first"


@pytest.mark.parametrize(("status", "expected"), [("CONFIRMED", None), ("DENIED", ELICIT_SIZE), ("NONE", CONFIRM_SIZE)])
def test_a_denied_value_is_asked_for_again(status: ConfirmationStatus, expected: DialogStep | None) -> None:
    current = state(LARGE).confirm_slot("size", status)

    assert step(order(CONFIRMED_SIZE), current) == expected


def test_a_new_value_has_to_be_confirmed_again() -> None:
    current = state(LARGE).confirm_slot("size", "CONFIRMED").confirm("CONFIRMED")

    changed = current.fill({"size": slot("size", "small")})

    assert step(order(CONFIRMED_SIZE), changed) == CONFIRM_SIZE
    assert changed.confirmation == "NONE"


@pytest.mark.parametrize("status", ["CONFIRMED", "DENIED"])
def test_a_confirmed_or_denied_intent_is_complete(status: ConfirmationStatus) -> None:
    assert step(order(DRINK, confirmed=True), state(LATTE).confirm(status)) is None


def test_a_denied_intent_is_complete_whatever_is_missing() -> None:
    assert step(order(DRINK, SIZE, confirmed=True), state().confirm("DENIED")) is None
