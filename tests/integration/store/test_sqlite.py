"""SQLite alone: its clock, its file and its folder."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress
from skill.store.circuit_breaker import CircuitBreaker
from skill.store.interface import EMPTY, write
from skill.store.sqlite import SLOW_SECONDS, SqliteStore
from tests.integration.store.backends import KEEP, new_key, store_at
from tests.integration.store.writers import open_together
from tests.support.process import ROOT
from tests.support.progress_strategies import BEGINNING
from tests.support.redis_server import wait_until

SECOND = timedelta(seconds=1)
HONESTY_DONE = Progress().complete("honesty", BEGINNING)


class Clock:
    """The system clock and the monotonic clock of a machine."""

    def __init__(self) -> None:
        self.now = BEGINNING
        self.uptime = 5_000.0

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time
        self.uptime += time.total_seconds()

    def restart_machine(self, time: timedelta) -> None:
        """The machine was off for this time."""
        self.now += time
        self.uptime = 10.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "progress.sqlite3"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(path: Path, clock: Clock) -> SqliteStore:
    return open_at(path, clock)


def open_at(path: Path, clock: Clock) -> SqliteStore:
    return SqliteStore(path, keep=KEEP, now=clock, monotonic=lambda: clock.uptime)


@pytest.fixture
def key() -> str:
    return new_key()


def keys_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM progress ORDER BY key")]


def test_progress_expires_to_the_second(store: SqliteStore, clock: Clock, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    clock.pass_by(KEEP - SECOND)
    visited = store.read(key)
    clock.pass_by(KEEP - SECOND)
    visited_again = store.read(key)
    clock.pass_by(KEEP)
    too_late = store.read(key)

    assert visited.progress == visited_again.progress == HONESTY_DONE
    assert too_late == EMPTY


@pytest.mark.parametrize("visit", ["read", "write", "delete", "check"])
def test_any_call_that_writes_deletes_expired_people(
    store: SqliteStore, path: Path, clock: Clock, key: str, visit: str
) -> None:
    other_key = new_key()
    write(store, key, EMPTY, HONESTY_DONE)
    clock.pass_by(KEEP / 2)
    stored = write(store, other_key, EMPTY, HONESTY_DONE)
    clock.pass_by(KEEP / 2)

    match visit:
        case "read":
            store.read(other_key)
        case "write":
            write(store, other_key, stored, HONESTY_DONE)
        case "delete":
            store.delete(other_key)
        case _:
            store.check()

    assert key not in keys_in(path)


def test_opening_the_store_deletes_expired_people(store: SqliteStore, path: Path, clock: Clock, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)
    clock.pass_by(KEEP)

    open_at(path, clock)

    assert keys_in(path) == []


def test_a_late_write_does_not_restore_expired_data(store: SqliteStore, clock: Clock, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)
    clock.pass_by(KEEP)

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


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=oct)
def test_a_new_file_and_its_folder_are_accessible_only_to_their_owner(path: Path, clock: Clock, umask: int) -> None:
    """Others on the machine must not read who came when, and how they rated their trust."""
    before = os.umask(umask)
    try:
        store = open_at(path, clock)
        write(store, new_key(), EMPTY, HONESTY_DONE)
    finally:
        os.umask(before)

    assert (mode_of(path.parent), mode_of(path)) == (0o700, 0o600)


def test_an_existing_file_and_folder_are_closed_to_others(path: Path, clock: Clock) -> None:
    """Earlier releases left them open."""
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    path.touch()
    path.chmod(0o644)

    open_at(path, clock)

    assert (mode_of(path.parent), mode_of(path)) == (0o700, 0o600)


@pytest.mark.parametrize("sign", ["sticky, like /tmp", "with folders, like /var/lib"])
def test_a_folder_that_others_use_is_left_open(path: Path, clock: Clock, sign: str) -> None:
    """A service that root starts must not take such a folder from everyone else."""
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o1777 if sign.startswith("sticky") else 0o755)
    if sign.startswith("with"):
        (path.parent / "of another service").mkdir()
    before = mode_of(path.parent)

    open_at(path, clock)

    assert (mode_of(path.parent), mode_of(path)) == (before, 0o600)


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


JUMPS = [timedelta(days=401), timedelta(days=-400), timedelta(days=20_000), timedelta(days=-18_000)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
@pytest.mark.parametrize("happening", ["checks", "turns", "opened again", "machine restarted", "opened and turns"])
def test_a_wrong_clock_deletes_no_one(
    store: SqliteStore, path: Path, clock: Clock, jump: timedelta, happening: str
) -> None:
    """Everyone's progress would be gone after one check by a clock that is a year ahead."""
    visitor, absent, newcomer = new_key(), new_key(), new_key()
    for person in (visitor, absent):
        write(store, person, EMPTY, HONESTY_DONE)

    clock.now += jump
    if happening == "machine restarted":
        clock.restart_machine(timedelta())
    if "opened" in happening or "restarted" in happening:
        store = open_at(path, clock)
    if "turns" in happening:
        write(store, visitor, store.read(visitor), HONESTY_DONE.go_to("honesty", BEGINNING))
        write(store, newcomer, EMPTY, HONESTY_DONE)
    for _ in range(100):
        store.check()
    clock.now -= jump
    for _ in range(100):
        store.check()
    clock.pass_by(KEEP - timedelta(days=2))

    everyone = (visitor, absent, newcomer) if "turns" in happening else (visitor, absent)
    assert [store.read(person).progress.done.keys() for person in everyone] == [{"honesty"}] * len(everyone)


