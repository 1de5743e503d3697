"""What Alexa asks next when a dialog is delegated to her."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from speech.dialog.intent_state import IntentState
from speech.dialog.validation import passes
from speech.nlu.dialog_model import DialogIntent, DialogSlot


@dataclass(frozen=True, slots=True)
class DialogQuestion:
    """What a dialog waits for: the value of a slot, or a yes or no to a slot or to the intent."""

    kind: Literal["elicit slot", "confirm slot", "confirm intent"]
    slot: str = ""
    """Empty for the intent."""

    def __str__(self) -> str:
        match self.kind:
            case "elicit slot":
                return f"for {self.slot}"
            case "confirm slot":
                return f"to confirm {self.slot}"
        return "to confirm the intent"


@dataclass(frozen=True, slots=True)
class DialogStep:
    question: DialogQuestion
    prompt: str
    """The id of a prompt; empty if the dialog model names none."""


def next_step(dialog: DialogIntent, state: IntentState, now: datetime) -> DialogStep | None:
    """Return None if nothing is left to ask: all is filled, valid and confirmed, or the person denied the intent.

    A value that fails a validation comes first, because Alexa checks a value when it is given. Then the slots come in
    the order of the dialog model, each with its confirmation, and last the confirmation of the intent.
    """
    if state.confirmation == "DENIED":
        return None
    for slot in dialog.slots:
        if step := _invalid(slot, state, now):
            return step
    for slot in dialog.slots:
        if step := _missing(slot, state):
            return step
    if dialog.needs_confirmation and state.confirmation == "NONE":
        return DialogStep(DialogQuestion("confirm intent"), dialog.confirmation)
    return None


def _invalid(slot: DialogSlot, state: IntentState, now: datetime) -> DialogStep | None:
    filled = state.slot(slot.name).filled
    if filled is None:
        return None
    broken = next((rule for rule in slot.validations if not passes(rule, filled, now)), None)
    return DialogStep(DialogQuestion("elicit slot", slot.name), broken.prompt) if broken else None


def _missing(slot: DialogSlot, state: IntentState) -> DialogStep | None:
    """A value that the person denied is asked for again."""
    current = state.slot(slot.name)
    if slot.is_required and (current.filled is None or current.confirmation == "DENIED"):
        return DialogStep(DialogQuestion("elicit slot", slot.name), slot.elicitation)
    if slot.needs_confirmation and current.filled and current.confirmation == "NONE":
        return DialogStep(DialogQuestion("confirm slot", slot.name), slot.confirmation)
    return None
