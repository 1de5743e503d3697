"""What every store keeps to: the embedded one, and Redis in each way that it can be run."""

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
    begins_after,
    household_of,
    replace,
    write,
)
from tests.integration.store.bench import KEEP, Bench, open_store, somebody
from tests.integration.store.writers import ROUNDS, move_in_another_process, move_in_turns
from tests.support.progress_strategies import BEGINNING, anything, progresses

DAY = timedelta(days=1)
HONEST = Progress().complete("honesty", BEGINNING)
LISTENING = Progress().go_to("listening", BEGINNING + DAY).complete("listening", BEGINNING + DAY)


@pytest.fixture(scope="module")
def store(bench: Bench) -> ProgressStore:
    return open_store(bench.address)


@pytest.fixture(scope="module")
def elsewhere(bench: Bench) -> ProgressStore:
    """The same store, as another worker has it."""
    return open_store(bench.address)


@pytest.fixture
def key() -> str:
    return somebody()


def test_of_somebody_new_nothing_is_kept(store: ProgressStore, key: str) -> None:
    assert store.read(key) == EMPTY


@given(progress=anything)
def test_what_was_written_is_read_everywhere(
    bench: Bench, store: ProgressStore, elsewhere: ProgressStore, progress: Progress
) -> None:
    key = somebody()

    written = write(store, key, EMPTY, progress)

    assert elsewhere.read(key) == written == StoredProgress(progress, encode(progress))
    assert bench.found(key) == encode(progress).encode()


def test_what_nobody_wrote_to_meanwhile_is_replaced(store: ProgressStore, elsewhere: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONEST)

    document = replace(store, key, encode(seen.progress), LISTENING, CachedReply("request", "said"))

    assert document == encode(LISTENING)
    assert elsewhere.read(key, "request") == StoredProgress(
        LISTENING, encode(LISTENING), CachedReply("request", "said")
    )


def test_what_somebody_wrote_to_meanwhile_is_not_replaced(
    store: ProgressStore, elsewhere: ProgressStore, key: str
) -> None:
    seen = write(store, key, EMPTY, HONEST)
    written = write(elsewhere, key, seen, LISTENING)

    document = replace(store, key, encode(seen.progress), Progress(), CachedReply("request", "said"))

    assert document is None
    assert elsewhere.read(key, "request") == written


def test_what_was_forgotten_meanwhile_is_not_replaced(store: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONEST)
    store.delete(key)

    document = replace(store, key, encode(seen.progress), LISTENING)

    assert document is None
    assert store.read(key) == EMPTY


def test_a_write_over_what_was_seen_replaces_it(store: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, LISTENING)

    write(store, key, seen, HONEST)

    assert store.read(key).progress == HONEST


def test_a_household_is_forgotten_with_everybody_in_it(store: ProgressStore, elsewhere: ProgressStore) -> None:
    account, neighbour = somebody(), somebody()
    people = [account, f"{household_of(account)}:ana", f"{household_of(account)}:ben"]
    for person in (*people, neighbour):
        write(store, person, EMPTY, HONEST)

    elsewhere.delete_household(household_of(account))

    assert [store.read(person) for person in people] == [EMPTY] * 3
    assert store.read(neighbour).progress == HONEST


def test_whoever_comes_back_after_all_were_forgotten_can_be_forgotten_again(store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONEST)
    store.delete_household(household_of(key))
    write(store, key, EMPTY, LISTENING)

    store.delete_household(household_of(key))

    assert store.read(key) == EMPTY


@given(seen=progresses, theirs=progresses, mine=progresses)
def test_a_write_over_what_was_not_seen_is_merged(
    store: ProgressStore, elsewhere: ProgressStore, seen: Progress, theirs: Progress, mine: Progress
) -> None:
    assume(not begins_after(theirs, seen))
    key = somebody()
    before = write(store, key, EMPTY, seen)
    write(elsewhere, key, before, theirs)

    written = write(store, key, before, mine)

    assert written.progress == (mine if theirs == seen else merge(theirs, mine))
    assert store.read(key) == written


def test_a_write_by_somebody_who_saw_nothing_loses_nothing(store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    write(store, key, EMPTY, LISTENING)

    assert store.read(key).progress == merge(HONEST, LISTENING)


def test_a_write_under_way_does_not_bring_back_who_was_forgotten(
    bench: Bench, store: ProgressStore, elsewhere: ProgressStore, key: str
) -> None:
    seen = write(store, key, EMPTY, HONEST)
    elsewhere.delete(key)

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, LISTENING, CachedReply("a request", "Step 2."))

    assert bench.found(key) is None
    assert store.read(key, "a request") == EMPTY


def test_a_write_under_way_adds_nothing_to_who_was_forgotten_and_came_back(
    store: ProgressStore, elsewhere: ProgressStore, key: str
) -> None:
    seen = write(store, key, EMPTY, HONEST.begin(BEGINNING))
    elsewhere.delete(key)
    anew = write(elsewhere, key, EMPTY, LISTENING.begin(BEGINNING + DAY))

    with pytest.raises(DeletedMeanwhileError):
        write(store, key, seen, seen.progress.go_to("boundaries", BEGINNING + DAY))

    assert store.read(key) == anew


