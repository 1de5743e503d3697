"""Two devices of one person whose turns interleave in random ways, on a real Redis."""

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
from tools.chaos.report import Result, Scale, none

BEGINNING: Final = datetime(2026, 11, 1, 8, tzinfo=UTC)
TURNS: Final = 3
DELETING: Final = 0.2
"""Share of the interleavings in which the data is deleted at some point."""


@dataclass
class Devices:
    """Each turn has two steps: it reads, and then writes."""

    store: ProgressStore
    key: str
    random: Random
    clock: datetime = BEGINNING
    seen: dict[str, StoredProgress] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    acknowledged: list[Progress] = field(default_factory=list)
    """The results of all writes since the last deletion."""

    deleted: set[str] = field(default_factory=set)
    """The moves before the last deletion."""

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
            stored = write(self.store, self.key, seen, self._moved(seen.progress, move))
        except DeletedMeanwhileError:
            self.refused += 1
        else:
            self.acknowledged.append(stored.progress)

    def delete(self) -> None:
        self.store.delete(self.key)
        self.deleted |= {move for written in self.acknowledged for move in written.done}
        self.acknowledged = []

    def _moved(self, progress: Progress, move: str) -> Progress:
        today = self.clock.date()
        now = self.clock + timedelta(milliseconds=self.random.randint(-400, 400))  # servers' clocks differ
        moved = progress.begin(now).record_visit(today).complete(move, now).go_to(move, now)
        return moved.rate(self.random.randint(1, 10), today) if self.random.random() < DELETING else moved


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    number = scale.of(10_000, 400)
    lost = restored = refused = deletions = 0
    with running(folder / "redis") as server:
        store = store_at(server.url)
        for interleaving in range(number):
            devices = _interleaved(store, Random(f"{scale.seed} {interleaving}"))
            stored = store.read(devices.key).progress
            lost += stored != reduce(merge, devices.acknowledged, stored)
            restored += bool(devices.deleted & stored.done.keys())
            deletions += bool(devices.deleted)
            refused += devices.refused
            store.delete(devices.key)
    yield none(f"interleavings of {number} in which an acknowledged move was lost", lost)
    yield none(f"of {deletions} with a deletion, in which deleted data came back", restored)
    yield Result("turns in progress that a deletion ended with an error", str(refused))


def _interleaved(store: ProgressStore, random: Random) -> Devices:
    devices = Devices(store, new_key(), random)
    steps: list[str] = ["kitchen", "bedroom"] * 2 * TURNS
    random.shuffle(steps)
    deletes_at = random.randrange(len(steps)) if random.random() < DELETING else None
    for number, device in enumerate(steps):
        if number == deletes_at:
            devices.delete()
        devices.step(device)
    return devices
