"""Runs the Procfile's command under a process manager, with a real Redis, as docs/deploy.md describes."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.deployment.alexa_cloud import AlexaCloud, OneShotClient
from tests.support.ports import free_port
from tests.support.process import BIN, ROOT, environment, procfile
from tests.support.redis_server import RedisServer, wait_until
from tests.support.skill_id import SKILL_ID
from tests.support.trusting import APP

TOKEN = "a token that only this test knows"


@dataclass
class DeployedService:
    alexa: AlexaCloud
    client: OneShotClient
    process: "subprocess.Popen[bytes]"
    log: Path

    def stop(self) -> int:
        """Stop the service as a host does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def metrics(self) -> dict[str, float]:
        """Return the metrics by their names and labels."""
        status, page = self.client.get("/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200, page
        rows = (row.rpartition(" ") for row in page.splitlines() if not row.startswith("#"))
        return {name: float(value) for name, _, value in rows}


@contextmanager
def deployed(folder: Path, redis_url: str, **settings: Any) -> Iterator[DeployedService]:
    """Run the Procfile's command with two workers, and with the app of the test."""
    alexa, port, log = AlexaCloud(folder), free_port(), folder / "log"
    file = folder / "Procfile"
    file.write_text(f"web: {procfile(APP)}\n")
    env = environment(
        folder,
        PYTHONPATH=str(ROOT),
        PORT=str(port),
        WEB_CONCURRENCY="2",
        REDIS_URL=redis_url,
        TRUST_STEPS_SKILL_ID=SKILL_ID,
        TRUST_STEPS_SECRET="a secret that only this test knows",
        TRUST_STEPS_METRICS_TOKEN=TOKEN,
        TMPDIR=str(folder),
        **alexa.environment,
        **settings,
    )
    command = [str(BIN / "honcho"), "--procfile", str(file), "start", "--no-prefix", "web"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        service = DeployedService(alexa, OneShotClient(port), process, log)
        wait_until(lambda: _is_up(service), f"the service does not answer; {log} says why")
        yield service
    finally:
        if process.poll() is None:
            service.stop()


def _is_up(service: DeployedService) -> bool:
    assert service.process.poll() is None, service.log.read_text()
    try:
        return service.client.get("/healthz")[0] == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, redis_server: RedisServer) -> Iterator[DeployedService]:
    with deployed(tmp_path_factory.mktemp("deployed"), redis_server.url) as service:
        yield service
