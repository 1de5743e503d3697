import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.x509.verification import Store

from skill.alexa.verification.certificate_url import normalise
from skill.alexa.verification.certificates import Certificates
from skill.alexa.verification.chain import verify_chain
from skill.alexa.verification.verifier import Verifier
from skill.errors import VerificationError
from speech.simulator.signer import RequestSigner

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ENVELOPE = {
    "context": {"System": {"application": {"applicationId": "desk"}}},
    "request": {"type": "LaunchRequest", "timestamp": NOW.isoformat()},
}
BODY = json.dumps(ENVELOPE).encode()


@pytest.fixture(scope="module")
def authority() -> RequestSigner:
    return RequestSigner(NOW)


def test_whoever_trusts_the_root_accepts_what_is_signed(authority: RequestSigner) -> None:
    verifier = _verifier(authority, authority)

    envelope = verifier.verify(authority.sign(BODY), BODY)

    assert envelope == ENVELOPE


def test_whoever_trusts_another_root_does_not(authority: RequestSigner) -> None:
    verifier = _verifier(authority, trusted=RequestSigner(NOW))

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verifier.verify(authority.sign(BODY), BODY)


def test_a_signature_belongs_to_one_body(authority: RequestSigner) -> None:
    verifier = _verifier(authority, authority)

    with pytest.raises(VerificationError, match="bad-signature"):
        verifier.verify(authority.sign(BODY), BODY + b" ")


def test_the_address_is_one_that_alexa_could_give(authority: RequestSigner) -> None:
    assert normalise(authority.url) == authority.url


@pytest.mark.parametrize("days", [-1, 0, 30, 364])
def test_the_clock_may_be_moved_through_a_year(days: int, authority: RequestSigner) -> None:
    later = NOW + timedelta(days=days)

    signing = verify_chain(authority.chain_pem, Store([authority.root]), later)

    assert signing.is_valid(later)


@pytest.mark.parametrize("days", [-2, 366])
def test_the_authority_is_not_valid_for_ever(days: int, authority: RequestSigner) -> None:
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verify_chain(authority.chain_pem, Store([authority.root]), NOW + timedelta(days=days))


def _verifier(authority: RequestSigner, trusted: RequestSigner) -> Verifier:
    certificates = Certificates(lambda url: authority.chain_pem, Store([trusted.root]), lambda: NOW)
    return Verifier(certificates, {"desk"}.__contains__, lambda: NOW)
