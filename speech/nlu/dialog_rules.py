"""Amazon's rules for the dialog section of an interaction model, which its console checks when it builds the model.

https://developer.amazon.com/docs/alexa/custom-skills/define-the-dialog-to-collect-and-confirm-required-information.html
https://developer.amazon.com/docs/alexa/custom-skills/validate-slot-values.html#validation-rules
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from speech.nlu.amazon_rules import Problem
from speech.nlu.dialog_model import DialogIntent, DialogSlot, Validation
from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition

_SPANS: Final = ("AMAZON.DATE", "AMAZON.TIME")
_COMPARED: Final = ("AMAZON.DATE", "AMAZON.FOUR_DIGIT_NUMBER", "AMAZON.NUMBER", "AMAZON.TIME")
_NOT_IN_SETS: Final = ("AMAZON.DATE", "AMAZON.DURATION", "AMAZON.TIME", "AMAZON.SearchQuery")
_DURATIONS: Final = ("isInDuration", "isNotInDuration")
_SETS: Final = ("isInSet", "isNotInSet")


def broken_dialog_rules(model: InteractionModel) -> Iterator[Problem]:
    yield from _defined_twice("dialog", [intent.name for intent in model.dialog.intents])
    yield from _defined_twice("prompts", [prompt.id for prompt in model.dialog.prompts])
    for dialog_intent in model.dialog.intents:
        intent = model.intent(dialog_intent.name)
        if intent is None:
            yield Problem(dialog_intent.name, "", "is in the dialog, but the model has no such intent")
        else:
            yield from _intent(dialog_intent, intent, model)


def _defined_twice(part: str, names: Iterable[str]) -> Iterator[Problem]:
    yield from (Problem(part, name, "is defined twice") for name, count in Counter(names).items() if count > 1)


def _intent(dialog_intent: DialogIntent, intent: Intent, model: InteractionModel) -> Iterator[Problem]:
    if dialog_intent.needs_confirmation:
        yield from _prompt(model, intent.name, "", "confirmation", dialog_intent.confirmation)
    for dialog_slot in dialog_intent.slots:
        slot = intent.slot(dialog_slot.name)
        if slot is None:
            yield Problem(intent.name, dialog_slot.name, "is in the dialog, but the intent has no such slot")
        else:
            yield from _slot(dialog_slot, intent, slot, model)


def _slot(dialog_slot: DialogSlot, intent: Intent, slot: SlotDefinition, model: InteractionModel) -> Iterator[Problem]:
    if dialog_slot.is_required:
        yield from _prompt(model, intent.name, slot.name, "elicitation", dialog_slot.elicitation)
    if dialog_slot.needs_confirmation:
        yield from _prompt(model, intent.name, slot.name, "confirmation", dialog_slot.confirmation)
    for rule in dialog_slot.validations:
        yield from _prompt(model, intent.name, slot.name, rule.type, rule.prompt)
        if not _takes(rule, slot, model):
            yield Problem(intent.name, slot.name, f"{rule.type} cannot validate a slot of type {slot.type}")


def _prompt(model: InteractionModel, intent: str, slot: str, purpose: str, prompt_id: str) -> Iterator[Problem]:
    prompt = model.dialog.prompt(prompt_id)
    if not prompt_id:
        yield Problem(intent, slot, f"needs a prompt for {purpose}")
    elif prompt is None or not prompt.variations:
        yield Problem(
            intent, slot, f"the prompt for {purpose} is {prompt_id!r}, which has no variations in the prompts"
        )


def _takes(rule: Validation, slot: SlotDefinition, model: InteractionModel) -> bool:
    """Whether the rule can be used with the slot's type."""
    is_listed = not slot.type.startswith("AMAZON.") or model.type(slot.type) is not None
    if rule.type == "hasEntityResolutionMatch":
        return is_listed
    if rule.type in _DURATIONS:
        return slot.type in _SPANS
    return slot.type not in _NOT_IN_SETS if rule.type in _SETS else slot.type in _COMPARED
