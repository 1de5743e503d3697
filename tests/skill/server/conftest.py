"""Runs the server with a small app, as a process of its own."""

import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.support.ports import HOST, free_port
from tests.support.process import ROOT, ServerProcess, environment, procfile
from tests.support.redis_server import wait_until

PATIENCE: Final = 20.0
"""Seconds for an answer: longer than a slow machine needs, but no test waits for it unless something is broken."""


@dataclass(frozen=True, slots=True)
class Server(ServerProcess):
    def connect(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), PATIENCE)

    def get(self, path: str = "/") -> bytes:
        """Return the whole response to a genuine request, which uses a connection of its own."""
        return self.exchange(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    def exchange(self, data: bytes) -> bytes:
        """Return what the server sends until it closes the connection."""
        with self.connect() as client:
            client.sendall(data)
            return read_all(client)


def read_all(client: socket.socket) -> bytes:
    return b"".join(iter(lambda: client.recv(65_536), b""))


@contextmanager
def serving(folder: Path, workers: int = 1) -> Iterator[Server]:
    port, log = free_port(), folder / "log"
    env = environment(folder, PORT=str(port), WEB_CONCURRENCY=str(workers))
    with log.open("wb") as out:
        command = shlex.split(procfile("tests.support.wsgi_app:app"))
        process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=out, stderr=out)
    server = Server(port, process, log)
    try:
        wait_until(lambda: _is_up(server), f"the server does not answer; {log} says why")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def _is_up(server: Server) -> bool:
    assert server.process.poll() is None, server.log.read_text()
    try:
        return server.get().startswith(b"HTTP/1.1 200")
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running
