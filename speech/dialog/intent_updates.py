"""The `updatedIntent` of a Dialog directive: a skill changes the slots of an intent, or goes on with another one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from speech.dialog.directives import CONFIRM_SLOT, DialogDirective, UpdatedIntent
from speech.dialog.intent_state import IntentState, SlotState
from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel, SlotDefinition
from speech.nlu.slots import FilledSlot, SlotValue


class DialogError(SpeechError):
    """Alexa would refuse a directive, or cannot ask by the dialog model; the message names the rule."""


@dataclass(frozen=True, slots=True)
class IntentUpdates:
    model: InteractionModel
    slot_value: Callable[[SlotDefinition, str], SlotValue]
    """Resolves a value that the skill sets itself."""

    def apply(self, directive: DialogDirective, current: IntentState | None) -> IntentState:
        """Return the intent that the directive is about. Raises DialogError for what Alexa would refuse.

        `current` is the intent of the request; None if that was no IntentRequest.
        """
        if not self.model.dialog.intents:
            raise DialogError(
                f"{directive.type}: the skill has not been configured to support dialogs;"
                f' add a "dialog" with at least one intent to {self.model.source}'
            )
        state = self._updated(directive, current)
        if state.intent.is_built_in and self.model.dialog.intent(state.intent.name) is None:
            raise DialogError(
                f"{directive.type}: {state.intent.name} is one of Amazon's intents, which have no dialog;"
                " name one of the skill's own in updatedIntent"
            )
        if directive.slot and state.intent.slot(directive.slot) is None:
            key = "slotToConfirm" if directive.type == CONFIRM_SLOT else "slotToElicit"
            raise DialogError(
                f"{directive.type}: {key} is {directive.slot!r}, but {state.intent.name} has no such slot"
            )
        return state

    def _updated(self, directive: DialogDirective, current: IntentState | None) -> IntentState:
        updated = directive.updated
        if updated is None:
            if current is None:
                raise DialogError(
                    f"{directive.type} needs updatedIntent here: it answers no IntentRequest, so there is no intent yet"
                )
            return current
        intent = self.model.intent(updated.name)
        if intent is None:
            raise DialogError(
                f"{directive.type}: updatedIntent.name is {updated.name!r}, but the model has no such intent"
            )
        for name in updated.slots or ():
            if intent.slot(name) is None:
                raise DialogError(f"{directive.type}: updatedIntent has the slot {name!r}, but {intent.name} has none")
        is_same = current is not None and current.intent.name == intent.name
        return self._changed(updated, current if current and is_same else IntentState(intent, {}))

    def _changed(self, updated: UpdatedIntent, state: IntentState) -> IntentState:
        """A slot that the skill leaves out is empty, unless it sends no slots at all."""
        if updated.slots is None:
            return state.confirm(updated.confirmation)
        slots = {
            slot.name: SlotState(self._filled(slot, given.values, state), given.confirmation)
            for slot in state.intent.slots
            if (given := updated.slots.get(slot.name))
        }
        return replace(state, slots=slots, confirmation=updated.confirmation)

    def _filled(self, slot: SlotDefinition, values: tuple[str, ...], state: IntentState) -> FilledSlot | None:
        """Keep what was resolved before, if the value is the same."""
        before = state.slot(slot.name).filled
        if before and tuple(value.value for value in before.values) == values:
            return before
        resolved = tuple(self.slot_value(slot, value) for value in values)
        return FilledSlot(slot.name, resolved) if resolved else None
