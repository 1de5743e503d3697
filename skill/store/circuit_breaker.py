"""A store that is away makes nobody wait twice: once it was found so, turns are told at once until it answers again."""

import logging
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Final, TypeVar

from skill.errors import StoreError
from skill.progress import Progress
from skill.store.interface import CachedReply, ProgressStore, StoredProgress

SLOW_SECONDS: Final = 0.2
"""A store that takes longer than this is as good as away: a turn asks it twice, and has a second in all."""

REST_SECONDS: Final = 0.5
"""Between two looks whether it is back."""

log: Final = logging.getLogger(__name__)

Found = TypeVar("Found")


class CircuitBreaker:
    """Opens at the first call that found nobody, or waited too long, and closes when a probe is answered in time.

    One thread probes, and only while it is open, so that no turn pays for finding out. Trouble that a store tells at
    once, as when it is full, opens nothing: it can still be read.
    """

    def __init__(self, store: ProgressStore, *, on_change: Callable[[bool], None] = lambda is_open: None) -> None:
        """Calls `on_change` with whether it is open, whenever that changes."""
        self._store = store
        self._on_change = on_change
        self._lock = Lock()
        self._fault: StoreError | None = None

    @property
    def is_open(self) -> bool:
        """The store is not asked."""
        return self._fault is not None

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        return self._ask(lambda: self._store.read(key, request, is_visit=is_visit))

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        return self._ask(lambda: self._store.write(key, seen, progress, answer))

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        return self._ask(lambda: self._store.replace(key, seen, progress, answer))

    def forget(self, key: str) -> None:
        self._ask(lambda: self._store.forget(key))

    def forget_household(self, household: str) -> None:
        self._ask(lambda: self._store.forget_household(household))

    def check(self) -> None:
        self._ask(self._store.check)

    def _ask(self, call: Callable[[], Found]) -> Found:
        if fault := self._fault:
            raise StoreError(str(fault), is_unavailable=True)
        began = monotonic()
        try:
            found = call()
        except StoreError as error:
            if error.is_unavailable:
                self._open(error)
            raise
        if monotonic() - began > SLOW_SECONDS:
            self._open(StoreError("the store is slow"))
        return found

    def _open(self, fault: StoreError) -> None:
        with self._lock:
            if self.is_open:
                return
            self._fault = fault
        log.warning("the store is away: %s", fault.log_message)
        self._on_change(True)  # noqa: FBT003 - the hook's one argument is whether it is open
        Thread(target=self._probe_until_back, name="store probe", daemon=True).start()

    def _probe_until_back(self) -> None:
        while not self._is_back():
            sleep(REST_SECONDS)
        self._fault = None
        log.warning("the store is back")
        self._on_change(False)  # noqa: FBT003

    def _is_back(self) -> bool:
        began = monotonic()
        try:
            self._store.check()
        except StoreError as error:
            return not error.is_unavailable
        except Exception:
            log.exception("the store could not be probed")  # else nobody would ever ask it again
            return False
        return monotonic() - began <= SLOW_SECONDS
