"""Progress in one SQLite file: what a newcomer gets without a server."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from skill.errors import StoreError
from skill.progress import Progress
from skill.store.document import decode
from skill.store.port import NOTHING, Kept, write_merged

_BUSY_SECONDS: Final = 3.0
"""How long a read or a write waits for its turn with the file; both together are within Alexa's eight seconds."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS progress (key TEXT PRIMARY KEY, document TEXT NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS progress_by_expiry ON progress (expires);
"""


class SqliteStore:
    """Safe among threads and processes: every call has its own connection and its own transaction."""

    def __init__(self, path: Path, *, keep: timedelta, now: Callable[[], datetime]) -> None:
        """Makes the file and its folder where missing, readable for their owner alone. Raises StoreError."""
        self._path = path
        self._keep = keep
        self._now = now
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.executescript(_SCHEMA)
            self.check()
        except (OSError, StoreError) as error:
            raise StoreError(f"{error}; set TRUST_STEPS_DATA to a folder that can be written") from error

    def read(self, key: str) -> Kept:
        with self._transaction() as connection:
            document = _document(connection, key)
            connection.execute("UPDATE progress SET expires = ? WHERE key = ?", (self._expires(), key))
        return NOTHING if document is None else Kept(decode(document), document)

    def write(self, key: str, seen: Kept, progress: Progress) -> Kept:
        return write_merged(lambda old, new: self._swap(key, old, new), seen, progress)

    def forget(self, key: str) -> None:
        with self._transaction() as connection:
            connection.execute("DELETE FROM progress WHERE key = ?", (key,))

    def forget_household(self, household: str) -> None:
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM progress WHERE substr(key, 1, ?) = ?", (len(household) + 1, f"{household}:")
            )

    def check(self) -> None:
        with self._transaction():
            pass

    def _swap(self, key: str, old: str | None, new: str) -> tuple[bool, str | None]:
        with self._transaction() as connection:
            current = _document(connection, key)
            if current == old:
                connection.execute("REPLACE INTO progress VALUES (?, ?, ?)", (key, new, self._expires()))
        return current == old, current

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Alone with the file, and with nobody in it whose time is over."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM progress WHERE expires <= ?", (self._now().timestamp(),))
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Commits what was done, or takes all of it back.

        What was saved outlives a power cut, and what was deleted is overwritten. The journal is SQLite's default, since
        switching to its write-ahead log fails at once where several workers make the file together.
        """
        try:
            with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as connection, connection:
                connection.execute("PRAGMA synchronous = EXTRA")
                connection.execute("PRAGMA secure_delete = ON")
                yield connection
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: {error}") from error

    def _expires(self) -> float:
        return (self._now() + self._keep).timestamp()


def _document(connection: sqlite3.Connection, key: str) -> str | None:
    row = connection.execute("SELECT document FROM progress WHERE key = ?", (key,)).fetchone()
    return None if row is None else row[0]
