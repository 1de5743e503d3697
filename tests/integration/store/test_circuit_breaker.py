"""After the first turn that finds the store unavailable, later turns fail at once."""

import logging
from collections.abc import Callable, Iterator
from threading import Timer
from time import sleep

import pytest
from redis import Redis

from skill.errors import StoreError
from skill.instrumentation import InstrumentedStore
from skill.progress import Progress
from skill.store.circuit_breaker import REST_SECONDS, SLOW_SECONDS, CircuitBreaker
from skill.store.interface import EMPTY, write
from tests.integration.store.backends import new_key, store_at
from tests.integration.store.slow_proxy import SlowProxy, slow_proxy_to
from tests.skill.telemetry.recorder import Recorder
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import RedisServer, running, wait_until

HONESTY_DONE = Progress().complete("honesty", BEGINNING)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis") / "behind-a-breaker") as server:
        yield server


@pytest.fixture
def proxy(server: RedisServer) -> Iterator[SlowProxy]:
    with slow_proxy_to(server.port) as proxy:
        yield proxy


def assert_fails(call: Callable[[], object]) -> None:
    with pytest.raises(StoreError):
        call()


def set_commands(redis: Redis) -> int:
    return int(redis.info("commandstats").get("cmdstat_set", {}).get("calls", 0))


def test_only_the_first_turn_waits_for_a_hanging_redis_until_a_probe_succeeds(server: RedisServer) -> None:
    changes: list[bool] = []
    recorder = Recorder()
    breaker = CircuitBreaker(InstrumentedStore(store_at(server.url), recorder), on_change=changes.append)
    key = new_key()
    stored = write(breaker, key, EMPTY, HONESTY_DONE)

    server.pause()
    try:
        for _ in range(20):
            assert_fails(lambda: breaker.read(key))
        is_open = breaker.is_open
    finally:
        server.resume()
    wait_until(lambda: not breaker.is_open, "the breaker stays open")

    assert [ok for _, action, ok in recorder.calls if action == "read"] == [False]
    assert is_open
    assert changes == [True, False]
    assert breaker.read(key) == stored


def test_only_one_thread_probes_the_store(server: RedisServer) -> None:
    store = store_at(server.url)
    breaker = CircuitBreaker(store)
    with server.connect() as redis:
        before = set_commands(redis)
        server.pause()
        for _ in range(20):
            assert_fails(breaker.check)
        sleep(SLOW_SECONDS + REST_SECONDS)
        server.resume()
        wait_until(lambda: not breaker.is_open, "the breaker stays open")

        probes = set_commands(redis) - before

    assert probes <= 3


def test_a_slow_redis_delays_no_further_turns(server: RedisServer, proxy: SlowProxy) -> None:
    breaker, key = CircuitBreaker(store_at(proxy.url)), new_key()
    stored = write(breaker, key, EMPTY, HONESTY_DONE)

    proxy.delay = SLOW_SECONDS * 1.1
    result = breaker.read(key)
    wait_until(lambda: breaker.is_open, "the breaker stays closed")
    assert_fails(lambda: write(breaker, key, stored, HONESTY_DONE))
    proxy.delay = 0
    wait_until(lambda: not breaker.is_open, "the breaker stays open")

    assert result == stored
    assert breaker.read(key) == stored


def test_a_single_slow_call_does_not_open_the_breaker(server: RedisServer, proxy: SlowProxy) -> None:
    """Everyone else would hear that their progress may not be kept, though only the machine was busy for a moment."""
    changes: list[bool] = []
    recorder = Recorder()
    store = InstrumentedStore(store_at(proxy.url), recorder)
    breaker, key = CircuitBreaker(store, on_change=changes.append), new_key()
    stored = write(breaker, key, EMPTY, HONESTY_DONE)

    proxy.delay = SLOW_SECONDS * 1.1
    Timer(SLOW_SECONDS, lambda: setattr(proxy, "delay", 0.0)).start()
    breaker.read(key)
    wait_until(lambda: ("store", "check", True) in recorder.calls, "the store is not probed")

    assert breaker.read(key) == stored
    assert changes == []


def test_a_full_redis_is_still_read(server: RedisServer) -> None:
    breaker, key = CircuitBreaker(store_at(server.url)), new_key()
    stored = write(breaker, key, EMPTY, HONESTY_DONE)

    with server.connect() as redis:
        redis.config_set("maxmemory", "1")
        try:
            for call in (lambda: write(breaker, key, stored, Progress()), breaker.check):
                assert_fails(call)
            result = breaker.read(key)
        finally:
            redis.config_set("maxmemory", "0")

    assert result == stored
    assert not breaker.is_open


def test_an_unreadable_document_does_not_open_the_breaker(server: RedisServer) -> None:
    breaker, key, other = CircuitBreaker(store_at(server.url)), new_key(), new_key()
    stored = write(breaker, other, EMPTY, HONESTY_DONE)
    with server.connect() as redis:
        redis.set(key, "nonsense")

    assert_fails(lambda: breaker.read(key))

    assert breaker.read(other) == stored


def test_the_error_names_no_host_but_the_log_does(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    breaker = CircuitBreaker(store_at("redis://127.0.0.1:1/0"))

    with pytest.raises(StoreError) as first:
        breaker.check()
    with pytest.raises(StoreError) as later:
        breaker.check()

    assert str(first.value) == str(later.value) == "Redis cannot be reached"
    assert "127.0.0.1:1" in caplog.text
