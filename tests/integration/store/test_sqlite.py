"""SQLite alone: its clock, its file and its folder."""

import multiprocessing
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress
from skill.store.interface import EMPTY, write
from skill.store.sqlite import SqliteStore
from tests.integration.store.backends import KEEP, new_key, store_at
from tests.integration.store.writers import open_together
from tests.support.progress_strategies import BEGINNING

SECOND = timedelta(seconds=1)
HONESTY_DONE = Progress().complete("honesty", BEGINNING)


class Clock:
    def __init__(self) -> None:
        self.now = BEGINNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "progress.sqlite3"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(path: Path, clock: Clock) -> SqliteStore:
    return SqliteStore(path, keep=KEEP, now=clock)


@pytest.fixture
def key() -> str:
    return new_key()


def keys_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM progress ORDER BY key")]


def test_progress_expires_to_the_second(store: SqliteStore, clock: Clock, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    clock.now += KEEP - SECOND
    visited = store.read(key)
    clock.now += KEEP - SECOND
    visited_again = store.read(key)
    clock.now += KEEP
    too_late = store.read(key)

    assert visited.progress == visited_again.progress == HONESTY_DONE
    assert too_late == EMPTY


@pytest.mark.parametrize("visit", ["read", "write", "delete", "check"])
def test_any_call_deletes_expired_people(store: SqliteStore, path: Path, clock: Clock, key: str, visit: str) -> None:
    other_key = new_key()
    write(store, key, EMPTY, HONESTY_DONE)
    clock.now += KEEP

    match visit:
        case "read":
            store.read(other_key)
        case "write":
            write(store, other_key, EMPTY, HONESTY_DONE)
        case "delete":
            store.delete(other_key)
        case _:
            store.check()

    assert key not in keys_in(path)


def test_opening_the_store_deletes_expired_people(store: SqliteStore, path: Path, clock: Clock, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)
    clock.now += KEEP

    SqliteStore(path, keep=KEEP, now=clock)

    assert keys_in(path) == []


def test_a_late_write_does_not_restore_expired_data(store: SqliteStore, clock: Clock, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)
    clock.now += KEEP

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, Progress())

    assert store.read(key) == EMPTY


def test_deleted_data_leaves_no_trace_in_the_folder(store: SqliteStore, path: Path, key: str) -> None:
    write(store, key, EMPTY, Progress().complete("a-step-to-look-for", BEGINNING))
    written = path.read_bytes()

    store.delete(key)

    remaining = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"a-step-to-look-for" in written
    assert key.encode() in written
    assert b"a-step-to-look-for" not in remaining
    assert key.encode() not in remaining


def test_a_new_folder_is_accessible_only_to_its_owner(store: SqliteStore, path: Path) -> None:
    assert path.parent.stat().st_mode & 0o077 == 0


def test_workers_that_start_together_all_open_the_store(path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(3)
    workers = [spawning.Process(target=open_together, args=(str(path), barrier)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def test_a_locked_file_is_an_error_after_the_timeout(
    store: SqliteStore, path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skill.store.sqlite._BUSY_SECONDS", 0.2)
    write(store, key, EMPTY, HONESTY_DONE)

    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as error:
            store.read(key)

    assert "locked" in error.value.detail
    assert store.read(key).progress == HONESTY_DONE


def test_a_missing_file_is_an_error_that_hides_the_path(store: SqliteStore, path: Path, key: str) -> None:
    path.unlink()

    for call in (
        lambda: store.read(key),
        lambda: write(store, key, EMPTY, HONESTY_DONE),
        lambda: store.delete(key),
        store.check,
    ):
        with pytest.raises(StoreError) as error:
            call()
        assert str(path) in error.value.detail
        assert str(path) not in str(error.value)


def test_a_folder_that_is_a_file_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(StoreError, match=r"taken.*set TRUST_STEPS_DATA"):
        store_at(str(tmp_path / "taken" / "progress.sqlite3"))


def test_a_file_that_is_a_folder_is_an_error_with_a_hint(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(StoreError, match=r"progress\.sqlite3.*set TRUST_STEPS_DATA"):
        store_at(str(path))


def test_a_file_that_is_not_a_database_is_left_unchanged(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("a letter, which is not a database", encoding="utf-8")

    with pytest.raises(StoreError, match="not a database"):
        store_at(str(path))

    assert path.read_text(encoding="utf-8").startswith("a letter")
