"""What happens to Redis alone: it is away, slow, full, or somewhere else."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import pytest
from redis import Connection, Redis

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress
from skill.store.interface import EMPTY, REPLY_LIFETIME, CachedReply, household_of, write
from skill.store.redis_client import connector
from tests.integration.store.bench import KEEP, RedisBench, open_store, somebody
from tests.integration.store.tls_front import tls_in_front_of
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import HOST, RedisServer, running

PATIENCE_SECONDS = 3.0
HONEST = Progress().complete("honesty", BEGINNING)
LISTENING = Progress().complete("listening", BEGINNING)
PASSWORD = "p@ss/w?rd#1"
ESCAPED = "p%40ss%2Fw%3Frd%231"


@pytest.fixture
def key() -> str:
    return somebody()


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis") / "guarded", f'requirepass "{PASSWORD}"') as server:
        yield server


@pytest.fixture
def folder() -> Iterator[Path]:
    """With a path that is short enough for a socket file."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def commands_heard_by(server: RedisServer, act: Callable[[], object]) -> list[str]:
    """Those that clients sent, without those that a script ran."""
    with server.hand() as mouth, server.hand() as ear:
        mouth.ping()
        with ear.monitor() as monitor:
            act()
            mouth.echo("that is all")
            heard = takewhile(lambda command: "that is all" not in command["command"], monitor.listen())
            return [command["command"].split()[0] for command in heard if command["client_type"] != "lua"]


def lines_open_at(server: RedisServer) -> int:
    with server.hand() as hand:
        return int(hand.info("clients")["connected_clients"])


def error_of(call: Callable[[], object]) -> str:
    """What the StoreError says; it comes before a turn has lost its patience."""
    with ThreadPoolExecutor(1) as thread:
        error = thread.submit(call).exception(PATIENCE_SECONDS)
    assert isinstance(error, StoreError)
    return error.log_message


