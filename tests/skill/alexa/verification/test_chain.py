from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509 import DNSName
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Store

from skill.alexa.verification.chain import SigningKey, verify_chain
from tests.support.invalid_requests.pki import ALEXA, DAY, Holder
from tests.support.invalid_requests.world import World

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "wishes",
    [
        {"uses": ()},
        {"purposes": (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)},
        {"names": (DNSName("alexa.example"), DNSName(ALEXA))},
        {"subject": "somebody"},
    ],
    ids=["no word on its use", "for servers and clients", "several names", "another subject"],
)
def test_a_right_certificate_may_differ_in_this(wishes: dict[str, Any], world: World) -> None:
    pki = world.pki
    leaf = pki.intermediate.certify(pki.alexas_key, replace(pki.wish, **wishes))

    signing = _examined(world, leaf.pem + pki.intermediate.pem)

    assert signing.key == pki.alexas_key.public_key()


def test_the_root_may_come_with_the_chain(world: World) -> None:
    signing = _examined(world, world.chain + world.pki.root.pem)

    assert signing.key == world.pki.alexas_key.public_key()


def test_words_between_the_certificates_do_no_harm(world: World) -> None:
    pki = world.pki

    signing = _examined(world, b"Alexa\n" + pki.alexa.pem + b"\nwho vouches for her\n" + pki.intermediate.pem)

    assert signing.key == pki.alexas_key.public_key()


def test_a_key_is_valid_as_long_as_everyone_who_vouches_for_it(world: World) -> None:
    pki = world.pki
    short = replace(pki.authority, subject="Short", start=world.now - DAY, end=world.now + DAY)
    issuer: Holder = pki.root.certify(pki.elliptic_key, short)

    signing = _examined(world, issuer.certify(pki.alexas_key, pki.wish).pem + issuer.pem)

    assert signing.is_valid(world.now - DAY)
    assert signing.is_valid(world.now + DAY)
    assert not signing.is_valid(world.now - DAY - SECOND)
    assert not signing.is_valid(world.now + DAY + SECOND)


def _examined(world: World, file: bytes) -> SigningKey:
    return verify_chain(file, Store([world.pki.root.certificate]), world.now)
