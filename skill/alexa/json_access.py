"""Which bytes are a JSON object that the rest of the skill can work with."""

from typing import Any

import orjson

from skill.errors import VerificationError


def parse(body: bytes) -> dict[str, Any]:
    """Read the object in `body`, which must be UTF-8. Raises VerificationError.

    Python's own reader takes more than JSON allows (NaN), and what Python cannot write again (1e999, half of a
    surrogate pair); orjson refuses both, and more than 1,024 levels, so that nothing behind this door stumbles over
    them. It takes whole numbers beyond 64 bits, which Alexa does not send, as floating ones.
    """
    try:
        payload = orjson.loads(body.decode())
    except ValueError as error:
        raise VerificationError("malformed") from error
    if not isinstance(payload, dict):
        raise VerificationError("malformed")
    return payload


def table(value: Any, *path: str) -> dict[str, Any]:
    """The JSON object at a path; an empty one where there is none."""
    for name in path:
        if not isinstance(value, dict):
            return {}
        value = value.get(name)
    return value if isinstance(value, dict) else {}


def sequence(value: Any, *path: str) -> list[Any]:
    """The JSON array at a path, which has a name at least; an empty one where there is none."""
    found = table(value, *path[:-1]).get(path[-1])
    return found if isinstance(found, list) else []


def text(value: Any, *path: str) -> str | None:
    """The string at a path, or None where there is none."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value if isinstance(value, str) else None
