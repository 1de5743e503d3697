import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import Certificates, normalise
from skill.alexa.verification.chain import verify_chain
from skill.alexa.verification.verifier import Verifier
from skill.errors import VerificationError
from speech.simulator.signer import RequestSigner

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
ENVELOPE = {
    "context": {"System": {"application": {"applicationId": "simulator"}}},
    "request": {"type": "LaunchRequest", "timestamp": NOW.isoformat()},
}
BODY = json.dumps(ENVELOPE).encode()


@pytest.fixture(scope="module")
def signer() -> RequestSigner:
    return RequestSigner(NOW)


def test_a_verifier_that_trusts_the_root_accepts_the_signature(signer: RequestSigner) -> None:
    verifier = _verifier(signer, signer)

    envelope = verifier.verify(signer.sign(BODY), BODY)

    assert envelope == ENVELOPE


def test_a_verifier_that_trusts_another_root_refuses_it(signer: RequestSigner) -> None:
    verifier = _verifier(signer, trusted=RequestSigner(NOW))

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verifier.verify(signer.sign(BODY), BODY)


def test_a_signature_is_valid_for_one_body_only(signer: RequestSigner) -> None:
    verifier = _verifier(signer, signer)

    with pytest.raises(VerificationError, match="bad-signature"):
        verifier.verify(signer.sign(BODY), BODY + b" ")


def test_the_url_of_the_chain_is_one_that_alexa_could_send(signer: RequestSigner) -> None:
    assert normalise(signer.url) == signer.url


@pytest.mark.parametrize("days", [-1, 0, 30, 364])
def test_the_chain_is_valid_for_a_year(days: int, signer: RequestSigner) -> None:
    later = NOW + timedelta(days=days)

    signing = verify_chain(signer.chain_pem, Store([signer.root]), later)

    assert signing.valid_from <= later <= signing.valid_until


@pytest.mark.parametrize("days", [-2, 366])
def test_the_chain_is_not_valid_before_or_after_that(days: int, signer: RequestSigner) -> None:
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verify_chain(signer.chain_pem, Store([signer.root]), NOW + timedelta(days=days))


def _verifier(signer: RequestSigner, trusted: RequestSigner) -> Verifier:
    certificates = Certificates(lambda url: signer.chain_pem, Store([trusted.root]), lambda: NOW)
    return Verifier(certificates, {"simulator"}.__contains__, lambda: NOW)
