"""A Cluster that moves a slot to a node without slots while people talk."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis.crc import key_slot

from skill.errors import StoreError
from skill.progress import Progress
from skill.store.circuit_breaker import CircuitBreaker
from skill.store.interface import (
    EMPTY,
    CachedReply,
    ProgressStore,
    Result,
    StoreDecorator,
    household_of,
    write,
)
from skill.store.retrying_store import RetryingStore
from tests.integration.store.backends import new_key, store_at
from tests.support.ports import HOST
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_cluster import (
    SLOTS,
    begin_move,
    end_move,
    join,
    move_keys,
    name,
    wait_until_agreed,
)
from tests.support.redis_server import RedisServer, running, wait_until

HONESTY_DONE = Progress().complete("honesty", BEGINNING)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RedisServer]]:
    """One node with all slots, and one with none."""
    settings = ("cluster-enabled yes", "cluster-allow-replica-migration no")
    folder = tmp_path_factory.mktemp("redis")
    with running(folder / "old", *settings) as old, running(folder / "new", *settings) as new:
        join([old, new], primaries=1)
        yield [old, new]


@pytest.fixture
def breaker(nodes: list[RedisServer]) -> CircuitBreaker:
    return CircuitBreaker(store_at(f"redis+cluster://{HOST}:{nodes[0].port}"))


@pytest.fixture
def store(breaker: CircuitBreaker) -> ProgressStore:
    return RetryingStore(breaker)


class Migration:
    def __init__(self, nodes: list[RedisServer], key: str) -> None:
        self.old, self.new = nodes
        self.slot = key_slot(household_of(key).encode())

    def begin(self) -> None:
        begin_move(self.slot, self.old, self.new)

    def move(self, *keys: str) -> None:
        move_keys(self.old, self.new, *keys)

    def finish(self) -> None:
        end_move(self.slot, (self.old, self.new), self.old, self.new)


def test_data_that_has_moved_to_an_unknown_node_is_found(
    store: ProgressStore, breaker: CircuitBreaker, nodes: list[RedisServer]
) -> None:
    """The client does not know a node that had no slot, and failed the whole turn."""
    key = new_key()
    migration = Migration(nodes, key)
    stored = write(store, key, EMPTY, HONESTY_DONE, CachedReply("a request", "Step 2."))

    migration.begin()
    migration.move(key, f"{key}:said")
    moved = store.read(key)
    migration.finish()

    assert moved == stored
    assert store.read(key) == stored
    assert not breaker.is_open


class HalfMovedStore(StoreDecorator):
    """Its data is being moved during the first calls."""

    def __init__(self, store: ProgressStore, failures: int) -> None:
        super().__init__(store)
        self.failures = failures

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        if self.failures:
            self.failures -= 1
            raise StoreError("Redis Cluster is moving this data", is_transient=True)
        return call()


def test_a_call_is_tried_again_until_the_data_has_moved(nodes: list[RedisServer]) -> None:
    half_moved = HalfMovedStore(store_at(f"redis+cluster://{HOST}:{nodes[0].port}"), 3)
    store, key = RetryingStore(half_moved), new_key()

    stored = write(store, key, EMPTY, HONESTY_DONE)
    half_moved.failures = 1_000_000
    with pytest.raises(StoreError, match="is moving this data"):
        store.read(key)
    half_moved.failures = 0

    assert store.read(key) == stored


def test_a_slot_that_stays_half_moved_is_an_error_of_these_people_only(
    store: ProgressStore, breaker: CircuitBreaker, nodes: list[RedisServer]
) -> None:
    """The circuit breaker would keep everyone else from their progress."""
    key, other = new_key(), new_key()
    migration = Migration(nodes, key)
    stored = [write(store, person, EMPTY, HONESTY_DONE) for person in (key, other)]
    calls: list[Callable[[], object]] = [lambda: store.read(key), lambda: store.delete(key)]

    migration.begin()
    with ThreadPoolExecutor(4) as threads:
        errors = [threads.submit(call).exception(10) for call in calls * 4]
        others = [threads.submit(store.read, other).result(10) for _ in range(4)]
    is_open = breaker.is_open
    migration.finish()

    assert {str(error) for error in errors} == {"Redis Cluster is moving this data"}
    assert all(isinstance(error, StoreError) and not error.is_unavailable for error in errors)
    assert others == [stored[1]] * 4
    assert not is_open
    assert store.read(key) == stored[0]


def test_the_check_fails_while_one_of_several_primaries_does_not_answer(nodes: list[RedisServer]) -> None:
    """Otherwise the circuit breaker closes though the people whose data that primary holds cannot be served."""
    old, new = nodes
    _give_empty_slots(range(SLOTS // 2, SLOTS), old, new)
    store = store_at(f"redis+cluster://{HOST}:{old.port}")
    store.check()

    new.pause()
    try:
        with pytest.raises(StoreError):
            store.check()
    finally:
        new.resume()

    wait_until(lambda: _passes(store), "the check still fails")


def _give_empty_slots(slots: Iterable[int], old: RedisServer, new: RedisServer) -> None:
    with old.connect() as redis, redis.pipeline(transaction=False) as pipeline:
        for slot in slots:
            pipeline.execute_command("CLUSTER COUNTKEYSINSLOT", slot)
        empty = [slot for slot, count in zip(slots, pipeline.execute(), strict=True) if not count]
    owner = name(new)
    for node in (new, old):
        with node.connect() as redis, redis.pipeline(transaction=False) as pipeline:
            for slot in empty:
                pipeline.execute_command("CLUSTER SETSLOT", slot, "NODE", owner)
            pipeline.execute()
    wait_until_agreed([old, new])


def _passes(store: ProgressStore) -> bool:
    try:
        store.check()
    except StoreError:
        return False
    return True
