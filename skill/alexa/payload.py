"""Which bytes are a JSON object that the rest of the skill can work with."""

import json
import math
from typing import Any, Never

from skill.errors import NotAlexa

DEEPEST = 100
"""Levels of nesting. Alexa needs far fewer, and nothing that walks the envelope may run out of stack."""


def parse(body: bytes) -> dict[str, Any]:
    """Read the object in `body`, which must be UTF-8. Raises NotAlexa.

    Python reads more than JSON allows (NaN), and JSON allows more than Python can write again (1e999, half of a
    surrogate pair). Both are refused here, so that nothing behind this door stumbles over them.
    """
    try:
        payload = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite)
        if b"\\u" in body:
            json.dumps(payload, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NotAlexa("malformed") from error
    if not isinstance(payload, dict) or _is_too_deep(payload):
        raise NotAlexa("malformed")
    return payload


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _is_too_deep(payload: dict[str, Any]) -> bool:
    level: list[Any] = [payload]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _children(outer)]
    return bool(level)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
