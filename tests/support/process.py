"""Runs a command of this project as a process, and sends requests to it."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from skill.settings import SETTINGS
from speech.cli import arguments
from tests.support.ports import HOST, free_port
from tests.support.redis_server import wait_until

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PROCFILE = (ROOT / "Procfile").read_text().removeprefix("web:").strip()
RUN = "trust-steps run"
TARGET = "skill.app:production()"
"""The app in the Procfile."""


@dataclass(frozen=True, slots=True)
class Service:
    url: str

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        status, body = self._ask(Request(self.url + path))
        return status, json.loads(body)

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        return self._ask(Request(self.url + path, body))

    def speech(self, envelope: Mapping[str, Any]) -> str:
        """Return the speech that answers a raw request, which the simulator signs."""
        status, body = self.post("/simulator/request", json.dumps(envelope).encode())
        assert status == 200, body
        text: str = json.loads(body)["response"]["outputSpeech"]["ssml"]
        return text

    def _ask(self, request: Request) -> tuple[int, bytes]:
        try:
            with urlopen(request, timeout=10) as response:
                return response.status, response.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that the Procfile's command started, or a like one."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def workers(self) -> list[int]:
        """Their process IDs."""
        return children_of(self.process.pid)


def procfile(app: str) -> str:
    """Return the Procfile's command with another app."""
    if TARGET not in PROCFILE:
        raise ValueError(f"the Procfile does not serve {TARGET}; change TARGET in tests/support/process.py")
    return PROCFILE.replace(TARGET, app)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Return this process's environment without its own settings, and with these settings."""
    own = {*SETTINGS, *arguments.SETTINGS.values()}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    return inherited | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "TRUST_STEPS_DATA": str(folder)} | settings


def running(command: str, folder: Path, **settings: str) -> AbstractContextManager[Service]:
    """Run a command in the tree, with its data in the folder, on a free port or on the setting PORT."""
    return running_in(ROOT, command, environment(folder, **settings))


@contextmanager
def running_in(cwd: Path, command: str, env: dict[str, str]) -> Iterator[Service]:
    port = int(env.get("PORT") or free_port())
    env |= {"PORT": str(port)}
    process = subprocess.Popen(
        shlex.split(command), env=env, cwd=cwd, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until(lambda: _is_up(process, port), f"{command} does not answer")
        yield Service(f"http://{HOST}:{port}")
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: a shell does not pass a signal on
        process.wait(40)  # a worker that is still starting stops last


def _is_up(process: "subprocess.Popen[bytes]", port: int) -> bool:
    assert process.poll() is None, "the command ended at once"
    try:
        return Service(f"http://{HOST}:{port}").get("/healthz")[0] == 200
    except OSError:
        return False


def children_of(process: int) -> list[int]:
    """Return the IDs of the child processes, such as a server's workers."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def resident_kilobytes(process: int | str) -> int:
    """Return the resident memory of a process; `self` is this one."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
