"""An Alexa interaction model: what a skill listens for, read from the JSON that Amazon's console and tools exchange."""

from dataclasses import dataclass
from pathlib import Path

from speech.errors import SpeechError
from speech.json_reader import read_json


class ModelError(SpeechError):
    """An interaction model cannot be used; names the file and the key."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value of the document; `null` counts as absent, as it does to Amazon."""

    value: object
    source: str
    key: str = ""

    def __getitem__(self, name: str) -> "Node":
        found = self.get(name)
        if found.is_absent:
            raise ModelError(f"{self.source}: {found.key} is missing; add it")
        return found

    def get(self, name: str) -> "Node":
        key = f"{self.key}.{name}" if self.key else name
        if self.is_absent:
            return Node(None, self.source, key)
        if not isinstance(self.value, dict):
            raise self._wrong("an object")
        return Node(self.value.get(name), self.source, key)

    @property
    def is_absent(self) -> bool:
        return self.value is None

    @property
    def items(self) -> tuple["Node", ...]:
        """The items of a list; none where the list is absent."""
        if self.is_absent:
            return ()
        if not isinstance(self.value, list):
            raise self._wrong("a list")
        return tuple(Node(item, self.source, f"{self.key}[{at}]") for at, item in enumerate(self.value))

    @property
    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._wrong("a text that is not empty")
        return self.value

    @property
    def is_true(self) -> bool:
        if not isinstance(self.value, bool | None):
            raise self._wrong("true or false")
        return bool(self.value)

    def _wrong(self, expected: str) -> ModelError:
        return ModelError(f"{self.source}: {self.key or 'the document'} must be {expected}, not {self.value!r:.60}")


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
