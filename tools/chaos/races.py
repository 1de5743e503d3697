"""Two devices of one person whose turns interleave in every way, on a real Redis."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from random import Random
from typing import Final

from skill.errors import DeletedMeanwhileError
from skill.progress import Progress, merge
from skill.store.interface import ProgressStore, StoredProgress, write
from tests.integration.store.backends import new_key, store_at
from tests.support.redis_server import running
from tools.chaos.report import Finding, Scale, none

BEGINNING: Final = datetime(2026, 11, 1, 8, tzinfo=UTC)
TURNS: Final = 3
FORGETTING: Final = 0.2
"""In how many of the interleavings one device says "forget me" somewhere."""


@dataclass
class Devices:
    """Each turn is two steps: reading, and writing what came of it."""

    store: ProgressStore
    key: str
    random: Random
    clock: datetime = BEGINNING
    seen: dict[str, StoredProgress] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    told: list[Progress] = field(default_factory=list)
    """What each write that was acknowledged said is kept, since the last forgetting."""

    gone: set[str] = field(default_factory=set)
    """The moves of before it."""

    refused: int = 0

    def step(self, device: str) -> None:
        self.clock += timedelta(seconds=1)
        if device not in self.seen:
            self.seen[device] = self.store.read(self.key)
            return
        turn = self.turns[device] = self.turns.get(device, 0) + 1
        seen = self.seen.pop(device)
        move = f"{device}-{turn}"
        try:
            kept = write(self.store, self.key, seen, self._moved(seen.progress, move))
        except DeletedMeanwhileError:
            self.refused += 1
        else:
            self.told.append(kept.progress)

    def forget(self) -> None:
        self.store.delete(self.key)
        self.gone |= {move for told in self.told for move in told.done}
        self.told = []

    def _moved(self, progress: Progress, move: str) -> Progress:
        today = self.clock.date()
        now = self.clock + timedelta(milliseconds=self.random.randint(-400, 400))  # servers' clocks differ
        moved = progress.begin(now).record_visit(today).complete(move, now).go_to(move, now)
        return moved.rate(self.random.randint(1, 10), today) if self.random.random() < FORGETTING else moved


def run(scale: Scale, folder: Path) -> Iterator[Finding]:
    number = scale.of(10_000, 400)
    lost = back = refused = forgotten = 0
    with running(folder / "redis") as server:
        store = store_at(server.url)
        for interleaving in range(number):
            devices = _interleaved(store, Random(f"{scale.seed} {interleaving}"))
            found = store.read(devices.key).progress
            lost += found != reduce(merge, devices.told, found)
            back += bool(devices.gone & found.done.keys())
            forgotten += bool(devices.gone)
            refused += devices.refused
            store.delete(devices.key)
    yield none(f"interleavings of {number} in which an acknowledged move was lost", lost)
    yield none(f"of {forgotten} with a forgetting, in which something came back", back)
    yield Finding("turns under way that a forgetting ended, each told so", str(refused))


def _interleaved(store: ProgressStore, random: Random) -> Devices:
    devices = Devices(store, new_key(), random)
    steps: list[str] = ["kitchen", "bedroom"] * 2 * TURNS
    random.shuffle(steps)
    forgets = random.randrange(len(steps)) if random.random() < FORGETTING else None
    for number, device in enumerate(steps):
        if number == forgets:
            devices.forget()
        devices.step(device)
    return devices
