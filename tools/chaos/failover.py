"""A primary is killed under load: one that Sentinel watches, and one of a Cluster of six."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from time import sleep
from typing import Final

from tests.support.redis_server import HOST, RedisServer, running, wait_until
from tools.chaos.report import Finding, Scale, none
from tools.chaos.service import Running, serving
from tools.chaos.speaker import STEPS, Speaker

SERVICE: Final = "trust-steps-primary"
SLOTS: Final = 16_384
PRIMARIES: Final = 3
PEOPLE: Final = 6
TURN_SECONDS: Final = 1.0
WATCH: Final = (
    "sentinel down-after-milliseconds {0} 1000",
    "sentinel failover-timeout {0} 10000",
)


@dataclass(frozen=True, slots=True)
class Setting:
    url: str
    primary: RedisServer


@contextmanager
def watched(folder: Path) -> Iterator[Setting]:
    """A primary, its replica, and a Sentinel."""
    with ExitStack() as stack:
        primary = stack.enter_context(running(folder / "primary"))
        replica = stack.enter_context(running(folder / "replica", f"replicaof {HOST} {primary.port}"))
        _wait_for_replica(replica)
        monitor = f"sentinel monitor {SERVICE} {HOST} {primary.port} 1"
        watch = [line.format(SERVICE) for line in WATCH]
        sentinel = stack.enter_context(running(folder / "sentinel", monitor, *watch, is_sentinel=True))
        wait_until(lambda: _knows_a_replica(sentinel), "the Sentinel knows of no replica")
        yield Setting(f"redis+sentinel://{HOST}:{sentinel.port}/{SERVICE}/0", primary)


@contextmanager
def cluster(folder: Path) -> Iterator[Setting]:
    """Three primaries, a replica for each."""
    settings = ("cluster-enabled yes", "cluster-node-timeout 1000", "cluster-require-full-coverage no")
    with ExitStack() as stack:
        nodes = [stack.enter_context(running(folder / f"node-{n}", *settings)) for n in range(2 * PRIMARIES)]
        _form(nodes)
        yield Setting("redis+cluster://" + ",".join(f"{HOST}:{node.port}" for node in nodes), nodes[0])


def run(scale: Scale, folder: Path) -> Iterator[Finding]:
    for name, setting in (("Sentinel", watched), ("Cluster of six", cluster)):
        place = folder / name.partition(" ")[0]
        place.mkdir()
        with setting(place) as there, serving(place, there.url) as service:
            for finding in _failover(there, service, scale):
                yield Finding(f"{name}: {finding.what}", finding.figure, finding.is_good)


def _failover(there: Setting, service: Running, scale: Scale) -> Iterator[Finding]:
    people, enough = [Speaker(service) for _ in range(PEOPLE)], Event()
    with ThreadPoolExecutor(PEOPLE) as threads:
        last = [threads.submit(_talk, speaker, enough) for speaker in people]
        sleep(1)
        there.primary.kill()
        sleep(scale.of(10, 3))
        enough.set()
        steps = [step.result(30) for step in last]
    service.settle()
    in_redis = sum(_is_at(Speaker(service, speaker.account), step) for speaker, step in zip(people, steps, strict=True))
    for speaker in people:
        speaker.means("AMAZON.HelpIntent")
    kept = sum(_is_at(Speaker(service, speaker.account), step) for speaker, step in zip(people, steps, strict=True))
    turns = [second for speaker in people for second in speaker.seconds]
    yield none(f"answers of {len(turns)} that are no 200", sum(s != 200 for each in people for s in each.statuses))
    yield scale.at_most("slowest turn", max(turns), TURN_SECONDS, " s")
    yield Finding("people whose last move Redis has right after", f"{in_redis} of {PEOPLE}")
    yield Finding("and once they talked on", f"{kept} of {PEOPLE}", kept == PEOPLE)
    yield none("tracebacks in the log", service.tracebacks)


def _talk(speaker: Speaker, enough: Event) -> int:
    """Moves on and on. Returns the step of the last move."""
    speaker.launches()
    turn = 0
    while not enough.is_set():
        turn += 1
        speaker.means("GoToStepIntent", number=str(1 + turn % STEPS))
    return 1 + turn % STEPS


def _is_at(speaker: Speaker, step: int) -> bool:
    return f"step {step} of {STEPS}" in speaker.means("ProgressIntent")


def _form(nodes: list[RedisServer]) -> None:
    primaries, replicas = nodes[:PRIMARIES], nodes[PRIMARIES:]
    share = SLOTS // PRIMARIES + 1
    for number, node in enumerate(nodes):
        with node.hand() as redis:
            if node in primaries:
                redis.execute_command("CLUSTER ADDSLOTS", *range(number * share, min((number + 1) * share, SLOTS)))
            redis.execute_command("CLUSTER MEET", HOST, nodes[0].port)
    wait_until(lambda: all(_known(node) == len(nodes) for node in nodes), "the nodes do not meet")
    for primary, replica in zip(primaries, replicas, strict=True):
        with primary.hand() as redis:
            name = redis.execute_command("CLUSTER MYID")
        with replica.hand() as redis:
            wait_until(partial(_follows, redis, name), "a node does not follow its primary")
    for replica in replicas:
        _wait_for_replica(replica)
    wait_until(lambda: all(_is_up(node) for node in nodes), "the Cluster does not serve")


def _follows(redis: object, name: bytes) -> bool:
    try:
        redis.execute_command("CLUSTER REPLICATE", name)  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - it does not know the primary yet
        return False
    return True


def _known(node: RedisServer) -> int:
    with node.hand() as redis:
        return int(redis.cluster("INFO")["cluster_known_nodes"])


def _is_up(node: RedisServer) -> bool:
    with node.hand() as redis:
        return bool(redis.cluster("INFO")["cluster_state"] == "ok")


def _wait_for_replica(replica: RedisServer) -> None:
    with replica.hand() as redis:
        wait_until(lambda: redis.info("replication").get("master_link_status") == "up", "a replica does not follow")


def _knows_a_replica(sentinel: RedisServer) -> bool:
    with sentinel.hand() as redis:
        return len(redis.execute_command("SENTINEL REPLICAS", SERVICE)) > 0
