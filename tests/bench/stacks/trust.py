"""Whom the bench's servers trust: an authority of the bench's own, which it puts into a folder before they start.

Nothing of the product is turned off for it: the desk is composed in the same way.
"""

import os
from pathlib import Path
from typing import Any, Final

from cryptography import x509

FOLDER: Final = "TRUST_STEPS_BENCH"
"""The environment variable that tells the folder."""

CLIENT: Final[dict[str, Any]] = {
    "decode_responses": True,
    "protocol": 2,
    "socket_connect_timeout": 0.25,
    "socket_timeout": 0.25,
}
"""How the stand-ins ask Redis: with redis-py's own client, which waits no longer than the service does."""

SECRET: Final = "a secret of the bench"


def keep(folder: Path, root: x509.Certificate, chain_pem: bytes) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    (folder / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "chain.pem").write_bytes(chain_pem)


def root() -> x509.Certificate:
    return x509.load_pem_x509_certificate((Path(os.environ[FOLDER]) / "root.pem").read_bytes())


def chain_pem() -> bytes:
    return (Path(os.environ[FOLDER]) / "chain.pem").read_bytes()
