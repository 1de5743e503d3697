"""A stored document for a developer's eyes: as it is, but that its times can be read."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

_EARLIEST: Final = 10**15
"""Microseconds since 1970, in the year 2001: no other number in a document comes near it."""


def shown(document: str) -> Any:
    return _readable(json.loads(document))


def _readable(value: Any) -> Any:
    match value:
        case dict():
            return {key: _readable(each) for key, each in value.items()}
        case list():
            return [_readable(each) for each in value]
        case int() if value >= _EARLIEST:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)).isoformat(timespec="seconds")
    return value
