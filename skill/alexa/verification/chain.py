"""Verification of the certificate chain behind Alexa's signatures, and the root certificates to trust."""

import ssl
import warnings
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store
from cryptography.x509.verification import VerificationError as UntrustedChainError

from skill.errors import VerificationError

ALEXA_DOMAIN = "echo-api.amazon.com"
MIN_KEY_BITS = 2_048
MAX_CERTIFICATES = 10
MAX_CHAIN_DEPTH = 8

_END = b"-----END CERTIFICATE-----\n"

_UNREADABLE = (
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Alexa's public key, usable while every certificate of its chain is valid."""

    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime


def verify_chain(pem: bytes, roots: Store, now: datetime) -> SigningKey:
    """Return the first certificate's key if the certificate is Alexa's and its chain leads to one of `roots`.

    The file is parsed only once, so the certificate whose chain is verified is the one whose key is used. Raise
    VerificationError.
    """
    try:
        leaf, *others = _certificates(pem)
        key = _signing_key(leaf)
        policy = PolicyBuilder().store(roots).time(now).max_chain_depth(MAX_CHAIN_DEPTH)
        chain = policy.build_server_verifier(x509.DNSName(ALEXA_DOMAIN)).verify(leaf, others)
    except UntrustedChainError as error:
        raise VerificationError("certificate-untrusted") from error
    except _UNREADABLE as error:
        raise VerificationError("certificate-unreadable") from error
    return SigningKey(
        key,
        valid_from=max(certificate.not_valid_before_utc for certificate in chain),
        valid_until=min(certificate.not_valid_after_utc for certificate in chain),
    )


def warm_up() -> None:
    """Validate a chain and a signature, both in vain: the first time takes milliseconds longer than the others."""
    pem = Path(certifi.where()).read_bytes().partition(_END)
    certificate = x509.load_pem_x509_certificate(pem[0] + pem[1])
    key = certificate.public_key()
    verifier = PolicyBuilder().store(Store([certificate])).build_server_verifier(x509.DNSName(ALEXA_DOMAIN))
    with suppress(UntrustedChainError):
        verifier.verify(certificate, [])
    if isinstance(key, RSAPublicKey):
        with suppress(InvalidSignature):
            key.verify(bytes(key.key_size // 8), b"", PKCS1v15(), SHA256())


def _certificates(pem: bytes) -> list[x509.Certificate]:
    certificates = x509.load_pem_x509_certificates(pem)
    if len(certificates) > MAX_CERTIFICATES:
        raise VerificationError("certificate-too-many")
    return certificates


def _signing_key(leaf: x509.Certificate) -> RSAPublicKey:
    """Check what chain verification does not: the name without wildcards, the type of key, and its usage."""
    if ALEXA_DOMAIN not in _names(leaf):
        raise VerificationError("certificate-name")
    if not _may_sign(leaf):
        raise VerificationError("certificate-usage")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        raise VerificationError("certificate-key")
    return key


def _names(leaf: x509.Certificate) -> list[str]:
    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return extension.value.get_values_for_type(x509.DNSName)


def _may_sign(leaf: x509.Certificate) -> bool:
    try:
        return leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except x509.ExtensionNotFound:
        return True


def roots() -> Store:
    """Return all roots of the public web: Amazon changes its chain without notice, so no root is pinned."""
    return Store(root_certificates())


def root_certificates() -> list[x509.Certificate]:
    with warnings.catch_warnings():
        # A few old roots have serial numbers that are deprecated, which cannot be fixed here.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())


@cache
def tls_context() -> ssl.SSLContext:
    """Loaded once, because loading all roots is slow."""
    return ssl.create_default_context(cafile=certifi.where())
