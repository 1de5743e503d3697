"""Amazon's rules for dialog models. If one fails, `doctor` passes what Amazon's console refuses, or the reverse."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from speech.nlu.dialog_rules import broken_dialog_rules
from tests.support.order_dialog import DRINK, KNOWN_SIZE, SIZE, model, order


def validated(slot: str, kind: str, prompt: str = "size?") -> dict[str, Any]:
    return order({"name": slot, "validations": [{"type": kind, "prompt": prompt, "value": "1"}]})


def problems(rules: Mapping[str, Any]) -> list[str]:
    return [": ".join(part for part in problem if part) for problem in broken_dialog_rules(model(rules))]


@pytest.mark.parametrize(
    "rules",
    [
        order(),
        order(DRINK, {**SIZE, **KNOWN_SIZE, "confirmationRequired": True}, confirmed=True),
        order({**SIZE, "elicitationRequired": False, "prompts": {}}),
        validated("day", "isInDuration"),
        validated("day", "isGreaterThan"),
        validated("count", "isLessThanOrEqualTo"),
        validated("count", "isInSet"),
        validated("drink", "isNotInSet"),
        validated("name", "isInSet"),
    ],
)
def test_a_valid_dialog_model_has_no_problems(rules: Mapping[str, Any]) -> None:
    assert problems(rules) == []


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"name": "CakeIntent"}, "CakeIntent: is in the dialog, but the model has no such intent"),
        (order({"name": "sugar"}), "OrderIntent: sugar: is in the dialog, but the intent has no such slot"),
        (order({**DRINK, "prompts": {}}), "OrderIntent: drink: needs a prompt for elicitation"),
        (
            order({**DRINK, "prompts": {"elicitation": "gone"}}),
            "OrderIntent: drink: the prompt for elicitation is 'gone', which has no variations in the prompts",
        ),
        (order({**DRINK, "confirmationRequired": True}), "OrderIntent: drink: needs a prompt for confirmation"),
        (order(confirmed=True, prompts={}), "OrderIntent: needs a prompt for confirmation"),
        (validated("count", "isLessThan", ""), "OrderIntent: count: needs a prompt for isLessThan"),
        (
            validated("day", "hasEntityResolutionMatch"),
            "OrderIntent: day: hasEntityResolutionMatch cannot validate a slot of type AMAZON.DATE",
        ),
        (
            validated("count", "isInDuration"),
            "OrderIntent: count: isInDuration cannot validate a slot of type AMAZON.NUMBER",
        ),
        (validated("size", "isGreaterThan"), "OrderIntent: size: isGreaterThan cannot validate a slot of type SIZE"),
        (validated("day", "isInSet"), "OrderIntent: day: isInSet cannot validate a slot of type AMAZON.DATE"),
        (
            validated("note", "isNotInSet"),
            "OrderIntent: note: isNotInSet cannot validate a slot of type AMAZON.SearchQuery",
        ),
    ],
)
def test_a_broken_rule_names_the_intent_and_the_slot(rules: Mapping[str, Any], problem: str) -> None:
    assert problems(rules) == [problem]


def test_an_intent_and_a_prompt_that_are_there_twice_are_named() -> None:
    found = model(order())
    twice = replace(found.dialog, intents=found.dialog.intents * 2, prompts=found.dialog.prompts[:1] * 2)

    problems = {problem[:2] for problem in broken_dialog_rules(replace(found, dialog=twice))}

    assert {("dialog", "OrderIntent"), ("prompts", found.dialog.prompts[0].id)} <= problems
