"""How long the service takes from its start to its first answer, and its first turn against its hundredth."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from tests.bench.load import drive
from tests.bench.serving import Server, serving, wait_until_up

TURNS = 100
LAST = 10


@dataclass(frozen=True, slots=True)
class Start:
    seconds: float
    """From the command to the first turn answered."""

    first: float
    hundredth: float
    """Milliseconds; the last is the median of the ten turns before."""


def measured(target: str, folder: Path, settings: Mapping[str, str], requests: Sequence[bytes], times: int) -> Start:
    """Medians of so many starts of one worker."""
    alone = {**settings, "WEB_CONCURRENCY": "1"}
    starts = [_start(target, folder, alone, requests[:1]) for _ in range(times)]
    turns = [_turns(target, folder, alone, requests[:TURNS]) for _ in range(times)]
    return Start(median(starts), median(of[0] for of in turns), median(median(of[-LAST:]) for of in turns))


def _start(target: str, folder: Path, settings: Mapping[str, str], requests: Sequence[bytes]) -> float:
    begin = perf_counter()
    with serving(target, folder, settings) as server:
        _answer(server, requests)
        return perf_counter() - begin


def _answer(server: Server, requests: Sequence[bytes]) -> None:
    while server.process.poll() is None:
        with suppress(ConnectionError):
            drive(server.port, requests, 1, 1)
            return
        sleep(0.002)
    raise RuntimeError("the service ended as soon as it started")


def _turns(target: str, folder: Path, settings: Mapping[str, str], requests: Sequence[bytes]) -> list[float]:
    with serving(target, folder, settings) as server:
        wait_until_up(server)
        return [latency * 1_000 for latency in drive(server.port, requests, 1, 60).latencies]
