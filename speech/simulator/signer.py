"""A throwaway authority that signs requests as Alexa does, for whoever chooses to trust it."""

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
HEAD_START = timedelta(days=1)
"""How long before their making the certificates are valid already, for a clock that is set back meanwhile."""

_USES = (
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
    """A chain shaped like Amazon's: a root, an intermediate, and the key that signs requests.

    The keys never leave the process. Only the signing key is RSA, as Alexa demands, and is made in the background,
    while other things load; the others are elliptic, because those take next to no time to make.
    """

    url = "https://s3.amazonaws.com/echo.api/desk.pem"

    def __init__(self, now: datetime) -> None:
        background = ThreadPoolExecutor(1)
        self._key = background.submit(partial(rsa.generate_private_key, public_exponent=65537, key_size=2048))
        background.shutdown(wait=False)
        self._root, self._intermediate = _Issuer("Desk root", now), _Issuer("Desk intermediate", now)
        self.root = self._root.vouch_for(self._root)

    @cached_property
    def chain_pem(self) -> bytes:
        alexa = self._intermediate.vouch_for_alexa(self._key.result().public_key())
        chain = alexa, self._root.vouch_for(self._intermediate)
        return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)

    def sign(self, body: bytes) -> dict[str, str]:
        """Make the headers that Alexa would send with `body`."""
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

    def vouch_for(self, issuer: "_Issuer") -> x509.Certificate:
        draft = (
            self._draft(issuer.name, issuer.key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        )
        return draft.sign(self.key, SHA256())

    def vouch_for_alexa(self, key: rsa.RSAPublicKey) -> x509.Certificate:
        draft = (
            self._draft(_name(ALEXA), key)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(ALEXA)]), critical=False)
            .add_extension(_usage("digital_signature", "key_encipherment"), critical=True)
        )
        return draft.sign(self.key, SHA256())

    def _draft(self, subject: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .public_key(key)
            .issuer_name(self.name)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - HEAD_START)
            .not_valid_after(self._now + LIFETIME)
            .add_extension(issuer, critical=False)
        )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{use: use in allowed for use in _USES})