@pytest.mark.parametrize("kind", ["redis", "cluster"])
def test_a_turn_is_one_command_to_read_and_one_to_write(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    bench: RedisBench = request.getfixturevalue(f"{kind}_bench")
    store = open_store(bench.address)
    write(store, key, EMPTY, HONEST)
    seen = store.read(key)

    heard = commands_heard_by(bench.server, lambda: write(store, key, store.read(key), LISTENING))

    assert heard == ["EVALSHA", "EVALSHA"]
    assert store.read(key) != seen


@pytest.mark.parametrize("kind", ["redis", "cluster"])
def test_a_new_line_says_nothing_but_what_it_was_made_for(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    """Whatever else is said costs an answer, and where Redis is slow the person waits for each."""
    bench: RedisBench = request.getfixturevalue(f"{kind}_bench")
    write(open_store(bench.address), key, EMPTY, HONEST)

    heard = commands_heard_by(bench.server, lambda: open_store(bench.address).read(key))

    assert heard.count("EVALSHA") == 1
    assert "CLIENT" not in heard


def test_a_write_that_meets_another_writer_is_one_command_more(redis_bench: RedisBench, key: str) -> None:
    store = open_store(redis_bench.address)
    write(store, key, EMPTY, HONEST)

    heard = commands_heard_by(redis_bench.server, lambda: write(store, key, EMPTY, LISTENING))

    assert heard == ["EVALSHA", "EVALSHA"]


def test_a_redis_that_knows_no_script_yet_is_taught_on_the_way(any_redis: RedisBench, key: str) -> None:
    store = open_store(any_redis.address)
    with any_redis.server.hand() as redis:
        redis.script_flush()

    write(store, key, EMPTY, HONEST)

    assert store.read(key).progress == HONEST


def test_the_server_itself_ends_the_time_to_live(any_redis: RedisBench, key: str) -> None:
    store = open_store(any_redis.address)
    seconds = int(KEEP.total_seconds())

    with any_redis.server.hand() as redis:
        write(store, key, EMPTY, HONEST)
        after_the_move = redis.ttl(key)
        redis.expire(key, 60)
        store.read(key)
        after_the_visit = redis.ttl(key)

    assert seconds - 10 <= after_the_move <= seconds
    assert seconds - 10 <= after_the_visit <= seconds


def test_a_redis_that_hangs_is_a_prompt_error_and_nothing_worse(any_redis: RedisBench, key: str) -> None:
    store = open_store(any_redis.address)
    seen = write(store, key, EMPTY, HONEST)

    with any_redis.paused():
        for call in (lambda: store.read(key), lambda: write(store, key, seen, LISTENING), store.check):
            error_of(call)

    assert store.read(key).progress in {HONEST, LISTENING}
    store.check()


def test_an_answer_that_comes_too_late_is_never_given_to_somebody_else(any_redis: RedisBench, key: str) -> None:
    store, other = open_store(any_redis.address), somebody()
    write(store, key, EMPTY, HONEST)
    write(store, other, EMPTY, LISTENING)

    with ThreadPoolExecutor(1) as thread:
        with any_redis.paused():
            error_of(lambda: store.read(key))
            asked = thread.submit(store.read, other)
            sleep(0.1)
        answer = asked.result(PATIENCE_SECONDS)

    assert answer.progress == LISTENING
    assert store.read(key).progress == HONEST


def test_a_redis_that_is_away_at_the_start_is_found_when_it_comes(any_redis: RedisBench, key: str) -> None:
    with any_redis.stopped():
        store = open_store(any_redis.address)
        for call in (lambda: store.read(key), lambda: write(store, key, EMPTY, HONEST), store.check):
            error_of(call)

    write(store, key, EMPTY, HONEST)

    assert store.read(key).progress == HONEST


class Interrupted(Connection):
    """The thread is interrupted before it reads the first reply."""

    interrupts = 1

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        if self.is_connected and type(self).interrupts:
            type(self).interrupts -= 1
            raise KeyboardInterrupt
        return super().read_response(*arguments, **options)


def test_a_reply_that_was_never_read_does_not_reach_the_next_caller(redis_bench: RedisBench, key: str) -> None:
    with redis_bench.server.hand() as hand:
        hand.mset({f"{key}:one": "hers", f"{key}:two": "his"})
    client = connector(redis_bench.address)()
    client.connection_pool.connection_class = Interrupted

    with redis_bench.paused(), pytest.raises(KeyboardInterrupt):
        client.execute_command("GET", f"{key}:one")
    reply = client.execute_command("GET", f"{key}:two")

    assert Interrupted.interrupts == 0
    assert reply == "his"


def test_lines_that_died_together_cost_nobody_an_answer(redis_bench: RedisBench, key: str) -> None:
    store = open_store(redis_bench.address)
    write(store, key, EMPTY, HONEST)

    with ThreadPoolExecutor(8) as threads, redis_bench.server.hand() as hand:
        before = list(threads.map(store.read, [key] * 64))
        hand.client_kill_filter(_type="normal", skipme=True)
        after = list(threads.map(store.read, [key] * 64))

    assert {kept.progress for kept in (*before, *after)} == {HONEST}


def test_threads_that_come_and_go_are_all_served_and_leave_no_line_open(redis_bench: RedisBench, key: str) -> None:
    """As where a server has a thread for each of its connections: the skill would be without Redis after some."""
    store, already = open_store(redis_bench.address), lines_open_at(redis_bench.server)
    write(store, key, EMPTY, HONEST)

    for _ in range(200):
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(store.read, key).result().progress == HONEST

    assert lines_open_at(redis_bench.server) <= already + 1


def test_what_was_said_to_be_kept_survives_a_crash(tmp_path: Path, key: str) -> None:
    with running(tmp_path / "redis") as server:
        store = open_store(server.url)
        kept = write(store, key, EMPTY, HONEST)

        server.kill()
        error_of(lambda: store.read(key))
        server.start()

        assert store.read(key) == kept


def test_a_redis_that_lost_everything_within_a_turn_is_told_nothing_and_the_turn_knows_it(
    redis_bench: RedisBench, key: str
) -> None:
    """Nobody can tell it from somebody who was forgotten. What rides in a session comes back: see the conversation."""
    store = open_store(redis_bench.address)
    seen = write(store, key, EMPTY, HONEST)
    with redis_bench.server.hand() as redis:
        redis.flushall()

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, HONEST.go_to("listening", BEGINNING))

    assert store.read(key) == EMPTY


def test_an_account_alone_needs_one_key(redis_bench: RedisBench) -> None:
    store, account = open_store(redis_bench.address), somebody()

    write(store, account, EMPTY, HONEST)

    with redis_bench.server.hand() as redis:
        assert redis.keys(f"{household_of(account)}*".replace("{", "?").replace("}", "?")) == [account.encode()]


def test_answers_go_by_themselves_and_are_never_many(redis_bench: RedisBench, key: str) -> None:
    store = open_store(redis_bench.address)
    kept = write(store, key, EMPTY, HONEST)

    for number in range(100):
        kept = write(store, key, kept, HONEST, CachedReply(f"request {number}", "Step 2."))

    with redis_bench.server.hand() as redis:
        assert redis.hlen(f"{key}:said") <= 64
        seconds = REPLY_LIFETIME.total_seconds()
        assert seconds - 10 <= redis.ttl(f"{key}:said") <= seconds
    assert store.read(key, "request 99").answer == CachedReply("request 99", "Step 2.")


def test_a_full_redis_keeps_nothing_new_and_says_so(redis_bench: RedisBench, key: str) -> None:
    store = open_store(redis_bench.address)
    seen = write(store, key, EMPTY, HONEST)

    with redis_bench.server.hand() as redis:
        redis.config_set("maxmemory", "1")
        try:
            errors = [error_of(call) for call in (lambda: write(store, key, seen, LISTENING), store.check)]
            still_read = store.read(key)
        finally:
            redis.config_set("maxmemory", "0")

    assert all("memory" in error for error in errors)
    assert still_read == seen
    store.check()


def test_a_replica_keeps_nothing_and_says_so(redis_bench: RedisBench, key: str) -> None:
    store = open_store(redis_bench.address)
    seen = write(store, key, EMPTY, HONEST)

    with redis_bench.server.hand() as redis:
        redis.replicaof(HOST, 1)
        try:
            for call in (lambda: write(store, key, seen, LISTENING), store.check):
                error_of(call)
        finally:
            redis.replicaof("NO", "ONE")

    assert store.read(key) == seen


def test_a_primary_that_moved_is_found_at_its_old_address(folder: Path, key: str) -> None:
    old_socket, new_socket, address = folder / "old.sock", folder / "new.sock", folder / "address"
    with (
        running(folder / "old", f"unixsocket {old_socket}") as old,
        running(folder / "new", f"unixsocket {new_socket}") as new,
    ):
        address.symlink_to(old_socket)
        store = open_store(f"unix://{address}?db=3")
        write(store, key, EMPTY, HONEST)
        write(open_store(new.url.removesuffix("0") + "3"), key, EMPTY, LISTENING)

        with old.hand() as redis:
            redis.replicaof(HOST, new.port)
        address.unlink()
        address.symlink_to(new_socket)

        assert store.read(key).progress == LISTENING


def test_what_is_no_document_at_all_is_left_alone(any_redis: RedisBench, key: str) -> None:
    store = open_store(any_redis.address)
    with any_redis.server.hand() as redis:
        redis.rpush(key, "not ours")

        for call in (lambda: store.read(key), lambda: write(store, key, EMPTY, HONEST)):
            error_of(call)

        assert redis.lrange(key, 0, -1) == [b"not ours"]


def test_the_right_password_opens(guarded: RedisServer, key: str) -> None:
    store = open_store(guarded.url.replace("//", f"//:{ESCAPED}@"))

    write(store, key, EMPTY, HONEST)

    assert store.read(key).progress == HONEST


@pytest.mark.parametrize("scheme", ["redis", "redis+cluster"])
@pytest.mark.parametrize("user", ["", "service:"], ids=["nobody", "somebody"])
def test_a_wrong_password_is_an_error_that_does_not_repeat_it(guarded: RedisServer, scheme: str, user: str) -> None:
    store = open_store(f"{scheme}://{user or ':'}{ESCAPED}x@{HOST}:{guarded.port}")

    error = error_of(store.check)

    assert PASSWORD not in error
    assert ESCAPED not in error


@pytest.mark.parametrize("options", ["ssl_ca_certs={}", "ssl_cert_reqs=none"], ids=["vouched for", "not asked"])
def test_tls_opens_with_proof_or_where_none_is_asked_for(
    redis_server: RedisServer, tmp_path: Path, key: str, options: str
) -> None:
    with tls_in_front_of(redis_server.port, tmp_path, datetime.now(UTC)) as front:
        store = open_store(f"rediss://{HOST}:{front.port}?{options.format(front.certificate)}")

        write(store, key, EMPTY, HONEST)

        assert store.read(key).progress == HONEST
    assert open_store(redis_server.url).read(key).progress == HONEST


def test_tls_that_nobody_vouches_for_is_an_error(redis_server: RedisServer, tmp_path: Path) -> None:
    with tls_in_front_of(redis_server.port, tmp_path, datetime.now(UTC)) as front:
        store = open_store(f"rediss://{HOST}:{front.port}")

        assert "certificate" in error_of(store.check)


@pytest.mark.parametrize("kind", ["redis", "sentinel"])
def test_progress_is_kept_in_the_database_of_the_url(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    bench: RedisBench = request.getfixturevalue(f"{kind}_bench")

    write(open_store(bench.address.removesuffix("0") + "3"), key, EMPTY, HONEST)

    with Redis(HOST, bench.server.port, 3) as third:
        assert third.exists(key)
    assert open_store(bench.address).read(key) == EMPTY


def test_of_several_addresses_some_may_be_away(sentinel_bench: RedisBench, cluster_bench: RedisBench, key: str) -> None:
    for bench in (sentinel_bench, cluster_bench):
        store = open_store(bench.address.replace("://", f"://{HOST}:1,"))

        write(store, key, EMPTY, HONEST)

        assert store.read(key).progress == HONEST


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("rediss://{}", id="TLS to a server without"),
        pytest.param("redis+cluster://{}", id="a Cluster that is none"),
        pytest.param("redis+sentinel://{}/primary", id="a Sentinel that is none"),
        pytest.param("redis://{}/999", id="a database that is none"),
    ],
)
def test_a_server_of_another_kind_is_an_error(redis_server: RedisServer, address: str) -> None:
    store = open_store(address.format(f"{HOST}:{redis_server.port}"))

    error_of(store.check)


def test_a_service_that_sentinel_does_not_know_is_named(sentinel_bench: RedisBench) -> None:
    store = open_store(sentinel_bench.address.replace("trust-steps-primary", "somebody-else"))

    assert "somebody-else" in error_of(store.check)
