"""An Alexa interaction model: what a skill listens for, read from the JSON that Amazon's console and tools exchange."""

from dataclasses import dataclass
from pathlib import Path

from speech.json_text import read_json
from speech.understanding.document import ModelError, Node

FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of an intent that is filled by what was said."""

    name: str
    type: str
    is_multiple: bool


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that a person can mean, with sentences that mean it."""

    name: str
    samples: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def is_built_in(self) -> bool:
        return self.name.startswith("AMAZON.")

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class Value:
    """Something that can stand in a slot, with all its names."""

    name: str
    id: str | None
    synonyms: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


@dataclass(frozen=True, slots=True)
class SlotType:
    """What a slot takes. Alexa takes other values too."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class InteractionModel:
    """All that a skill listens for, in one language."""

    source: str
    """Where the model was read from, for messages."""

    invocation_name: str
    intents: tuple[Intent, ...]
    types: tuple[SlotType, ...]

    def intent(self, name: str) -> Intent | None:
        return next((intent for intent in self.intents if intent.name == name), None)

    def type(self, name: str) -> SlotType | None:
        return next((kind for kind in self.types if kind.name == name), None)


def read_model(file: Path) -> InteractionModel:
    """Raises ModelError, naming file and key, where the file cannot be read as an interaction model."""
    try:
        document: object = read_json(file.read_text("utf-8-sig"))
    except OSError as error:
        raise ModelError(f"{file}: cannot be read ({error.strerror}); give the path of a model file") from error
    except ValueError as error:
        raise ModelError(f"{file}: is not JSON ({error}); export the model again") from error
    return parse_model(document, str(file))


def parse_model(document: object, source: str) -> InteractionModel:
    """The model in a parsed JSON document, with or without Amazon's outer "interactionModel" key."""
    root = Node(document, source)
    outer = root.get("interactionModel")
    language_model = (root if outer.is_absent else outer)["languageModel"]
    return InteractionModel(
        source=source,
        invocation_name=language_model["invocationName"].text,
        intents=tuple(map(_intent, language_model["intents"].items)),
        types=tuple(map(_type, language_model.get("types").items)),
    )


def _intent(node: Node) -> Intent:
    return Intent(
        name=node["name"].text,
        samples=_texts(node.get("samples")),
        slots=tuple(map(_slot, node.get("slots").items)),
    )


def _slot(node: Node) -> Slot:
    return Slot(
        name=node["name"].text,
        type=node["type"].text,
        is_multiple=node.get("multipleValues").get("enabled").is_true,
    )


def _type(node: Node) -> SlotType:
    return SlotType(name=node["name"].text, values=tuple(map(_value, node.get("values").items)))


def _value(node: Node) -> Value:
    name = node["name"]
    return Value(
        name=name["value"].text,
        id=node["id"].text if node.get("id").value else None,
        synonyms=_texts(name.get("synonyms")),
    )


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(item.text for item in node.items)
