"""A flood of made-up certificate addresses against the real server, while their host is slow."""

import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Final

from cryptography.x509.verification import Store
from flask import Flask

from skill import settings
from skill.alexa.verification.certificates import Certificates
from skill.app import service
from skill.errors import VerificationError
from skill.telemetry import json_log
from skill.telemetry.interface import Telemetry
from speech.simulator.signer import RequestSigner
from tests.support import trust
from tests.support.ports import HOST
from tests.support.redis_server import running
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import RunningService, serving
from tools.chaos.speaker import ChaosSpeaker

APP: Final = "tools.chaos.certificate_flood:app()"
HOST_SECONDS: Final = 2.0
PER_SECOND: Final = 100
PEOPLE: Final = 4
PAUSE_SECONDS: Final = 0.02
MORE_MILLISECONDS: Final = 50.0
FORGED: Final = (
    "POST /alexa HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSignature-256: c2ln\r\n"
    "SignatureCertChainUrl: https://s3.amazonaws.com/echo.api/made-up-{number}.pem\r\nContent-Length: 2\r\n\r\n{{}}"
)


def app() -> Flask:
    """The production app, whose certificate host has one good file and answers all other requests slowly."""
    chosen = settings.read(os.environ)
    return service(chosen, json_log.configure(chosen.log_level), _certificates)


def _certificates(_: Telemetry) -> Certificates:
    chain, roots = trust.chain_pem(), Store([trust.root()])

    def fetch(url: str) -> bytes:
        if url == RequestSigner.url:
            return chain
        sleep(HOST_SECONDS)
        raise VerificationError("certificate-status")

    return Certificates(fetch, roots, lambda: datetime.now(UTC))


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    seconds = scale.of(20, 2)
    folder.mkdir()
    with running(folder / "redis") as server, serving(folder, server.url, APP) as running_service:
        before, _ = _turns(running_service, seconds)
        stop = Event()
        with ThreadPoolExecutor(1) as threads:
            flood = threads.submit(_send_forged, running_service.port, stop)
            try:
                during, statuses = _turns(running_service, seconds)
            finally:
                stop.set()
            sent = flood.result(30)
        yield Result("made-up addresses through the server, seconds", f"{sent}, {seconds}", sent > 0)
        yield none("answers to people other than 200 meanwhile", sum(status != 200 for status in statuses))
        yield Result("99th percentile of people's turns without the flood", f"{before:.4g} ms")
        yield scale.at_most("and with it, longer by", during - before, MORE_MILLISECONDS, " ms")
        yield none("tracebacks in the log of that", running_service.tracebacks)


def _turns(service: RunningService, seconds: float) -> tuple[float, list[int]]:
    """Return the 99th percentile in milliseconds, and all statuses."""
    people, stop = [ChaosSpeaker(service) for _ in range(PEOPLE)], Event()
    with ThreadPoolExecutor(PEOPLE) as threads:
        talks = [threads.submit(_talk, person, stop) for person in people]
        sleep(seconds)
        stop.set()
        for talk in talks:
            talk.result(30)
    times = sorted(second for person in people for second in person.seconds)
    return 1_000 * times[len(times) * 99 // 100], [status for person in people for status in person.statuses]


def _talk(person: ChaosSpeaker, stop: Event) -> None:
    while not stop.is_set():
        if not person.is_open:
            person.launch()
        person.send_intent("AMAZON.NextIntent")
        sleep(PAUSE_SECONDS)


def _send_forged(port: int, stop: Event) -> int:
    """Send requests at a steady rate without waiting for answers. Return how many."""
    waiting: list[socket.socket] = []
    began = monotonic()
    for number in count():
        if stop.wait(max(0.0, began + number / PER_SECOND - monotonic())):
            break
        with suppress(OSError):
            waiting.append(socket.create_connection((HOST, port), timeout=5))
            waiting[-1].sendall(FORGED.format(number=number).encode())
        if len(waiting) > 4 * PER_SECOND:  # answered long ago
            waiting.pop(0).close()
    for client in waiting:
        client.close()
    return number
