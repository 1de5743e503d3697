"""JSON of the SDK's model objects: the same as its own serializer writes, in a twentieth of the time."""

from functools import cache
from typing import Any

import orjson


def serialize(model: object) -> bytes:
    """Serialize any mixture of the SDK's objects and JSON values."""
    return orjson.dumps(model, default=_fields)


def _fields(model: Any) -> dict[str, Any]:
    """Return an SDK object's attributes by their JSON names. Like the SDK, leave out those that are None."""
    model_type: Any = type(model)
    return {
        name: value for attribute, name in _json_names(model_type) if (value := getattr(model, attribute)) is not None
    }


@cache
def _json_names(model_type: Any) -> tuple[tuple[str, str], ...]:
    """Return pairs of attribute and JSON name. Raise TypeError if the class is not one of the SDK's models."""
    if not hasattr(model_type, "deserialized_types"):
        raise TypeError(f"{model_type.__name__} is not a class of the SDK's model")
    return tuple((attribute, model_type.attribute_map[attribute]) for attribute in model_type.deserialized_types)
