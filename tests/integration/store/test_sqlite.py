"""What happens to the embedded store alone: its clock, its file, its folder."""

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
from tests.integration.store.bench import KEEP, open_store, somebody
from tests.integration.store.writers import open_together
from tests.support.progress_strategies import BEGINNING

SECOND = timedelta(seconds=1)
HONEST = Progress().complete("honesty", BEGINNING)


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
    return somebody()


def keys_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM progress ORDER BY key")]


def test_progress_lives_to_the_second_as_long_as_it_was_to(store: SqliteStore, clock: Clock, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    clock.now += KEEP - SECOND
    visited = store.read(key)
    clock.now += KEEP - SECOND
    visited_again = store.read(key)
    clock.now += KEEP
    too_late = store.read(key)

    assert visited.progress == visited_again.progress == HONEST
    assert too_late == EMPTY


@pytest.mark.parametrize("visit", ["read", "write", "forget", "check"])
def test_whoever_outlived_their_time_is_gone_at_anybody_elses_visit(
    store: SqliteStore, path: Path, clock: Clock, key: str, visit: str
) -> None:
    somebody_else = somebody()
    write(store, key, EMPTY, HONEST)
    clock.now += KEEP

    match visit:
        case "read":
            store.read(somebody_else)
        case "write":
            write(store, somebody_else, EMPTY, HONEST)
        case "forget":
            store.delete(somebody_else)
        case _:
            store.check()

    assert key not in keys_in(path)


def test_whoever_outlived_their_time_is_gone_at_the_next_start(
    store: SqliteStore, path: Path, clock: Clock, key: str
) -> None:
    write(store, key, EMPTY, HONEST)
    clock.now += KEEP

    SqliteStore(path, keep=KEEP, now=clock)

    assert keys_in(path) == []


def test_a_writer_who_comes_back_too_late_brings_nothing_back(store: SqliteStore, clock: Clock, key: str) -> None:
    seen = write(store, key, EMPTY, HONEST)
    clock.now += KEEP

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, Progress())

    assert store.read(key) == EMPTY


def test_of_somebody_forgotten_no_trace_is_left_in_the_folder(store: SqliteStore, path: Path, key: str) -> None:
    write(store, key, EMPTY, Progress().complete("a-step-to-look-for", BEGINNING))
    written = path.read_bytes()

    store.delete(key)

    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"a-step-to-look-for" in written
    assert key.encode() in written
    assert b"a-step-to-look-for" not in left
    assert key.encode() not in left


def test_a_new_folder_is_its_owners_alone(store: SqliteStore, path: Path) -> None:
    assert path.parent.stat().st_mode & 0o077 == 0


def test_workers_that_start_together_all_find_their_store(path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    everyone = spawning.Barrier(3)
    workers = [spawning.Process(target=open_together, args=(str(path), everyone)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def test_a_file_that_another_holds_is_an_error_once_patience_ends(store: SqliteStore, path: Path, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as error:
            store.read(key)

    assert "locked" in error.value.detail
    assert store.read(key).progress == HONEST


def test_a_store_whose_file_was_taken_away_says_so(store: SqliteStore, path: Path, key: str) -> None:
    path.unlink()

    for call in (
        lambda: store.read(key),
        lambda: write(store, key, EMPTY, HONEST),
        lambda: store.delete(key),
        store.check,
    ):
        with pytest.raises(StoreError) as error:
            call()
        assert str(path) in error.value.detail
        assert str(path) not in str(error.value)


def test_a_folder_that_is_a_file_is_named_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()

    with pytest.raises(StoreError, match=r"taken.*set TRUST_STEPS_DATA"):
        open_store(str(tmp_path / "taken" / "progress.sqlite3"))


def test_a_file_that_is_a_folder_is_named_with_the_mend(path: Path) -> None:
    path.mkdir(parents=True)

    with pytest.raises(StoreError, match=r"progress\.sqlite3.*set TRUST_STEPS_DATA"):
        open_store(str(path))


def test_a_file_that_is_no_database_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("somebody's letters, and by no means a database", encoding="utf-8")

    with pytest.raises(StoreError, match="not a database"):
        open_store(str(path))

    assert path.read_text(encoding="utf-8").startswith("somebody's letters")
