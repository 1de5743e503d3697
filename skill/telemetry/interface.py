"""The interface through which the service reports what it does."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter
from typing import Final, Protocol, TypeVar

log: Final = logging.getLogger(__name__)

Result = TypeVar("Result")


class TurnOutcome(StrEnum):
    """How a turn ended."""

    ASKED = "asked"
    """With a question. The session stays open."""

    ENDED = "ended"
    """The session closes."""

    ACKNOWLEDGED = "acknowledged"
    """An event, which gets no spoken reply."""

    FAILED = "failed"
    """With an error, and no reply."""


class Telemetry(Protocol):
    """Receives plain facts. No value may identify a person, quote them, or describe how they feel."""

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        """A turn took this long after its request was verified. The step is the person's current one."""

    def voice(self, *, recognized: bool) -> None:
        """A turn came with a recognized voice, or with the account alone. Reported with `turn`."""

    def refused(self, reason: str) -> None:
        """A request was not from Alexa, or not for this skill."""

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        """The store or one of Amazon's services was called."""

    def breaker(self, *, is_open: bool) -> None:
        """This process's circuit breaker opened or closed."""


class NullTelemetry:
    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        pass

    def voice(self, *, recognized: bool) -> None:
        pass

    def refused(self, reason: str) -> None:
        pass

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        pass

    def breaker(self, *, is_open: bool) -> None:
        pass


@dataclass(frozen=True, slots=True)
class CompositeTelemetry:
    """Reports to several listeners. A listener's error is logged, and does not fail the turn."""

    listeners: Sequence[Telemetry]

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        self._each(lambda listener: listener.turn(intent, outcome, step, seconds))

    def voice(self, *, recognized: bool) -> None:
        self._each(lambda listener: listener.voice(recognized=recognized))

    def refused(self, reason: str) -> None:
        self._each(lambda listener: listener.refused(reason))

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        self._each(lambda listener: listener.called(service, action, seconds, ok=ok))

    def breaker(self, *, is_open: bool) -> None:
        self._each(lambda listener: listener.breaker(is_open=is_open))

    def _each(self, report: Callable[[Telemetry], None]) -> None:
        for listener in self.listeners:
            try:
                report(listener)
            except Exception:
                log.exception("telemetry failed")


def timed(
    report: Callable[..., None],
    call: Callable[[], Result],
    ok: Callable[[Result], bool] = lambda result: True,
    *,
    only_failures: bool = False,
) -> Result:
    """Return the call's result, and report its seconds and whether it was ok, as `Telemetry.called` takes them.

    A call fails if it raises an error, or if `ok` rejects its result.
    """
    started, is_ok = perf_counter(), False
    try:
        result = call()
        is_ok = ok(result)
    finally:
        if not (is_ok and only_failures):
            report(perf_counter() - started, ok=is_ok)
    return result