def test_progress_ages_while_the_service_is_off_once_people_come_again(
    store: SqliteStore, path: Path, clock: Clock
) -> None:
    """Otherwise data would stay longer than the 400 days that the privacy policy promises."""
    absent, visitor = new_key(), new_key()
    write(store, absent, EMPTY, HONESTY_DONE)
    stored = write(store, visitor, EMPTY, HONESTY_DONE)

    clock.restart_machine(KEEP)
    store = open_at(path, clock)
    kept = keys_in(path)
    for _ in range(KEEP.days):
        clock.pass_by(timedelta(minutes=1))
        stored = write(store, visitor, stored, HONESTY_DONE)

    assert kept == sorted([absent, visitor])
    assert keys_in(path) == [visitor]


def test_expired_people_are_deleted_in_small_steps(store: SqliteStore, path: Path, clock: Clock, key: str) -> None:
    """One turn must not wait until thousands of people are deleted. None of them can be read meanwhile."""
    people = [new_key() for _ in range(120)]
    for person in people:
        write(store, person, EMPTY, HONESTY_DONE)
    clock.pass_by(KEEP)

    left = []
    for _ in range(3):
        store.check()
        left.append(len(keys_in(path)))

    assert left == [70, 20, 0]
    assert store.read(people[-1]) == EMPTY


FULL = """
import resource, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from skill.errors import StoreError
from skill.progress import Progress
from skill.store.circuit_breaker import CircuitBreaker
from skill.store.interface import EMPTY, write
from skill.store.sqlite import SLOW_SECONDS, SqliteStore

def fails(call):
    try:
        call()
    except StoreError as error:
        return not error.is_unavailable
    return False

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
now = datetime(2026, 5, 4, tzinfo=UTC)
store = SqliteStore(Path(sys.argv[1]), keep=timedelta(days=400), now=lambda: now)
stored = write(store, "home:me", EMPTY, Progress().begin(now))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
assert fails(store.check), "a check that cannot write passes"
assert fails(lambda: write(store, "home:me", stored, Progress().go_to("honesty", now))), "an unsaved move is confirmed"
assert store.read("home:me") == stored, "progress cannot be read"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.check()
assert store.read("home:me") == stored
write(store, "home:me", stored, Progress().begin(now).go_to("honesty", now))
"""


def test_a_file_that_cannot_grow_is_read_and_fails_the_check_until_it_can(path: Path) -> None:
    """As on a full disk, which `script/chaos clocks` tries. A person in the middle of a talk keeps their place."""
    run = subprocess.run([sys.executable, "-c", FULL, str(path)], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.stderr == ""


def test_workers_that_start_together_all_open_the_store(path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(3)
    workers = [spawning.Process(target=open_together, args=(str(path), barrier)) for _ in range(3)]

    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def test_a_locked_file_is_an_error_after_the_timeout(store: SqliteStore, path: Path, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as error:
            store.read(key)

    assert error.value.is_unavailable
    assert "locked" in error.value.detail
    assert store.read(key).progress == HONESTY_DONE


def test_a_file_that_another_process_writes_to_is_still_read(store: SqliteStore, path: Path, key: str) -> None:
    stored = write(store, key, EMPTY, HONESTY_DONE)

    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        read = store.read(key)

    assert read == stored


def test_a_held_file_opens_the_circuit_breaker_until_it_is_released(store: SqliteStore, path: Path, key: str) -> None:
    """Otherwise each call of each turn would wait for the file."""
    breaker = CircuitBreaker(store, slow_seconds=SLOW_SECONDS)
    stored = write(breaker, key, EMPTY, HONESTY_DONE)

    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        for _ in range(20):
            with pytest.raises(StoreError, match="held by another process"):
                breaker.read(key)
        is_open = breaker.is_open
    wait_until(lambda: not breaker.is_open, "the breaker stays open")

    assert is_open
    assert breaker.read(key) == stored


def test_a_file_of_an_earlier_release_keeps_its_people(path: Path, clock: Clock, key: str) -> None:
    """It has no retention clock, which must not begin with a wrong system clock."""
    store = open_at(path, clock)
    stored = write(store, key, EMPTY, HONESTY_DONE)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE retention_clock")

    clock.now += timedelta(days=401)
    store = open_at(path, clock)
    store.check()

    assert store.read(key) == stored


@pytest.mark.parametrize("loss", ["file removed", "folder removed", "emptied", "replaced"])
def test_a_file_that_was_lost_is_created_again(store: SqliteStore, path: Path, key: str, loss: str) -> None:
    """Without it, the skill could save no progress until someone restarts the service."""
    write(store, key, EMPTY, HONESTY_DONE)

    lose(path, loss)
    lost = store.read(key)
    store.check()
    stored = write(store, key, EMPTY, HONESTY_DONE)

    assert lost == EMPTY
    assert store.read(key) == stored
    assert path.stat().st_mode & 0o777 == 0o600


def lose(path: Path, loss: str) -> None:
    match loss:
        case "file removed":
            path.unlink()
        case "folder removed":
            path.unlink()
            path.parent.rmdir()
        case "emptied":
            path.write_bytes(b"")
        case _:
            (path.parent / "other").write_bytes(b"")
            (path.parent / "other").replace(path)


def test_a_file_that_comes_back_is_read(store: SqliteStore, path: Path, key: str) -> None:
    """A volume that was not mounted for a while is such a file."""
    stored = write(store, key, EMPTY, HONESTY_DONE)

    path.rename(path.parent / "elsewhere")
    store.check()
    (path.parent / "elsewhere").rename(path)

    assert store.read(key) == stored


def test_a_file_that_cannot_be_used_is_an_error_that_hides_the_path(store: SqliteStore, path: Path, key: str) -> None:
    path.unlink()
    path.mkdir()

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
