"""The time by which stored progress ages: a wrong system clock must not delete it."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS retention_clock
  (id INTEGER PRIMARY KEY CHECK (id = 1), time REAL NOT NULL, monotonic REAL NOT NULL, caught_up REAL NOT NULL);
"""

MOST_CATCH_UP: Final = timedelta(days=1).total_seconds()
SECONDS_BETWEEN_CATCH_UPS: Final = 60.0
SECONDS_BETWEEN_WRITES: Final = 60.0
"""A reading is computed from the last one that was written, so writing each would only cost time."""


class _Reading(NamedTuple):
    time: float
    """Seconds since 1970."""

    monotonic: float
    caught_up: float
    """The monotonic clock at the last catch-up."""


class RetentionClock:
    """A clock in the file, which all processes share.

    It advances by what the monotonic clock measured. It lags behind the system clock while the service is off or the
    machine sleeps, and catches up by at most a day a minute, only in the turns of people: such a request was signed by
    Amazon minutes ago by the system clock, which a wrong clock cannot show. It is never set back.
    """

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        """`monotonic` has to be the same in all processes since the machine was started, as `time.monotonic` is."""
        self._now = now
        self._monotonic = monotonic

    def create(self, connection: sqlite3.Connection, keep: timedelta) -> None:
        """Begin with the system clock, or with the last visit in a file of a release that had no such clock."""
        (last,) = connection.execute("SELECT max(expires) FROM progress").fetchone()
        now, monotonic = self._now().timestamp(), self._monotonic()
        time = now if last is None else min(now, last - keep.total_seconds())
        row = (time, monotonic, monotonic - SECONDS_BETWEEN_CATCH_UPS)
        connection.execute("INSERT OR IGNORE INTO retention_clock VALUES (1, ?, ?, ?)", row)

    def read(self, connection: sqlite3.Connection) -> float:
        """Return the time in seconds since 1970."""
        return self._at(_stored(connection), self._monotonic())

    def advance(self, connection: sqlite3.Connection, *, is_turn: bool, is_check: bool = False) -> float:
        """Return the time, and write it if it is due. A check always writes."""
        stored, monotonic = _stored(connection), self._monotonic()
        time, caught_up = self._at(stored, monotonic), stored.caught_up
        missing = self._now().timestamp() - time
        if is_turn and missing > 0 and not 0 <= monotonic - caught_up < SECONDS_BETWEEN_CATCH_UPS:
            time, caught_up = time + min(missing, MOST_CATCH_UP), monotonic
        is_due = not 0 <= monotonic - stored.monotonic < SECONDS_BETWEEN_WRITES
        if is_check or is_due or caught_up != stored.caught_up:
            row = (time, monotonic, caught_up)
            connection.execute("UPDATE retention_clock SET time = ?, monotonic = ?, caught_up = ?", row)
        return time

    def _at(self, stored: _Reading, monotonic: float) -> float:
        """After a restart of the machine, its monotonic clock begins again."""
        return stored.time + max(0.0, monotonic - stored.monotonic)


def _stored(connection: sqlite3.Connection) -> _Reading:
    return _Reading(*connection.execute("SELECT time, monotonic, caught_up FROM retention_clock").fetchone())
