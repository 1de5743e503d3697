"""The root certificates of the public web, for connections and for signing chains."""

import ssl
import warnings
from functools import cache
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import Store


def roots() -> Store:
    """All of them: Amazon changes its chain without notice, so no root is pinned."""
    return Store(certificates())


def certificates() -> list[x509.Certificate]:
    with warnings.catch_warnings():
        # A few old roots have serial numbers that are deprecated, which cannot be fixed here.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())


@cache
def tls() -> ssl.SSLContext:
    """Loaded once, because loading all roots is slow."""
    return ssl.create_default_context(cafile=certifi.where())
