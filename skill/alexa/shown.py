"""What is stored about whom a request comes from, for a developer's eyes: as it is, but that its times can be read."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from skill.alexa.person import key
from skill.store.port import ProgressStore

_EARLIEST: Final = 10**15
"""Microseconds since 1970, in the year 2001: no other number in a document comes near it."""


def shown(store: ProgressStore, secret: str, system: Mapping[str, Any]) -> dict[str, Any]:
    """Of the person whom a request's `context.System` names; empty where nothing is stored. Raises StoreError."""
    stored_as = key(secret, system["user"]["userId"], system.get("person", {}).get("personId"))
    document = store.read(stored_as).document
    return {"key": stored_as, "document": _readable(json.loads(document))} if document else {}


def _readable(value: Any) -> Any:
    match value:
        case dict():
            return {key: _readable(each) for key, each in value.items()}
        case list():
            return [_readable(each) for each in value]
        case int() if value >= _EARLIEST:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)).isoformat(timespec="seconds")
    return value
