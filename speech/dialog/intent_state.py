"""An intent in a dialog: what its slots hold, and what the person has confirmed or denied."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from speech.nlu.interaction_model import Intent
from speech.nlu.slots import FilledSlot, alexa_slots

ConfirmationStatus = Literal["NONE", "CONFIRMED", "DENIED"]


@dataclass(frozen=True, slots=True)
class SlotState:
    filled: FilledSlot | None = None
    confirmation: ConfirmationStatus = "NONE"


EMPTY: Final = SlotState()


@dataclass(frozen=True, slots=True)
class IntentState:
    intent: Intent
    slots: Mapping[str, SlotState]
    """By name; those that are missing are empty."""

    confirmation: ConfirmationStatus = "NONE"

    def slot(self, name: str) -> SlotState:
        return self.slots.get(name, EMPTY)

    def value(self, name: str) -> str:
        """Return what was said for the slot; empty if it is not filled."""
        filled = self.slot(name).filled
        return filled.value if filled else ""

    def fill(self, filled: Mapping[str, FilledSlot]) -> "IntentState":
        """Put values in slots. What was confirmed about them, and about the intent, has to be confirmed again."""
        changed = {name: SlotState(slot) for name, slot in filled.items()}
        return replace(self, slots={**self.slots, **changed}, confirmation="NONE") if changed else self

    def confirm_slot(self, name: str, status: ConfirmationStatus) -> "IntentState":
        return replace(self, slots={**self.slots, name: replace(self.slot(name), confirmation=status)})

    def confirm(self, status: ConfirmationStatus) -> "IntentState":
        return replace(self, confirmation=status)

    def as_json(self, skill_id: str) -> dict[str, Any]:
        """Return the `intent` of an IntentRequest."""
        filled = {name: slot.filled for name, slot in self.slots.items() if slot.filled}
        slots: dict[str, Any] = alexa_slots(self.intent, filled, skill_id)
        for name, slot in slots.items():
            slot["confirmationStatus"] = self.slot(name).confirmation
        return {"name": self.intent.name, "confirmationStatus": self.confirmation} | ({"slots": slots} if slots else {})
