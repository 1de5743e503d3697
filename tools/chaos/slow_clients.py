"""Holds many connections whose clients are slow in every way, and measures the turns of people meanwhile."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Final

from skill.server.connection import SEND_SECONDS
from tests.support.ports import HOST, free_port
from tests.support.process import BIN, ROOT
from tests.support.redis_server import running, wait_until
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import RunningService, serving
from tools.chaos.speaker import TURN_SECONDS, ChaosSpeaker

POST: Final = b"POST /alexa HTTP/1.1\r\nHost: localhost\r\n"
UNREAD: Final = "responses that are not read"
KINDS: Final[Mapping[str, bytes]] = {
    "half a head": POST + b"Signature-256: c2ln",
    "unfinished bodies": POST + b"Content-Length: 3000\r\n\r\n{",
    "unfinished chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n400\r\n{",
    "silent connections": b"",
    UNREAD: b"GET /privacy HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50,
}
"""What a client of each kind sends before it waits."""

SPACING_SECONDS: Final = 0.05
PEOPLE: Final = 4
PAUSE_SECONDS: Final = 0.05
SMALL_BUFFER: Final = 1_024
"""Bytes that the kernel takes for a client that does not read."""


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    with running(folder / "redis") as server, serving(folder, server.url) as service:
        yield from _hold(scale, service, "straight")
        if caddy := _caddy():
            with _proxy(caddy, folder, service.port) as port:
                yield from _hold(scale, replace(service, port=port), "through the proxy of compose.yaml")
        else:
            yield Result("through the proxy of compose.yaml", "not measured: Caddy is not installed")
        yield none("tracebacks in the log", service.tracebacks)


def _hold(scale: Scale, service: RunningService, place: str) -> Iterator[Result]:
    """Keep the number of slow clients: those that the server closes connect again."""
    number, seconds = scale.of(200, 20), scale.of(60, 3)
    stop = Event()
    people = [ChaosSpeaker(service) for _ in range(PEOPLE)]
    for person in people:
        person.launch()
    with ThreadPoolExecutor(len(KINDS) + PEOPLE) as threads:
        try:
            holders = [threads.submit(_keep_holding, service.port, kind, number, stop) for kind in KINDS]
            talks = [threads.submit(_talk, person, stop) for person in people]
            sleep(number * SPACING_SECONDS + seconds)
        finally:
            stop.set()
        opened = sum(holder.result(30) for holder in holders)
        for talk in talks:
            talk.result(30)
    times = sorted(second for person in people for second in person.seconds)
    statuses = [status for person in people for status in person.statuses]
    yield Result(f"{place}: slow clients of each of {len(KINDS)} kinds, seconds", f"{number}, {seconds}")
    yield Result(f"{place}: connections of slow clients, turns of people", f"{opened}, {len(times)}", bool(times))
    yield none(f"{place}: answers other than 200", sum(status != 200 for status in statuses))
    yield Result(f"{place}: 99th percentile of the turns", f"{1_000 * times[len(times) * 99 // 100]:.0f} ms")
    yield scale.at_most(f"{place}: slowest turn", times[-1], TURN_SECONDS, " s")


def _talk(person: ChaosSpeaker, stop: Event) -> None:
    while not stop.is_set():
        person.send_intent("AMAZON.NextIntent")
        if not person.is_open:
            person.launch()
        sleep(PAUSE_SECONDS)


def _keep_holding(port: int, kind: str, number: int, stop: Event) -> int:
    """Return how many connections were opened."""
    clients: dict[socket.socket, float] = {}
    opened = 0
    with ExitStack() as stack:
        stack.callback(_close_all, clients)
        while not stop.wait(SPACING_SECONDS):
            for client in [client for client, since in clients.items() if _is_closed(kind, client, since)]:
                del clients[client]
                client.close()
            if len(clients) < number:
                with suppress(OSError):
                    clients[_slow_client(port, kind)] = monotonic()
                    opened += 1
    return opened


def _close_all(clients: Mapping[socket.socket, float]) -> None:
    for client in clients:
        client.close()


def _slow_client(port: int, kind: str) -> socket.socket:
    client = socket.socket()
    try:
        client.settimeout(1)
        if kind == UNREAD:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
        client.connect((HOST, port))
        client.sendall(KINDS[kind])
        client.settimeout(0)
    except OSError:
        client.close()
        raise
    return client


def _is_closed(kind: str, client: socket.socket, since: float) -> bool:
    """A client that does not read cannot know, so it connects again after the time that the service gives it."""
    if kind == UNREAD:
        return monotonic() > since + 2 * SEND_SECONDS
    try:
        return client.recv(4_096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _caddy() -> str | None:
    return shutil.which("caddy", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def _proxy(caddy: str, folder: Path, upstream: int) -> Iterator[int]:
    """Run Caddy with the configuration that compose.yaml gives it, but without a certificate. Yield its port."""
    port, began = free_port(), monotonic()
    env = os.environ | {
        "DOMAIN": f"http://{HOST}:{port}",
        "UPSTREAM": f"{HOST}:{upstream}",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [caddy, "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "caddy.log").open("wb") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=output)
    try:
        wait_until(lambda: _accepts(port), f"Caddy does not listen after {monotonic() - began:.0f} s")
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _accepts(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
