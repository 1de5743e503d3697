"""The one request value: what the skill uses of Alexa's request envelope, read straight from its JSON.

The SDK's reader is not used: it fails on every request type and enum value that Amazon added after its release, and
takes half a millisecond. A request of an unknown type becomes one that was not understood.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from skill.alexa.api_client import Access
from skill.alexa.json_access import sequence, table, text
from skill.alexa.session import SessionState, recall
from skill.apl import user_event
from skill.apl.render import supports
from skill.dialogue import safety
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Slot
from skill.errors import VerificationError

FALLBACK: Final = "AMAZON.FallbackIntent"
PERMISSION_ANSWER: Final = "Connections.Response"
"""The request that reports how a person answered when Alexa asked for a permission."""


class SkillRequest(NamedTuple):
    """One verified request of a person."""

    name: str
    """The intent, or the type of a request without one; always a key of `INTENT_HANDLERS`."""

    request_id: str
    """The same when Alexa sends the request again; empty where it has none."""

    locale: str
    user_id: str
    person_id: str | None
    slots: Mapping[str, Slot]
    """Only the slots that were filled."""

    one_shot: bool
    session: SessionState
    has_screen: bool = False
    """The device renders APL documents."""

    access: Access | None = None
    """To Amazon's services, as this request grants it."""

    @classmethod
    def from_envelope(cls, envelope: Mapping[str, Any]) -> "SkillRequest":
        """Raises VerificationError where the envelope names no user: every genuine one does."""
        system, session = table(envelope, "context", "System"), table(envelope, "session")
        request = table(envelope, "request")
        user_id = text(system, "user", "userId") or text(session, "user", "userId")
        if not user_id:
            raise VerificationError("malformed")
        kind = text(request, "type")
        is_intent = kind not in {"LaunchRequest", PERMISSION_ANSWER}
        intent = _intent(request, kind) if is_intent else {}
        name = text(intent, "name") if is_intent else kind
        return cls(
            name=name if name and name in INTENT_HANDLERS else FALLBACK,
            request_id=text(request, "requestId") or "",
            locale=text(request, "locale") or "",
            user_id=user_id,
            person_id=text(system, "person", "personId") or None,
            slots=_permission_answer(request) if kind == PERMISSION_ANSWER else _slots(table(intent, "slots")),
            one_shot=is_intent and session.get("new") is True,
            session=recall(table(session, "attributes")),
            has_screen=supports(table(system, "device", "supportedInterfaces")),
            access=_access(system),
        )

    @property
    def is_private(self) -> bool:
        """Somebody is in danger: nothing may show afterwards that they were here, or when."""
        last = self.session.last
        return self.name == safety.INTENT or (last is not None and last.question in safety.QUESTIONS)


def _intent(request: dict[str, Any], kind: str | None) -> dict[str, Any]:
    if kind == user_event.USER_EVENT:
        return user_event.intent(request.get("arguments"))
    return table(request, "intent")


def _permission_answer(request: dict[str, Any]) -> dict[str, Slot]:
    return {
        "status": Slot(text(request, "payload", "status") or ""),
        "token": Slot(text(request, "token") or ""),
    }


def _slots(slots: dict[str, Any]) -> dict[str, Slot]:
    filled = {name: (text(slot, "value"), slot) for name, slot in slots.items()}
    return {name: Slot(value, _resolved_id(slot)) for name, (value, slot) in filled.items() if value is not None}


def _resolved_id(slot: Any) -> str | None:
    """The first value of the first authority that matched."""
    for authority in sequence(slot, "resolutions", "resolutionsPerAuthority"):
        resolved = text(next(iter(sequence(authority, "values")), None), "value", "id")
        if resolved and text(authority, "status", "code") == "ER_SUCCESS_MATCH":
            return resolved
    return None


def _access(system: dict[str, Any]) -> Access | None:
    """None where a part of it is missing."""
    endpoint, token = text(system, "apiEndpoint"), text(system, "apiAccessToken")
    device_id = text(system, "device", "deviceId")
    return Access(endpoint, token, device_id) if endpoint and token and device_id else None
