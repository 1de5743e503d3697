"""A store whose calls are told: how long they took, and whether they did what they were asked."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from skill.progress import Progress
from skill.store.answer import Answer
from skill.store.port import Kept, ProgressStore
from skill.telemetry.call import Found, told
from skill.telemetry.port import Telemetry


@dataclass(frozen=True, slots=True)
class ObservedStore:
    """Does what the store does that it stands before."""

    store: ProgressStore
    telemetry: Telemetry

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> Kept:
        """One that is no visit is told only where it failed: any other would tell that somebody asked for help now."""
        look = partial(self.store.read, is_visit=is_visit)
        return self._told("read", look, key, request, only_failures=not is_visit)

    def write(self, key: str, seen: Kept, progress: Progress, answer: Answer | None = None) -> Kept:
        return self._told("write", self.store.write, key, seen, progress, answer)

    def replace(self, key: str, seen: str, progress: Progress, answer: Answer | None = None) -> str | None:
        return self._told("replace", self.store.replace, key, seen, progress, answer)

    def forget(self, key: str) -> None:
        self._told("forget", self.store.forget, key)

    def forget_household(self, household: str) -> None:
        self._told("forget-household", self.store.forget_household, household)

    def check(self) -> None:
        self._told("check", self.store.check)

    def _told(self, action: str, call: Callable[..., Found], *given: object, only_failures: bool = False) -> Found:
        tell = partial(self.telemetry.called, "store", action)
        return told(tell, partial(call, *given), only_failures=only_failures)
