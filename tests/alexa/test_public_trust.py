import pytest

from skill.alexa import public_trust
from skill.alexa.signing_key import examine
from skill.errors import NotAlexa
from tests.forgeries.world import World


def test_the_public_roots_do_not_vouch_for_a_throwaway_chain(world: World) -> None:
    with pytest.raises(NotAlexa, match="certificate-untrusted"):
        examine(world.chain, public_trust.roots(), world.now)


def test_a_connection_trusts_amazons_root() -> None:
    roots = public_trust.tls().get_ca_certs()

    assert "Amazon Root CA 1" in str([root["subject"] for root in roots])