def test_two_who_began_at_once_are_one_life(store: ProgressStore, elsewhere: ProgressStore, key: str) -> None:
    seen = write(store, key, EMPTY, HONEST.begin(BEGINNING + DAY))
    write(elsewhere, key, EMPTY, LISTENING.begin(BEGINNING))

    write(store, key, seen, seen.progress.complete("boundaries", BEGINNING + DAY))

    assert store.read(key).progress.done.keys() == {"honesty", "listening", "boundaries"}


def test_what_a_request_was_answered_is_known_until_it_is_forgotten(
    store: ProgressStore, elsewhere: ProgressStore, key: str
) -> None:
    answers = [
        CachedReply(f"request {number}", f"Step {number}.", "more", "More?", "20:00", "07:30") for number in range(3)
    ]
    kept = EMPTY
    for answer in answers:
        kept = write(store, key, kept, HONEST, answer)

    assert [elsewhere.read(key, answer.request).answer for answer in answers] == answers
    assert store.read(key, "another request").answer is None
    assert store.read(key).answer is None
    store.delete(key)
    write(store, key, EMPTY, HONEST)
    assert store.read(key, answers[0].request).answer is None


def test_a_household_that_is_forgotten_leaves_no_answers(store: ProgressStore, key: str) -> None:
    ana, answer = f"{household_of(key)}:ana", CachedReply("a request", "Step 2.")
    for person in (key, ana):
        write(store, person, EMPTY, HONEST, answer)

    store.delete_household(household_of(key))

    for person in (key, ana):
        write(store, person, EMPTY, HONEST)
        assert store.read(person, "a request").answer is None


def test_who_is_forgotten_is_somebody_new(bench: Bench, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    store.delete(key)

    assert store.read(key) == EMPTY
    assert bench.found(key) is None


def test_somebody_new_can_be_forgotten(store: ProgressStore, key: str) -> None:
    store.delete(key)

    assert store.read(key) == EMPTY


def test_people_do_not_mix(store: ProgressStore) -> None:
    one, two, three = somebody(), somebody(), somebody()
    for person, progress in ((one, HONEST), (two, LISTENING), (three, HONEST)):
        write(store, person, EMPTY, progress)

    store.delete(one)
    write(store, three, store.read(three), HONEST.start_over("honesty", BEGINNING + DAY))

    assert store.read(one) == EMPTY
    assert store.read(two).progress == LISTENING
    assert store.read(three).progress.done == {}


def test_who_stays_away_for_the_time_to_live_is_forgotten(bench: Bench, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    bench.wait(key, KEEP)

    assert store.read(key) == EMPTY


def test_what_is_read_for_no_visit_lives_no_longer(bench: Bench, store: ProgressStore, key: str) -> None:
    kept = write(store, key, EMPTY, HONEST)
    bench.wait(key, KEEP - DAY)

    assert store.read(key, is_visit=False).document == kept.document

    bench.wait(key, 2 * DAY)
    assert store.read(key) == EMPTY


def test_a_visit_begins_the_time_to_live_anew(bench: Bench, store: ProgressStore, key: str) -> None:
    write(store, key, EMPTY, HONEST)

    for _ in range(3):
        bench.wait(key, KEEP - DAY)
        store.read(key)

    assert store.read(key).progress == HONEST


def test_a_move_begins_the_time_to_live_anew(bench: Bench, store: ProgressStore, key: str) -> None:
    kept = write(store, key, EMPTY, HONEST)

    for _ in range(3):
        bench.wait(key, KEEP - DAY)
        kept = write(store, key, kept, kept.progress)

    assert bench.found(key) == encode(HONEST).encode()


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b'{"v":1}\xff', id="not text"),
        pytest.param(b'{"v":2}', id="of a later release"),
        pytest.param(b'{"v":1,"place":"honesty"}', id="misshapen"),
    ],
)
def test_what_cannot_be_read_is_never_overwritten(
    bench: Bench, store: ProgressStore, key: str, document: bytes
) -> None:
    bench.plant(key, document)

    with pytest.raises(StoreError):
        store.read(key)
    with pytest.raises(StoreError):
        write(store, key, EMPTY, HONEST)

    assert bench.found(key) == document


def test_what_is_kept_survives_a_restart(bench: Bench, store: ProgressStore, key: str) -> None:
    kept = write(store, key, EMPTY, HONEST)

    bench.restart()

    assert open_store(bench.address).read(key) == kept
    assert store.read(key) == kept
    assert write(store, key, kept, LISTENING).progress == LISTENING


def test_a_store_that_answers_says_so(store: ProgressStore) -> None:
    store.check()


def test_threads_that_race_lose_nothing(store: ProgressStore, key: str) -> None:
    names = ["kitchen", "bedroom", "phone", "car", "office", "hall"]
    everyone = Barrier(len(names))

    with ThreadPoolExecutor(len(names)) as threads:
        told = list(threads.map(lambda name: move_in_turns(store, key, name, everyone), names))

    found = store.read(key).progress
    assert found.done.keys() == {f"{name}-{number}" for name in names for number in range(ROUNDS)}
    assert found == reduce(merge, told)


def test_processes_that_race_lose_nothing(bench: Bench, store: ProgressStore, key: str) -> None:
    names = ["kitchen", "bedroom", "phone"]
    spawning = multiprocessing.get_context("spawn")
    everyone = spawning.Barrier(len(names))
    writers = [
        spawning.Process(target=move_in_another_process, args=(bench.address, key, name, everyone)) for name in names
    ]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert store.read(key).progress.done.keys() == {f"{name}-{number}" for name in names for number in range(ROUNDS)}
