"""The part of Alexa's envelope that this skill uses, in the shape that the SDK reads.

The SDK fails on every request type and enum value that Amazon added after its release, so nothing of that kind may
reach it: what it need not know is left out, and a request of an unknown type becomes one that was not understood.
"""

from collections.abc import Mapping
from typing import Any, Final

from skill.errors import NotAlexa
from skill.screens import touch
from skill.screens.render import INTERFACE, supports

FALLBACK: Final = "AMAZON.FallbackIntent"
PERMISSION_ANSWER: Final = "Connections.Response"
"""The request that tells what a person answered when Alexa asked for a permission."""

MATCH: Final = "ER_SUCCESS_MATCH"


def essence(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Raises NotAlexa where a request names nobody whom it is for: every genuine one does."""
    system, session = table(envelope, "context", "System"), table(envelope, "session")
    user_id = text(system, "user", "userId") or text(session, "user", "userId")
    if not user_id:
        raise NotAlexa("malformed")
    person_id = text(system, "person", "personId")
    person = {"person": {"personId": person_id}} if person_id else {}
    return {
        "version": "1.0",
        "session": {"new": session.get("new") is True, "attributes": table(session, "attributes")},
        "context": {"System": {"user": {"userId": user_id}} | person | _device(system) | _access(system)},
        "request": _request(table(envelope, "request")),
    }


def _access(system: Mapping[str, Any]) -> dict[str, Any]:
    """By which the skill may ask Amazon's services; nothing where a part of it is missing."""
    endpoint, token = text(system, "apiEndpoint"), text(system, "apiAccessToken")
    if not (endpoint and token and text(system, "device", "deviceId")):
        return {}
    return {"apiEndpoint": endpoint, "apiAccessToken": token}


def _device(system: Mapping[str, Any]) -> dict[str, Any]:
    drawing: dict[str, Any] = {INTERFACE: {}} if supports(table(system, "device", "supportedInterfaces")) else {}
    return {"device": {"deviceId": text(system, "device", "deviceId") or "", "supportedInterfaces": drawing}}


def _request(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"requestId": text(request, "requestId") or "", "locale": text(request, "locale") or ""} | _asked(request)


def _asked(request: Mapping[str, Any]) -> dict[str, Any]:
    kind = text(request, "type")
    if kind == "LaunchRequest":
        return {"type": kind}
    if kind == PERMISSION_ANSWER:
        status, token = text(request, "payload", "status") or "", text(request, "token") or ""
        return {"type": kind, "payload": {"status": status}, "token": token}
    intent = touch.intent(request.get("arguments")) if kind == touch.USER_EVENT else table(request, "intent")
    slots = {name: {"name": name} | _filling(slot) for name, slot in table(intent, "slots").items()}
    return {
        "type": "IntentRequest",
        "intent": {"name": text(intent, "name") or FALLBACK, "slots": slots},
    }


def _filling(slot: Any) -> dict[str, Any]:
    """What was heard in a slot, and the first value that it was resolved to."""
    value = text(slot, "value")
    if value is None:
        return {}
    for authority in sequence(slot, "resolutions", "resolutionsPerAuthority"):
        resolved = text(next(iter(sequence(authority, "values")), None), "value", "id")
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


def sequence(value: Any, *path: str) -> list[Any]:
    """The JSON array at a path; an empty one where there is none."""
    found = _at(value, *path)
    return found if isinstance(found, list) else []


def text(value: Any, *path: str) -> str | None:
    """The string at a path, or None where there is none."""
    found = _at(value, *path)
    return found if isinstance(found, str) else None
