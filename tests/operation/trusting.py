"""The production app as its operator runs it, but for whom it trusts: an authority of the test's own.

Nothing in the product leads here; a server has to be told to serve this module in place of the Procfile's.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509.verification import Store
from flask import Flask

from skill import settings
from skill.alexa.certificates import Certificates
from skill.app import service
from skill.telemetry import journal
from skill.telemetry.port import Telemetry

CHAIN = "TEST_CHAIN"
ROOT = "TEST_ROOT"


def app() -> Flask:
    chosen = settings.read(os.environ)
    return service(chosen, journal.begin(chosen.log_level), _certificates)


def _certificates(_: Telemetry) -> Certificates:
    root = x509.load_pem_x509_certificate(Path(os.environ[ROOT]).read_bytes())
    chain = Path(os.environ[CHAIN]).read_bytes()
    return Certificates(lambda url: chain, Store([root]), lambda: datetime.now(UTC))
