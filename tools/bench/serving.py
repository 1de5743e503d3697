"""Runs a server as a host does, and measures its CPU and memory."""

import ctypes
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from string import Template
from time import clock_gettime
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from tests.support.ports import HOST, free_port
from tests.support.process import ROOT, ServerProcess, environment, procfile, resident_kilobytes
from tests.support.redis_server import wait_until

_KILOBYTES: Final = 1_024


@dataclass(frozen=True, slots=True)
class Server(ServerProcess):
    @property
    def cpu_seconds(self) -> float:
        """Of all workers, in user and system mode."""
        return sum(map(_cpu_seconds, self.workers))

    @property
    def megabytes(self) -> float:
        """Resident memory of one worker."""
        return median(resident_kilobytes(worker) for worker in self.workers) / _KILOBYTES

    @property
    def is_up(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended as soon as it started:\n{self.log.read_text()}")
        try:
            with urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5):
                return True
        except (URLError, OSError):
            return False


def command(target: str) -> list[str]:
    return shlex.split(procfile(target))


@contextmanager
def serving(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Start a server, and do not wait until it answers. In a command, `$NAME` stands for that setting."""
    port = free_port()
    env = environment(folder, PORT=str(port), **settings)
    log = folder / f"server-{port}.log"
    words = [Template(word).safe_substitute(env) for word in command]
    with log.open("wb") as output:
        process = subprocess.Popen(words, env=env, cwd=ROOT, stdout=output, stderr=output, process_group=0)
    try:
        yield Server(port, process, log)
    finally:
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGKILL)  # with its workers: no request is in progress
        process.wait()


def wait_until_up(server: Server) -> None:
    wait_until(lambda: server.is_up, f"the server on port {server.port} does not answer")


def _cpu_seconds(process: int) -> float:
    """Of all its threads, also of those that ended, to the nanosecond, as the kernel's scheduler counts them."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(process, ctypes.byref(clock)):
        raise ProcessLookupError(process)
    return clock_gettime(clock.value)
