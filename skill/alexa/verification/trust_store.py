"""The certificate authorities that the public web trusts, for connections and for signing chains alike."""

import ssl
import warnings
from functools import cache
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import Store


def roots() -> Store:
    """All of them: Amazon changes its chain without notice, so no single root is pinned."""
    return Store(certificates())


def certificates() -> list[x509.Certificate]:
    with warnings.catch_warnings():
        # A few old roots carry odd serial numbers. Nothing that can be mended here.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes())


@cache
def tls() -> ssl.SSLContext:
    """Connections to whoever one of them vouches for. Read once, for there are many of them."""
    return ssl.create_default_context(cafile=certifi.where())
