from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.progress import Place, Progress, merge
from tests.support.progress_strategies import BEGINNING, STEPS, Move, after, anything, minutes, move_lists, progresses

MINUTE = timedelta(minutes=1)
steps = st.sampled_from(STEPS)


@given(anything, anything)
def test_merging_is_commutative(one: Progress, other: Progress) -> None:
    assert merge(one, other) == merge(other, one)


@given(anything, anything, anything)
def test_merging_is_associative(one: Progress, two: Progress, three: Progress) -> None:
    assert merge(merge(one, two), three) == merge(one, merge(two, three))


@given(progresses)
def test_merging_is_idempotent(progress: Progress) -> None:
    assert merge(progress, progress) == progress


@given(anything, anything)
def test_merging_again_changes_nothing(one: Progress, other: Progress) -> None:
    merged = merge(one, other)

    assert merge(merged, one) == merge(merged, other) == merge(merged, merged) == merged


@given(progresses)
def test_merging_with_empty_progress_changes_nothing(progress: Progress) -> None:
    assert merge(progress, Progress()) == progress


@given(progresses, st.lists(move_lists, min_size=1, max_size=4), st.data())
def test_diverged_copies_merge_to_the_same_in_any_order(
    start: Progress, ways: list[list[Move]], data: st.DataObject
) -> None:
    copies = [after(start, way) for way in ways]
    other_order = data.draw(st.permutations([*copies, *copies[:1]]))

    assert reduce(merge, copies) == reduce(merge, other_order)


@given(progresses, move_lists)
def test_a_later_copy_takes_nothing_from_an_earlier_one(start: Progress, way: list[Move]) -> None:
    moved_on = after(start, way)

    assert merge(start, moved_on) == moved_on


@given(progresses, move_lists, steps, minutes, minutes)
def test_a_completion_after_a_restart_survives(
    start: Progress, way: list[Move], step: str, restart: datetime, now: datetime
) -> None:
    other = after(start, [move for move in way if move.kind != "start_over"])

    merged = merge(start.start_over("honesty", restart).complete(step, now), other)

    assert step in merged.done


@given(progresses, st.lists(move_lists, min_size=1, max_size=4))
def test_a_completion_on_any_copy_counts_until_a_later_restart_on_any_copy(
    start: Progress, ways: list[list[Move]]
) -> None:
    copies = [after(start, way) for way in ways]

    merged = reduce(merge, copies)

    restarts = [copy.restarted for copy in copies if copy.restarted]
    completions = {completion for copy in copies for completion in copy.completions}
    assert merged.restarted == max(restarts, default=None)
    assert merged.done.keys() == {done.step for done in completions if all(done.at > restart for restart in restarts)}


@given(progresses, steps, minutes, st.lists(minutes))
def test_a_step_keeps_the_date_when_it_was_first_done(
    start: Progress, step: str, first: datetime, again: list[datetime]
) -> None:
    done = start.complete(step, first)

    repeated = after(done, [Move("complete", step, 0, at) for at in again])

    assert repeated.done[step] == done.done[step]


@given(st.lists(minutes, min_size=1))
def test_the_first_completion_of_several_copies_keeps_its_date(times: list[datetime]) -> None:
    copies = [Progress().complete("honesty", at) for at in times]

    assert reduce(merge, copies).done == {"honesty": min(times)}


@given(st.lists(minutes, min_size=1))
def test_the_first_welcome_counts(times: list[datetime]) -> None:
    copies = [Progress().welcome(at).welcome(at + MINUTE) for at in times]

    assert reduce(merge, copies).welcomed == min(times)


def test_the_later_of_two_places_wins() -> None:
    kitchen = Progress().go_to("boundaries", BEGINNING)
    bedroom = Progress().go_to("honesty", BEGINNING + MINUTE).hear_detail("honesty", 2, BEGINNING + 2 * MINUTE)

    assert merge(kitchen, bedroom).place == Place(BEGINNING + 2 * MINUTE, "honesty", 2)


def test_a_restart_on_another_copy_clears_only_earlier_completions() -> None:
    common = Progress().complete("honesty", BEGINNING)
    restarted = common.start_over("honesty", BEGINNING + MINUTE)
    other = common.complete("listening", BEGINNING + 2 * MINUTE)

    assert merge(restarted, other).done == {"listening": BEGINNING + 2 * MINUTE}


@pytest.mark.parametrize("later", [-MINUTE, timedelta(), MINUTE], ids=["clock goes back", "clock stands", "clock runs"])
def test_the_last_move_wins_whatever_the_clock_does(later: timedelta) -> None:
    before = Progress().complete("listening", BEGINNING).go_to("listening", BEGINNING)

    restarted = before.start_over("honesty", BEGINNING + later)
    moved = restarted.complete("boundaries", BEGINNING + 2 * later).go_to("boundaries", BEGINNING + 2 * later)

    assert merge(before, restarted) == restarted
    assert merge(merge(before, restarted), moved) == moved
    assert moved.done.keys() == {"boundaries"}


def test_starting_over_begins_at_the_first_step_with_nothing_done() -> None:
    progress = Progress().welcome(BEGINNING).complete("honesty", BEGINNING).hear_detail("honesty", 2, BEGINNING)

    again = progress.start_over("honesty", BEGINNING + MINUTE)

    assert again == Progress(BEGINNING, BEGINNING + MINUTE, Place(BEGINNING + MINUTE, "honesty"))
