"""Headers that are missing, and signatures that are not Alexa's."""

import base64
import json
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA512

from tests.support.invalid_requests.world import Make, Request, World, refused

SIGNATURE = "Signature-256"
URL = "SignatureCertChainUrl"


def _without(name: str) -> Make:
    def make(world: World) -> Request:
        headers, body = world.request()
        del headers[name]
        return headers, body

    return make


def _with(name: str, write: Callable[[str], str]) -> Make:
    def make(world: World) -> Request:
        headers, body = world.request()
        return {**headers, name: write(headers[name])}, body

    return make


def _signed(sign: Callable[[RSAPrivateKey, bytes], bytes], header: str = SIGNATURE) -> Make:
    def make(world: World) -> Request:
        headers, body = world.request()
        del headers[SIGNATURE]
        return {**headers, header: base64.b64encode(sign(world.pki.alexas_key, body)).decode()}, body

    return make


def _tampered(tamper: Callable[[bytes], bytes]) -> Make:
    def make(world: World) -> Request:
        headers, body = world.request()
        return headers, tamper(body)

    return make


HEADERS = (
    *refused("missing-certificate-url", {"no certificate url": _without(URL), "empty url": _with(URL, lambda _: "")}),
    *refused(
        "missing-signature",
        {
            "no headers": lambda world: ({}, world.request()[1]),
            "no signature": _without(SIGNATURE),
            "empty signature": _with(SIGNATURE, lambda _: ""),
            "legacy signature only": _signed(lambda key, body: key.sign(body, PKCS1v15(), SHA1()), "Signature"),
            "legacy header, modern hash": _signed(lambda key, body: key.sign(body, PKCS1v15(), SHA256()), "Signature"),
        },
    ),
    *refused(
        "unreadable-signature",
        {
            "signature is not base64": _with(SIGNATURE, lambda _: "not base64!"),
            "signature without its padding": _with(SIGNATURE, lambda signature: signature.rstrip("=")),
            "signature with a space inside": _with(SIGNATURE, lambda signature: signature[:8] + " " + signature[8:]),
            "signature with a foreign letter": _with(SIGNATURE, lambda signature: "é" + signature[1:]),
            "signature with bytes after its padding": _with(SIGNATURE, lambda signature: signature + "AAAA"),
            "signature sent twice": _with(SIGNATURE, lambda signature: f"{signature},{signature}"),
        },
    ),
    *refused(
        "bad-signature",
        {
            "signature cut short": _with(SIGNATURE, lambda signature: signature[:-8]),
            "signature of zeros": _signed(lambda key, body: bytes(256)),
            "signature of one byte": _signed(lambda key, body: b"\1"),
            "signature far too long": _signed(lambda key, body: bytes(4096)),
            "signature with SHA-1": _signed(lambda key, body: key.sign(body, PKCS1v15(), SHA1())),
            "signature with SHA-512": _signed(lambda key, body: key.sign(body, PKCS1v15(), SHA512())),
            "signature with PSS": _signed(lambda key, body: key.sign(body, PSS(MGF1(SHA256()), 32), SHA256())),
            "signature of another body": _signed(lambda key, body: key.sign(b"{}", PKCS1v15(), SHA256())),
            "signature of the attacker": lambda world: world.request(key=world.pki.attackers_key),
            "body with one word changed": _tampered(lambda body: body.replace(b"Launch", b"Intent")),
            "body with a line break added": _tampered(lambda body: body + b"\n"),
            "body re-encoded": _tampered(lambda body: json.dumps(json.loads(body), indent=1).encode()),
            "body removed": _tampered(lambda body: b""),
        },
    ),
)
