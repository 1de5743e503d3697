"""The Dialog directives of a skill's response.

https://developer.amazon.com/docs/alexa/custom-skills/dialog-interface-reference.html
https://developer.amazon.com/docs/alexa/custom-skills/use-dynamic-entities-for-customized-interactions.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from speech.dialog.intent_state import ConfirmationStatus
from speech.json_reader import JsonNode
from speech.nlu.interaction_model import SlotType, TypeValue

T = TypeVar("T", bound=str)

DELEGATE: Final = "Dialog.Delegate"
ELICIT_SLOT: Final = "Dialog.ElicitSlot"
CONFIRM_SLOT: Final = "Dialog.ConfirmSlot"
CONFIRM_INTENT: Final = "Dialog.ConfirmIntent"
UPDATE_DYNAMIC_ENTITIES: Final = "Dialog.UpdateDynamicEntities"
ASKING: Final = (DELEGATE, ELICIT_SLOT, CONFIRM_SLOT, CONFIRM_INTENT)
"""A response can have one of these."""

_STATUSES: Final[tuple[ConfirmationStatus, ...]] = ("NONE", "CONFIRMED", "DENIED")
_BEHAVIORS: Final = ("REPLACE", "CLEAR")


@dataclass(frozen=True, slots=True)
class UpdatedSlot:
    values: tuple[str, ...]
    """Empty if the slot should be empty."""

    confirmation: ConfirmationStatus


@dataclass(frozen=True, slots=True)
class UpdatedIntent:
    """The intent that the dialog goes on with, as the skill wants it."""

    name: str
    confirmation: ConfirmationStatus
    slots: Mapping[str, UpdatedSlot] | None
    """None if the skill sends none, so that they stay as they are."""


@dataclass(frozen=True, slots=True)
class DialogDirective:
    type: str
    """One of ASKING."""

    slot: str = ""
    """The slot to elicit or to confirm; empty for the other types."""

    updated: UpdatedIntent | None = None


@dataclass(frozen=True, slots=True)
class DynamicEntities:
    types: tuple[SlotType, ...]
    """What replaces all dynamic entities; empty to clear them."""

    @property
    def size(self) -> int:
        """How many values and synonyms there are."""
        return sum(len(value.names) for slot_type in self.types for value in slot_type.values)


def dialog_directive(directives: JsonNode) -> DialogDirective | None:
    """Return the directive that asks something. Raises ValueError with the path of what Alexa would refuse."""
    asking = [node for node in directives.items if node.get("type").value in ASKING]
    if len(asking) > 1:
        types = " and ".join(node["type"].text for node in asking)
        raise ValueError(f"{directives.path} must have at most one of {', '.join(ASKING)}, not {types}")
    return _dialog_directive(asking[0]) if asking else None


def dynamic_entities(directives: JsonNode) -> DynamicEntities | None:
    """Return the last update of the dynamic entities. Raises ValueError as `dialog_directive` does."""
    updates = [node for node in directives.items if node.get("type").value == UPDATE_DYNAMIC_ENTITIES]
    return [_dynamic_entities(node) for node in updates][-1] if updates else None


def _dialog_directive(node: JsonNode) -> DialogDirective:
    kind = node["type"].text
    key = {ELICIT_SLOT: "slotToElicit", CONFIRM_SLOT: "slotToConfirm"}.get(kind)
    slot = node[key].text if key else ""
    updated = node.get("updatedIntent")
    return DialogDirective(kind, slot, None if updated.is_absent else _updated_intent(updated))


def _updated_intent(node: JsonNode) -> UpdatedIntent:
    slots = node.get("slots")
    return UpdatedIntent(
        name=node["name"].text,
        confirmation=_status(node),
        slots=None if slots.is_absent else {name: _updated_slot(name, slot) for name, slot in slots.members},
    )


def _updated_slot(name: str, node: JsonNode) -> UpdatedSlot:
    own_name = node.get("name").value
    if own_name not in (None, name):
        raise ValueError(f"{node.path}.name must be {name!r}, as its key, not {own_name!r:.60}")
    listed = [item.get("value") for item in node.get("slotValue").get("values").items]
    values = [value.text for value in (listed or [node.get("value")]) if value.value not in (None, "")]
    return UpdatedSlot(tuple(values), _status(node))


def _status(node: JsonNode) -> ConfirmationStatus:
    return _one_of(node.get("confirmationStatus"), _STATUSES, "NONE")


def _dynamic_entities(node: JsonNode) -> DynamicEntities:
    types = tuple(map(_slot_type, node.get("types").items))
    if _one_of(node["updateBehavior"], _BEHAVIORS, "REPLACE") == "CLEAR":
        return DynamicEntities(())
    if not types:
        raise ValueError(f"{node.path}.types is missing; add the slot types, or clear them with updateBehavior CLEAR")
    return DynamicEntities(types)


def _slot_type(node: JsonNode) -> SlotType:
    return SlotType(node["name"].text, tuple(map(_entity, node.get("values").items)))


def _entity(node: JsonNode) -> TypeValue:
    name, entity_id = node["name"], node.get("id")
    synonyms = tuple(synonym.text for synonym in name.get("synonyms").items)
    return TypeValue(name["value"].text, entity_id.text if entity_id.value else None, synonyms)


def _one_of(node: JsonNode, allowed: Sequence[T], default: T) -> T:
    if node.is_absent:
        return default
    found = next((each for each in allowed if each == node.value), None)
    if found is None:
        raise ValueError(f"{node.path} must be one of {', '.join(allowed)}, not {node.value!r:.60}")
    return found
