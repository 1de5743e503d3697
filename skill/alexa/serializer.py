"""How the SDK's answer is written as JSON: as its own serializer would, in a twentieth of the time."""

from functools import cache
from typing import Any

import orjson


def written(answer: object) -> bytes:
    """The SDK's objects, and all that JSON knows, in any mixture."""
    return orjson.dumps(answer, default=_fields)


def _fields(model: Any) -> dict[str, Any]:
    """What one of the SDK's objects holds, by its names on the wire; the SDK leaves out what is None."""
    kind: Any = type(model)
    return {key: value for attribute, key in _names(kind) if (value := getattr(model, attribute)) is not None}


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """Attribute and name on the wire, by what the class tells of itself. Raises TypeError for what tells nothing."""
    if not hasattr(kind, "deserialized_types"):
        raise TypeError(f"{kind.__name__} is none of the SDK's objects")
    return tuple((attribute, kind.attribute_map[attribute]) for attribute in kind.deserialized_types)
