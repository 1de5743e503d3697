"""Redis alone: stopped, slow, full, read-only or moved."""

import os
import subprocess
import sys
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
from tests.integration.store.backends import KEEP, RedisBackend, new_key, store_at
from tests.integration.store.tls_proxy import tls_proxy_to
from tests.support.ports import HOST
from tests.support.process import ROOT
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import RedisServer, running

TURN_SECONDS = 3.0
HONESTY_DONE = Progress().complete("honesty", BEGINNING)
LISTENING_DONE = Progress().complete("listening", BEGINNING)
PASSWORD = "p@ss/w?rd#1"
ESCAPED = "p%40ss%2Fw%3Frd%231"


@pytest.fixture
def key() -> str:
    return new_key()


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with running(tmp_path_factory.mktemp("redis") / "protected", f'requirepass "{PASSWORD}"') as server:
        yield server


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket file."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def commands_received_by(server: RedisServer, act: Callable[[], object]) -> list[str]:
    """Return the commands that clients sent, without those that a script ran."""
    with server.connect() as sender, server.connect() as watcher:
        sender.ping()
        with watcher.monitor() as monitor:
            act()
            sender.echo("end of test")
            commands = takewhile(lambda command: "end of test" not in command["command"], monitor.listen())
            return [command["command"].split()[0] for command in commands if command["client_type"] != "lua"]


def connections_of(server: RedisServer) -> int:
    with server.connect() as hand:
        return int(hand.info("clients")["connected_clients"])


def error_of(call: Callable[[], object]) -> str:
    """Return the StoreError's log message. The error must come before a turn's time is over."""
    with ThreadPoolExecutor(1) as thread:
        error = thread.submit(call).exception(TURN_SECONDS)
    assert isinstance(error, StoreError)
    return error.log_message


