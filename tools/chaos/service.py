"""Runs the production service with the Procfile's command."""

import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import Final

from skill.store.circuit_breaker import REST_SECONDS, SLOW_SECONDS
from speech.simulator.signer import RequestSigner
from tests.support import trust
from tests.support.ports import HOST, free_port
from tests.support.process import ROOT, ServerProcess, Service, environment, procfile, resident_kilobytes
from tests.support.redis_server import wait_until
from tests.support.skill_id import SKILL_ID
from tests.support.trusting import APP

SECRET: Final = "a secret of this scenario"
WORKERS: Final = 2
STOP_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class RunningService(ServerProcess):
    authority: RequestSigner

    @property
    def service(self) -> Service:
        return Service(f"http://{HOST}:{self.port}")

    @property
    def resident_kilobytes(self) -> int:
        return sum(resident_kilobytes(worker) for worker in self.workers)

    @property
    def descriptors(self) -> int:
        return sum(len(list(Path(f"/proc/{worker}/fd").iterdir())) for worker in self.workers)

    @property
    def tracebacks(self) -> int:
        """Count the unexpected errors in the log."""
        text = self.log.read_text(errors="replace")
        return text.count("Traceback") + text.count('"error":')

    @property
    def breaker_openings(self) -> int:
        """Count how often a worker's circuit breaker opened."""
        return self.log.read_text(errors="replace").count("the store is unavailable")

    def settle(self) -> None:
        """Wait until every worker has found that the store is available again."""
        self._wait_until_ready()
        sleep(REST_SECONDS + SLOW_SECONDS)
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        wait_until(lambda: self.service.get("/readyz")[0] == 200, "the service does not reconnect to its store")


@contextmanager
def serving(folder: Path, redis_url: str, app: str = APP, **more: str) -> Iterator[RunningService]:
    """Start the service with its log in the folder, and with more settings and variables."""
    authority = RequestSigner(datetime.now(UTC))
    port = free_port()
    settings = {
        "PORT": str(port),
        "REDIS_URL": redis_url,
        "TRUST_STEPS_SKILL_ID": SKILL_ID,
        "TRUST_STEPS_SECRET": SECRET,
        "TRUST_STEPS_METRICS_TOKEN": SECRET,
        "WEB_CONCURRENCY": str(WORKERS),
        **trust.keep(authority, folder),
        **more,
    }
    log = folder / "service.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            shlex.split(procfile(app)), env=environment(folder, **settings), cwd=ROOT, stdout=output, stderr=output
        )
        running = RunningService(port, process, log, authority)
        try:
            wait_until(lambda: _is_up(running), f"the service does not answer; {log} says why")
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS)


def _is_up(running: RunningService) -> bool:
    assert running.process.poll() is None, running.log.read_text()
    try:
        return running.service.get("/healthz")[0] == 200 and len(running.workers) == WORKERS
    except OSError:
        return False
