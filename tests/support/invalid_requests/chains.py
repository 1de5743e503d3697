"""Certificate chains that are not Alexa's."""

import ssl
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.support.invalid_requests.pki import ALEXA, DAY, Key, self_signed
from tests.support.invalid_requests.world import Make, Request, World, refused

VERSION = bytes.fromhex("a003020102")
RSA = bytes.fromhex("2a864886f70d010101")
KEY_USAGE = bytes.fromhex("551d0f")
ALTERNATIVE_NAME = bytes.fromhex("551d11")
DNS_NAME = b"\x82" + bytes([len(ALEXA)]) + ALEXA.encode()
"""DER encodings."""


def _issued(**changes: Any) -> Make:
    """Issue a certificate for Alexa's key by the trusted intermediate, with some fields changed."""

    def make(world: World) -> Request:
        pki = world.pki
        leaf = pki.intermediate.issue(pki.alexas_key, replace(pki.spec, **changes))
        return world.serving(leaf.pem + pki.intermediate.pem)

    return make


def _named(*names: x509.GeneralName) -> Make:
    return _issued(names=names)


def _valid(start: int, end: int) -> Make:
    """Make the certificate valid from and until so many days from now."""
    return lambda world: _issued(start=world.now + start * DAY, end=world.now + end * DAY)(world)


def _with_an_elliptic_key(world: World) -> Request:
    pki = world.pki
    leaf = pki.intermediate.issue(pki.elliptic_key, pki.spec)
    return world.serving(leaf.pem + pki.intermediate.pem, leaf.key)


def _with_a_small_key(world: World) -> Request:
    pki = world.pki
    leaf = pki.intermediate.issue(rsa.generate_private_key(public_exponent=65537, key_size=1024), pki.spec)
    return world.serving(leaf.pem + pki.intermediate.pem, leaf.key)


def _from_an_expired_intermediate(world: World) -> Request:
    pki = world.pki
    past = pki.root.issue(pki.elliptic_key, replace(pki.authority, subject="Past", end=world.now - DAY))
    return world.serving(past.issue(pki.alexas_key, pki.spec).pem + past.pem)


def _from_an_unknown_root(world: World) -> Request:
    pki = world.pki
    root = self_signed(pki.elliptic_key, replace(pki.authority, subject="Root"))
    return world.serving(root.issue(pki.attackers_key, pki.spec).pem + root.pem, pki.attackers_key)


def _from_alexas_certificate(world: World) -> Request:
    pki = world.pki
    return world.serving(pki.alexa.issue(pki.attackers_key, pki.spec).pem + world.chain, pki.attackers_key)


def _patched(world: World, old: bytes, new: bytes, key: Key | None = None) -> Request:
    """Serve Alexa's own certificate with some bytes replaced, so that its signature is wrong."""
    der = world.pki.alexa.certificate.public_bytes(Encoding.DER).replace(old, new)
    return world.serving(ssl.DER_cert_to_PEM_cert(der).encode() + world.pki.intermediate.pem, key)


def _replacing(old: bytes, new: bytes) -> Make:
    return lambda world: _patched(world, old, new)


def _with_the_attackers_key(world: World) -> Request:
    alexas, theirs = (
        key.public_key().public_numbers().n.to_bytes(256) for key in (world.pki.alexas_key, world.pki.attackers_key)
    )
    return _patched(world, alexas, theirs, world.pki.attackers_key)


CHAINS = (
    *refused(
        "certificate-name",
        {
            "no alternative name": _named(),
            "a wildcard for a name": _named(x509.DNSName("*.amazon.com")),
            "another host's name": _named(x509.DNSName("api.amazon.com")),
            "a name below Alexa's": _named(x509.DNSName("a.echo-api.amazon.com")),
            "a name that begins alike": _named(x509.DNSName("echo-api.amazon.com.evil.example")),
            "Alexa's name as a mail address": _named(x509.RFC822Name("me@echo-api.amazon.com")),
            "Alexa's name as a url": _named(x509.UniformResourceIdentifier("https://echo-api.amazon.com")),
            "an address for a name": _named(x509.IPAddress(ip_address("127.0.0.1"))),
        },
    ),
    *refused(
        "certificate-untrusted",
        {
            "expired": _valid(-30, -1),
            "not yet valid": _valid(1, 30),
            "for clients only": _issued(purposes=(ExtendedKeyUsageOID.CLIENT_AUTH,)),
            "an authority's own certificate": _issued(is_authority=True, uses=("digital_signature", "key_cert_sign")),
            "missing intermediate": lambda world: world.serving(world.pki.alexa.pem),
            "expired intermediate": _from_an_expired_intermediate,
            "from an untrusted root": _from_an_unknown_root,
            "from a certificate that may not certify": _from_alexas_certificate,
            "the attacker's key patched in": _with_the_attackers_key,
        },
    ),
    *refused(
        "certificate-key",
        {
            "an elliptic key": _with_an_elliptic_key,
            "a small key": _with_a_small_key,
        },
    ),
    *refused(
        "certificate-unreadable",
        {
            "a version that does not exist": _replacing(VERSION, VERSION[:-1] + b"\x07"),
            "a kind of key that does not exist": _replacing(RSA, RSA[:-1] + b"\x63"),
            "an extension twice": _replacing(KEY_USAGE, ALTERNATIVE_NAME),
            "a kind of name that does not exist": _replacing(DNS_NAME, b"\xa3" + DNS_NAME[1:]),
        },
    ),
    *refused("certificate-usage", {"a key that may not sign": _issued(uses=("key_encipherment",))}),
)
