"""A server as production starts it: the Procfile's command, with another app in its place."""

import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter, sleep
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench.load import HOST
from tests.process import PROCFILE, ROOT, children_of, environment, resident_kilobytes

TARGET: Final = "skill.app:production()"
STARTING_SECONDS: Final = 20.0
_NANOSECONDS: Final = 1_000_000_000
_KILOBYTES: Final = 1_024


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    @property
    def cpu_seconds(self) -> float:
        """Of all threads of all workers, in user and system mode, as the kernel's scheduler has counted them."""
        files = [file for worker in self.workers for file in Path(f"/proc/{worker}/task").glob("*/schedstat")]
        return sum(int(file.read_text().split()[0]) for file in files) / _NANOSECONDS

    @property
    def megabytes(self) -> float:
        """Resident, of one worker."""
        return fmean(resident_kilobytes(worker) for worker in self.workers) / _KILOBYTES

    @property
    def is_up(self) -> bool:
        try:
            with urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5):
                return True
        except (URLError, OSError):
            return False


def command(target: str) -> list[str]:
    """The Procfile's, and nothing of it changed but the app. Raises ValueError where it serves no app of ours."""
    words = shlex.split(PROCFILE)
    words[words.index(TARGET)] = target
    return words


@contextmanager
def serving(target: str, folder: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Has not answered yet: how long that takes is one of the questions."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    env = environment(folder, PORT=str(port), **settings)
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command(target), env=env, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_until_up(server: Server) -> None:
    deadline = perf_counter() + STARTING_SECONDS
    while not server.is_up:
        if server.process.poll() is not None or perf_counter() > deadline:
            raise RuntimeError("a server did not start; server.log in the bench's folder says why")
        sleep(0.01)
