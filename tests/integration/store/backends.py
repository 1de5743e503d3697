"""The stores' backends, with direct access that bypasses the store."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final, Protocol, cast

from skill.store.interface import ProgressStore
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from skill.store.sqlite import SqliteStore
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import RedisServer

KEEP: Final = timedelta(days=400)
_people: Final = count()


class StoreBackend(Protocol):
    @property
    def address(self) -> str:
        """For `store_at`, here or in another process."""

    def restart(self) -> None:
        """Restart the backend's server, if it has one."""

    def put_raw(self, key: str, document: bytes) -> None: ...

    def get_raw(self, key: str) -> bytes | None: ...

    def age(self, key: str, time: timedelta) -> None:
        """Move the document's expiry forward by this time."""


def store_at(address: str) -> ProgressStore:
    if "://" in address:
        return RedisStore(connector(address), keep=KEEP)
    return SqliteStore(Path(address), keep=KEEP, now=lambda: BEGINNING)


def new_key() -> str:
    """Return a key that no other test uses."""
    return f"trust-steps:{{{next(_people):022x}}}:account"


@dataclass(frozen=True, slots=True)
class SqliteBackend:
    path: Path

    @property
    def address(self) -> str:
        return str(self.path)

    def restart(self) -> None:
        """SQLite has no server."""

    def put_raw(self, key: str, document: bytes) -> None:
        expires = (BEGINNING + KEEP).timestamp()
        self._run("REPLACE INTO progress VALUES (?, CAST(? AS TEXT), ?)", key, document, expires)

    def get_raw(self, key: str) -> bytes | None:
        rows = self._run("SELECT CAST(document AS BLOB) FROM progress WHERE key = ?", key)
        return rows[0][0] if rows else None

    def age(self, key: str, time: timedelta) -> None:
        self._run("UPDATE progress SET expires = expires - ? WHERE key = ?", time.total_seconds(), key)

    def _run(self, statement: str, *values: str | bytes | float) -> list[tuple[bytes]]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()


@dataclass(frozen=True, slots=True)
class RedisBackend:
    address: str
    server: RedisServer
    """The server that stores the documents."""

    settle: Callable[[], None] = lambda: None
    """Wait until a server that was just started serves again."""

    def restart(self) -> None:
        with self.stopped():
            pass

    @contextmanager
    def stopped(self) -> Iterator[None]:
        self.server.stop()
        try:
            yield
        finally:
            self.server.start()
            self.settle()

    @contextmanager
    def paused(self) -> Iterator[None]:
        self.server.pause()
        try:
            yield
        finally:
            self.server.resume()

    def put_raw(self, key: str, document: bytes) -> None:
        with self.server.connect() as redis:
            redis.set(key, document, ex=KEEP)

    def get_raw(self, key: str) -> bytes | None:
        with self.server.connect() as redis:
            return cast("bytes | None", redis.get(key))

    def age(self, key: str, time: timedelta) -> None:
        with self.server.connect() as redis:
            redis.expire(key, redis.ttl(key) - int(time.total_seconds()))
