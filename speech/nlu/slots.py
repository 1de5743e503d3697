"""Slots with what was said in them, and the JSON in which Alexa tells a skill."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5

from speech.nlu.interaction_model import Intent, Slot, Value


@dataclass(frozen=True, slots=True)
class SlotValue:
    """One value of a slot."""

    value: str
    """As Alexa sends it: figures, a time or a date where the type says so, else the words."""

    type: str | None = None
    """The slot type of the skill in which the words were looked up, if they were."""

    match: Value | None = None
    """The value of that type that was meant, where one was."""


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """A slot that was filled; with several readings only where it takes a list."""

    name: str
    readings: tuple[SlotValue, ...]

    @property
    def value(self) -> str:
        return ", ".join(reading.value for reading in self.readings)

    @property
    def id(self) -> str | None:
        """The id of what was meant, where entity resolution found it."""
        match = self.readings[0].match
        return value_id(match) if match else None


def value_id(value: Value) -> str:
    """The id that the model gives, else a hash, since Alexa too makes one up where the model has none."""
    return value.id or md5(value.name.encode(), usedforsecurity=False).hexdigest()


def alexa_slots(intent: Intent, filled: Mapping[str, FilledSlot], skill_id: str) -> dict[str, object]:
    """The `slots` of an IntentRequest: every slot that the intent declares, filled or not.

    https://developer.amazon.com/docs/alexa/custom-skills/request-types-reference.html#slot-object
    """
    return {slot.name: _slot(slot, filled.get(slot.name), skill_id) for slot in intent.slots}


def _slot(slot: Slot, filled: FilledSlot | None, skill_id: str) -> dict[str, object]:
    empty: dict[str, object] = {"name": slot.name, "confirmationStatus": "NONE"}
    if filled is None:
        return empty
    values = [_simple(reading, skill_id) for reading in filled.readings]
    if len(values) > 1:
        return empty | {"source": "USER", "slotValue": {"type": "List", "values": values}}
    said = {key: part for key, part in values[0].items() if key != "type"}
    return empty | said | {"source": "USER", "slotValue": values[0]}


def _simple(reading: SlotValue, skill_id: str) -> dict[str, object]:
    simple: dict[str, object] = {"type": "Simple", "value": reading.value}
    if reading.type is None:
        return simple
    authority: dict[str, object] = {
        "authority": f"amzn1.er-authority.echo-sdk.{skill_id}.{reading.type}",
        "status": {"code": "ER_SUCCESS_MATCH" if reading.match else "ER_SUCCESS_NO_MATCH"},
    }
    if reading.match:
        authority["values"] = [{"value": {"name": reading.match.name, "id": value_id(reading.match)}}]
    return simple | {"resolutions": {"resolutionsPerAuthority": [authority]}}
