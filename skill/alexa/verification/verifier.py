"""Verification that a request comes from Alexa, is recent, and is for this skill."""

import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.json_access import get_dict, get_str, parse
from skill.alexa.verification.certificates import Certificates, Defer, normalise
from skill.errors import VerificationError

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
"""Events that Amazon delivers again for up to an hour, by the list in its own SDKs."""


class Headers(Protocol):
    """Flask's headers, whose names are case-insensitive, or a mapping."""

    def get(self, name: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Verifier:
    certificates: Certificates
    accepts: Callable[[str], bool]
    """True for the application ids of this skill."""
    now: Callable[[], datetime]

    def verify(self, headers: Headers, body: bytes, defer: Defer | None = None) -> dict[str, Any]:
        """Return the envelope in `body`, which is not parsed before its signature is verified.

        `defer` is passed to `Certificates.key_for`. Raise VerificationError.
        """
        self._check_signature(headers, body, defer)
        envelope = parse(body)
        self._check_timestamp(envelope)
        self._check_recipient(envelope)
        return envelope

    def _check_signature(self, headers: Headers, body: bytes, defer: Defer | None) -> None:
        """Ignore the older `Signature` header with SHA-1, as Amazon's own SDKs do."""
        signature = _decode(_header(headers, "Signature-256", "missing-signature"))
        url = normalise(_header(headers, "SignatureCertChainUrl", "missing-certificate-url"))
        try:
            self.certificates.key_for(url, defer).verify(signature, body, PADDING, HASH)
        except InvalidSignature as error:
            raise VerificationError("bad-signature") from error

    def _check_timestamp(self, envelope: dict[str, Any]) -> None:
        request = get_dict(envelope, "request")
        age = self.now() - _parse_timestamp(get_str(request, "timestamp"))
        if age > TOLERANCE and (age > EVENT_TOLERANCE or get_str(request, "type") not in LATE_EVENTS):
            raise VerificationError("stale")
        if age < -TOLERANCE:
            raise VerificationError("future")

    def _check_recipient(self, envelope: dict[str, Any]) -> None:
        recipient = get_str(envelope, "context", "System", "application", "applicationId")
        if recipient is None or not self.accepts(recipient):
            raise VerificationError("other-skill")
        session = envelope.get("session")
        if session is not None and get_str(session, "application", "applicationId") != recipient:
            raise VerificationError("other-skill")


def _header(headers: Headers, name: str, reason: str) -> str:
    value = headers.get(name)
    if not value:
        raise VerificationError(reason)
    return value


def _decode(signature: str) -> bytes:
    try:
        return binascii.a2b_base64(signature, strict_mode=True)
    except ValueError as error:
        raise VerificationError("unreadable-signature") from error


def _parse_timestamp(timestamp: str | None) -> datetime:
    try:
        time = datetime.fromisoformat(timestamp or "")
    except ValueError as error:
        raise VerificationError("bad-timestamp") from error
    if time.tzinfo is None:
        raise VerificationError("bad-timestamp")
    return time


_NOT_ALEXA: Final = "Not Alexa: scanners and curious people do this. Nothing to do."
_CHANGED: Final = (
    "Something between Alexa and the service changes bodies or headers: a proxy, a firewall, a rewriting CDN."
)
_NO_FILE: Final = (
    "Amazon's certificate host did not send its file. Alexa tries again. If it lasts, allow the service to reach"
)

REFUSALS: Final[Mapping[str, str]] = {
    "missing-signature": _NOT_ALEXA + " If it is Alexa, a proxy removes the header `Signature-256`.",
    "missing-certificate-url": _NOT_ALEXA + " If it is Alexa, a proxy removes the header `SignatureCertChainUrl`.",
    "unreadable-signature": _NOT_ALEXA,
    "bad-signature": _CHANGED,
    "malformed": "Signed by Alexa, but not a request of a person. If it happens again, report it with the version.",
    "too-large": _NOT_ALEXA,
    "stale": "The machine's clock is ahead: set it by NTP. Or requests wait for 150 seconds in front of the service.",
    "future": "The machine's clock is behind: set it by NTP.",
    "bad-timestamp": "Signed by Alexa, but without a time. Report it with the version.",
    "other-skill": "For another skill: set `TRUST_STEPS_SKILL_ID` to the id that the developer console shows.",
    "certificate-url": _NOT_ALEXA,
    "certificate-unreachable": _NO_FILE + " `s3.amazonaws.com` on port 443.",
    "certificate-late": _NO_FILE + " `s3.amazonaws.com` within 2 seconds.",
    "certificate-status": _NO_FILE + " `s3.amazonaws.com` without a proxy that answers in its place.",
    "certificate-too-large": _NOT_ALEXA,
    "certificate-unreadable": _NOT_ALEXA,
    "certificate-too-many": _NOT_ALEXA,
    "certificate-untrusted": "The package `certifi` has no root for the certificate chain: update the service.",
    "certificate-name": _NOT_ALEXA,
    "certificate-usage": _NOT_ALEXA,
    "certificate-key": _NOT_ALEXA,
    "certificate-busy": "Many certificate addresses at once. Those that Alexa uses are not affected. Nothing to do.",
    "certificate-failed": "The certificate could not be checked. The log line before it says why. Report it.",
}
"""What the operator should do, by the reason that is logged and counted."""
