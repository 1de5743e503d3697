import pytest

from skill.alexa.verification import trust_store
from skill.alexa.verification.chain import verify_chain
from skill.errors import VerificationError
from tests.support.invalid_requests.world import World


def test_the_public_roots_do_not_trust_a_throwaway_chain(world: World) -> None:
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        verify_chain(world.chain, trust_store.roots(), world.now)


def test_a_connection_trusts_amazons_root() -> None:
    roots = trust_store.tls().get_ca_certs()

    assert "Amazon Root CA 1" in str([root["subject"] for root in roots])
