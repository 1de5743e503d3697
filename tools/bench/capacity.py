"""How many cores and how much memory a given number of daily users need, worked out from measured figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Final

PEOPLE: Final = 10_000_000
TURNS_A_DAY: Final = 10
BUSIEST_HOUR: Final = 0.12
"""Share of a day's turns that fall into its busiest hour."""

PEAK: Final = 2
"""The busiest minute of that hour, in times of the hour's average."""

UTILIZATION: Final = 0.5
"""Of a core or a shard, at most, so that one half can take over from the other."""

STORED_PER_DAILY_USER: Final = 4
"""Progress is stored for 400 days, so more people are stored than come on one day."""

SHARD_GIGABYTES: Final = 12
WORKERS_PER_CORE: Final = 1


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is needed, from milliseconds of one core per turn, bytes per person in Redis, and megabytes per worker."""

    cpu: float
    redis: float
    stored: float
    worker: float

    @property
    def turns_per_second(self) -> int:
        return ceil(PEOPLE * TURNS_A_DAY * BUSIEST_HOUR / 3_600 * PEAK)

    @property
    def cores(self) -> int:
        return ceil(self.turns_per_second * self.cpu / 1_000 / UTILIZATION)

    @property
    def worker_gigabytes(self) -> float:
        return self.cores * WORKERS_PER_CORE * self.worker / 1_000

    @property
    def redis_gigabytes(self) -> float:
        return PEOPLE * STORED_PER_DAILY_USER * self.stored / 1e9

    @property
    def shards(self) -> int:
        for_turns = ceil(self.turns_per_second * self.redis / 1_000 / UTILIZATION)
        return max(for_turns, ceil(self.redis_gigabytes / SHARD_GIGABYTES))


def rows(capacity: Capacity) -> Iterator[tuple[str, str, str]]:
    """Yield what is needed, how much, and how it was worked out."""
    yield (
        "turns a second",
        f"{capacity.turns_per_second:,}",
        f"{PEOPLE:,} people x {TURNS_A_DAY} turns, {BUSIEST_HOUR:.0%} in the busiest hour, x {PEAK} for its peak",
    )
    yield "cores for the service", f"{capacity.cores:,}", f"{capacity.cpu:.2f} ms a turn, half of each core in use"
    yield (
        "memory of the workers",
        f"{capacity.worker_gigabytes:.0f} GB",
        f"one worker a core, {capacity.worker:.0f} MB each",
    )
    yield (
        "memory of Redis",
        f"{capacity.redis_gigabytes:.0f} GB",
        f"{PEOPLE * STORED_PER_DAILY_USER:,} people, {capacity.stored:,.0f} bytes each, and again for each replica",
    )
    yield (
        "shards of a Redis Cluster",
        f"{capacity.shards}",
        f"at most {SHARD_GIGABYTES} GB each, and half of its core in use at {capacity.redis * 1_000:.0f} us a turn",
    )
