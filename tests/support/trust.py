"""Whom the servers of tests and the bench trust: an authority of their own, which lies in a folder before they start.

Nothing of the product is turned off for it, and nothing in the product leads here: the desk is composed in this way.
"""

import os
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from speech.simulator.signer import RequestSigner

VARIABLE: Final = "TEST_TRUST"
"""Names the folder, in a server's environment."""


def keep(authority: RequestSigner, folder: Path) -> dict[str, str]:
    """What a server needs in its environment."""
    (folder / "chain.pem").write_bytes(authority.chain_pem)
    (folder / "root.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    return {VARIABLE: str(folder)}


def root() -> x509.Certificate:
    return x509.load_pem_x509_certificate((Path(os.environ[VARIABLE]) / "root.pem").read_bytes())


def chain_pem() -> bytes:
    return (Path(os.environ[VARIABLE]) / "chain.pem").read_bytes()
