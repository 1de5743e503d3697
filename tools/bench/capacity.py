"""On paper, from measured figures: what so many people need who come every day."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

PEOPLE: Final = 10_000_000
TURNS_A_DAY: Final = 10
BUSIEST_HOUR: Final = 0.12
"""Of a day's turns: people speak in the evening."""

AT_ONCE: Final = 2
"""Times the busiest hour's average: its busiest minute."""

IN_USE: Final = 0.5
"""Of a core or a shard, at most, so that one half can take over from the other."""

KEPT_PER_DAILY: Final = 4
"""People whose progress is kept for each who came today: it is kept for 400 days."""

SHARD_GIGABYTES: Final = 12
WORKERS_PER_CORE: Final = 1


@dataclass(frozen=True, slots=True)
class Need:
    """`cpu` and `redis` are milliseconds of one core a turn, `kept` bytes a person in Redis, `worker` megabytes."""

    cpu: float
    redis: float
    kept: float
    worker: float

    @property
    def turns_per_second(self) -> int:
        return ceil(PEOPLE * TURNS_A_DAY * BUSIEST_HOUR / 3_600 * AT_ONCE)

    @property
    def cores(self) -> int:
        return ceil(self.turns_per_second * self.cpu / 1_000 / IN_USE)

    @property
    def worker_gigabytes(self) -> float:
        return self.cores * WORKERS_PER_CORE * self.worker / 1_000

    @property
    def redis_gigabytes(self) -> float:
        return PEOPLE * KEPT_PER_DAILY * self.kept / 1e9

    @property
    def shards(self) -> int:
        for_turns = ceil(self.turns_per_second * self.redis / 1_000 / IN_USE)
        return max(for_turns, ceil(self.redis_gigabytes / SHARD_GIGABYTES))


def rows(need: Need) -> Iterator[tuple[str, str, str]]:
    """What, how much, and how it was worked out."""
    yield (
        "turns a second",
        f"{need.turns_per_second:,}",
        f"{PEOPLE:,} people x {TURNS_A_DAY} turns, {BUSIEST_HOUR:.0%} in the busiest hour, x {AT_ONCE} for its peak",
    )
    yield "cores for the service", f"{need.cores:,}", f"{need.cpu:.2f} ms a turn, half of each core in use"
    yield "memory of the workers", f"{need.worker_gigabytes:.0f} GB", f"one worker a core, {need.worker:.0f} MB each"
    yield (
        "memory of Redis",
        f"{need.redis_gigabytes:.0f} GB",
        f"{PEOPLE * KEPT_PER_DAILY:,} people kept, {need.kept:,.0f} bytes each; as much again for each replica",
    )
    yield (
        "shards of a Redis Cluster",
        f"{need.shards}",
        f"at most {SHARD_GIGABYTES} GB each, and half of its core in use at {need.redis * 1_000:.0f} us a turn",
    )
