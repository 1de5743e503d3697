import json
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from skill.server.worker import LAST_CALL_SECONDS
from tests.e2e.deployment.alexa_cloud import speech
from tests.e2e.deployment.conftest import DeployedService, deployed
from tests.support.ports import HOST
from tests.support.redis_server import RedisServer, wait_until
from tests.support.redis_server import running as redis_running

TURNS = 'trust_steps_turns_total{intent="AMAZON.NextIntent",outcome="ended"}'
CHECKS = 'trust_steps_call_seconds_count{action="check",service="store"}'
CLIENTS = 4
WORKERS = 2
"""Each checks the store once during its warm-up."""


def _workers(service: DeployedService) -> list[str]:
    return sorted(re.findall(r"Booting worker with pid: (\d+)", service.log.read_text()))


def test_a_signed_request_is_answered(running: DeployedService) -> None:
    status, body = running.client.post(*running.alexa.request("ana", "ListStepsIntent"))

    assert status == 200
    assert "boundaries" in speech(body)


def test_turns_are_counted_over_both_workers(running: DeployedService) -> None:
    """Which worker takes a connection is chance, so turns are played until both have answered one."""
    before, folder = running.metrics()[TURNS], next(running.log.parent.glob("trust-steps-*"))

    def have_counted() -> list[bool]:
        return [(folder / f"counter_{worker}.db").exists() for worker in _workers(running)]

    answers: list[tuple[int, bytes]] = []
    with ThreadPoolExecutor(CLIENTS) as clients:
        while len(answers) < 200 or (len(answers) < 4_000 and sum(have_counted()) < WORKERS):
            answers += clients.map(lambda user: running.client.post(*running.alexa.request(user)), "abcdefgh" * 25)

    figures = running.metrics()
    assert {status for status, _ in answers} == {200}
    assert figures[TURNS] - before == len(answers)
    assert figures["trust_steps_turn_seconds_count"] >= len(answers)
    assert figures['trust_steps_call_seconds_count{action="read",service="store"}'] > 0
    assert sum(have_counted()) >= WORKERS


def test_refusals_are_counted_by_reason(running: DeployedService) -> None:
    body, _ = running.alexa.request("ana")

    status, _ = running.client.post(body, {})

    assert status == 400
    assert running.metrics()['trust_steps_refusals_total{reason="missing-signature"}'] >= 1


def test_a_chunked_body_that_is_too_large_is_refused_and_counted_as_such(running: DeployedService) -> None:
    """Not as a bad signature, which would send the operator to search for a proxy that changes bodies."""
    body, headers = running.alexa.request("ana")
    chunks = iter([body, b" " * 300_000])
    connection = HTTPConnection(HOST, running.client.port, timeout=20)

    with closing(connection):
        connection.request("POST", "/alexa", chunks, headers, encode_chunked=True)
        status = connection.getresponse().status

    assert status == 413
    assert running.metrics()['trust_steps_refusals_total{reason="too-large"}'] >= 1
    assert "bad-signature" not in running.log.read_text()


def test_an_unknown_intent_adds_no_metric(running: DeployedService) -> None:
    before = running.metrics().keys()

    running.client.post(*running.alexa.request("ana", "MadeUpIntent"))

    assert running.metrics().keys() == before


def test_the_metrics_require_the_token(running: DeployedService) -> None:
    assert running.client.get("/metrics")[0] == 404
    assert running.client.get("/metrics", Authorization="Bearer another")[0] == 404


def test_there_is_a_line_of_json_for_each_turn(running: DeployedService) -> None:
    running.client.post(*running.alexa.request("ana", "AboutIntent"))

    wait_until(lambda: "AboutIntent" in running.log.read_text(), "the turn is not in the log")
    lines = [json.loads(line) for line in running.log.read_text().splitlines() if "AboutIntent" in line]
    assert [line["message"] for line in lines] == ["turn"]


