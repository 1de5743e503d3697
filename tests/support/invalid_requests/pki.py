"""Certificates of every shape, right and wrong, under one root."""

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
class Wish:
    """What a certificate shall say; each forgery wishes for one thing that is wrong."""

    start: datetime
    end: datetime
    subject: str = ALEXA
    names: tuple[x509.GeneralName, ...] = (x509.DNSName(ALEXA),)
    uses: tuple[str, ...] = SIGNS
    purposes: tuple[ObjectIdentifier, ...] = ()
    is_authority: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate and the key that it speaks of, which together can vouch for others."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def certify(self, key: Key, wish: Wish) -> "Holder":
        return Holder(_draft(key, wish, self.certificate.subject, self.key).sign(self.key, SHA256()), key)


class Pki:
    """A trusted root, an intermediate, and ready keys: making RSA keys is slow, so the forgeries share them."""

    def __init__(self, now: datetime) -> None:
        self.alexas_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.attackers_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.elliptic_key = ec.generate_private_key(ec.SECP256R1())
        self.wish = Wish(start=now - 30 * DAY, end=now + 30 * DAY)
        self.authority = replace(self.wish, subject="", names=(), uses=CERTIFIES, is_authority=True)
        self.root = self_signed(ec.generate_private_key(ec.SECP256R1()), replace(self.authority, subject="Root"))
        self.intermediate = self.root.certify(
            ec.generate_private_key(ec.SECP256R1()), replace(self.authority, subject="Intermediate")
        )
        self.alexa = self.intermediate.certify(self.alexas_key, self.wish)


def self_signed(key: Key, wish: Wish) -> Holder:
    return Holder(_draft(key, wish, _name(wish.subject), key).sign(key, SHA256()), key)


def _draft(key: Key, wish: Wish, issuer: x509.Name, issuer_key: Key) -> x509.CertificateBuilder:
    owner = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    voucher = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    draft = (
        x509.CertificateBuilder()
        .subject_name(_name(wish.subject))
        .public_key(key.public_key())
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(wish.start)
        .not_valid_after(wish.end)
        .add_extension(owner, critical=False)
        .add_extension(voucher, critical=False)
    )
    for extension, is_critical in _extensions(wish):
        draft = draft.add_extension(extension, critical=is_critical)
    return draft


def _extensions(wish: Wish) -> list[tuple[x509.ExtensionType, bool]]:
    wished: list[tuple[x509.ExtensionType, bool]] = []
    if wish.is_authority:
        wished.append((x509.BasicConstraints(ca=True, path_length=None), True))
    if wish.uses:
        wished.append((x509.KeyUsage(**{use: use in wish.uses for use in USES}), True))
    if wish.names:
        wished.append((x509.SubjectAlternativeName(wish.names), False))
    if wish.purposes:
        wished.append((x509.ExtendedKeyUsage(wish.purposes), False))
    return wished


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
