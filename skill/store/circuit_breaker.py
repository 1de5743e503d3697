"""A circuit breaker: while the store is unavailable, calls fail at once instead of each waiting for a timeout."""

import logging
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Final

from skill.errors import StoreError
from skill.store.interface import ProgressStore, Result, StoreDecorator

SLOW_SECONDS: Final = 0.2
"""A slower Redis counts as unavailable: a turn has one second, and may call the store three times."""

REST_SECONDS: Final = 0.5
"""Between two probes of an unavailable store."""

_CONFIRMING_PROBES: Final = 2

log: Final = logging.getLogger(__name__)


class CircuitBreaker(StoreDecorator):
    """Opens when a call finds the store unavailable, and closes when a probe succeeds in time.

    A slow call alone does not open it, since the machine may have been busy: the probes after it have to be slow too.
    One thread probes, so no turn waits for a probe. An error that the store reports at once, such as a full Redis, does
    not open it: the store can still be read.
    """

    def __init__(
        self,
        store: ProgressStore,
        *,
        on_change: Callable[[bool], None] = lambda is_open: None,
        slow_seconds: float = SLOW_SECONDS,
    ) -> None:
        """Call `on_change` with True when the breaker opens, and with False when it closes."""
        super().__init__(store)
        self._on_change = on_change
        self._slow_seconds = slow_seconds
        self._lock = Lock()
        self._fault: StoreError | None = None
        self._is_suspected = False

    @property
    def is_open(self) -> bool:
        return self._fault is not None

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        if fault := self._fault:
            raise StoreError(str(fault), is_unavailable=True)
        started = monotonic()
        try:
            result = call()
        except StoreError as error:
            if error.is_unavailable:
                self._open(error)
            raise
        if monotonic() - started > self._slow_seconds:
            self._suspect()
        return result

    def _suspect(self) -> None:
        with self._lock:
            if self.is_open or self._is_suspected:
                return
            self._is_suspected = True
        Thread(target=self._confirm, name="store probe", daemon=True).start()

    def _confirm(self) -> None:
        if not any(self._is_available() for _ in range(_CONFIRMING_PROBES)):
            self._open(StoreError("the store is slow"))
        self._is_suspected = False

    def _open(self, fault: StoreError) -> None:
        with self._lock:
            if self.is_open:
                return
            self._fault = fault
        log.warning("the store is unavailable: %s", fault.log_message)
        self._on_change(True)  # noqa: FBT003 - the callback's only argument is is_open
        Thread(target=self._probe_until_available, name="store probe", daemon=True).start()

    def _probe_until_available(self) -> None:
        while not self._is_available():
            sleep(REST_SECONDS)
        self._fault = None
        log.warning("the store is available again")
        self._on_change(False)  # noqa: FBT003

    def _is_available(self) -> bool:
        started = monotonic()
        try:
            self._store.check()
        except StoreError as error:
            return not error.is_unavailable
        except Exception:
            log.exception("probing the store failed")  # if the thread ended here, the breaker would stay open forever
            return False
        return monotonic() - started <= self._slow_seconds
