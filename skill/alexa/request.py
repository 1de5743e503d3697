"""The skill's request value: the parts of Alexa's request envelope that it uses, read from the JSON.

The SDK's deserializer is not used: it fails on every request type and enum value that Amazon added after its release,
and takes half a millisecond. A request of an unknown type becomes a FallbackIntent.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from skill.alexa.api_client import Access
from skill.alexa.json_access import get_dict, get_list, get_str
from skill.alexa.session import SessionState
from skill.apl.render import INTERFACE
from skill.dialogue import safety
from skill.dialogue.intents import BUTTONS, INTENT_HANDLERS
from skill.dialogue.turn import Slot
from skill.errors import VerificationError

USER_EVENT: Final = "Alexa.Presentation.APL.UserEvent"
"""The type of the request that Alexa sends for a touch."""

FALLBACK: Final = "AMAZON.FallbackIntent"
PERMISSION_ANSWER: Final = "Connections.Response"
"""The type of the request that contains a person's answer when Alexa asked for a permission."""


class SkillRequest(NamedTuple):
    """One verified request, made by a person."""

    name: str
    """The intent, or the type of a request without an intent. Always a key of `INTENT_HANDLERS`."""

    request_id: str
    """The same if Alexa sends the request again. Empty if the request has none."""

    locale: str
    user_id: str
    person_id: str | None
    slots: Mapping[str, Slot]
    """Only the slots that were filled."""

    one_shot: bool
    session: SessionState
    has_screen: bool = False
    """True if the device renders APL documents."""

    access: Access | None = None
    """The access to Amazon's services that this request grants."""

    @classmethod
    def from_envelope(cls, envelope: Mapping[str, Any]) -> "SkillRequest":
        """Raise VerificationError if the envelope names no user: every genuine one does."""
        system, session = get_dict(envelope, "context", "System"), get_dict(envelope, "session")
        request = get_dict(envelope, "request")
        user_id = get_str(system, "user", "userId") or get_str(session, "user", "userId")
        if not user_id:
            raise VerificationError("malformed")
        kind = get_str(request, "type")
        is_intent = kind not in {"LaunchRequest", PERMISSION_ANSWER}
        intent = _intent(request, kind) if is_intent else {}
        name = get_str(intent, "name") if is_intent else kind
        return cls(
            name=name if name and name in INTENT_HANDLERS else FALLBACK,
            request_id=get_str(request, "requestId") or "",
            locale=get_str(request, "locale") or "",
            user_id=user_id,
            person_id=get_str(system, "person", "personId") or None,
            slots=_permission_answer(request) if kind == PERMISSION_ANSWER else _slots(get_dict(intent, "slots")),
            one_shot=is_intent and session.get("new") is True,
            session=SessionState.from_attributes(get_dict(session, "attributes")),
            has_screen=INTERFACE in get_dict(system, "device", "supportedInterfaces"),
            access=_access(system),
        )

    @property
    def is_private(self) -> bool:
        """True if the person may be in danger: nothing may show afterwards that they used the skill, or when."""
        last = self.session.last_reply
        return self.name in safety.INTENTS.values() or (last is not None and last.question in safety.QUESTIONS)


def _intent(request: dict[str, Any], kind: str | None) -> dict[str, Any]:
    if kind == USER_EVENT:
        return touch_intent(request.get("arguments"))
    return get_dict(request, "intent")


def _permission_answer(request: dict[str, Any]) -> dict[str, Slot]:
    return {
        "status": Slot(get_str(request, "payload", "status") or ""),
        "token": Slot(get_str(request, "token") or ""),
    }


def _slots(slots: dict[str, Any]) -> dict[str, Slot]:
    return {
        name: Slot(value, _resolved_id(slot))
        for name, slot in slots.items()
        if (value := get_str(slot, "value")) is not None
    }


def _resolved_id(slot: Any) -> str | None:
    """Return the id of the first value of the first authority that matched."""
    for authority in get_list(slot, "resolutions", "resolutionsPerAuthority"):
        resolved = get_str(next(iter(get_list(authority, "values")), None), "value", "id")
        if resolved and get_str(authority, "status", "code") == "ER_SUCCESS_MATCH":
            return resolved
    return None


def _access(system: dict[str, Any]) -> Access | None:
    """None if a part of it is missing."""
    endpoint, token = get_str(system, "apiEndpoint"), get_str(system, "apiAccessToken")
    device_id = get_str(system, "device", "deviceId")
    return Access(endpoint, token, device_id) if endpoint and token and device_id else None


def touch_intent(arguments: object) -> dict[str, Any]:
    """Return the intent in the form of a spoken one; empty for an unknown button."""
    match arguments:
        case [str(name)] if BUTTONS.get(name):
            return {"name": BUTTONS[name]}
        case ["step", str(key)]:
            return {"name": "GoToStepIntent", "slots": {"step": {"value": key, "resolutions": _resolutions(key)}}}
        case ["rating", str(value)]:
            return {"name": "CheckInIntent", "slots": {"rating": {"value": value}}}
    return {}


def _resolutions(key: str) -> dict[str, Any]:
    match = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"id": key}}]}
    return {"resolutionsPerAuthority": [match]}