@pytest.mark.parametrize("kind", ["redis", "cluster"])
def test_a_turn_takes_one_command_to_read_and_one_to_write(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    backend: RedisBackend = request.getfixturevalue(f"{kind}_backend")
    store = store_at(backend.address)
    write(store, key, EMPTY, HONESTY_DONE)
    seen = store.read(key)

    commands = commands_received_by(backend.server, lambda: write(store, key, store.read(key), LISTENING_DONE))

    assert commands == ["EVALSHA", "EVALSHA"]
    assert store.read(key) != seen


@pytest.mark.parametrize("kind", ["redis", "cluster"])
def test_a_new_connection_sends_no_unneeded_command(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    """Each command costs a round trip, and the person waits for each if Redis is slow."""
    backend: RedisBackend = request.getfixturevalue(f"{kind}_backend")
    write(store_at(backend.address), key, EMPTY, HONESTY_DONE)

    commands = commands_received_by(backend.server, lambda: store_at(backend.address).read(key))

    assert commands.count("EVALSHA") == 1
    assert "CLIENT" not in commands


def test_a_conflicting_write_takes_one_more_command(redis_backend: RedisBackend, key: str) -> None:
    store = store_at(redis_backend.address)
    write(store, key, EMPTY, HONESTY_DONE)

    commands = commands_received_by(redis_backend.server, lambda: write(store, key, EMPTY, LISTENING_DONE))

    assert commands == ["EVALSHA", "EVALSHA"]


def test_unknown_scripts_are_sent(any_redis: RedisBackend, key: str) -> None:
    store = store_at(any_redis.address)
    with any_redis.server.connect() as redis:
        redis.script_flush()

    write(store, key, EMPTY, HONESTY_DONE)

    assert store.read(key).progress == HONESTY_DONE


def test_the_server_expires_documents(any_redis: RedisBackend, key: str) -> None:
    store = store_at(any_redis.address)
    seconds = int(KEEP.total_seconds())

    with any_redis.server.connect() as redis:
        write(store, key, EMPTY, HONESTY_DONE)
        after_the_move = redis.ttl(key)
        redis.expire(key, 60)
        store.read(key)
        after_the_visit = redis.ttl(key)

    assert seconds - 10 <= after_the_move <= seconds
    assert seconds - 10 <= after_the_visit <= seconds


def test_a_hanging_redis_is_a_prompt_error(any_redis: RedisBackend, key: str) -> None:
    store = store_at(any_redis.address)
    seen = write(store, key, EMPTY, HONESTY_DONE)

    with any_redis.paused():
        for call in (lambda: store.read(key), lambda: write(store, key, seen, LISTENING_DONE), store.check):
            error_of(call)

    assert store.read(key).progress in {HONESTY_DONE, LISTENING_DONE}
    store.check()


def test_a_late_reply_does_not_reach_the_next_caller(any_redis: RedisBackend, key: str) -> None:
    store, other = store_at(any_redis.address), new_key()
    write(store, key, EMPTY, HONESTY_DONE)
    write(store, other, EMPTY, LISTENING_DONE)

    with ThreadPoolExecutor(1) as thread:
        with any_redis.paused():
            error_of(lambda: store.read(key))
            pending = thread.submit(store.read, other)
            sleep(0.1)
        result = pending.result(TURN_SECONDS)

    assert result.progress == LISTENING_DONE
    assert store.read(key).progress == HONESTY_DONE


def test_a_redis_that_starts_later_is_found(any_redis: RedisBackend, key: str) -> None:
    with any_redis.stopped():
        store = store_at(any_redis.address)
        for call in (lambda: store.read(key), lambda: write(store, key, EMPTY, HONESTY_DONE), store.check):
            error_of(call)

    write(store, key, EMPTY, HONESTY_DONE)

    assert store.read(key).progress == HONESTY_DONE


class Interrupted(Connection):
    """The thread is interrupted before it reads the first reply."""

    interrupts = 1

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        if self.is_connected and type(self).interrupts:
            type(self).interrupts -= 1
            raise KeyboardInterrupt
        return super().read_response(*arguments, **options)


def test_a_reply_that_was_never_read_does_not_reach_the_next_caller(redis_backend: RedisBackend, key: str) -> None:
    with redis_backend.server.connect() as hand:
        hand.mset({f"{key}:one": "hers", f"{key}:two": "his"})
    client = connector(redis_backend.address)()
    client.connection_pool.connection_class = Interrupted

    with redis_backend.paused(), pytest.raises(KeyboardInterrupt):
        client.execute_command("GET", f"{key}:one")
    reply = client.execute_command("GET", f"{key}:two")

    assert Interrupted.interrupts == 0
    assert reply == "his"


def test_connections_that_were_all_closed_lose_no_call(redis_backend: RedisBackend, key: str) -> None:
    store = store_at(redis_backend.address)
    write(store, key, EMPTY, HONESTY_DONE)

    with ThreadPoolExecutor(8) as threads, redis_backend.server.connect() as hand:
        before = list(threads.map(store.read, [key] * 64))
        hand.client_kill_filter(_type="normal", skipme=True)
        after = list(threads.map(store.read, [key] * 64))

    assert {stored.progress for stored in (*before, *after)} == {HONESTY_DONE}


def test_short_lived_threads_are_all_served_and_leave_no_connection_open(redis_backend: RedisBackend, key: str) -> None:
    """A server may use a thread for each connection. A leak would leave the skill without Redis after a while."""
    store, open_before = store_at(redis_backend.address), connections_of(redis_backend.server)
    write(store, key, EMPTY, HONESTY_DONE)

    for _ in range(200):
        with ThreadPoolExecutor(1) as thread:
            assert thread.submit(store.read, key).result().progress == HONESTY_DONE

    assert connections_of(redis_backend.server) <= open_before + 1


FORK = """
import os, sys
from skill.store.redis_client import connector
client = connector(sys.argv[1])()
parent = client.execute_command("CLIENT", "ID")
if os.fork() == 0:
    os._exit(client.execute_command("CLIENT", "ID") == parent)
assert os.wait()[1] == 0
assert client.execute_command("CLIENT", "ID") == parent
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no forks")
def test_a_fork_does_not_use_the_connection_of_its_parent(redis_backend: RedisBackend) -> None:
    subprocess.run([sys.executable, "-c", FORK, redis_backend.address], cwd=ROOT, check=True)


def test_an_acknowledged_write_survives_a_crash(tmp_path: Path, key: str) -> None:
    with running(tmp_path / "redis") as server:
        store = store_at(server.url)
        stored = write(store, key, EMPTY, HONESTY_DONE)

        server.kill()
        error_of(lambda: store.read(key))
        server.start()

        assert store.read(key) == stored


def test_a_redis_that_lost_its_data_during_a_turn_is_not_written_to(redis_backend: RedisBackend, key: str) -> None:
    """It looks like deleted data. The session restores what it knows: see the conversation."""
    store = store_at(redis_backend.address)
    seen = write(store, key, EMPTY, HONESTY_DONE)
    with redis_backend.server.connect() as redis:
        redis.flushall()

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, HONESTY_DONE.go_to("listening", BEGINNING))

    assert store.read(key) == EMPTY


def test_an_account_alone_needs_one_key(redis_backend: RedisBackend) -> None:
    store, account = store_at(redis_backend.address), new_key()

    write(store, account, EMPTY, HONESTY_DONE)

    with redis_backend.server.connect() as redis:
        assert redis.keys(f"{household_of(account)}*".replace("{", "?").replace("}", "?")) == [account.encode()]


def test_cached_replies_expire_and_are_limited(redis_backend: RedisBackend, key: str) -> None:
    store = store_at(redis_backend.address)
    stored = write(store, key, EMPTY, HONESTY_DONE)

    for number in range(100):
        stored = write(store, key, stored, HONESTY_DONE, CachedReply(f"request {number}", "Step 2."))

    with redis_backend.server.connect() as redis:
        assert redis.hlen(f"{key}:said") <= 64
        seconds = REPLY_LIFETIME.total_seconds()
        assert seconds - 10 <= redis.ttl(f"{key}:said") <= seconds
    assert store.read(key, "request 99").answer == CachedReply("request 99", "Step 2.")


def test_a_full_redis_refuses_writes(redis_backend: RedisBackend, key: str) -> None:
    store = store_at(redis_backend.address)
    seen = write(store, key, EMPTY, HONESTY_DONE)

    with redis_backend.server.connect() as redis:
        redis.config_set("maxmemory", "1")
        try:
            errors = [error_of(call) for call in (lambda: write(store, key, seen, LISTENING_DONE), store.check)]
            still_read = store.read(key)
        finally:
            redis.config_set("maxmemory", "0")

    assert all("memory" in error for error in errors)
    assert still_read == seen
    store.check()


def test_a_replica_refuses_writes(redis_backend: RedisBackend, key: str) -> None:
    store = store_at(redis_backend.address)
    seen = write(store, key, EMPTY, HONESTY_DONE)

    with redis_backend.server.connect() as redis:
        redis.replicaof(HOST, 1)
        try:
            for call in (lambda: write(store, key, seen, LISTENING_DONE), store.check):
                error_of(call)
        finally:
            redis.replicaof("NO", "ONE")

    assert store.read(key) == seen


def test_a_new_primary_at_the_same_address_is_found(folder: Path, key: str) -> None:
    old_socket, new_socket, address = folder / "old.sock", folder / "new.sock", folder / "address"
    with (
        running(folder / "old", f"unixsocket {old_socket}") as old,
        running(folder / "new", f"unixsocket {new_socket}") as new,
    ):
        address.symlink_to(old_socket)
        store = store_at(f"unix://{address}?db=3")
        write(store, key, EMPTY, HONESTY_DONE)
        write(store_at(new.url.removesuffix("0") + "3"), key, EMPTY, LISTENING_DONE)

        with old.connect() as redis:
            redis.replicaof(HOST, new.port)
        address.unlink()
        address.symlink_to(new_socket)

        assert store.read(key).progress == LISTENING_DONE


def test_a_value_that_is_not_a_document_is_left_unchanged(any_redis: RedisBackend, key: str) -> None:
    store = store_at(any_redis.address)
    with any_redis.server.connect() as redis:
        redis.rpush(key, "not ours")

        for call in (lambda: store.read(key), lambda: write(store, key, EMPTY, HONESTY_DONE)):
            error_of(call)

        assert redis.lrange(key, 0, -1) == [b"not ours"]


def test_the_right_password_connects(protected: RedisServer, key: str) -> None:
    store = store_at(protected.url.replace("//", f"//:{ESCAPED}@"))

    write(store, key, EMPTY, HONESTY_DONE)

    assert store.read(key).progress == HONESTY_DONE


@pytest.mark.parametrize("scheme", ["redis", "redis+cluster"])
@pytest.mark.parametrize("user", ["", "service:"], ids=["default user", "named user"])
def test_a_wrong_password_is_an_error_that_does_not_repeat_it(protected: RedisServer, scheme: str, user: str) -> None:
    store = store_at(f"{scheme}://{user or ':'}{ESCAPED}x@{HOST}:{protected.port}")

    error = error_of(store.check)

    assert PASSWORD not in error
    assert ESCAPED not in error


@pytest.mark.parametrize("options", ["ssl_ca_certs={}", "ssl_cert_reqs=none"], ids=["trusted", "unchecked"])
def test_tls_connects_with_a_trusted_certificate_or_without_checks(
    redis_server: RedisServer, tmp_path: Path, key: str, options: str
) -> None:
    with tls_proxy_to(redis_server.port, tmp_path, datetime.now(UTC)) as proxy:
        store = store_at(f"rediss://{HOST}:{proxy.port}?{options.format(proxy.certificate)}")

        write(store, key, EMPTY, HONESTY_DONE)

        assert store.read(key).progress == HONESTY_DONE
    assert store_at(redis_server.url).read(key).progress == HONESTY_DONE


def test_tls_session_tickets_are_not_taken_for_an_unread_reply(
    cluster_backend: RedisBackend, tmp_path: Path, key: str
) -> None:
    """The tickets arrive with some of the new connections, so several are made."""
    server = cluster_backend.server
    with tls_proxy_to(server.port, tmp_path, datetime.now(UTC)) as proxy, server.connect() as redis:
        redis.config_set("cluster-announce-port", proxy.port)
        try:
            for _ in range(5):
                store = store_at(f"rediss+cluster://{HOST}:{proxy.port}?ssl_ca_certs={proxy.certificate}")
                write(store, key, EMPTY, HONESTY_DONE)
        finally:
            redis.config_set("cluster-announce-port", 0)

    assert store_at(cluster_backend.address).read(key).progress == HONESTY_DONE


def test_an_untrusted_certificate_is_an_error(redis_server: RedisServer, tmp_path: Path) -> None:
    with tls_proxy_to(redis_server.port, tmp_path, datetime.now(UTC)) as proxy:
        store = store_at(f"rediss://{HOST}:{proxy.port}")

        assert "certificate" in error_of(store.check)


@pytest.mark.parametrize("kind", ["redis", "sentinel"])
def test_the_urls_database_is_used(request: pytest.FixtureRequest, kind: str, key: str) -> None:
    backend: RedisBackend = request.getfixturevalue(f"{kind}_backend")

    write(store_at(backend.address.removesuffix("0") + "3"), key, EMPTY, HONESTY_DONE)

    with Redis(HOST, backend.server.port, 3) as third:
        assert third.exists(key)
    assert store_at(backend.address).read(key) == EMPTY


def test_some_of_several_addresses_may_be_unreachable(
    sentinel_backend: RedisBackend, cluster_backend: RedisBackend, key: str
) -> None:
    for backend in (sentinel_backend, cluster_backend):
        store = store_at(backend.address.replace("://", f"://{HOST}:1,"))

        write(store, key, EMPTY, HONESTY_DONE)

        assert store.read(key).progress == HONESTY_DONE


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("rediss://{}", id="TLS to a server without"),
        pytest.param("redis+cluster://{}", id="not a Cluster"),
        pytest.param("redis+sentinel://{}/primary", id="not a Sentinel"),
        pytest.param("redis://{}/999", id="no such database"),
    ],
)
def test_a_server_of_another_kind_is_an_error(redis_server: RedisServer, address: str) -> None:
    store = store_at(address.format(f"{HOST}:{redis_server.port}"))

    error_of(store.check)


def test_a_service_unknown_to_sentinel_is_named(sentinel_backend: RedisBackend) -> None:
    store = store_at(sentinel_backend.address.replace("trust-steps-primary", "another-service"))

    assert "another-service" in error_of(store.check)
