"""Measures the stacks side by side: in rounds, each in a random order. The median of the rounds counts."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median
from time import monotonic

from redis import Redis

from speech.simulator.signer import RequestSigner
from tools.bench.load import Load, drive
from tools.bench.population import Requests
from tools.bench.serving import Server

RESIGN_SECONDS = 90
"""Requests are signed again after this time: the service refuses those that are over 150 seconds old."""

Log = Callable[[str], None]
Drive = Callable[[int, Sequence[bytes], int, float], Load]
"""Takes a port, requests, the number of clients, and seconds."""


@dataclass(frozen=True, slots=True)
class Cell:
    stack: str
    turns: str
    clients: int
    by: Drive = drive


@dataclass(frozen=True, slots=True)
class CellSample:
    cpu: float
    """Milliseconds per turn."""

    per_second: float
    p50: float
    p99: float
    """Milliseconds."""

    redis: float
    """Milliseconds of Redis's CPU per turn."""


@dataclass(frozen=True, slots=True)
class Measurements:
    samples: Mapping[Cell, Sequence[CellSample]]
    """One per round, in the order of the rounds."""

    def median(self, cell: Cell, figure: Callable[[CellSample], float]) -> float:
        return median(map(figure, self.samples[cell]))

    def ratio(self, one: Cell, other: Cell, figure: Callable[[CellSample], float]) -> float:
        """Compare cells within each round, so that other load on the machine affects both."""
        pairs = zip(self.samples[one], self.samples[other], strict=True)
        return median(figure(first) / figure(second) for first, second in pairs)


def combine(runs: Sequence[Measurements]) -> Measurements:
    """Return the rounds of all runs together."""
    return Measurements({cell: [*chain(*(run.samples[cell] for run in runs))] for cell in runs[0].samples})


class RoundRunner:
    def __init__(
        self, servers: Mapping[str, Server], turns: Mapping[str, Requests], client: Redis, authority: RequestSigner
    ) -> None:
        self._servers = servers
        self._turns = turns
        self._client = client
        self._authority = authority
        self._signed: dict[str, list[bytes]] = {}
        self._signed_at = -float(RESIGN_SECONDS)

    def run(self, cells: Sequence[Cell], rounds: int, seconds: float, log: Log) -> Measurements:
        for cell in cells:  # once, to warm up
            self._sample(cell, seconds / 2)
        samples: dict[Cell, list[CellSample]] = {cell: [] for cell in cells}
        for number in range(1, rounds + 1):
            for cell in random.sample(cells, len(cells)):
                samples[cell].append(self._sample(cell, seconds))
            log(f"round {number} of {rounds}, CPU ms a turn: {_summary(samples)}")
        return Measurements(samples)

    def _sample(self, cell: Cell, seconds: float) -> CellSample:
        requests, server = self._requests(cell.turns), self._servers[cell.stack]
        self._turns[cell.turns].restore(self._client)
        before, redis_before = server.cpu_seconds, self._redis_seconds
        load = cell.by(server.port, requests, cell.clients, seconds)
        cpu, redis = server.cpu_seconds - before, self._redis_seconds - redis_before
        return CellSample(
            cpu=cpu * 1_000 / load.turns,
            per_second=load.per_second,
            p50=load.p50,
            p99=load.p99,
            redis=redis * 1_000 / load.turns,
        )

    @property
    def _redis_seconds(self) -> float:
        cpu = self._client.info("cpu")
        return float(cpu["used_cpu_user"]) + float(cpu["used_cpu_sys"])

    def _requests(self, name: str) -> list[bytes]:
        if monotonic() - self._signed_at > RESIGN_SECONDS:
            self._signed = {key: turns.signed(self._authority) for key, turns in self._turns.items()}
            self._signed_at = monotonic()
        return self._signed[name]


def _summary(samples: Mapping[Cell, Sequence[CellSample]]) -> str:
    """Describe the cells that all stacks have."""
    turns = next(iter(samples)).turns
    common = [cell for cell in samples if (cell.turns, cell.by) == (turns, drive) and cell.clients > 1]
    return "; ".join(f"{cell.stack} {samples[cell][-1].cpu:.2f}" for cell in common)
