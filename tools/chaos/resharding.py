"""Slots of a Cluster are moved to a new node and back, while the people whose data they hold talk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Final

from redis.crc import key_slot

from skill.alexa.identity import household
from tests.support.ports import HOST
from tests.support.redis_cluster import SLOTS, begin_move, end_move, join, keys_in, move_keys
from tests.support.redis_server import RedisServer, running
from tools.chaos.failover import PRIMARIES, stored, talk
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import SECRET, RunningService, serving
from tools.chaos.speaker import TURN_SECONDS, ChaosSpeaker

PEOPLE: Final = 6
MOVES_SECONDS: Final = (0.0, 0.02, 0.2)
"""Pauses between the keys of a slot: TRYAGAIN is the answer while some of a person's keys have moved."""

HELD_SECONDS: Final = 3
"""How long a slot stays half moved, as when redis-cli was interrupted."""


@dataclass(frozen=True, slots=True)
class GrowingCluster:
    """Three primaries, and a new one that has no slot."""

    nodes: list[RedisServer]

    @property
    def url(self) -> str:
        """Without the new node, which no setting names yet."""
        return "redis+cluster://" + ",".join(f"{HOST}:{node.port}" for node in self.nodes[:PRIMARIES])

    def errors(self, name: str) -> int:
        """Count the errors of this kind that the nodes have answered."""
        return sum(self._errors(node, name) for node in self.nodes)

    def move(self, slot: int, target: RedisServer, source: RedisServer, pause: float, held: float = 0.0) -> None:
        """Move a slot as `redis-cli --cluster reshard` does, with a pause after each key."""
        begin_move(slot, source, target)
        for number, key in enumerate(keys_in(slot, source)):
            move_keys(source, target, key)
            sleep(pause if number else max(pause, held))
        end_move(slot, self.nodes, source, target)

    def owner(self, slot: int) -> RedisServer:
        return self.nodes[slot // (SLOTS // PRIMARIES + 1)]

    @staticmethod
    def _errors(node: RedisServer, name: str) -> int:
        with node.connect() as redis:
            return int(redis.info("errorstats").get(f"errorstat_{name}", {}).get("count", 0))


@contextmanager
def growing_cluster(folder: Path) -> Iterator[GrowingCluster]:
    # Otherwise a node that loses its last slot becomes a replica.
    settings = ("cluster-enabled yes", "cluster-node-timeout 5000", "cluster-allow-replica-migration no")
    with ExitStack() as stack:
        nodes = [stack.enter_context(running(folder / f"node-{n}", *settings)) for n in range(PRIMARIES + 1)]
        join(nodes, PRIMARIES)
        yield GrowingCluster(nodes)


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    with growing_cluster(folder) as cluster, serving(folder, cluster.url) as service:
        people, newcomers = ([ChaosSpeaker(service) for _ in range(PEOPLE)] for _ in range(2))
        slots = [slot_of(speaker) for speaker in (*people, *newcomers)]
        stop = Event()
        with ThreadPoolExecutor(2 * PEOPLE) as threads:
            last = [threads.submit(talk, speaker, stop) for speaker in people]
            try:
                sleep(0.5)
                moves, seconds = _reshard(cluster, slots, scale.of(20, 1))
                last += [threads.submit(talk, speaker, stop) for speaker in newcomers]
                _hold(cluster, slots)
            finally:
                stop.set()
            steps = [step.result(30) for step in last]
        everyone = [*people, *newcomers]
        yield Result("slots moved, seconds", f"{moves + len(slots)}, {seconds:.0f}")
        yield from _results(service, cluster, everyone, steps, scale)


def slot_of(speaker: ChaosSpeaker) -> int:
    return key_slot(household(SECRET, speaker.account).encode())


def _reshard(cluster: GrowingCluster, slots: list[int], rounds: int) -> tuple[int, float]:
    """Move every slot to the new node and back. Return the number of moves and the seconds that they took."""
    began, new = monotonic(), cluster.nodes[-1]
    for number in range(rounds):
        pause = MOVES_SECONDS[number % len(MOVES_SECONDS)]
        for slot in slots:
            cluster.move(slot, new, cluster.owner(slot), pause)
        for slot in slots:
            cluster.move(slot, cluster.owner(slot), new, pause)
    return 2 * rounds * len(slots), monotonic() - began


def _hold(cluster: GrowingCluster, slots: list[int]) -> None:
    """Leave all slots half moved for a while."""
    with ThreadPoolExecutor(len(slots)) as threads:
        new = cluster.nodes[-1]
        moves = [threads.submit(cluster.move, slot, new, cluster.owner(slot), 0, HELD_SECONDS) for slot in slots]
        for move in moves:
            move.result(30)


def _results(
    service: RunningService, cluster: GrowingCluster, people: list[ChaosSpeaker], steps: list[int], scale: Scale
) -> Iterator[Result]:
    acknowledged = [(speaker, step) for speaker, step in zip(people, steps, strict=True) if speaker.is_saved]
    lost = len(acknowledged) - stored(service, *map(list, zip(*acknowledged, strict=True))) if acknowledged else 0
    for speaker in people:
        speaker.send_intent("AMAZON.HelpIntent")
    kept = stored(service, people, steps)
    turns = [second for speaker in people for second in speaker.seconds]
    tries, asks = cluster.errors("TRYAGAIN"), cluster.errors("ASK")
    yield Result("answers TRYAGAIN and ASK from Redis", f"{tries}, {asks}", tries > 0 and asks > 0)
    yield none(f"answers of {len(turns)} other than 200", sum(s != 200 for speaker in people for s in speaker.statuses))
    yield scale.at_most("slowest turn", max(turns), TURN_SECONDS, " s")
    yield Result("turns that warned about a move not yet saved", str(sum(speaker.warnings for speaker in people)))
    yield none("moves that were lost without a warning", lost + sum(speaker.false_claims for speaker in people))
    yield Result(
        "people whose last move is in Redis after their next turn", f"{kept} of {len(people)}", kept == len(people)
    )
    yield scale.at_most("times that a worker's circuit breaker opened", service.breaker_openings, 0, "")
    yield none("tracebacks in the log", service.tracebacks)
