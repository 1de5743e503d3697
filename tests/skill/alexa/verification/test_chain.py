from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.x509 import DNSName
from cryptography.x509.oid import ExtendedKeyUsageOID
from cryptography.x509.verification import Store

from skill.alexa.verification.chain import SigningKey, verify_chain
from tests.support.invalid_requests.pki import ALEXA, DAY, CertifiedKey
from tests.support.invalid_requests.world import World

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"uses": ()},
        {"purposes": (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)},
        {"names": (DNSName("alexa.example"), DNSName(ALEXA))},
        {"subject": "Another subject"},
    ],
    ids=["no key usage", "for servers and clients", "several names", "another subject"],
)
def test_a_valid_certificate_may_differ_in_this(changes: dict[str, Any], world: World) -> None:
    pki = world.pki
    leaf = pki.intermediate.issue(pki.alexas_key, replace(pki.spec, **changes))

    signing_key = _verified(world, leaf.pem + pki.intermediate.pem)

    assert signing_key.key == pki.alexas_key.public_key()


def test_the_file_may_contain_the_root(world: World) -> None:
    signing_key = _verified(world, world.chain + world.pki.root.pem)

    assert signing_key.key == world.pki.alexas_key.public_key()


def test_text_between_the_certificates_is_ignored(world: World) -> None:
    pki = world.pki

    signing_key = _verified(world, b"Alexa\n" + pki.alexa.pem + b"\nand her issuer\n" + pki.intermediate.pem)

    assert signing_key.key == pki.alexas_key.public_key()


def test_a_key_is_valid_while_all_certificates_of_its_chain_are(world: World) -> None:
    pki = world.pki
    short = replace(pki.authority, subject="Short", start=world.now - DAY, end=world.now + DAY)
    issuer: CertifiedKey = pki.root.issue(pki.elliptic_key, short)

    signing_key = _verified(world, issuer.issue(pki.alexas_key, pki.spec).pem + issuer.pem)

    assert (signing_key.valid_from, signing_key.valid_until) == (world.now - DAY, world.now + DAY)


def _verified(world: World, file: bytes) -> SigningKey:
    return verify_chain(file, Store([world.pki.root.certificate]), world.now)
