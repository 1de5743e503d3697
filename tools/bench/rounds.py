"""The stacks side by side: all in one run, each round in an order of its own, and of every figure the median."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median
from time import monotonic

from redis import Redis

from speech.simulator.signer import RequestSigner
from tools.bench.load import Load, drive
from tools.bench.people import Turns
from tools.bench.serving import Server

FRESH_SECONDS = 90
"""A request is refused that was signed over 150 seconds ago."""

Tell = Callable[[str], None]
Drive = Callable[[int, Sequence[bytes], int, float], Load]
"""Of a port, requests, so many clients, for some seconds."""


@dataclass(frozen=True, slots=True)
class Cell:
    stack: str
    turns: str
    clients: int
    by: Drive = drive


@dataclass(frozen=True, slots=True)
class Sample:
    cpu: float
    """Milliseconds a turn."""

    per_second: float
    p50: float
    p99: float
    """Milliseconds."""

    redis: float
    """Milliseconds of Redis's own CPU a turn."""


@dataclass(frozen=True, slots=True)
class Measured:
    samples: Mapping[Cell, Sequence[Sample]]
    """One for each round, in the order of the rounds."""

    def median(self, cell: Cell, figure: Callable[[Sample], float]) -> float:
        return median(map(figure, self.samples[cell]))

    def ratio(self, one: Cell, other: Cell, figure: Callable[[Sample], float]) -> float:
        """Of two cells in the same round, so that what else the machine did falls on both."""
        pairs = zip(self.samples[one], self.samples[other], strict=True)
        return median(figure(mine) / figure(theirs) for mine, theirs in pairs)


def joined(measured: Sequence[Measured]) -> Measured:
    """All rounds of several runs."""
    return Measured({cell: [*chain(*(one.samples[cell] for one in measured))] for cell in measured[0].samples})


class Bench:
    def __init__(
        self, servers: Mapping[str, Server], turns: Mapping[str, Turns], client: Redis, authority: RequestSigner
    ) -> None:
        self._servers = servers
        self._turns = turns
        self._client = client
        self._authority = authority
        self._signed: dict[str, list[bytes]] = {}
        self._signed_at = -float(FRESH_SECONDS)

    def play(self, cells: Sequence[Cell], rounds: int, seconds: float, tell: Tell) -> Measured:
        for cell in cells:  # once, to get warm
            self._sample(cell, seconds / 2)
        samples: dict[Cell, list[Sample]] = {cell: [] for cell in cells}
        for number in range(1, rounds + 1):
            for cell in random.sample(cells, len(cells)):
                samples[cell].append(self._sample(cell, seconds))
            tell(f"round {number} of {rounds}, CPU ms a turn: {_glance(samples)}")
        return Measured(samples)

    def _sample(self, cell: Cell, seconds: float) -> Sample:
        requests, server = self._requests(cell.turns), self._servers[cell.stack]
        self._turns[cell.turns].plant(self._client)
        before, redis_before = server.cpu_seconds, self._redis_seconds
        load = cell.by(server.port, requests, cell.clients, seconds)
        cpu, redis = server.cpu_seconds - before, self._redis_seconds - redis_before
        return Sample(
            cpu=cpu * 1_000 / load.turns,
            per_second=load.per_second,
            p50=load.p50,
            p99=load.p99,
            redis=redis * 1_000 / load.turns,
        )

    @property
    def _redis_seconds(self) -> float:
        told = self._client.info("cpu")
        return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])

    def _requests(self, name: str) -> list[bytes]:
        if monotonic() - self._signed_at > FRESH_SECONDS:
            self._signed = {known: turns.signed(self._authority) for known, turns in self._turns.items()}
            self._signed_at = monotonic()
        return self._signed[name]


def _glance(samples: Mapping[Cell, Sequence[Sample]]) -> str:
    """Of what the stacks have in common."""
    turns = next(iter(samples)).turns
    common = [cell for cell in samples if (cell.turns, cell.by) == (turns, drive) and cell.clients > 1]
    return "; ".join(f"{cell.stack} {samples[cell][-1].cpu:.2f}" for cell in common)
