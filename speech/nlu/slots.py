"""Filled slots, and their JSON in an IntentRequest."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import md5

from speech.nlu.interaction_model import Intent, SlotDefinition, TypeValue


@dataclass(frozen=True, slots=True)
class SlotValue:
    value: str
    """As Alexa sends it: digits, a time or a date if the slot type says so, otherwise the words of the utterance."""

    type: str | None = None
    """The slot type used for entity resolution; None for types that have no listed values."""

    candidates: tuple[TypeValue, ...] = ()
    """The values of that type that entity resolution found."""

    dynamic: tuple[TypeValue, ...] | None = None
    """The dynamic entities that it found; None if the skill has set none for that type."""

    @property
    def resolved(self) -> TypeValue | None:
        """The first value that was found: of the model, otherwise of the dynamic entities."""
        return next(iter((*self.candidates, *(self.dynamic or ()))), None)


@dataclass(frozen=True, slots=True)
class FilledSlot:
    name: str
    values: tuple[SlotValue, ...]
    """At least one; several only if the slot takes a list."""

    @property
    def value(self) -> str:
        return ", ".join(value.value for value in self.values)

    @property
    def id(self) -> str | None:
        """The id of the first value, if entity resolution found one."""
        resolved = self.values[0].resolved
        return type_value_id(resolved) if resolved else None


def type_value_id(value: TypeValue) -> str:
    """Return the id in the model, else a hash of the name, since Alexa generates an id too."""
    return value.id or md5(value.name.encode(), usedforsecurity=False).hexdigest()


def alexa_slots(intent: Intent, filled: Mapping[str, FilledSlot], skill_id: str) -> dict[str, object]:
    """Return the `slots` of an IntentRequest: every slot that the intent declares, filled or not.

    https://developer.amazon.com/docs/alexa/custom-skills/request-types-reference.html#slot-object
    """
    return {slot.name: _slot(slot, filled.get(slot.name), skill_id) for slot in intent.slots}


def _slot(slot: SlotDefinition, filled: FilledSlot | None, skill_id: str) -> dict[str, object]:
    empty: dict[str, object] = {"name": slot.name, "confirmationStatus": "NONE"}
    if filled is None:
        return empty
    values = [_simple_value(value, skill_id) for value in filled.values]
    if len(values) > 1:
        return empty | {"source": "USER", "slotValue": {"type": "List", "values": values}}
    value_and_resolutions = {key: part for key, part in values[0].items() if key != "type"}
    return empty | value_and_resolutions | {"source": "USER", "slotValue": values[0]}


def _simple_value(value: SlotValue, skill_id: str) -> dict[str, object]:
    simple: dict[str, object] = {"type": "Simple", "value": value.value}
    if value.type is None:
        return simple
    authorities = [_authority(f"{skill_id}.{value.type}", value.candidates)]
    if value.dynamic is not None:
        authorities.append(_authority(f"dynamic.{skill_id}.{value.type}", value.dynamic))
    return simple | {"resolutions": {"resolutionsPerAuthority": authorities}}


def _authority(name: str, found: tuple[TypeValue, ...]) -> dict[str, object]:
    authority: dict[str, object] = {
        "authority": f"amzn1.er-authority.echo-sdk.{name}",
        "status": {"code": "ER_SUCCESS_MATCH" if found else "ER_SUCCESS_NO_MATCH"},
    }
    values = [{"value": {"name": each.name, "id": type_value_id(each)}} for each in found]
    return authority | ({"values": values} if values else {})
