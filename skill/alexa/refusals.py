"""Why a request can be refused, and what an operator can do about it; docs/deploy.md shows the same table."""

from collections.abc import Mapping
from typing import Final

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
