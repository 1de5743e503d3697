"""The part of Alexa's envelope that this skill uses, in the shape that the SDK reads.

The SDK fails on every request type and enum value that Amazon added after its release, so nothing of that kind may
reach it: what it need not know is left out, and a request of an unknown type becomes one that was not understood.
"""

from collections.abc import Mapping
from typing import Any, Final

from skill.errors import NotAlexa

FALLBACK: Final = "AMAZON.FallbackIntent"
MATCH: Final = "ER_SUCCESS_MATCH"


def essence(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Raises NotAlexa where a request names nobody whom it is for: every genuine one does."""
    system, session = table(envelope, "context", "System"), table(envelope, "session")
    user_id = text(system, "user", "userId") or text(session, "user", "userId")
    if not user_id:
        raise NotAlexa("malformed")
    person_id = text(system, "person", "personId")
    return {
        "version": "1.0",
        "session": {"new": session.get("new") is True, "attributes": table(session, "attributes")},
        "context": {
            "System": {"user": {"userId": user_id}} | ({"person": {"personId": person_id}} if person_id else {})
        },
        "request": _request(table(envelope, "request")),
    }


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    kind, locale = text(request, "type"), text(request, "locale") or ""
    if kind == "LaunchRequest":
        return {"type": kind, "locale": locale}
    intent = table(request, "intent")
    slots = {name: {"name": name} | _filling(slot) for name, slot in table(intent, "slots").items()}
    return {
        "type": "IntentRequest",
        "locale": locale,
        "intent": {"name": text(intent, "name") or FALLBACK, "slots": slots},
    }


def _filling(slot: Any) -> dict[str, Any]:
    """What was heard in a slot, and the first value that it was resolved to."""
    value = text(slot, "value")
    if value is None:
        return {}
    for authority in _list(slot, "resolutions", "resolutionsPerAuthority"):
        resolved = text(next(iter(_list(authority, "values")), None), "value", "id")
        if resolved and text(authority, "status", "code") == MATCH:
            found = {"status": {"code": MATCH}, "values": [{"value": {"id": resolved}}]}
            return {"value": value, "resolutions": {"resolutionsPerAuthority": [found]}}
    return {"value": value}


def _at(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def table(value: Any, *path: str) -> Mapping[str, Any]:
    """The JSON object at a path; an empty one where there is none."""
    found = _at(value, *path)
    return found if isinstance(found, Mapping) else {}


def _list(value: Any, *path: str) -> list[Any]:
    found = _at(value, *path)
    return found if isinstance(found, list) else []


def text(value: Any, *path: str) -> str | None:
    """The string at a path, or None where there is none."""
    found = _at(value, *path)
    return found if isinstance(found, str) else None
