"""Reads the texts of an interaction model as leniently as Amazon's tools: numbers are text, and empty ones are none."""

import json
from collections import defaultdict
from typing import Any, Final

Json = dict[str, Any]

_SAMPLES: Final = "an empty sample is left out"
_SYNONYMS: Final = "an empty synonym is left out"
_NUMBERS: Final = "a number is read as text"


class ModelTexts:
    """Cleans one language model, and keeps where it changed something."""

    def __init__(self) -> None:
        self._places: defaultdict[str, list[str]] = defaultdict(list)

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each kind of change, with the first place."""
        return tuple(
            f"{places[0]}: {what}" + (f", and {len(places) - 1} more like it" if len(places) > 1 else "")
            for what, places in self._places.items()
        )

    def clean(self, document: object) -> object:
        """Return the document with its texts cleaned. What has another shape is left as it is, for the reader."""
        outer = _at(document, "interactionModel")
        model = _at(document if outer is None else outer, "languageModel")
        if not isinstance(document, dict) or not isinstance(model, dict):
            return document
        cleaned = {
            "languageModel": {
                **model,
                "intents": self._each(model, "intents", "intents", self._intent),
                "types": self._each(model, "types", "types", self._type),
            }
        }
        return {**document, **cleaned} if outer is None else {**document, "interactionModel": {**outer, **cleaned}}

    def _intent(self, intent: Json, place: str) -> Json:
        slots = self._each(intent, "slots", f"{place}.slots", self._with_samples)
        return {**self._with_samples(intent, place), "slots": slots}

    def _with_samples(self, part: Json, place: str) -> Json:
        return {**part, "samples": self._texts(part.get("samples"), f"{place}.samples", _SAMPLES)}

    def _type(self, slot_type: Json, place: str) -> Json:
        return {**slot_type, "values": self._each(slot_type, "values", f"{place}.values", self._value)}

    def _value(self, value: Json, place: str) -> Json:
        name, id_ = value.get("name"), self._text(value.get("id"), f"{place}.id")
        id_ = None if isinstance(id_, str) and not id_.strip() else id_
        if not isinstance(name, dict):
            return {**value, "id": id_}
        texts = {
            "value": self._text(name.get("value"), f"{place}.name.value"),
            "synonyms": self._texts(name.get("synonyms"), f"{place}.name.synonyms", _SYNONYMS),
        }
        return {**value, "id": id_, "name": {**name, **texts}}

    def _each(self, part: Json, key: str, place: str, clean: Any) -> Any:
        items = part.get(key)
        if not isinstance(items, list):
            return items
        return [clean(item, f"{place}[{at}]") if isinstance(item, dict) else item for at, item in enumerate(items)]

    def _texts(self, items: object, place: str, left_out: str) -> object:
        if not isinstance(items, list):
            return items
        texts = []
        for at, item in enumerate(items):
            if item is None or (isinstance(item, str) and not item.strip()):
                self._places[left_out].append(f"{place}[{at}]")
            else:
                texts.append(self._text(item, f"{place}[{at}]"))
        return texts

    def _text(self, value: object, place: str) -> object:
        if not isinstance(value, int | float):
            return value
        self._places[_NUMBERS].append(place)
        return json.dumps(value)


def _at(part: object, key: str) -> Any:
    return part.get(key) if isinstance(part, dict) else None