def test_a_stop_loses_no_turn(tmp_path: Path, redis_server: RedisServer) -> None:
    """After the stop, a host's router still sends requests for a moment, each over a new connection."""
    with deployed(tmp_path, redis_server.url) as service:
        router_stopped = Event()

        def talk(user: str) -> list[int]:
            statuses = []
            while not router_stopped.is_set():
                statuses.append(service.client.post(*service.alexa.request(user))[0])
            return statuses

        with ThreadPoolExecutor(CLIENTS) as clients:
            talks = [clients.submit(talk, f"user-{number}") for number in range(CLIENTS)]
            sleep(1)
            service.process.send_signal(signal.SIGTERM)
            sleep(LAST_CALL_SECONDS / 2)
            router_stopped.set()
            statuses = [status for talk in talks for status in talk.result(30)]
        ended = service.process.wait(30)

    assert ended == 128 + signal.SIGTERM  # the exit status of honcho
    assert len(statuses) > CLIENTS * 10
    assert set(statuses) == {200}
    assert not list(tmp_path.glob("trust-steps-*"))


@pytest.mark.slow
def test_a_reload_loses_no_turn(tmp_path: Path, redis_server: RedisServer) -> None:
    """SIGHUP replaces the workers one after the other, while Alexa goes on sending."""
    with deployed(tmp_path, redis_server.url) as service:
        before, stop = _workers(service), Event()
        master = int(Path(f"/proc/{before[0]}/stat").read_text().rpartition(")")[2].split()[1])

        with ThreadPoolExecutor(CLIENTS) as clients:
            talks = [clients.submit(_talk, service, f"user-{number}", stop) for number in range(CLIENTS)]
            os.kill(master, signal.SIGHUP)
            wait_until(lambda: not any(map(_is_running, before)), "the old workers do not end")
            stop.set()
            statuses = [status for talk in talks for status in talk.result(30)]

    assert len(statuses) > CLIENTS * 10
    assert set(statuses) == {200}


@pytest.mark.slow
def test_a_killed_worker_loses_only_the_turns_that_it_held(tmp_path: Path, redis_server: RedisServer) -> None:
    with deployed(tmp_path, redis_server.url) as service:
        (killed, *_), stop = _workers(service), Event()

        with ThreadPoolExecutor(CLIENTS) as clients:
            talks = [clients.submit(_talk, service, f"user-{number}", stop) for number in range(CLIENTS)]
            sleep(0.5)
            os.kill(int(killed), signal.SIGKILL)
            wait_until(lambda: len(_workers(service)) > WORKERS, "no worker replaced it")
            sleep(0.5)
            stop.set()
            statuses = [status for talk in talks for status in talk.result(30)]

    assert len(statuses) > CLIENTS * 10
    assert statuses.count(0) <= CLIENTS
    assert set(statuses) <= {0, 200}


def _talk(service: DeployedService, user: str, stop: Event) -> list[int]:
    """Return the status of each turn; 0 if the connection ended without an answer."""
    statuses = []
    while not stop.is_set():
        try:
            statuses.append(service.client.post(*service.alexa.request(user))[0])
        except (OSError, HTTPException):
            statuses.append(0)
    return statuses


def _is_running(process: str) -> bool:
    return Path(f"/proc/{process}").exists()


def test_the_metrics_of_a_killed_worker_remain(running: DeployedService) -> None:
    before, workers = running.metrics()[TURNS], _workers(running)
    os.kill(int(workers[0]), signal.SIGKILL)
    wait_until(lambda: len(_workers(running)) > len(workers), "no worker replaced it")

    running.client.post(*running.alexa.request("ana"))

    assert running.metrics()[TURNS] == before + 1


def test_an_unavailable_store_appears_in_the_metrics(tmp_path: Path) -> None:
    with redis_running(tmp_path / "redis") as redis, deployed(tmp_path, redis.url) as service:
        wait_until(lambda: service.metrics().get(CHECKS) == WORKERS, "the workers did not warm up")
        redis.pause()
        status, body = service.client.post(*service.alexa.request("ana"))
        unavailable = service.metrics()
        redis.resume()
        wait_until(lambda: not service.metrics()["trust_steps_breaker_open"], "the breaker stays open")

    assert status == 200
    assert "may not be kept" in speech(body)
    assert unavailable["trust_steps_breaker_open"] == 1
    assert unavailable['trust_steps_call_failures_total{action="read",service="store"}'] == 1
