from collections.abc import Iterator

import pytest

from tests.integration.store.backends import RedisBackend, SqliteBackend, StoreBackend, store_at
from tests.support.ports import HOST
from tests.support.redis_server import RedisServer, running, wait_until

SERVICE = "trust-steps-primary"
SLOTS = range(16_384)


@pytest.fixture(scope="session")
def sqlite_backend(tmp_path_factory: pytest.TempPathFactory) -> SqliteBackend:
    backend = SqliteBackend(tmp_path_factory.mktemp("sqlite") / "progress.sqlite3")
    store_at(backend.address)
    return backend


@pytest.fixture(scope="session")
def redis_backend(redis_server: RedisServer) -> RedisBackend:
    return RedisBackend(redis_server.url, redis_server)


@pytest.fixture(scope="session")
def sentinel_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisBackend]:
    folder = tmp_path_factory.mktemp("redis")
    with running(folder / "watched") as primary:
        watch = f"sentinel monitor {SERVICE} {HOST} {primary.port} 1"
        with running(folder / "sentinel", watch, is_sentinel=True) as sentinel:
            yield RedisBackend(f"redis+sentinel://{HOST}:{sentinel.port}/{SERVICE}/0", primary)


@pytest.fixture(scope="session")
def cluster_backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisBackend]:
    """Start a Cluster of one node, which holds every slot."""
    with running(tmp_path_factory.mktemp("redis") / "cluster", "cluster-enabled yes") as node:

        def settle() -> None:
            wait_until(lambda: _is_cluster_up(node), "the Cluster's node does not serve")

        with node.connect() as redis:
            redis.execute_command("CLUSTER ADDSLOTS", *SLOTS)
        settle()
        yield RedisBackend(f"redis+cluster://{HOST}:{node.port}", node, settle)


def _is_cluster_up(node: RedisServer) -> bool:
    with node.connect() as redis:
        return bool(redis.cluster("INFO")["cluster_state"] == "ok")


@pytest.fixture(scope="session", params=["redis", "sentinel", "cluster"])
def any_redis(request: pytest.FixtureRequest) -> RedisBackend:
    backend: RedisBackend = request.getfixturevalue(f"{request.param}_backend")
    return backend


@pytest.fixture(scope="session", params=["sqlite", "redis", "sentinel", "cluster"])
def backend(request: pytest.FixtureRequest) -> StoreBackend:
    backend: StoreBackend = request.getfixturevalue(f"{request.param}_backend")
    return backend
