"""The production app as its operator runs it, but for whom it trusts: an authority of the test's own.

Nothing in the product leads here; a server has to be told to serve this module in place of the Procfile's.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import Store
from flask import Flask

from skill import settings
from skill.alexa.certificates import Certificates
from skill.app import service
from skill.telemetry import journal
from skill.telemetry.port import Telemetry
from speech.authority import Authority

TARGET: Final = "skill.app:production()"
"""What the Procfile serves."""

APP: Final = "tests.trusting:app()"
TRUST: Final = "TEST_TRUST"
"""The folder of the certificates that this service, unlike the Procfile's, takes for Alexa's."""


def app() -> Flask:
    chosen = settings.read(os.environ)
    return service(chosen, journal.begin(chosen.log_level), _certificates)


def trust(authority: Authority, folder: Path) -> dict[str, str]:
    """What a server needs in its environment, for this authority to be whom it trusts."""
    (folder / "chain.pem").write_bytes(authority.chain_pem)
    (folder / "root.pem").write_bytes(authority.root.public_bytes(Encoding.PEM))
    return {TRUST: str(folder)}


def _certificates(_: Telemetry) -> Certificates:
    folder = Path(os.environ[TRUST])
    root = x509.load_pem_x509_certificate((folder / "root.pem").read_bytes())
    chain = (folder / "chain.pem").read_bytes()
    return Certificates(lambda url: chain, Store([root]), lambda: datetime.now(UTC))
