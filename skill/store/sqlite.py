"""Progress in one SQLite file: the default store, which needs no server."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from skill.errors import StoreError
from skill.store.document import decode
from skill.store.interface import EMPTY, REPLY_LIFETIME, CachedReply, StoredProgress, SwapResult

_BUSY_SECONDS: Final = 3.0
"""How long a read or a write waits for a locked file. A turn has both, and Alexa waits for eight seconds."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS progress (key TEXT PRIMARY KEY, document TEXT NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS progress_by_expiry ON progress (expires);
CREATE TABLE IF NOT EXISTS answers (key TEXT, request TEXT, answer TEXT NOT NULL, expires REAL NOT NULL,
  PRIMARY KEY (key, request));
"""
_TABLES: Final = ("progress", "answers")


class SqliteStore:
    """Safe for threads and processes: every call has its own connection and transaction."""

    def __init__(self, path: Path, *, keep: timedelta, now: Callable[[], datetime]) -> None:
        """Create the file if it is missing, and its folder, readable only by the owner. Raise StoreError."""
        self._path = path
        self._keep = keep
        self._now = now
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.executescript(_SCHEMA)
            self.check()
        except (OSError, StoreError) as error:
            fault = error.log_message if isinstance(error, StoreError) else error
            raise StoreError(f"{fault}; set TRUST_STEPS_DATA to a folder that can be written") from error

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        with self._transaction() as connection:
            document = _value(connection, "SELECT document FROM progress WHERE key = ?", key)
            reply = _value(connection, "SELECT answer FROM answers WHERE key = ? AND request = ?", key, request)
            if is_visit:
                connection.execute("UPDATE progress SET expires = ? WHERE key = ?", (self._in(self._keep), key))
        if document is None:
            return EMPTY
        return StoredProgress(decode(document), document, CachedReply.from_json(reply) if reply else None)

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        with self._transaction() as connection:
            current = _value(connection, "SELECT document FROM progress WHERE key = ?", key)
            if current != old:
                return SwapResult(swapped=False, current=current)
            connection.execute("REPLACE INTO progress VALUES (?, ?, ?)", (key, new, self._in(self._keep)))
            if reply:
                row = (key, reply.request, reply.to_json(), self._in(REPLY_LIFETIME))
                connection.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        return SwapResult(swapped=True)

    def delete(self, key: str) -> None:
        with self._transaction() as connection:
            for table in _TABLES:
                connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - the names are ours

    def delete_household(self, household: str) -> None:
        with self._transaction() as connection:
            for table in _TABLES:
                connection.execute(
                    f"DELETE FROM {table} WHERE substr(key, 1, ?) = ?",  # noqa: S608 - the names are ours
                    (len(household) + 1, f"{household}:"),
                )

    def check(self) -> None:
        with self._transaction():
            pass

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Lock the file, and delete what has expired."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table in _TABLES:
                connection.execute(f"DELETE FROM {table} WHERE expires <= ?", (self._now().timestamp(),))  # noqa: S608
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Commit, or roll back if an error is raised.

        Commits survive a power cut, and deleted data is overwritten. The journal is SQLite's default, since switching
        to the write-ahead log fails when several workers create the file together.
        """
        try:
            with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection, connection:
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA secure_delete = ON")
                yield connection
        except sqlite3.Error as error:
            raise StoreError("the progress file cannot be used", f"{self._path}: {error}") from error

    def _in(self, time: timedelta) -> float:
        return (self._now() + time).timestamp()


def _value(connection: sqlite3.Connection, query: str, *values: str) -> str | None:
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]
