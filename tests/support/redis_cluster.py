"""Makes a Redis Cluster of real nodes, and moves its slots, as `redis-cli --cluster` does.

Of two nodes that claim a slot, the others believe the one with the higher config epoch. So every node gets an epoch of
its own before the nodes meet, and all nodes agree before a slot moves: its new owner takes the next epoch after the
highest that it knows, and if that one is too low, an old message takes the slot back.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import combinations
from typing import Any, Final

from redis import Redis

from tests.support.ports import HOST
from tests.support.redis_server import RedisServer, wait_until

SLOTS: Final = 16_384


def join(nodes: Sequence[RedisServer], primaries: int) -> None:
    """Make a Cluster of the nodes. The first ones share the slots."""
    share = SLOTS // primaries + 1
    for number, node in enumerate(nodes):
        with node.connect() as redis:
            if number < primaries:
                redis.execute_command("CLUSTER ADDSLOTS", *range(number * share, min((number + 1) * share, SLOTS)))
            redis.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
    for one, other in combinations(nodes, 2):  # gossip alone takes seconds to introduce them
        with one.connect() as redis:
            redis.execute_command("CLUSTER MEET", HOST, other.port)
    wait_until_agreed(nodes)


def replicate(nodes: Sequence[RedisServer], primaries: Sequence[RedisServer], replicas: Sequence[RedisServer]) -> None:
    """Give each primary of the Cluster of these nodes its replica."""
    for primary, replica in zip(primaries, replicas, strict=True):
        with replica.connect() as redis:
            redis.execute_command("CLUSTER REPLICATE", name(primary))
    for replica in replicas:
        wait_for_replica(replica)
    wait_until_agreed(nodes)


def begin_move(slot: int, source: RedisServer, target: RedisServer) -> None:
    with source.connect() as here, target.connect() as there:
        there.execute_command("CLUSTER SETSLOT", slot, "IMPORTING", name(source))
        here.execute_command("CLUSTER SETSLOT", slot, "MIGRATING", name(target))


def move_keys(source: RedisServer, target: RedisServer, *keys: str | bytes) -> None:
    with source.connect() as redis:
        redis.execute_command("MIGRATE", HOST, target.port, "", 0, 5_000, "KEYS", *keys)


def end_move(slot: int, nodes: Sequence[RedisServer], source: RedisServer, target: RedisServer) -> None:
    """Move the keys that are left, and let every node know the slot's new owner."""
    while keys := keys_in(slot, source):
        move_keys(source, target, *keys)
    others = [node for node in nodes if node not in (source, target)]
    for node in (target, source, *others):
        with node.connect() as redis:
            redis.execute_command("CLUSTER SETSLOT", slot, "NODE", name(target))
    wait_until_agreed(nodes)


def keys_in(slot: int, node: RedisServer) -> list[bytes]:
    """Return some of the keys that a node holds of a slot."""
    with node.connect() as redis:
        keys: list[bytes] = redis.execute_command("CLUSTER GETKEYSINSLOT", slot, 100)
        return keys


def name(node: RedisServer) -> bytes:
    with node.connect() as redis:
        found: bytes = redis.execute_command("CLUSTER MYID")
        return found


def wait_until_agreed(nodes: Sequence[RedisServer]) -> None:
    """Wait until every node serves, and knows the same epochs, primaries and owners of the slots."""
    with ExitStack() as stack:
        clients = [stack.enter_context(node.connect()) for node in nodes]
        wait_until(lambda: _agree(clients), "the nodes of the Cluster do not agree")


def wait_for_replica(replica: RedisServer) -> None:
    with replica.connect() as redis:
        wait_until(lambda: redis.info("replication").get("master_link_status") == "up", "a replica does not follow")


def _agree(clients: Sequence[Redis]) -> bool:
    states = [redis.cluster("INFO") for redis in clients]
    views = [_view(redis) for redis in clients]
    return (
        all(state["cluster_state"] == "ok" for state in states)
        and len({state["cluster_current_epoch"] for state in states}) == 1
        and all(view == views[0] for view in views)
        and len(views[0]) == len(clients)
    )


def _view(redis: Redis) -> dict[str, Any]:
    """Return what a node knows of each node, by its ID: its epoch, primary and slots."""
    nodes = redis.cluster("NODES").values()
    return {node["node_id"]: (node["epoch"], node["master_id"], node["slots"]) for node in nodes}
