"""A temporary certificate authority that signs requests as Alexa does. A service must be set up to trust it."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cached_property, partial

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

ALEXA = "echo-api.amazon.com"
LIFETIME = timedelta(days=365)
BACKDATED = timedelta(days=1)
"""The certificates are valid from so long before their creation, in case the clock is set back."""

_KEY_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class RequestSigner:
    """A certificate chain shaped like Amazon's: a root, an intermediate, and the key that signs requests.

    The keys never leave the process. The signing key must be RSA, which is slow to generate, so it is made in the
    background while the rest loads. The others are elliptic-curve keys, which are generated at once.
    """

    url = "https://s3.amazonaws.com/echo.api/simulator.pem"

    def __init__(self, now: datetime) -> None:
        background = ThreadPoolExecutor(1)
        self._key = background.submit(partial(rsa.generate_private_key, public_exponent=65537, key_size=2048))
        background.shutdown(wait=False)
        self._root, self._intermediate = _Issuer("Simulator root", now), _Issuer("Simulator intermediate", now)
        self.root = self._root.issue(self._root)

    @cached_property
    def chain_pem(self) -> bytes:
        leaf = self._intermediate.issue_leaf(self._key.result().public_key())
        chain = leaf, self._root.issue(self._intermediate)
        return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)

    def sign(self, body: bytes) -> dict[str, str]:
        """Return the headers that Alexa would send with `body`."""
        signature = self._key.result().sign(body, PKCS1v15(), SHA256())
        return {
            "Content-Type": "application/json;charset=utf-8",
            "SignatureCertChainUrl": self.url,
            "Signature-256": base64.b64encode(signature).decode(),
        }


class _Issuer:
    def __init__(self, name: str, now: datetime) -> None:
        self.name = _name(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self._now = now

    def issue(self, subject: "_Issuer") -> x509.Certificate:
        builder = (
            self._builder(subject.name, subject.key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        )
        return builder.sign(self.key, SHA256())

    def issue_leaf(self, key: rsa.RSAPublicKey) -> x509.Certificate:
        builder = (
            self._builder(_name(ALEXA), key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(ALEXA)]), critical=False)
            .add_extension(_usage("digital_signature", "key_encipherment"), critical=True)
        )
        return builder.sign(self.key, SHA256())

    def _builder(
        self, subject: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
    ) -> x509.CertificateBuilder:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .public_key(key)
            .issuer_name(self.name)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - BACKDATED)
            .not_valid_after(self._now + LIFETIME)
            .add_extension(issuer, critical=False)
        )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in allowed for usage in _KEY_USAGES})
