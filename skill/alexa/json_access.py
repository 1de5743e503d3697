"""Strict parsing of JSON objects, and access to values whose shape is not known."""

from typing import Any

import orjson

from skill.errors import VerificationError


def parse(body: bytes) -> dict[str, Any]:
    """Parse a JSON object in UTF-8. Raise VerificationError.

    Python's own parser accepts more than JSON allows (NaN), and values that Python cannot encode again (1e999, half of
    a surrogate pair). orjson refuses both, and more than 1,024 levels of nesting, so no later code has to handle them.
    It reads integers beyond 64 bits, which Alexa does not send, as floats.
    """
    try:
        payload = orjson.loads(body.decode())
    except ValueError as error:
        raise VerificationError("malformed") from error
    if not isinstance(payload, dict):
        raise VerificationError("malformed")
    return payload


def get_dict(value: Any, *path: str) -> dict[str, Any]:
    """Return the object at a path, an empty one if there is none."""
    for name in path:
        if not isinstance(value, dict):
            return {}
        value = value.get(name)
    return value if isinstance(value, dict) else {}


def get_list(value: Any, *path: str) -> list[Any]:
    """Return the array at a path of one name or more, an empty one if there is none."""
    found = get_dict(value, *path[:-1]).get(path[-1])
    return found if isinstance(found, list) else []


def get_str(value: Any, *path: str) -> str | None:
    """Return the string at a path, None if there is none."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value if isinstance(value, str) else None
