"""JSON that others wrote, read so that whatever walks through it has stack enough, and can write it again."""

import json
from typing import Any, Final

DEEPEST: Final = 100
"""Levels of nesting; no skill and no page needs as many."""

_TOO_DEEP: Final = f"it is nested more than {DEEPEST} levels deep"


def read_json(text: str | bytes) -> Any:
    """Raises ValueError, too, for what Python alone takes for JSON: NaN, 1e999, half of a surrogate pair."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _children(outer)]
    if level:
        raise ValueError(_TOO_DEEP)
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
