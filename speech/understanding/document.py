"""A JSON document that knows where it is: every complaint about a value names its file and its key."""

from dataclasses import dataclass

from speech.errors import SpeechError


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
