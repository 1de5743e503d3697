import json
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from time import sleep

from skill.gunicorn_conf import LAST_CALL_SECONDS
from tests.e2e.deployment.alexa_outside import speech
from tests.e2e.deployment.conftest import Operated, operated
from tests.support.redis_server import RedisServer, wait_until
from tests.support.redis_server import running as redis_running

TURNS = 'trust_steps_turns_total{intent="AMAZON.NextIntent",outcome="ended"}'
CHECKS = 'trust_steps_call_seconds_count{action="check",service="store"}'
CLIENTS = 4
WORKERS = 2
"""Each asks once whether the store is there, as it warms up."""


def _workers(service: Operated) -> list[str]:
    return sorted(re.findall(r"Booting worker with pid: (\d+)", service.log.read_text()))


def test_a_signed_request_is_answered(running: Operated) -> None:
    status, body = running.line.post(*running.outside.request("ana", "ListStepsIntent"))

    assert status == 200
    assert "boundaries" in speech(body)


def test_turns_are_counted_over_both_workers(running: Operated) -> None:
    before = running.metrics()[TURNS]

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda user: running.line.post(*running.outside.request(user)), "abcdefgh" * 25))

    figures = running.metrics()
    folder = next(running.log.parent.glob("trust-steps-*"))
    assert {status for status, _ in answers} == {200}
    assert figures[TURNS] - before == 200
    assert figures["trust_steps_turn_seconds_count"] >= 200
    assert figures['trust_steps_call_seconds_count{action="read",service="store"}'] > 0
    assert len(_workers(running)) >= 2
    assert all((folder / f"counter_{worker}.db").exists() for worker in _workers(running))


def test_refusals_are_counted_by_reason(running: Operated) -> None:
    body, _ = running.outside.request("ana")

    status, _ = running.line.post(body, {})

    assert status == 400
    assert running.metrics()['trust_steps_refusals_total{reason="missing-signature"}'] >= 1


def test_an_unknown_intent_adds_no_metric(running: Operated) -> None:
    before = running.metrics().keys()

    running.line.post(*running.outside.request("ana", "MadeUpIntent"))

    assert running.metrics().keys() == before


def test_the_metrics_need_the_token(running: Operated) -> None:
    assert running.line.get("/metrics")[0] == 404
    assert running.line.get("/metrics", Authorization="Bearer another")[0] == 404


def test_there_is_a_line_of_json_for_each_turn(running: Operated) -> None:
    running.line.post(*running.outside.request("ana", "AboutIntent"))

    wait_until(lambda: "AboutIntent" in running.log.read_text(), "the turn is not in the log")
    told = [json.loads(line) for line in running.log.read_text().splitlines() if "AboutIntent" in line]
    assert [line["message"] for line in told] == ["turn"]


def test_a_stop_loses_no_turn(tmp_path: Path, redis_server: RedisServer) -> None:
    """A host's router goes on sending for a moment after the stop, over a new connection each time."""
    with operated(tmp_path, redis_server.url) as service:
        router_knows = Event()

        def talk(user: str) -> list[int]:
            statuses = []
            while not router_knows.is_set():
                statuses.append(service.line.post(*service.outside.request(user))[0])
            return statuses

        with ThreadPoolExecutor(CLIENTS) as clients:
            talks = [clients.submit(talk, f"user-{number}") for number in range(CLIENTS)]
            sleep(1)
            service.process.send_signal(signal.SIGTERM)
            sleep(LAST_CALL_SECONDS / 2)
            router_knows.set()
            statuses = [status for talk in talks for status in talk.result(30)]
        ended = service.process.wait(30)

    assert ended == 128 + signal.SIGTERM  # honcho's exit status
    assert len(statuses) > CLIENTS * 10
    assert set(statuses) == {200}
    assert not list(tmp_path.glob("trust-steps-*"))


def test_figures_of_a_worker_that_died_stay(running: Operated) -> None:
    before, workers = running.metrics()[TURNS], _workers(running)
    os.kill(int(workers[0]), signal.SIGKILL)
    wait_until(lambda: len(_workers(running)) > len(workers), "no worker took its place")

    running.line.post(*running.outside.request("ana"))

    assert running.metrics()[TURNS] == before + 1


def test_a_store_that_is_away_is_seen_in_the_figures(tmp_path: Path) -> None:
    with redis_running(tmp_path / "redis") as redis, operated(tmp_path, redis.url) as service:
        wait_until(lambda: service.metrics().get(CHECKS) == WORKERS, "the workers did not warm up")
        redis.pause()
        status, body = service.line.post(*service.outside.request("ana"))
        away = service.metrics()
        redis.resume()
        wait_until(lambda: not service.metrics()["trust_steps_breaker_open"], "nobody saw that Redis is back")

    assert status == 200
    assert "may not be kept" in speech(body)
    assert away["trust_steps_breaker_open"] == 1
    assert away['trust_steps_call_failures_total{action="read",service="store"}'] == 1
