"""The interaction model of a skill that sells drinks, with dialog rules that a test can change."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from speech.dialog.intent_state import IntentState
from speech.dialog.manager import DialogManager
from speech.nlu.interaction_model import Intent, InteractionModel, parse_model
from speech.nlu.recognizer import Reason, RecognitionResult
from speech.nlu.slots import FilledSlot, SlotValue
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from tests.support.small_skill import SmallSkill

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)

INTENTS: list[dict[str, Any]] = [
    {
        "name": "OrderIntent",
        "slots": [
            {"name": "drink", "type": "DRINK", "samples": ["a {drink}", "a {size} {drink}", "i fancy {drink}"]},
            {"name": "size", "type": "SIZE"},
            {"name": "count", "type": "AMAZON.NUMBER"},
            {"name": "day", "type": "AMAZON.DATE"},
            {"name": "note", "type": "AMAZON.SearchQuery"},
            {"name": "name", "type": "AMAZON.FirstName"},
        ],
        "samples": ["order something", "order a {drink}", "order a {size} {drink}", "note that {note}"],
    },
    {"name": "SizeIntent", "slots": [{"name": "size", "type": "SIZE"}], "samples": ["{size}", "the size is {size}"]},
    {"name": "MenuIntent", "samples": ["what is on the menu", "show me the menu"]},
    {"name": "AMAZON.HelpIntent"},
    {"name": "AMAZON.StopIntent"},
    {"name": "AMAZON.FallbackIntent"},
]
TYPES: list[dict[str, Any]] = [
    {"name": "DRINK", "values": [{"id": "L", "name": {"value": "latte", "synonyms": ["milk coffee"]}}]},
    {"name": "SIZE", "values": [{"name": {"value": "small"}}, {"name": {"value": "large", "synonyms": ["big"]}}]},
]


def prompt(prompt_id: str, *texts: str) -> dict[str, Any]:
    return {"id": prompt_id, "variations": [{"type": "PlainText", "value": text} for text in texts]}


PROMPTS = [
    prompt("drink?", "Which drink?", "Which drink, please?"),
    prompt("size?", "Which size?"),
    prompt("size ok?", "{size}, right?"),
    prompt("no such size", "There is no {size}. Which size?"),
    prompt("all ok?", "A {size} {drink}, right?"),
]
DRINK = {"name": "drink", "elicitationRequired": True, "prompts": {"elicitation": "drink?"}}
SIZE = {"name": "size", "elicitationRequired": True, "prompts": {"elicitation": "size?", "confirmation": "size ok?"}}
KNOWN_SIZE = {"validations": [{"type": "hasEntityResolutionMatch", "prompt": "no such size"}]}


def order(*slots: Mapping[str, Any], confirmed: bool = False, **more: Any) -> dict[str, Any]:
    """Return the dialog rules of OrderIntent."""
    confirmation = {"confirmationRequired": confirmed, "prompts": {"confirmation": "all ok?"}}
    return {"name": "OrderIntent", "slots": list(slots)} | confirmation | more


def model(*dialog_intents: Mapping[str, Any], without: str = "", **more: Any) -> InteractionModel:
    """`more` goes into the dialog section."""
    intents = [intent for intent in INTENTS if intent["name"] != without]
    language_model = {"invocationName": "drink stand", "intents": intents, "types": TYPES}
    document = {
        "languageModel": language_model,
        "dialog": {"intents": list(dialog_intents), **more},
        "prompts": PROMPTS,
    }
    return parse_model(document, "model.json")


def slot(name: str, value: str, *, known: bool = True) -> FilledSlot:
    """A slot of a type of the skill, with a value that the type lists or not."""
    slot_type = next((each for each in model().types if each.name == name.upper()), None)
    listed = tuple(each for each in slot_type.values if value in each.names) if slot_type and known else ()
    return FilledSlot(name, (SlotValue(value, slot_type.name if slot_type else None, listed),))


def intent(name: str) -> Intent:
    found = model().intent(name)
    assert found is not None
    return found


def state(*filled: FilledSlot, name: str = "OrderIntent") -> IntentState:
    return IntentState(intent(name), {}).fill({each.name: each for each in filled})


def heard(by: Reason, *filled: FilledSlot, name: str = "OrderIntent") -> RecognitionResult:
    return RecognitionResult("what was said", name, 1.0, {each.name: each for each in filled}, by, {})


def device(skill: SmallSkill, interaction_model: InteractionModel) -> Device:
    numbers = count(1)
    return Device(interaction_model, skill, Speaker(), lambda: NOW, new_id=lambda: next(numbers))


def manager(interaction_model: InteractionModel) -> DialogManager:
    return DialogManager(
        interaction_model, lambda slot_definition, text: slot(slot_definition.name, text).values[0], lambda: NOW
    )
