"""The part of Alexa's envelope that this skill uses, as the SDK's own objects.

They are made here and not by the SDK's reader: that one fails on every request type and enum value that Amazon added
after its release, and takes half a millisecond. What the skill need not know is left out, and a request of an unknown
type becomes one that was not understood.
"""

from collections.abc import Mapping
from typing import Any, Final

from ask_sdk_model import (
    Context,
    Device,
    Intent,
    IntentRequest,
    LaunchRequest,
    Person,
    Request,
    RequestEnvelope,
    Session,
    Slot,
    SupportedInterfaces,
    User,
)
from ask_sdk_model.interfaces.alexa.presentation.apl import AlexaPresentationAplInterface
from ask_sdk_model.interfaces.connections import ConnectionsResponse
from ask_sdk_model.interfaces.system import SystemState
from ask_sdk_model.slu.entityresolution import Resolution, Resolutions, Status, StatusCode, Value, ValueWrapper

from skill.alexa.payload import sequence, table, text
from skill.errors import NotAlexa
from skill.screens import touch
from skill.screens.render import supports

FALLBACK: Final = "AMAZON.FallbackIntent"
PERMISSION_ANSWER: Final = "Connections.Response"
"""The request that tells what a person answered when Alexa asked for a permission."""

DRAWING: Final = SupportedInterfaces(alexa_presentation_apl=AlexaPresentationAplInterface())
SPEAKING: Final = SupportedInterfaces()
MATCH: Final = StatusCode.ER_SUCCESS_MATCH


class Remembered(dict[str, Any]):
    """Session attributes. Nobody changes them, so the SDK's copy, one for each request, may be the same."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "Remembered":
        return self


def essence(envelope: Mapping[str, Any]) -> RequestEnvelope:
    """Raises NotAlexa where a request names nobody whom it is for: every genuine one does."""
    system, session = table(envelope, "context", "System"), table(envelope, "session")
    user_id = text(system, "user", "userId") or text(session, "user", "userId")
    if not user_id:
        raise NotAlexa("malformed")
    return RequestEnvelope(
        version="1.0",
        session=Session(new=session.get("new") is True, attributes=Remembered(table(session, "attributes"))),
        context=Context(system=_system(system, user_id)),
        request=_request(table(envelope, "request")),
    )


def _system(system: dict[str, Any], user_id: str) -> SystemState:
    """With what the skill may ask Amazon's services by; without it where a part of it is missing."""
    person_id, device = text(system, "person", "personId"), table(system, "device")
    device_id, draws = text(device, "deviceId") or "", supports(table(device, "supportedInterfaces"))
    endpoint, token = text(system, "apiEndpoint"), text(system, "apiAccessToken")
    may_ask = endpoint and token and device_id
    return SystemState(
        user=User(user_id=user_id),
        person=Person(person_id=person_id) if person_id else None,
        device=Device(device_id=device_id, supported_interfaces=DRAWING if draws else SPEAKING),
        api_endpoint=endpoint if may_ask else None,
        api_access_token=token if may_ask else None,
    )


def _request(request: dict[str, Any]) -> Request:
    kind = text(request, "type")
    request_id, locale = text(request, "requestId") or "", text(request, "locale") or ""
    if kind == "LaunchRequest":
        return LaunchRequest(request_id=request_id, locale=locale)
    if kind == PERMISSION_ANSWER:
        status, token = text(request, "payload", "status") or "", text(request, "token") or ""
        return ConnectionsResponse(request_id=request_id, locale=locale, payload={"status": status}, token=token)
    intent = touch.intent(request.get("arguments")) if kind == touch.USER_EVENT else table(request, "intent")
    slots = {name: _slot(name, slot) for name, slot in table(intent, "slots").items()}
    meant = Intent(name=text(intent, "name") or FALLBACK, slots=slots)
    return IntentRequest(request_id=request_id, locale=locale, intent=meant)


def _slot(name: str, slot: Any) -> Slot:
    """What was heard in a slot, and the first value that it was resolved to."""
    value = text(slot, "value")
    resolved = _resolved(slot) if value is not None else None
    return Slot(name=name, value=value, resolutions=_match(resolved) if resolved else None)


def _resolved(slot: Any) -> str | None:
    for authority in sequence(slot, "resolutions", "resolutionsPerAuthority"):
        resolved = text(next(iter(sequence(authority, "values")), None), "value", "id")
        if resolved and text(authority, "status", "code") == MATCH.value:
            return resolved
    return None


def _match(resolved: str) -> Resolutions:
    values = [ValueWrapper(value=Value(id=resolved))]
    return Resolutions(resolutions_per_authority=[Resolution(status=Status(code=MATCH), values=values)])
