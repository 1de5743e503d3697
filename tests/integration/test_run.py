import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skill import __version__
from tests.support.process import PROCFILE, ROOT, RUN, Service, environment, running
from tests.support.progress_states import place_at
from tests.support.redis_server import RedisServer
from tests.support.skill_id import SKILL_ID

SECRET = "a secret of this test"
INSTALLED = "Skill: Trust Steps (en-US), which is installed."


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(RUN, tmp_path_factory.mktemp("data")) as service:
        yield service


def _request(name: str) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads((ROOT / "tests" / "requests" / f"{name}.json").read_text())
    return envelope


def _intent(name: str) -> dict[str, Any]:
    envelope = _request("next-recognised-person")
    envelope["request"]["intent"] = {"name": name}
    return envelope


def test_the_local_service_answers_recorded_requests(local: Service) -> None:
    speeches = [
        local.speech(_request(name)) for name in ("launch-echo-dot", "next-recognised-person", "go-to-step-phone")
    ]

    assert "Welcome to Trust Steps" in speeches[0]
    assert "Step 1" in speeches[1]
    assert "Step 3" in speeches[2]


def test_the_simulator_signs_a_recorded_request_with_the_current_time(local: Service) -> None:
    old = _request("launch-echo-show")
    old["request"]["timestamp"] = "2019-01-01T00:00:00Z"

    assert local.speech(old).startswith("<speak>")


def test_the_local_service_refuses_requests_that_the_simulator_did_not_sign(local: Service) -> None:
    refused = local.post("/alexa", json.dumps(_request("launch-echo-dot")).encode())

    assert refused == (400, b"")


@pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"{}", b'{"request": 5}', b"\xff", b"[" * 100_000])
def test_the_simulator_refuses_what_is_not_an_alexa_request(body: bytes, local: Service) -> None:
    status, answer = local.post("/simulator/request", body)

    assert status == 400
    assert b"not an Alexa request" in answer


def test_a_place_survives_a_restart_with_sqlite(tmp_path: Path) -> None:
    with running(RUN, tmp_path) as service:
        service.speech(_request("go-to-step-phone"))

    with running(RUN, tmp_path) as service:
        speech = service.speech(_request("launch-echo-dot") | {"request": _intent("ProgressIntent")["request"]})

    assert place_at("boundaries") in speech


def test_a_place_survives_a_restart_with_redis(tmp_path: Path, redis_server: RedisServer) -> None:
    with running(RUN, tmp_path, REDIS_URL=redis_server.url) as service:
        service.speech(_request("go-to-step-phone"))
    redis_server.stop()
    redis_server.start()

    with running(RUN, tmp_path, REDIS_URL=redis_server.url) as service:
        speech = service.speech(_request("launch-echo-dot") | {"request": _intent("ProgressIntent")["request"]})

    assert place_at("boundaries") in speech


def test_the_production_service_is_ready_with_a_skill_id(tmp_path: Path, redis_server: RedisServer) -> None:
    settings = {"TRUST_STEPS_SKILL_ID": SKILL_ID, "TRUST_STEPS_SECRET": SECRET, "REDIS_URL": redis_server.url}

    with running(PROCFILE, tmp_path, WEB_CONCURRENCY="2", **settings) as service:
        health, readiness = service.get("/healthz"), service.get("/readyz")
        unsigned = service.post("/alexa", json.dumps(_request("launch-echo-dot")).encode())

    assert health == (200, {"status": "ok", "version": __version__, "commit": "unknown"})
    assert readiness == (200, {"status": "ok", "store": "ok", "skill-id": "ok"})
    assert unsigned == (400, b"")


def test_the_readiness_of_the_production_service_names_every_failed_check(tmp_path: Path) -> None:
    with running(PROCFILE, tmp_path, REDIS_URL="redis://127.0.0.1:1/0") as service:
        status, answer = service.get("/readyz")

    assert status == 503
    assert "TRUST_STEPS_SKILL_ID is not set" in answer["skill-id"]
    assert "Redis" in answer["store"]


def test_the_production_service_has_no_simulator(tmp_path: Path) -> None:
    with running(PROCFILE, tmp_path) as service:
        routes = ("request", "conversations", "rehearsal", "assets/main.js")
        paths = ("/", *(f"/simulator/{route}" for route in routes))
        statuses = {path: service.post(path, b"{}")[0] for path in paths}

    assert set(statuses.values()) == {404}


@pytest.mark.parametrize("command", [PROCFILE, RUN])
def test_a_wrong_setting_stops_the_start_with_one_clear_line(command: str, tmp_path: Path) -> None:
    env = environment(tmp_path, LOG_LEVEL="loud")

    process = subprocess.run(
        shlex.split(command), env=env, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )

    assert process.returncode == 1
    assert [line for line in process.stderr.splitlines() if not line.startswith("Skill: ")] == [
        "trust-steps: LOG_LEVEL is 'LOUD'; it must be one of DEBUG, INFO, WARNING, ERROR"
    ]


def test_a_data_folder_that_is_not_writable_stops_the_start_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    process = subprocess.run(
        shlex.split(RUN),
        env=environment(tmp_path / "file" / "data"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert process.returncode == 1
    skill, error = process.stderr.splitlines()
    assert skill == INSTALLED
    assert "TRUST_STEPS_DATA" in error
