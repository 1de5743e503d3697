"""Progress in one SQLite file: the default store, which needs no server."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from skill.errors import StoreError
from skill.store import retention_clock
from skill.store.document import decode
from skill.store.interface import EMPTY, REPLY_LIFETIME, CachedReply, StoredProgress, SwapResult
from skill.store.retention_clock import RetentionClock
from skill.store.sqlite_file import SqliteFile

_BUSY_SECONDS: Final = 0.5
"""How long a call waits for a locked file. The circuit breaker spares the turn's other calls the wait."""

_START_SECONDS: Final = 10.0
"""How long opening the store waits: several workers start together, and no turn waits for it."""

SLOW_SECONDS: Final = 2.0
"""For the circuit breaker. The disk of a small computer may need a second to write, which is no reason to stop."""

_SWEEP_ROWS: Final = 50
"""How many expired rows a call deletes at most, so that no turn pays for all of them."""

_SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS progress (key TEXT PRIMARY KEY, document TEXT NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS progress_by_expiry ON progress (expires);
CREATE TABLE IF NOT EXISTS answers (key TEXT, request TEXT, answer TEXT NOT NULL, expires REAL NOT NULL,
  PRIMARY KEY (key, request));
{retention_clock.SCHEMA}"""
_TABLES: Final = ("progress", "answers")


class SqliteStore:
    """Safe for threads and processes: every call has its own connection and transaction."""

    def __init__(
        self,
        path: Path,
        *,
        keep: timedelta,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create the file if it is missing, and its folder, readable only by the owner. Raise StoreError."""
        self._keep = keep.total_seconds()
        self._clock = RetentionClock(now, monotonic)
        self._file = SqliteFile(path, self._create_tables)
        self._writing = Lock()
        try:
            self._check(_START_SECONDS)
        except StoreError as error:
            raise StoreError(f"{error.log_message}; set TRUST_STEPS_DATA to a folder that can be written") from error

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        """Read only, so that progress can still be read while nothing can be written."""
        with self._connection(_BUSY_SECONDS) as connection:
            connection.execute("BEGIN")  # the document and the reply are of the same moment
            now = self._clock.read(connection)
            document = _value(connection, "SELECT document FROM progress WHERE key = ? AND expires > ?", key, now)
            query = "SELECT answer FROM answers WHERE key = ? AND request = ? AND expires > ?"
            reply = _value(connection, query, key, request, now)
        if document is None:
            return EMPTY
        stored = StoredProgress(decode(document), document, CachedReply.from_json(reply) if reply else None)
        if is_visit:
            self._restart_time_to_live(key)
        return stored

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        with self._transaction(is_turn=True) as (connection, now):
            current = _value(connection, "SELECT document FROM progress WHERE key = ? AND expires > ?", key, now)
            if current != old:
                return SwapResult(swapped=False, current=current)
            connection.execute("REPLACE INTO progress VALUES (?, ?, ?)", (key, new, now + self._keep))
            if reply:
                row = (key, reply.request, reply.to_json(), now + REPLY_LIFETIME.total_seconds())
                connection.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        return SwapResult(swapped=True)

    def delete(self, key: str) -> None:
        with self._transaction() as (connection, _):
            for table in _TABLES:
                connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - the names are ours

    def delete_household(self, household: str) -> None:
        with self._transaction() as (connection, _):
            for table in _TABLES:
                connection.execute(
                    f"DELETE FROM {table} WHERE substr(key, 1, ?) = ?",  # noqa: S608 - the names are ours
                    (len(household) + 1, f"{household}:"),
                )

    def check(self) -> None:
        """Write, since a file on a full disk can be read but stores nothing."""
        self._check(_BUSY_SECONDS)

    def _check(self, seconds: float) -> None:
        with self._transaction(seconds, is_check=True):
            pass

    def _create_tables(self, connection: sqlite3.Connection) -> None:
        connection.executescript(_SCHEMA)
        with connection:
            self._clock.create(connection, timedelta(seconds=self._keep))

    def _restart_time_to_live(self, key: str) -> None:
        """Wait for nothing and ignore a failure: the turn's write does the same, and reports a fault."""
        with suppress(StoreError), self._transaction(0.0, is_turn=True) as (connection, now):
            connection.execute("UPDATE progress SET expires = ? WHERE key = ?", (now + self._keep, key))

    @contextmanager
    def _transaction(
        self, seconds: float = _BUSY_SECONDS, *, is_turn: bool = False, is_check: bool = False
    ) -> Iterator[tuple[sqlite3.Connection, float]]:
        """Lock the file, delete some of what has expired, and yield the connection and the retention clock's time.

        Threads of this process queue, since SQLite does not wake the one that has waited longest for the file.
        """
        deadline = time.monotonic() + seconds
        if not self._writing.acquire(timeout=seconds):
            raise StoreError("the progress file is busy", is_unavailable=True)
        try:
            with self._connection(max(0.0, deadline - time.monotonic())) as connection:
                connection.execute("BEGIN IMMEDIATE")
                now = self._clock.advance(connection, is_turn=is_turn, is_check=is_check)
                for table in _TABLES:
                    query = f"SELECT rowid FROM {table} WHERE expires <= ? LIMIT {_SWEEP_ROWS}"  # noqa: S608
                    connection.execute(f"DELETE FROM {table} WHERE rowid IN ({query})", (now,))  # noqa: S608
                yield connection, now
        finally:
            self._writing.release()

    @contextmanager
    def _connection(self, seconds: float) -> Iterator[sqlite3.Connection]:
        """Commit, or roll back if an error is raised."""
        try:
            with closing(self._file.connect(seconds)) as connection, connection:
                yield connection
        except (OSError, sqlite3.Error) as error:
            raise _store_error(error, self._file.path) from error


def _store_error(error: OSError | sqlite3.Error, path: Path) -> StoreError:
    detail = f"{path}: {error}"
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # without what extends the code
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError("the progress file is held by another process", detail, is_unavailable=True)
        case sqlite3.SQLITE_FULL:
            return StoreError("the disk of the progress file is full", detail)
        case _:
            return StoreError("the progress file cannot be used", detail)


def _value(connection: sqlite3.Connection, query: str, *values: str | float) -> str | None:
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]
