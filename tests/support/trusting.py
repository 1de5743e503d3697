"""The production app, with the certificate authority of `trust`. It runs only where a server is started with `APP`."""

import os
from datetime import UTC, datetime
from typing import Final

from cryptography.x509.verification import Store
from flask import Flask

from skill import settings
from skill.alexa.verification.certificates import Certificates
from skill.app import service
from skill.telemetry import json_log
from skill.telemetry.interface import Telemetry
from tests.support import trust

APP: Final = "tests.support.trusting:app()"


def app() -> Flask:
    chosen = settings.read(os.environ)
    return service(chosen, json_log.configure(chosen.log_level), _certificates)


def _certificates(_: Telemetry) -> Certificates:
    chain, roots = trust.chain_pem(), Store([trust.root()])
    return Certificates(lambda url: chain, roots, lambda: datetime.now(UTC))
