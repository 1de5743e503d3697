"""The service as in production, except that it trusts the test's certificates and calls no service of Amazon."""

import os
from datetime import UTC, datetime

from cryptography.x509 import Certificate
from cryptography.x509.verification import Store
from flask import Flask

from skill import app as product
from skill import settings
from skill.alexa import api_client
from skill.alexa.identity import Secrets
from skill.alexa.verification.certificates import Certificates
from skill.store.interface import ProgressStore
from skill.telemetry import json_log
from skill.telemetry.interface import Telemetry
from tests.support import trust
from tests.support.skill_id import SKILL_ID
from tools.bench.stacks.constant import SECRET


def app() -> Flask:
    chosen = settings.read(os.environ)
    return composed(product.open_store(chosen), trust.root(), trust.chain_pem(), json_log.configure(chosen.log_level))


def composed(
    store: ProgressStore, root: Certificate, chain_pem: bytes, telemetry: Telemetry = product.NULL_TELEMETRY
) -> Flask:
    now = datetime.now(UTC)
    return product.create_app(
        store=store,
        secrets=Secrets(SECRET),
        accepts={SKILL_ID}.__contains__,
        certificates=Certificates(lambda url: chain_pem, Store([root]), lambda: now),
        call=api_client.refuse,
        checks={},
        telemetry=telemetry,
    )
