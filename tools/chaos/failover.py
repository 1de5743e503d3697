"""A primary is killed under load: one that a Sentinel monitors, and one of a Cluster of six nodes."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import sleep
from typing import Final

from tests.support.ports import HOST
from tests.support.redis_cluster import join, replicate, wait_for_replica
from tests.support.redis_server import RedisServer, running, wait_until
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import WORKERS, RunningService, serving
from tools.chaos.speaker import STEPS, TURN_SECONDS, ChaosSpeaker

SERVICE: Final = "trust-steps-primary"
PRIMARIES: Final = 3
PEOPLE: Final = 6
WATCH: Final = (
    "sentinel down-after-milliseconds {0} 1000",
    "sentinel failover-timeout {0} 10000",
)


@dataclass(frozen=True, slots=True)
class Deployment:
    url: str
    primary: RedisServer


@contextmanager
def with_sentinel(folder: Path) -> Iterator[Deployment]:
    """Start a primary, its replica, and a Sentinel."""
    with ExitStack() as stack:
        primary = stack.enter_context(running(folder / "primary"))
        replica = stack.enter_context(running(folder / "replica", f"replicaof {HOST} {primary.port}"))
        wait_for_replica(replica)
        monitor = f"sentinel monitor {SERVICE} {HOST} {primary.port} 1"
        watch = [line.format(SERVICE) for line in WATCH]
        sentinel = stack.enter_context(running(folder / "sentinel", monitor, *watch, is_sentinel=True))
        wait_until(lambda: _knows_a_replica(sentinel), "the Sentinel knows of no replica")
        yield Deployment(f"redis+sentinel://{HOST}:{sentinel.port}/{SERVICE}/0", primary)


@contextmanager
def cluster(folder: Path) -> Iterator[Deployment]:
    """Start three primaries, with a replica for each."""
    settings = ("cluster-enabled yes", "cluster-node-timeout 1000", "cluster-require-full-coverage no")
    with ExitStack() as stack:
        nodes = [stack.enter_context(running(folder / f"node-{n}", *settings)) for n in range(2 * PRIMARIES)]
        join(nodes, PRIMARIES)
        replicate(nodes, nodes[:PRIMARIES], nodes[PRIMARIES:])
        yield Deployment("redis+cluster://" + ",".join(f"{HOST}:{node.port}" for node in nodes), nodes[0])


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    for name, deploy in (("Sentinel", with_sentinel), ("Cluster of six", cluster)):
        subfolder = folder / name.partition(" ")[0]
        subfolder.mkdir()
        with deploy(subfolder) as deployment, serving(subfolder, deployment.url) as service:
            for result in _failover(deployment, service, scale):
                yield Result(f"{name}: {result.what}", result.figure, result.is_good)


def _failover(deployment: Deployment, service: RunningService, scale: Scale) -> Iterator[Result]:
    people, stop = [ChaosSpeaker(service) for _ in range(PEOPLE)], Event()
    with ThreadPoolExecutor(PEOPLE) as threads:
        last = [threads.submit(talk, speaker, stop) for speaker in people]
        try:
            sleep(1)
            deployment.primary.kill()
            sleep(scale.of(10, 3))
        finally:
            stop.set()
        steps = [step.result(30) for step in last]
    service.settle()
    in_redis = stored(service, people, steps)
    for speaker in people:
        speaker.send_intent("AMAZON.HelpIntent")
    recovered = stored(service, people, steps)
    turns = [second for speaker in people for second in speaker.seconds]
    yield none(f"answers of {len(turns)} other than 200", sum(s != 200 for speaker in people for s in speaker.statuses))
    yield scale.at_most("slowest turn", max(turns), TURN_SECONDS, " s")
    yield Result("people whose last move is in Redis immediately afterwards", f"{in_redis} of {PEOPLE}")
    yield Result(
        "people whose last move is in Redis after their next turn", f"{recovered} of {PEOPLE}", recovered == PEOPLE
    )
    yield scale.at_most("times that a worker's circuit breaker opened", service.breaker_openings, WORKERS, "")
    yield none("tracebacks in the log", service.tracebacks)


def talk(speaker: ChaosSpeaker, stop: Event) -> int:
    """Move until `stop` is set. Return the step of the last move."""
    speaker.launch()
    turn = 0
    while not stop.is_set():
        turn += 1
        speaker.send_intent("GoToStepIntent", number=str(1 + turn % STEPS))
    return 1 + turn % STEPS


def stored(service: RunningService, people: Sequence[ChaosSpeaker], steps: Sequence[int]) -> int:
    """Count the people whose step a new session knows."""
    sessions = [ChaosSpeaker(service, speaker.account) for speaker in people]
    answers = [session.send_intent("ProgressIntent") for session in sessions]
    return sum(f"step {step} of {STEPS}" in answer for step, answer in zip(steps, answers, strict=True))


def _knows_a_replica(sentinel: RedisServer) -> bool:
    with sentinel.connect() as redis:
        return len(redis.execute_command("SENTINEL REPLICAS", SERVICE)) > 0
