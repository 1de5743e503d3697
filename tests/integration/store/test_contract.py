"""The contract of every store: SQLite, and Redis as a single server, behind Sentinel and as a Cluster."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import reduce
from threading import Barrier

import pytest
from hypothesis import assume, given

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress, merge
from skill.store.document import encode
from skill.store.interface import (
    EMPTY,
    CachedReply,
    ProgressStore,
    StoredProgress,
    household_of,
    replace,
    was_deleted_between,
    write,
)
from tests.integration.store.backends import KEEP, StoreBackend, new_key, store_at
from tests.integration.store.writers import ROUNDS, move_in_another_process, move_in_turns
from tests.support.progress_strategies import BEGINNING, anything, progresses

DAY = timedelta(days=1)
HONESTY_DONE = Progress().complete("honesty", BEGINNING)
LISTENING_DONE = Progress().go_to("listening", BEGINNING + DAY).complete("listening", BEGINNING + DAY)


@pytest.fixture(scope="module")
def store(backend: StoreBackend) -> ProgressStore:
    return store_at(backend.address)


@pytest.fixture(scope="module")
def other_worker(backend: StoreBackend) -> ProgressStore:
    """Open the same store as another worker would."""
    return store_at(backend.address)


@pytest.fixture
def key() -> str:
    return new_key()


def test_nothing_is_stored_for_a_new_person(store: ProgressStore, key: str) -> None:
    assert store.read(key) == EMPTY


@given(progress=anything)
def test_a_write_is_read_by_every_worker(
    backend: StoreBackend, store: ProgressStore, other_worker: ProgressStore, progress: Progress
) -> None:
    key = new_key()

    written = write(store, key, EMPTY, progress)

    assert other_worker.read(key) == written == StoredProgress(progress, encode(progress))
    assert backend.get_raw(key) == encode(progress).encode()


def test_an_unchanged_document_is_replaced(store: ProgressStore, other_worker: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)

    document = replace(store, key, encode(seen.progress), LISTENING_DONE, CachedReply("request", "speech"))

    assert document == encode(LISTENING_DONE)
    assert other_worker.read(key, "request") == StoredProgress(
        LISTENING_DONE, encode(LISTENING_DONE), CachedReply("request", "speech")
    )


def test_a_changed_document_is_not_replaced(store: ProgressStore, other_worker: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)
    written = write(other_worker, key, seen, LISTENING_DONE)

    document = replace(store, key, encode(seen.progress), Progress(), CachedReply("request", "speech"))

    assert document is None
    assert other_worker.read(key, "request") == written


def test_a_deleted_document_is_not_replaced(store: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)
    store.delete(key)

    document = replace(store, key, encode(seen.progress), LISTENING_DONE)

    assert document is None
    assert store.read(key) == EMPTY


def test_a_write_over_the_seen_document_replaces_it(store: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, LISTENING_DONE)

    write(store, key, seen, HONESTY_DONE)

    assert store.read(key).progress == HONESTY_DONE


def test_deleting_a_household_deletes_everyone_in_it(store: ProgressStore, other_worker: ProgressStore) -> None:
    account, neighbour = new_key(), new_key()
    people = [account, f"{household_of(account)}:ana", f"{household_of(account)}:ben"]
    for person in (*people, neighbour):
        write(store, person, EMPTY, HONESTY_DONE)

    other_worker.delete_household(household_of(account))

    assert [store.read(person) for person in people] == [EMPTY] * 3
    assert store.read(neighbour).progress == HONESTY_DONE


def test_a_household_that_returns_can_be_deleted_again(store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)
    store.delete_household(household_of(key))
    write(store, key, EMPTY, LISTENING_DONE)

    store.delete_household(household_of(key))

    assert store.read(key) == EMPTY


@given(seen=progresses, theirs=progresses, mine=progresses)
def test_a_write_over_an_unseen_document_is_merged(
    store: ProgressStore, other_worker: ProgressStore, seen: Progress, theirs: Progress, mine: Progress
) -> None:
    assume(not was_deleted_between(theirs, seen))
    key = new_key()
    before = write(store, key, EMPTY, seen)
    write(other_worker, key, before, theirs)

    written = write(store, key, before, mine)

    assert written.progress == (mine if theirs == seen else merge(theirs, mine))
    assert store.read(key) == written


def test_a_write_without_a_seen_document_is_merged(store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    write(store, key, EMPTY, LISTENING_DONE)

    assert store.read(key).progress == merge(HONESTY_DONE, LISTENING_DONE)


def test_a_pending_write_does_not_restore_deleted_data(
    backend: StoreBackend, store: ProgressStore, other_worker: ProgressStore, key: str
) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE)
    other_worker.delete(key)

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, LISTENING_DONE, CachedReply("a request", "Step 2."))

    assert backend.get_raw(key) is None
    assert store.read(key, "a request") == EMPTY


def test_a_pending_write_adds_nothing_to_data_that_was_deleted_and_restarted(
    store: ProgressStore, other_worker: ProgressStore, key: str
) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE.begin(BEGINNING))
    other_worker.delete(key)
    restarted = write(other_worker, key, EMPTY, LISTENING_DONE.begin(BEGINNING + DAY))

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, seen.progress.go_to("boundaries", BEGINNING + DAY))

    assert store.read(key) == restarted


def test_two_simultaneous_beginnings_are_merged(store: ProgressStore, other_worker: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONESTY_DONE.begin(BEGINNING + DAY))
    write(other_worker, key, EMPTY, LISTENING_DONE.begin(BEGINNING))

    write(store, key, seen, seen.progress.complete("boundaries", BEGINNING + DAY))

    assert store.read(key).progress.done.keys() == {"honesty", "listening", "boundaries"}


def test_a_reply_is_cached_until_the_person_is_deleted(
    store: ProgressStore, other_worker: ProgressStore, key: str
) -> None:
    replies = [
        CachedReply(f"request {number}", f"Step {number}.", "more", "More?", "20:00", "07:30") for number in range(3)
    ]
    stored = EMPTY
    for reply in replies:
        stored = write(store, key, stored, HONESTY_DONE, reply)

    assert [other_worker.read(key, reply.request).answer for reply in replies] == replies
    assert store.read(key, "another request").answer is None
    assert store.read(key).answer is None
    store.delete(key)
    write(store, key, EMPTY, HONESTY_DONE)
    assert store.read(key, replies[0].request).answer is None


def test_deleting_a_household_deletes_its_cached_replies(store: ProgressStore, key: str) -> None:
    ana, reply = f"{household_of(key)}:ana", CachedReply("a request", "Step 2.")
    for person in (key, ana):
        write(store, person, EMPTY, HONESTY_DONE, reply)

    store.delete_household(household_of(key))

    for person in (key, ana):
        write(store, person, EMPTY, HONESTY_DONE)
        assert store.read(person, "a request").answer is None


def test_a_deleted_person_is_new(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    store.delete(key)

    assert store.read(key) == EMPTY
    assert backend.get_raw(key) is None


def test_a_new_person_can_be_deleted(store: ProgressStore, key: str) -> None:
    store.delete(key)

    assert store.read(key) == EMPTY


def test_each_person_has_their_own_progress(store: ProgressStore) -> None:
    one, two, three = new_key(), new_key(), new_key()
    for person, progress in ((one, HONESTY_DONE), (two, LISTENING_DONE), (three, HONESTY_DONE)):
        write(store, person, EMPTY, progress)

    store.delete(one)
    write(store, three, store.read(three), HONESTY_DONE.start_over("honesty", BEGINNING + DAY))

    assert store.read(one) == EMPTY
    assert store.read(two).progress == LISTENING_DONE
    assert store.read(three).progress.done == {}


def test_progress_expires_after_its_time_to_live(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    backend.age(key, KEEP)

    assert store.read(key) == EMPTY


def test_a_read_that_is_not_a_visit_does_not_extend_the_time_to_live(
    backend: StoreBackend, store: ProgressStore, key: str
) -> None:
    stored = write(store, key, EMPTY, HONESTY_DONE)
    backend.age(key, KEEP - DAY)

    assert store.read(key, is_visit=False).document == stored.document

    backend.age(key, 2 * DAY)
    assert store.read(key) == EMPTY


def test_a_visit_restarts_the_time_to_live(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONESTY_DONE)

    for _ in range(3):
        backend.age(key, KEEP - DAY)
        store.read(key)

    assert store.read(key).progress == HONESTY_DONE


def test_a_write_restarts_the_time_to_live(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    stored = write(store, key, EMPTY, HONESTY_DONE)

    for _ in range(3):
        backend.age(key, KEEP - DAY)
        stored = write(store, key, stored, stored.progress)

    assert backend.get_raw(key) == encode(HONESTY_DONE).encode()


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="truncated"),
        pytest.param(b'{"v":1}\xff', id="not UTF-8"),
        pytest.param(b'{"v":2}', id="from a later release"),
        pytest.param(b'{"v":1,"place":"honesty"}', id="wrong shape"),
    ],
)
def test_an_unreadable_document_is_never_overwritten(
    backend: StoreBackend, store: ProgressStore, key: str, document: bytes
) -> None:
    backend.put_raw(key, document)

    with pytest.raises(StoreError):
        store.read(key)
    with pytest.raises(StoreError):
        write(store, key, EMPTY, HONESTY_DONE)

    assert backend.get_raw(key) == document


def test_progress_survives_a_restart(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    stored = write(store, key, EMPTY, HONESTY_DONE)

    backend.restart()

    assert store_at(backend.address).read(key) == stored
    assert store.read(key) == stored
    assert write(store, key, stored, LISTENING_DONE).progress == LISTENING_DONE


def test_a_working_store_passes_its_check(store: ProgressStore) -> None:
    store.check()


def test_racing_threads_lose_nothing(store: ProgressStore, key: str) -> None:
    names = ["kitchen", "bedroom", "phone", "car", "office", "hall"]
    barrier = Barrier(len(names))

    with ThreadPoolExecutor(len(names)) as threads:
        results = list(threads.map(lambda name: move_in_turns(store, key, name, barrier), names))

    progress = store.read(key).progress
    assert progress.done.keys() == {f"{name}-{number}" for name in names for number in range(ROUNDS)}
    assert progress == reduce(merge, results)


def test_racing_processes_lose_nothing(backend: StoreBackend, store: ProgressStore, key: str) -> None:
    names = ["kitchen", "bedroom", "phone"]
    spawning = multiprocessing.get_context("spawn")
    barrier = spawning.Barrier(len(names))
    writers = [
        spawning.Process(target=move_in_another_process, args=(backend.address, key, name, barrier)) for name in names
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert store.read(key).progress.done.keys() == {f"{name}-{number}" for name in names for number in range(ROUNDS)}
