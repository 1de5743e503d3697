"""A store whose every call is told: how long it took, and whether it did what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from skill.progress import Progress
from skill.store.answer import Answer
from skill.store.port import Kept, ProgressStore
from skill.telemetry.port import Telemetry


@dataclass(frozen=True, slots=True)
class ObservedStore:
    store: ProgressStore
    telemetry: Telemetry

    def read(self, key: str, request: str = "") -> Kept:
        with self._told("read"):
            return self.store.read(key, request)

    def write(self, key: str, seen: Kept, progress: Progress, answer: Answer | None = None) -> Kept:
        with self._told("write"):
            return self.store.write(key, seen, progress, answer)

    def forget(self, key: str) -> None:
        with self._told("forget"):
            self.store.forget(key)

    def forget_household(self, household: str) -> None:
        with self._told("forget-household"):
            self.store.forget_household(household)

    def check(self) -> None:
        with self._told("check"):
            self.store.check()

    @contextmanager
    def _told(self, action: str) -> Iterator[None]:
        began, is_well = perf_counter(), False
        try:
            yield
            is_well = True
        finally:
            self.telemetry.called("store", action, perf_counter() - began, is_well=is_well)
