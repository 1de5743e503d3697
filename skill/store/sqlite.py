"""Progress in one SQLite file: what a newcomer gets without a server."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from skill.errors import StoreError
from skill.progress import Progress
from skill.store import interface as answers
from skill.store.document import decode
from skill.store.interface import EMPTY, CachedReply, StoredProgress, replaced, write_merged

_BUSY_SECONDS: Final = 3.0
"""How long a read or a write waits for its turn with the file; both together are within Alexa's eight seconds."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS progress (key TEXT PRIMARY KEY, document TEXT NOT NULL, expires REAL NOT NULL);
CREATE INDEX IF NOT EXISTS progress_by_expiry ON progress (expires);
CREATE TABLE IF NOT EXISTS answers (key TEXT, request TEXT, answer TEXT NOT NULL, expires REAL NOT NULL,
  PRIMARY KEY (key, request));
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
            fault = error.log_message if isinstance(error, StoreError) else error
            raise StoreError(f"{fault}; set TRUST_STEPS_DATA to a folder that can be written") from error

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        with self._transaction() as connection:
            document = _found(connection, "SELECT document FROM progress WHERE key = ?", key)
            answer = _found(connection, "SELECT answer FROM answers WHERE key = ? AND request = ?", key, request)
            if is_visit:
                connection.execute("UPDATE progress SET expires = ? WHERE key = ?", (self._after(self._keep), key))
        if document is None:
            return EMPTY
        return StoredProgress(decode(document), document, answers.read(answer) if answer else None)

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        return write_merged(lambda old, new: self._swap(key, old, new, answer), seen, progress)

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        return replaced(lambda old, new: self._swap(key, old, new, answer), seen, progress)

    def forget(self, key: str) -> None:
        with self._transaction() as connection:
            for table in ("progress", "answers"):
                connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608 - of the two above

    def forget_household(self, household: str) -> None:
        with self._transaction() as connection:
            for table in ("progress", "answers"):
                connection.execute(
                    f"DELETE FROM {table} WHERE substr(key, 1, ?) = ?",  # noqa: S608 - of the two above
                    (len(household) + 1, f"{household}:"),
                )

    def check(self) -> None:
        with self._transaction():
            pass

    def _swap(self, key: str, old: str | None, new: str, answer: CachedReply | None) -> tuple[bool, str | None]:
        with self._transaction() as connection:
            current = _found(connection, "SELECT document FROM progress WHERE key = ?", key)
            if current != old:
                return False, current
            connection.execute("REPLACE INTO progress VALUES (?, ?, ?)", (key, new, self._after(self._keep)))
            if answer:
                row = (key, answer.request, answers.written(answer), self._after(answers.KEPT_FOR))
                connection.execute("REPLACE INTO answers VALUES (?, ?, ?, ?)", row)
        return True, None

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Alone with the file, and with nothing in it whose time is over."""
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            for table in ("progress", "answers"):
                connection.execute(f"DELETE FROM {table} WHERE expires <= ?", (self._now().timestamp(),))  # noqa: S608
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
            raise StoreError("the file of progress cannot be used", f"{self._path}: {error}") from error

    def _after(self, time: timedelta) -> float:
        return (self._now() + time).timestamp()


def _found(connection: sqlite3.Connection, question: str, *values: str) -> str | None:
    row = connection.execute(question, values).fetchone()
    return None if row is None else row[0]
