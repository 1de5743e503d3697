"""What a breaker spares the turns that come after the first that found nobody."""

import logging
from collections.abc import Callable, Iterator
from time import sleep

import pytest
from redis import Redis

from skill.errors import StoreError
from skill.instrumentation import InstrumentedStore
from skill.progress import Progress
from skill.store.circuit_breaker import SLOW_SECONDS, CircuitBreaker
from skill.store.interface import EMPTY, write
from tests.integration.store.bench import open_store, somebody
from tests.integration.store.slow_line import SlowLine, slow_line_to
from tests.skill.telemetry.recorder import Recorder
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import RedisServer, running, wait_until

HONEST = Progress().complete("honesty", BEGINNING)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis") / "behind-a-breaker") as server:
        yield server


@pytest.fixture
def line(server: RedisServer) -> Iterator[SlowLine]:
    with slow_line_to(server.port) as line:
        yield line


def refused(call: Callable[[], object]) -> None:
    with pytest.raises(StoreError):
        call()


def checks_heard(redis: Redis) -> int:
    return int(redis.info("commandstats").get("cmdstat_set", {}).get("calls", 0))


def test_only_the_first_turn_waits_for_a_redis_that_hangs_and_the_probe_ends_it(server: RedisServer) -> None:
    heard: list[bool] = []
    asked = Recorder()
    breaker, key = CircuitBreaker(InstrumentedStore(open_store(server.url), asked), on_change=heard.append), somebody()
    kept = write(breaker, key, EMPTY, HONEST)

    server.pause()
    try:
        for _ in range(20):
            refused(lambda: breaker.read(key))
        is_open = breaker.is_open
    finally:
        server.resume()
    wait_until(lambda: not breaker.is_open, "the breaker stays open")

    assert [ok for _, action, ok in asked.calls if action == "read"] == [False]
    assert is_open
    assert heard == [True, False]
    assert breaker.read(key) == kept


def test_the_store_is_probed_by_one_at_a_time(server: RedisServer) -> None:
    store = open_store(server.url)
    breaker = CircuitBreaker(store)
    with server.hand() as redis:
        before = checks_heard(redis)
        server.pause()
        for _ in range(20):
            refused(breaker.check)
        sleep(2)
        server.resume()
        wait_until(lambda: not breaker.is_open, "the breaker stays open")

        probes = checks_heard(redis) - before

    assert probes <= 6


def test_a_redis_that_is_slow_costs_one_turn(server: RedisServer, line: SlowLine) -> None:
    asked = Recorder()
    breaker, key = CircuitBreaker(InstrumentedStore(open_store(line.url), asked)), somebody()
    kept = write(breaker, key, EMPTY, HONEST)

    line.delay = SLOW_SECONDS * 1.1
    found = breaker.read(key)
    refused(lambda: write(breaker, key, kept, HONEST))
    line.delay = 0
    wait_until(lambda: not breaker.is_open, "the breaker stays open")

    assert found == kept
    assert [action for _, action, _ in asked.calls if action in {"read", "write"}] == ["write", "read"]
    assert breaker.read(key) == kept


def test_a_full_redis_is_still_read(server: RedisServer) -> None:
    breaker, key = CircuitBreaker(open_store(server.url)), somebody()
    kept = write(breaker, key, EMPTY, HONEST)

    with server.hand() as redis:
        redis.config_set("maxmemory", "1")
        try:
            for call in (lambda: write(breaker, key, kept, Progress()), breaker.check):
                refused(call)
            found = breaker.read(key)
        finally:
            redis.config_set("maxmemory", "0")

    assert found == kept
    assert not breaker.is_open


def test_one_document_that_cannot_be_read_keeps_nobody_else_out(server: RedisServer) -> None:
    breaker, key, other = CircuitBreaker(open_store(server.url)), somebody(), somebody()
    kept = write(breaker, other, EMPTY, HONEST)
    with server.hand() as redis:
        redis.set(key, "nonsense")

    refused(lambda: breaker.read(key))

    assert breaker.read(other) == kept


def test_what_is_told_to_everybody_names_no_host_and_the_log_does(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    breaker = CircuitBreaker(open_store("redis://127.0.0.1:1/0"))

    with pytest.raises(StoreError) as first:
        breaker.check()
    with pytest.raises(StoreError) as later:
        breaker.check()

    assert str(first.value) == str(later.value) == "Redis cannot be reached"
    assert "127.0.0.1:1" in caplog.text
