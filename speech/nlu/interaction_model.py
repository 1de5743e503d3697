"""An Alexa interaction model: the intents, samples and slot types of a skill in one language.

https://developer.amazon.com/docs/alexa/smapi/interaction-model-schema.html
"""

from dataclasses import dataclass, replace
from pathlib import Path

from speech.errors import SpeechError
from speech.json_reader import JsonNode, read_json
from speech.nlu.dialog_model import NO_DIALOG, DialogModel, dialog_model
from speech.nlu.model_formats import to_current_format
from speech.nlu.model_texts import ModelTexts

FALLBACK = "AMAZON.FallbackIntent"


class ModelError(SpeechError):
    """An interaction model cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class SlotDefinition:
    """A slot as an intent declares it."""

    name: str
    type: str
    is_multiple: bool
    """Whether it takes a list of values."""

    samples: tuple[str, ...] = ()
    """What people say when they are asked for the slot."""


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    samples: tuple[str, ...]
    slots: tuple[SlotDefinition, ...]

    @property
    def is_built_in(self) -> bool:
        return self.name.startswith("AMAZON.")

    def slot(self, name: str) -> SlotDefinition | None:
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class TypeValue:
    """One value of a slot type."""

    name: str
    id: str | None
    synonyms: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


@dataclass(frozen=True, slots=True)
class SlotType:
    """The known values of a slot. Alexa accepts other values too."""

    name: str
    values: tuple[TypeValue, ...]

    has_supplier: bool = False
    """Whether Amazon gets the values from a catalog."""


@dataclass(frozen=True, slots=True)
class InteractionModel:
    source: str
    """Where the model was read from, for messages."""

    invocation_name: str
    intents: tuple[Intent, ...]
    types: tuple[SlotType, ...]
    dialog: DialogModel = NO_DIALOG
    notes: tuple[str, ...] = ()
    """What was read otherwise than it is written, a sentence each."""

    is_converted: bool = False
    """Whether it is written in another format than Amazon's of today."""

    def intent(self, name: str) -> Intent | None:
        return next((intent for intent in self.intents if intent.name == name), None)

    def type(self, name: str) -> SlotType | None:
        return next((slot_type for slot_type in self.types if slot_type.name == name), None)


def read_model(file: Path) -> InteractionModel:
    """Read the JSON that Amazon's console and tools exchange. Raises ModelError."""
    try:
        document: object = read_json(file.read_text("utf-8-sig"))
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror}); give the path of a model file") from error
    except ValueError as error:
        advice = "give the IntentSchema beside it" if file.suffix == ".txt" else "export the model again"
        raise ModelError(f"{file}: is not JSON ({error}); {advice}") from error
    return parse_model(document, str(file))


def parse_model(document: object, source: str) -> InteractionModel:
    """Read a parsed JSON document in one of the formats that `model_formats` knows. Raises ModelError."""
    texts = ModelTexts()
    try:
        converted = to_current_format(document, Path(source))
        model = _model(JsonNode(texts.clean(converted.document)), source)
        return replace(model, notes=(*converted.notes, *texts.notes), is_converted=converted.is_other_format)
    except ValueError as error:
        raise ModelError(f"{source}: {error}") from error


def _model(root: JsonNode, source: str) -> InteractionModel:
    outer = root.get("interactionModel")
    model = root if outer.is_absent else outer
    language_model = model["languageModel"]
    return InteractionModel(
        source=source,
        invocation_name=language_model["invocationName"].text,
        intents=tuple(map(_intent, language_model["intents"].items)),
        types=tuple(map(_slot_type, language_model.get("types").items)),
        dialog=dialog_model(model),
    )


def _intent(node: JsonNode) -> Intent:
    return Intent(
        name=node["name"].text,
        samples=_texts(node.get("samples")),
        slots=tuple(map(_slot, node.get("slots").items)),
    )


def _slot(node: JsonNode) -> SlotDefinition:
    return SlotDefinition(
        name=node["name"].text,
        type=node["type"].text,
        is_multiple=node.get("multipleValues").get("enabled").is_true,
        samples=tuple(sample.text for sample in node.get("samples").items if sample.value),
    )


def _slot_type(node: JsonNode) -> SlotType:
    return SlotType(
        name=node["name"].text,
        values=tuple(map(_type_value, node.get("values").items)),
        has_supplier=not node.get("valueSupplier").is_absent,
    )


def _type_value(node: JsonNode) -> TypeValue:
    name = node["name"]
    return TypeValue(
        name=name["value"].text,
        id=node["id"].text if node.get("id").value else None,
        synonyms=_texts(name.get("synonyms")),
    )


def _texts(node: JsonNode) -> tuple[str, ...]:
    return tuple(item.text for item in node.items)
