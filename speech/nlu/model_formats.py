"""Converts the older and foreign formats of interaction models to Amazon's current one.

- IntentSchema.json with SampleUtterances.txt, as Amazon's console took them until 2017, and lists of slot values.
- The first JSON format of the skill builder: the language model without its outer keys and without a name.
- A language model of Jovo 3 (lists) or 4 (objects): https://www.jovo.tech/docs/models
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

Json = dict[str, Any]

UNNAMED: Final = "my skill"
"""The invocation name of a model that has none, as in the older formats."""

_OTHER_DOCUMENTS: Final[Mapping[str, str]] = {
    "manifest": "is a skill manifest, no model; run in its folder, or give a file of interactionModels/custom",
    "skillManifest": "is a skill manifest, no model; run in its folder, or give a file of the folder models",
    "askcliResourcesVersion": "describes a project and is no model; run in its folder, or give the folder",
    "luis_schema_version": "is a model for LUIS; write its intents in Alexa's format",
    "rasa_nlu_data": "is a model for Rasa; write its intents in Alexa's format",
    "userSays": "is an intent for Dialogflow; write its intents in Alexa's format",
    "defaultMinConfidence": "is an agent for Dialogflow; write its intents in Alexa's format",
    "botVersion": "is a bot for Lex; write its intents in Alexa's format",
}
"""By a key that only these documents have."""

_TYPES_OF_2015: Final = frozenset({"DATE", "DURATION", "NUMBER", "TIME"})
_LITERAL: Final = re.compile(r"(AMAZON\.)?LITERAL")
_EXAMPLE: Final = re.compile(r"\{[^{}|]*\|\s*(\w+)\s*\}")
_SCHEMA: Final = re.compile(r"intent[-_ ]?schema", re.IGNORECASE)
_UTTERANCES: Final = re.compile(r"(sample)?[-_ ]?utterances", re.IGNORECASE)
_VALUE_FOLDERS: Final = ("customSlotTypes", "custom_slot_types", "custom-slot-types", "slotTypes", "slots")


class Converted(NamedTuple):
    document: object
    notes: tuple[str, ...] = ()
    """What the reader should know, a sentence each."""

    is_other_format: bool = False


def to_current_format(document: object, file: Path) -> Converted:
    """Return the document in Amazon's format. Raises ValueError if it is something else that is known.

    What is not recognized is returned unchanged. `file` is where it was read; other files are looked for beside it.
    """
    if not isinstance(document, dict) or {"interactionModel", "languageModel"} & document.keys():
        return Converted(document)
    for key, message in _OTHER_DOCUMENTS.items():
        if key in document:
            raise ValueError(message)
    intents = _named(document.get("intents"))
    if {"invocation", "inputTypes", "entityTypes"} & document.keys() or any("phrases" in each for each in intents):
        return Converted(
            _from_jovo(document), ("this is a model of Jovo, read as one of Amazon's",), is_other_format=True
        )
    if any("intent" in each for each in intents):
        return _from_intent_schema(intents, file)
    if intents:
        return _with_name({"languageModel": document})
    return Converted(document)


def _with_name(document: Json, *notes: str) -> Converted:
    model = document["languageModel"]
    if model.get("invocationName"):
        return Converted(document, notes, is_other_format=True)
    named = {"languageModel": {**model, "invocationName": UNNAMED}}
    return Converted(
        named, (*notes, f"invocationName is missing, so it is {UNNAMED!r} here; add it"), is_other_format=True
    )


def _from_intent_schema(intents: Iterable[Json], file: Path) -> Converted:
    samples = _sample_utterances(file)
    types: dict[str, list[Json]] = {}
    converted = []
    for intent in intents:
        slots = [{**slot, "type": _current_type(slot.get("type"))} for slot in _named(intent.get("slots"))]
        types |= {slot["type"]: _listed_values(slot["type"], file.parent) for slot in slots if _is_own(slot["type"])}
        name = intent.get("intent")
        converted.append({"name": name, "slots": slots, "samples": samples.get(str(name), [])})
    model = {"intents": converted, "types": [{"name": name, "values": values} for name, values in types.items()]}
    notes = ["this is the format of 2017 (IntentSchema), read as the current one"]
    if unlisted := sorted(name for name, values in types.items() if not values):
        notes.append(f"no file lists the values of {', '.join(unlisted)}; put one with a value a line beside the model")
    return _with_name({"languageModel": model}, *notes)


def _is_own(slot_type: object) -> bool:
    return isinstance(slot_type, str) and not slot_type.startswith("AMAZON.")


def _current_type(slot_type: object) -> object:
    if not isinstance(slot_type, str):
        return slot_type
    if _LITERAL.fullmatch(slot_type):
        return "AMAZON.SearchQuery"
    return f"AMAZON.{slot_type}" if slot_type in _TYPES_OF_2015 else slot_type


def _sample_utterances(schema: Path) -> dict[str, list[str]]:
    """Return the samples of each intent, without repetitions. Raises ValueError if no file holds them."""
    name = _SCHEMA.sub("\0", schema.stem) if _SCHEMA.search(schema.stem) else "\0"
    siblings = sorted(path for path in schema.parent.iterdir() if path.suffix.lower() == ".txt")
    found = [path for path in siblings if _UTTERANCES.sub("\0", path.stem) == name]
    if not found:
        wanted = name.replace("\0", "SampleUtterances")
        raise ValueError(f"is in the format of 2017 (IntentSchema); put {wanted}.txt with its samples beside it")
    samples: dict[str, list[str]] = {}
    for line in found[0].read_text("utf-8-sig").splitlines():
        intent, _, sample = line.strip().partition(" ")
        texts = samples.setdefault(intent, [])
        if (text := _EXAMPLE.sub(r"{\1}", sample.strip())) and text not in texts:
            texts.append(text)
    return samples


def _listed_values(slot_type: str, folder: Path) -> list[Json]:
    places = [folder, *(folder / name for name in _VALUE_FOLDERS)]
    files = [place / f"{slot_type}{suffix}" for place in places for suffix in ("", ".txt")]
    file = next((file for file in files if file.is_file()), None)
    lines = file.read_text("utf-8-sig").splitlines() if file else []
    return [{"name": {"value": line.strip()}} for line in lines if line.strip()]


def _from_jovo(document: Json) -> Json:
    own = _object(_object(_object(document.get("alexa")).get("interactionModel")).get("languageModel"))
    intents = [_jovo_intent(intent) for intent in _named(document.get("intents"))]
    inputs = document.get("inputTypes") or document.get("entityTypes")
    types = [
        {"name": each.get("name"), "values": [_jovo_value(value) for value in each.get("values") or []]}
        for each in _named(inputs)
    ]
    invocation = document.get("invocation")
    if isinstance(invocation, dict):
        invocation = invocation.get("alexaSkill") or invocation.get("alexa")
    return {
        "languageModel": {
            "invocationName": invocation or own.get("invocationName"),
            "intents": _merged(own.get("intents"), intents),
            "types": _merged(own.get("types"), types),
        }
    }


def _merged(own: object, others: list[Json]) -> list[Json]:
    """Return both lists. What Jovo's file says for Alexa alone replaces what it says for every platform."""
    mine = _named(own)
    names = {each.get("name") for each in mine}
    return [*(each for each in others if each.get("name") not in names), *mine]


def _jovo_intent(intent: Json) -> Json:
    slots = [
        {"name": slot.get("name"), "type": _jovo_type(slot.get("type"))}
        for slot in _named(intent.get("inputs") or intent.get("entities"))
    ]
    return {"name": intent.get("name"), "samples": intent.get("phrases"), "slots": slots}


def _jovo_type(slot_type: object) -> object:
    return slot_type.get("alexa") if isinstance(slot_type, dict) else slot_type


def _jovo_value(value: object) -> Json:
    each = value if isinstance(value, dict) else {"value": value}
    return {"id": each.get("id"), "name": {"value": each.get("value"), "synonyms": each.get("synonyms")}}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _named(items: object) -> list[Json]:
    """Return the objects of a list, or of an object whose keys are their names."""
    if isinstance(items, dict):
        return [{"name": name, **_object(item)} for name, item in items.items()]
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
