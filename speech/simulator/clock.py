"""The simulator's clock: the system's, one that is ahead of it, or one that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

REHEARSALS_BEGIN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""A Monday morning."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class MovableClock:
    """The system's clock, and what it was moved by."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self._ahead

    def move(self, by: timedelta) -> None:
        self._ahead += by


class Clock:
    """Advances by a millisecond each time it is read, so that two events never share a timestamp."""

    def __init__(self, start: datetime = REHEARSALS_BEGIN) -> None:
        self._start = self._now = start

    def __call__(self) -> datetime:
        self._now += timedelta(milliseconds=1)
        return self._now

    def move(self, by: timedelta) -> None:
        self._now += by

    def restart(self) -> None:
        self._now = self._start
