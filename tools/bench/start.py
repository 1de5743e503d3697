"""How long the service takes from its start to its first answer, and its first turn against its hundredth."""

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
class Start:
    seconds: float
    """From the command to the first turn answered."""

    beyond: float
    """Milliseconds that the first turn takes more than the hundredth: than the median of the last ten."""


@dataclass(frozen=True, slots=True)
class Starts:
    """Of one worker, again and again. Each finds everybody as they were."""

    command: Sequence[str]
    folder: Path
    settings: Mapping[str, str]
    requests: Sequence[bytes]
    plant: Callable[[], None]

    def measured(self, times: int) -> Start:
        """Medians of so many."""
        return Start(
            seconds=median(self._seconds() for _ in range(times)), beyond=median(self._beyond() for _ in range(times))
        )

    def _seconds(self) -> float:
        self.plant()
        begin = perf_counter()
        with self._starting() as server:
            self._answer(server)
            return perf_counter() - begin

    def _beyond(self) -> float:
        self.plant()
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
