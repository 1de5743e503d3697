"""Certificate files in which an attacker's certificate hides behind others, or that are not certificate files."""

from collections.abc import Callable
from dataclasses import replace

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import DNSName

from tests.support.invalid_requests.pki import self_signed
from tests.support.invalid_requests.world import Make, World, refused

INVALID_BASE64 = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"
INVALID_CERTIFICATE = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def _attacked(write: Callable[[World], bytes]) -> Make:
    """Serve an attacker's file, and sign with the attacker's key."""
    return lambda world: world.serving(write(world), world.pki.attackers_key)


def _attacker(world: World) -> bytes:
    return self_signed(world.pki.attackers_key, world.pki.spec).pem


def _stranger(world: World) -> bytes:
    """Return a trusted chain that is not Alexa's."""
    spec = replace(world.pki.spec, subject="shop.example", names=(DNSName("shop.example"),))
    return world.pki.intermediate.issue(world.pki.elliptic_key, spec).pem + world.pki.intermediate.pem


def _labelled(label: bytes, pem: bytes) -> bytes:
    return pem.replace(b"CERTIFICATE", label)


def _private_key(world: World) -> bytes:
    return world.pki.attackers_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


FILES = (
    *refused(
        "certificate-untrusted",
        {
            "self-signed": _attacked(_attacker),
            "self-signed, then Alexa": _attacked(lambda w: _attacker(w) + w.chain),
            "self-signed, then the trusted root": _attacked(lambda w: _attacker(w) + w.pki.root.pem),
            "a trusted stranger under another label, then the attacker": _attacked(
                lambda w: _labelled(b"FOREIGN CERTIFICATE", _stranger(w)) + _attacker(w)
            ),
            "Alexa under another label, then the attacker": _attacked(
                lambda w: _labelled(b"ALEXA", w.chain) + _attacker(w)
            ),
            "Alexa in a comment, then the attacker": _attacked(
                lambda w: w.chain.replace(b"-----", b"#----") + _attacker(w)
            ),
        },
    ),
    *refused(
        "certificate-name",
        {
            "a trusted stranger, then the attacker": _attacked(lambda w: _stranger(w) + _attacker(w)),
            "the chain in the wrong order": lambda w: w.serving(w.pki.intermediate.pem + w.pki.alexa.pem),
        },
    ),
    *refused(
        "bad-signature",
        {
            "Alexa, then the attacker": _attacked(lambda w: w.chain + _attacker(w)),
            "Alexa under an old label, then the attacker": _attacked(
                lambda w: _labelled(b"X509 CERTIFICATE", w.chain) + _attacker(w)
            ),
        },
    ),
    *refused(
        "certificate-unreadable",
        {
            "a private key": _attacked(_private_key),
            "PEM that is not base64": lambda w: w.serving(INVALID_BASE64),
            "PEM that is not a certificate": lambda w: w.serving(INVALID_CERTIFICATE),
            "something else behind a good chain": lambda w: w.serving(w.chain + INVALID_CERTIFICATE),
            "a certificate cut short": lambda w: w.serving(w.pki.alexa.pem[:400]),
            "a certificate that is not PEM": lambda w: w.serving(w.pki.alexa.certificate.public_bytes(Encoding.DER)),
        },
    ),
    *refused("certificate-too-many", {"eleven certificates": lambda w: w.serving(w.chain + 9 * w.pki.root.pem)}),
)
