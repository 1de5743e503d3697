"""What the service tells of itself, whoever listens."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter
from typing import Final, Protocol, TypeVar

log: Final = logging.getLogger(__name__)


class TurnOutcome(StrEnum):
    """How a turn ended."""

    ASKED = "asked"
    """With a question: the session stays open."""

    ENDED = "ended"
    """The session closes."""

    ACKNOWLEDGED = "acknowledged"
    """Nobody spoke, and nothing was said."""

    FAILED = "failed"
    """With an error: it was not answered."""


class Telemetry(Protocol):
    """Takes plain facts. Nothing that it is told may name a person, quote them, or say how they feel."""

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        """A turn was answered: the step on which the person is, and how long it took from the verified request on."""

    def refused(self, reason: str) -> None:
        """A request was not Alexa's, or not for this skill."""

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        """Somebody else was asked: the store, or one of Amazon's services."""

    def breaker(self, *, is_open: bool) -> None:
        """From now on this process passes the store by, or asks it again."""


class NullTelemetry:
    """Tells nobody."""

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        pass

    def refused(self, reason: str) -> None:
        pass

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        pass

    def breaker(self, *, is_open: bool) -> None:
        pass


@dataclass(frozen=True, slots=True)
class CompositeTelemetry:
    """Tells each of several. One that fails is logged, and fails nobody's turn."""

    listeners: Sequence[Telemetry]

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        self._each(lambda listener: listener.turn(intent, outcome, step, seconds))

    def refused(self, reason: str) -> None:
        self._each(lambda listener: listener.refused(reason))

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        self._each(lambda listener: listener.called(service, action, seconds, ok=ok))

    def breaker(self, *, is_open: bool) -> None:
        self._each(lambda listener: listener.breaker(is_open=is_open))

    def _each(self, tell: Callable[[Telemetry], None]) -> None:
        for listener in self.listeners:
            try:
                tell(listener)
            except Exception:
                log.exception("telemetry failed")


Found = TypeVar("Found")


def timed(
    tell: Callable[..., None],
    call: Callable[[], Found],
    ok: Callable[[Found], bool] = lambda found: True,
    *,
    only_failures: bool = False,
) -> Found:
    """What the call gives. One that raises has failed; `ok` says whether one that answers has not.

    `tell` takes the rest of what `Telemetry.called` does: the seconds, and whether it went well.
    """
    began, went_well = perf_counter(), False
    try:
        found = call()
        went_well = ok(found)
    finally:
        if not (went_well and only_failures):
            tell(perf_counter() - began, ok=went_well)
    return found
