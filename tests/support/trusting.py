"""The production app, with the certificate authority of `trust`. It runs only where a server is started with `APP`.

Its environment can name a file that sets its clock, and a name whose look-up is slow: both as the system would.
"""

import os
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.x509.verification import Store
from flask import Flask

from skill import settings
from skill.alexa.verification.certificates import Certificates
from skill.app import service
from skill.telemetry import json_log
from skill.telemetry.interface import Telemetry
from tests.support import trust

APP: Final = "tests.support.trusting:app()"
CLOCK_VARIABLE: Final = "TEST_CLOCK"
"""Names a file with the number of days by which the clock is wrong."""

SLOW_NAME_VARIABLE: Final = "TEST_SLOW_NAME"
"""A host name, which is 127.0.0.1 after this number of seconds, as in `redis.test 3`."""


def app() -> Flask:
    chosen = settings.read(os.environ)
    _slow_down_name_lookup()
    return service(chosen, json_log.configure(chosen.log_level), _certificates, _now)


def _certificates(_: Telemetry) -> Certificates:
    chain, roots = trust.chain_pem(), Store([trust.root()])
    return Certificates(lambda url: chain, roots, _now)


def _now() -> datetime:
    now, file = datetime.now(UTC), os.environ.get(CLOCK_VARIABLE)
    return now + timedelta(days=float(Path(file).read_text())) if file else now


def _slow_down_name_lookup() -> None:
    """Stand in for the system's resolver, whose name servers only root may set."""
    name, _, seconds = os.environ.get(SLOW_NAME_VARIABLE, "").partition(" ")
    look_up = socket.getaddrinfo

    def slow_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != name:
            return look_up(host, *arguments, **options)
        time.sleep(float(seconds))
        return look_up("127.0.0.1", *arguments, **options)

    if name:
        socket.getaddrinfo = slow_look_up
