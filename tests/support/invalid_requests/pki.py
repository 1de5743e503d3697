"""Valid and invalid certificates under one root."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

ALEXA = "echo-api.amazon.com"
DAY = timedelta(days=1)
USES = (
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
CERTIFIES = ("key_cert_sign", "crl_sign")
SIGNS = ("digital_signature", "key_encipherment")

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class CertificateSpec:
    """The contents of a certificate. An invalid one differs from the valid one in a single field."""

    start: datetime
    end: datetime
    subject: str = ALEXA
    names: tuple[x509.GeneralName, ...] = (x509.DNSName(ALEXA),)
    uses: tuple[str, ...] = SIGNS
    purposes: tuple[ObjectIdentifier, ...] = ()
    is_authority: bool = False


@dataclass(frozen=True, slots=True)
class CertifiedKey:
    """A certificate with its private key, which can issue other certificates."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, key: Key, spec: CertificateSpec) -> "CertifiedKey":
        return CertifiedKey(_builder(key, spec, self.certificate.subject, self.key).sign(self.key, SHA256()), key)


class Pki:
    """A trusted root, an intermediate, and keys. RSA keys are slow to generate, so the invalid requests share them."""

    def __init__(self, now: datetime) -> None:
        self.alexas_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.attackers_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.elliptic_key = ec.generate_private_key(ec.SECP256R1())
        self.spec = CertificateSpec(start=now - 30 * DAY, end=now + 30 * DAY)
        self.authority = replace(self.spec, subject="", names=(), uses=CERTIFIES, is_authority=True)
        self.root = self_signed(ec.generate_private_key(ec.SECP256R1()), replace(self.authority, subject="Root"))
        self.intermediate = self.root.issue(
            ec.generate_private_key(ec.SECP256R1()), replace(self.authority, subject="Intermediate")
        )
        self.alexa = self.intermediate.issue(self.alexas_key, self.spec)


def self_signed(key: Key, spec: CertificateSpec) -> CertifiedKey:
    return CertifiedKey(_builder(key, spec, _name(spec.subject), key).sign(key, SHA256()), key)


def _builder(key: Key, spec: CertificateSpec, issuer: x509.Name, issuer_key: Key) -> x509.CertificateBuilder:
    subject_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    issuer_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(spec.subject))
        .public_key(key.public_key())
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(spec.start)
        .not_valid_after(spec.end)
        .add_extension(subject_id, critical=False)
        .add_extension(issuer_id, critical=False)
    )
    for extension, is_critical in _extensions(spec):
        builder = builder.add_extension(extension, critical=is_critical)
    return builder


def _extensions(spec: CertificateSpec) -> list[tuple[x509.ExtensionType, bool]]:
    extensions: list[tuple[x509.ExtensionType, bool]] = []
    if spec.is_authority:
        extensions.append((x509.BasicConstraints(ca=True, path_length=None), True))
    if spec.uses:
        extensions.append((x509.KeyUsage(**{use: use in spec.uses for use in USES}), True))
    if spec.names:
        extensions.append((x509.SubjectAlternativeName(spec.names), False))
    if spec.purposes:
        extensions.append((x509.ExtendedKeyUsage(spec.purposes), False))
    return extensions


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
