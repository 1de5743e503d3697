"""The desk's clock: the real one, or one that stands at a given moment and can be moved on."""

from datetime import UTC, datetime, timedelta

REHEARSALS_BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""A Monday morning."""


def real() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Clock:
    """Moves a millisecond with every look, so that of two things the later one is known, and else only when told."""

    def __init__(self, start: datetime = REHEARSALS_BEGIN) -> None:
        self._start = self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    def restart(self) -> None:
        self._now = self._start
