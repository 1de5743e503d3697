"""Reads JSON from outside: text to values, and values to checked types."""

import json
from dataclasses import dataclass
from typing import Any, Final

MAX_DEPTH: Final = 100
"""Levels of nesting; no skill and no page needs more, and code that recurses through the value must not overflow."""

_TOO_DEEP: Final = f"it is nested more than {MAX_DEPTH} levels deep"


def read_json(text: str | bytes) -> Any:
    """Parse JSON that can be written again.

    Raises ValueError, also for what only Python accepts as JSON: NaN, 1e999, half of a surrogate pair.
    """
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
    if level:
        raise ValueError(_TOO_DEEP)
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class JsonNode:
    """One value of a JSON document with its path. `null` counts as absent.

    Every access raises ValueError, with the path in its message, if the value has another type.
    """

    value: object
    path: str = ""

    def __getitem__(self, name: str) -> "JsonNode":
        child = self.get(name)
        if child.is_absent:
            raise ValueError(f"{child.path} is missing; add it")
        return child

    def get(self, name: str) -> "JsonNode":
        path = f"{self.path}.{name}" if self.path else name
        if self.is_absent:
            return JsonNode(None, path)
        if not isinstance(self.value, dict):
            raise self._wrong_type("an object")
        return JsonNode(self.value.get(name), path)

    @property
    def is_absent(self) -> bool:
        return self.value is None

    @property
    def items(self) -> tuple["JsonNode", ...]:
        """The items of a list; empty if the list is absent."""
        if self.is_absent:
            return ()
        if not isinstance(self.value, list):
            raise self._wrong_type("a list")
        return tuple(JsonNode(item, f"{self.path}[{at}]") for at, item in enumerate(self.value))

    @property
    def members(self) -> tuple[tuple[str, "JsonNode"], ...]:
        """The names and values of an object; empty if the object is absent."""
        if self.is_absent:
            return ()
        if not isinstance(self.value, dict):
            raise self._wrong_type("an object")
        return tuple((str(name), self.get(name)) for name in self.value)

    @property
    def text(self) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._wrong_type("a non-empty string")
        return self.value

    @property
    def is_true(self) -> bool:
        if not isinstance(self.value, bool | None):
            raise self._wrong_type("true or false")
        return bool(self.value)

    def _wrong_type(self, expected: str) -> ValueError:
        return ValueError(f"{self.path or 'the document'} must be {expected}, not {self.value!r:.60}")
