from collections.abc import Iterator

import pytest

from tests.integration.store.bench import Bench, RedisBench, SqliteBench, open_store
from tests.support.redis_server import HOST, RedisServer, running, wait_until

SERVICE = "trust-steps-primary"
SLOTS = range(16_384)


@pytest.fixture(scope="session")
def sqlite_bench(tmp_path_factory: pytest.TempPathFactory) -> SqliteBench:
    bench = SqliteBench(tmp_path_factory.mktemp("sqlite") / "progress.sqlite3")
    open_store(bench.address)
    return bench


@pytest.fixture(scope="session")
def redis_bench(redis_server: RedisServer) -> RedisBench:
    return RedisBench(redis_server.url, redis_server)


@pytest.fixture(scope="session")
def sentinel_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisBench]:
    folder = tmp_path_factory.mktemp("redis")
    with running(folder / "watched") as primary:
        watch = f"sentinel monitor {SERVICE} {HOST} {primary.port} 1"
        with running(folder / "sentinel", watch, is_sentinel=True) as sentinel:
            yield RedisBench(f"redis+sentinel://{HOST}:{sentinel.port}/{SERVICE}/0", primary)


@pytest.fixture(scope="session")
def cluster_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisBench]:
    """A Cluster of one node, which holds every slot."""
    with running(tmp_path_factory.mktemp("redis") / "cluster", "cluster-enabled yes") as node:

        def settle() -> None:
            wait_until(lambda: _is_cluster_up(node), "the Cluster's node does not serve")

        with node.hand() as redis:
            redis.execute_command("CLUSTER ADDSLOTS", *SLOTS)
        settle()
        yield RedisBench(f"redis+cluster://{HOST}:{node.port}", node, settle)


def _is_cluster_up(node: RedisServer) -> bool:
    with node.hand() as redis:
        return bool(redis.cluster("INFO")["cluster_state"] == "ok")


@pytest.fixture(scope="session", params=["redis", "sentinel", "cluster"])
def any_redis(request: pytest.FixtureRequest) -> RedisBench:
    bench: RedisBench = request.getfixturevalue(f"{request.param}_bench")
    return bench


@pytest.fixture(scope="session", params=["sqlite", "redis", "sentinel", "cluster"])
def bench(request: pytest.FixtureRequest) -> Bench:
    bench: Bench = request.getfixturevalue(f"{request.param}_bench")
    return bench
