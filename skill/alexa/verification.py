"""Whether a request comes from Alexa, was sent just now, and is meant for this skill."""

import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.certificate_url import normalise
from skill.alexa.certificates import Certificates
from skill.alexa.payload import parse, table, text
from skill.errors import NotAlexa

PADDING: Final = PKCS1v15()
HASH: Final = SHA256()
TOLERANCE = timedelta(seconds=150)
EVENT_TOLERANCE = timedelta(hours=1)
LATE_EVENTS = frozenset(
    {
        "AlexaSkillEvent.SkillEnabled",
        "AlexaSkillEvent.SkillDisabled",
        "AlexaSkillEvent.SkillPermissionAccepted",
        "AlexaSkillEvent.SkillPermissionChanged",
        "AlexaSkillEvent.SkillAccountLinked",
    }
)
"""What Amazon delivers again for up to an hour, by the list in its own SDKs."""


class Headers(Protocol):
    """What Flask has, where names count in any case, or a mapping."""

    def get(self, name: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Verifier:
    certificates: Certificates
    accepts: Callable[[str], bool]
    """Whether an application id is one of ours."""
    now: Callable[[], datetime]

    def verify(self, headers: Headers, body: bytes) -> dict[str, Any]:
        """Read the envelope in `body`, but nothing of it before the signature over its bytes has proven right.

        Raises NotAlexa.
        """
        self._check_signature(headers, body)
        envelope = parse(body)
        self._check_timestamp(envelope)
        self._check_recipient(envelope)
        return envelope

    def _check_signature(self, headers: Headers, body: bytes) -> None:
        """Pass over the older `Signature` header, made with SHA-1, which Amazon's own SDKs no longer read either."""
        signature = _decoded(_header(headers, "Signature-256", "missing-signature"))
        url = normalise(_header(headers, "SignatureCertChainUrl", "missing-certificate-url"))
        try:
            self.certificates.key_for(url).verify(signature, body, PADDING, HASH)
        except InvalidSignature as error:
            raise NotAlexa("bad-signature") from error

    def _check_timestamp(self, envelope: dict[str, Any]) -> None:
        request = table(envelope, "request")
        age = self.now() - _instant(text(request, "timestamp"))
        if age > TOLERANCE and (age > EVENT_TOLERANCE or text(request, "type") not in LATE_EVENTS):
            raise NotAlexa("stale")
        if age < -TOLERANCE:
            raise NotAlexa("future")

    def _check_recipient(self, envelope: dict[str, Any]) -> None:
        recipient = text(envelope, "context", "System", "application", "applicationId")
        if recipient is None or not self.accepts(recipient):
            raise NotAlexa("other-skill")
        session = envelope.get("session")
        if session is not None and text(session, "application", "applicationId") != recipient:
            raise NotAlexa("other-skill")


def _header(headers: Headers, name: str, reason: str) -> str:
    value = headers.get(name)
    if not value:
        raise NotAlexa(reason)
    return value


def _decoded(signature: str) -> bytes:
    try:
        return binascii.a2b_base64(signature, strict_mode=True)
    except ValueError as error:
        raise NotAlexa("unreadable-signature") from error


def _instant(timestamp: str | None) -> datetime:
    try:
        instant = datetime.fromisoformat(timestamp or "")
    except ValueError as error:
        raise NotAlexa("bad-timestamp") from error
    if instant.tzinfo is None:
        raise NotAlexa("bad-timestamp")
    return instant
