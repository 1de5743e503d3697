"""A store on the test bench: what opens it, and a hand that reaches in past it."""

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


class Bench(Protocol):
    @property
    def address(self) -> str:
        """For `open_store`, here or in another process."""

    def restart(self) -> None:
        """Ends what runs beside the service, and starts it again."""

    def plant(self, key: str, document: bytes) -> None: ...

    def found(self, key: str) -> bytes | None: ...

    def wait(self, key: str, time: timedelta) -> None:
        """Brings the end of what is kept under the key nearer."""


def open_store(address: str) -> ProgressStore:
    if "://" in address:
        return RedisStore(connector(address), keep=KEEP)
    return SqliteStore(Path(address), keep=KEEP, now=lambda: BEGINNING)


def somebody() -> str:
    """The key of a person whom no test has met yet."""
    return f"trust-steps:{{{next(_people):022x}}}:account"


@dataclass(frozen=True, slots=True)
class SqliteBench:
    path: Path

    @property
    def address(self) -> str:
        return str(self.path)

    def restart(self) -> None:
        """Nothing runs beside the service."""

    def plant(self, key: str, document: bytes) -> None:
        expires = (BEGINNING + KEEP).timestamp()
        self._run("REPLACE INTO progress VALUES (?, CAST(? AS TEXT), ?)", key, document, expires)

    def found(self, key: str) -> bytes | None:
        found = self._run("SELECT CAST(document AS BLOB) FROM progress WHERE key = ?", key)
        return found[0][0] if found else None

    def wait(self, key: str, time: timedelta) -> None:
        self._run("UPDATE progress SET expires = expires - ? WHERE key = ?", time.total_seconds(), key)

    def _run(self, statement: str, *values: str | bytes | float) -> list[tuple[bytes]]:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()


@dataclass(frozen=True, slots=True)
class RedisBench:
    address: str
    server: RedisServer
    """The one that keeps."""

    settle: Callable[[], None] = lambda: None
    """Returns when the server, just started, serves again."""

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

    def plant(self, key: str, document: bytes) -> None:
        with self.server.hand() as redis:
            redis.set(key, document, ex=KEEP)

    def found(self, key: str) -> bytes | None:
        with self.server.hand() as redis:
            return cast("bytes | None", redis.get(key))

    def wait(self, key: str, time: timedelta) -> None:
        with self.server.hand() as redis:
            redis.expire(key, redis.ttl(key) - int(time.total_seconds()))
