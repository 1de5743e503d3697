"""How the dialog section of an interaction model is read. If one fails, a skill's dialog is played by other rules."""

from typing import Any

import pytest

from speech.nlu.dialog_model import (
    VALIDATION_TYPES,
    DialogIntent,
    DialogSlot,
    Prompt,
    PromptVariation,
    Validation,
)
from speech.nlu.interaction_model import InteractionModel, ModelError, parse_model


def model(dialog: Any = None, prompts: Any = None) -> InteractionModel:
    language_model = {"invocationName": "drink stand", "intents": []}
    document = {"languageModel": language_model, "dialog": dialog, "prompts": prompts}
    return parse_model({"interactionModel": document}, "en.json")


def test_a_dialog_model_is_read_with_its_slots_rules_and_prompts() -> None:
    day = {
        "name": "day",
        "type": "AMAZON.DATE",
        "elicitationRequired": True,
        "confirmationRequired": True,
        "prompts": {"elicitation": "E", "confirmation": "C"},
        "validations": [{"type": "isInDuration", "prompt": "V", "start": "P1D", "end": ""}],
    }
    intent = {"name": "OrderIntent", "confirmationRequired": True, "prompts": {"confirmation": "I"}, "slots": [day]}
    prompts = [{"id": "E", "variations": [{"type": "SSML", "value": "<speak>When?</speak>"}, {"value": "Which day?"}]}]

    dialog = model({"intents": [intent], "delegationStrategy": "ALWAYS"}, prompts).dialog

    slot = DialogSlot("day", True, True, "E", "C", (Validation("isInDuration", "V", start="P1D"),))  # noqa: FBT003
    assert dialog.intents == (DialogIntent("OrderIntent", True, True, "I", (slot,)),)  # noqa: FBT003
    variations = (PromptVariation("SSML", "<speak>When?</speak>"), PromptVariation("PlainText", "Which day?"))
    assert dialog.prompt("E") == Prompt("E", variations)
    assert dialog.prompt("X") is None


@pytest.mark.parametrize("dialog", [None, {}, {"intents": []}, {"intents": None}])
def test_a_model_without_dialog_intents_has_no_dialog_model(dialog: Any) -> None:
    assert model(dialog).dialog.intents == ()


def test_what_is_left_out_is_not_required() -> None:
    dialog = model({"intents": [{"name": "OrderIntent", "prompts": {}, "slots": [{"name": "size"}]}]}).dialog

    assert dialog.intents == (DialogIntent("OrderIntent", slots=(DialogSlot("size"),)),)


@pytest.mark.parametrize("kind", VALIDATION_TYPES)
def test_every_validation_of_amazons_reference_is_read(kind: str) -> None:
    rule = {"type": kind, "prompt": "V", "value": 5, "values": ["a", 7]}
    slot = {"name": "size", "validations": [rule]}

    dialog = model({"intents": [{"name": "OrderIntent", "slots": [slot]}]}).dialog

    assert dialog.intents[0].slots[0].validations == (Validation(kind, "V", ("a", "7"), "5"),)


def intents(**intent: Any) -> dict[str, Any]:
    return {"intents": [{"name": "OrderIntent", **intent}]}


@pytest.mark.parametrize(
    ("dialog", "prompts", "message"),
    [
        ([], None, "interactionModel.dialog must be an object, not []"),
        ({"intents": [{}]}, None, "interactionModel.dialog.intents[0].name is missing; add it"),
        (
            {"delegationStrategy": "SOMETIMES"},
            None,
            "interactionModel.dialog.delegationStrategy must be ALWAYS or SKILL_RESPONSE, not 'SOMETIMES'",
        ),
        (intents(delegationStrategy="NEVER"), None, "intents[0].delegationStrategy must be ALWAYS or SKILL_RESPONSE"),
        (intents(confirmationRequired="yes"), None, "intents[0].confirmationRequired must be true or false, not 'yes'"),
        (
            intents(slots=[{"name": "s", "validations": [{"type": "isNice"}]}]),
            None,
            "validations[0].type must be one of",
        ),
        (intents(slots=[{"name": "s", "validations": [{}]}]), None, "validations[0].type is missing; add it"),
        (intents(slots=[{"name": "s", "prompts": "E"}]), None, "slots[0].prompts must be an object, not 'E'"),
        ({}, [{"id": "E"}], "interactionModel.prompts[0].variations is missing; add it"),
        ({}, [{"id": "E", "variations": [{"value": ""}]}], "variations[0].value must be a non-empty string, not ''"),
        (
            {},
            [{"id": "E", "variations": [{"type": "HTML", "value": "x"}]}],
            "type must be PlainText or SSML, not 'HTML'",
        ),
    ],
)
def test_a_broken_dialog_model_is_refused_with_its_path(dialog: Any, prompts: Any, message: str) -> None:
    with pytest.raises(ModelError) as error:
        model(dialog, prompts)

    assert message in str(error.value)
    assert str(error.value).startswith("en.json: interactionModel.")
