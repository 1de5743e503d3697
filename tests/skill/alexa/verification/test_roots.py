import pytest

from skill.alexa.verification.chain import roots, tls_context, verify_chain
from skill.errors import VerificationError
from tests.support.invalid_requests.world import World


def test_the_public_roots_do_not_trust_a_throwaway_chain(world: World) -> None:
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verify_chain(world.chain, roots(), world.now)


def test_a_connection_trusts_amazons_root() -> None:
    trusted = tls_context().get_ca_certs()

    assert "Amazon Root CA 1" in str([root["subject"] for root in trusted])
