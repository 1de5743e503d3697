"""Whether a request comes from Alexa, was sent just now, and is meant for this skill."""

import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from skill.alexa.json_access import parse, table, text
from skill.alexa.verification.certificates import Certificates, normalise
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

        Raises VerificationError.
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
            raise VerificationError("bad-signature") from error

    def _check_timestamp(self, envelope: dict[str, Any]) -> None:
        request = table(envelope, "request")
        age = self.now() - _instant(text(request, "timestamp"))
        if age > TOLERANCE and (age > EVENT_TOLERANCE or text(request, "type") not in LATE_EVENTS):
            raise VerificationError("stale")
        if age < -TOLERANCE:
            raise VerificationError("future")

    def _check_recipient(self, envelope: dict[str, Any]) -> None:
        recipient = text(envelope, "context", "System", "application", "applicationId")
        if recipient is None or not self.accepts(recipient):
            raise VerificationError("other-skill")
        session = envelope.get("session")
        if session is not None and text(session, "application", "applicationId") != recipient:
            raise VerificationError("other-skill")


def _header(headers: Headers, name: str, reason: str) -> str:
    value = headers.get(name)
    if not value:
        raise VerificationError(reason)
    return value


def _decoded(signature: str) -> bytes:
    try:
        return binascii.a2b_base64(signature, strict_mode=True)
    except ValueError as error:
        raise VerificationError("unreadable-signature") from error


def _instant(timestamp: str | None) -> datetime:
    try:
        instant = datetime.fromisoformat(timestamp or "")
    except ValueError as error:
        raise VerificationError("bad-timestamp") from error
    if instant.tzinfo is None:
        raise VerificationError("bad-timestamp")
    return instant


_STRANGER: Final = "Not Alexa: scanners and curious people do this. Nothing to do."
_CHANGED: Final = (
    "Something between Alexa and the service changes bodies or headers: a proxy, a firewall, a rewriting CDN."
)
_AMAZON: Final = (
    "Amazon's certificate host did not give its file. Alexa comes again; if it lasts, let the service reach"
)

REFUSALS: Final[Mapping[str, str]] = {
    "missing-signature": _STRANGER + " If it is Alexa, a proxy drops the header `Signature-256`.",
    "missing-certificate-url": _STRANGER + " If it is Alexa, a proxy drops the header `SignatureCertChainUrl`.",
    "unreadable-signature": _STRANGER,
    "bad-signature": _CHANGED,
    "malformed": "Signed, but no request of a person. If it is more than one, report it with the version.",
    "too-large": _STRANGER,
    "stale": "The machine's clock is ahead: set it, by NTP. Or requests wait for 150 seconds in front of the service.",
    "future": "The machine's clock is behind: set it, by NTP.",
    "bad-timestamp": "Signed, but without a time. Report it with the version.",
    "other-skill": "For another skill: set `TRUST_STEPS_SKILL_ID` to the id that the developer console shows.",
    "certificate-url": _STRANGER,
    "certificate-unreachable": _AMAZON + " `s3.amazonaws.com` on port 443.",
    "certificate-late": _AMAZON + " `s3.amazonaws.com` within 2 seconds.",
    "certificate-status": _AMAZON + " `s3.amazonaws.com` without a proxy that answers in its place.",
    "certificate-too-large": _STRANGER,
    "certificate-unreadable": _STRANGER,
    "certificate-too-many": _STRANGER,
    "certificate-untrusted": "The chain leads to no authority that the package `certifi` knows: update the service.",
    "certificate-name": _STRANGER,
    "certificate-usage": _STRANGER,
    "certificate-key": _STRANGER,
    "certificate-busy": "Many certificate addresses at once; those that Alexa really uses are kept. Nothing to do.",
    "certificate-failed": "The certificate could not be examined: the log's line before it says why. Report it.",
}
"""Reason, as it is logged and counted, to what to do."""
