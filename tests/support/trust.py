"""The certificate authority that the servers of tests and benchmarks trust, passed to them as files in a folder.

No check of the product is turned off for it, and no setting of the product can select it.
"""

import os
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from speech.simulator.signer import RequestSigner

VARIABLE: Final = "TEST_TRUST"
"""The environment variable with the folder."""


def keep(authority: RequestSigner, folder: Path) -> dict[str, str]:
    """Write the files. Return the environment variables that a server needs."""
    (folder / "chain.pem").write_bytes(authority.chain_pem)
    (folder / "root.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    return {VARIABLE: str(folder)}


def root() -> x509.Certificate:
    return x509.load_pem_x509_certificate((Path(os.environ[VARIABLE]) / "root.pem").read_bytes())


def chain_pem() -> bytes:
    return (Path(os.environ[VARIABLE]) / "chain.pem").read_bytes()
