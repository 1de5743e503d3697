"""How long the service takes to start, and how much slower its first turn is than its hundredth."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tools.bench.load import drive
from tools.bench.serving import Server, serving, wait_until_up

TURNS = 100
LAST = 10


@dataclass(frozen=True, slots=True)
class StartTimes:
    seconds: float
    """From the command to the first answer."""

    first_turn_extra: float
    """Milliseconds that the first of a hundred turns takes longer than the median of the last ten."""


@dataclass(frozen=True, slots=True)
class StartMeasurement:
    """Starts one worker again and again, each time with the same data."""

    command: Sequence[str]
    folder: Path
    settings: Mapping[str, str]
    requests: Sequence[bytes]
    restore: Callable[[], None]

    def medians(self, starts: int) -> StartTimes:
        return StartTimes(
            seconds=median(self._seconds() for _ in range(starts)),
            first_turn_extra=median(self._first_turn_extra() for _ in range(starts)),
        )

    def _seconds(self) -> float:
        self.restore()
        begin = perf_counter()
        with self._starting() as server:
            self._answer(server)
            return perf_counter() - begin

    def _first_turn_extra(self) -> float:
        self.restore()
        with self._starting() as server:
            wait_until_up(server)
            turns = drive(server.port, self.requests[:TURNS], clients=1, seconds=60).latencies
        return (turns[0] - median(turns[-LAST:])) * 1_000

    def _answer(self, server: Server) -> None:
        while server.process.poll() is None:
            with suppress(ConnectionError):
                drive(server.port, self.requests[:1], clients=1, seconds=1)
                return
            sleep(0.002)
        raise RuntimeError("the service ended as soon as it started")

    def _starting(self) -> AbstractContextManager[Server]:
        return serving(self.command, self.folder, {**self.settings, "WEB_CONCURRENCY": "1"})
