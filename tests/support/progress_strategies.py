"""Hypothesis strategies for progress made by moves, as people make them, at times that coincide and run backwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from skill.history import FIRST_DAY, HIGHEST, LOWEST, History
from skill.progress import Completion, Place, Progress, Reminder

BEGINNING: Final = datetime(2026, 3, 1, 8, tzinfo=UTC)
STEPS: Final = ("honesty", "listening", "boundaries")


MOVES: Final[Mapping[str, Callable[[Progress, "Move"], Progress]]] = {
    "welcome": lambda progress, move: progress.welcome(move.at),
    "go_to": lambda progress, move: progress.go_to(move.step, move.at),
    "hear_detail": lambda progress, move: progress.hear_detail(move.step, move.part, move.at),
    "complete": lambda progress, move: progress.complete(move.step, move.at),
    "start_over": lambda progress, move: progress.start_over(move.step, move.at),
    "record_visit": lambda progress, move: progress.record_visit(move.at.date()),
    "rate": lambda progress, move: progress.rate(move.part + 1, move.at.date()),
    "record_prompt": lambda progress, move: progress.record_prompt(move.step, move.at.date()),
    "set_reminder": lambda progress, move: progress.set_reminder(f"token-{move.part}", "20:00", move.at),
    "begin": lambda progress, move: progress.begin(move.at),
    "clear_reminder": lambda progress, move: progress.clear_reminder(move.at),
    "refuse_reminders": lambda progress, move: progress.refuse_reminders(move.at),
    "begin_round": lambda progress, move: progress.begin_round(),
}


@dataclass(frozen=True, slots=True)
class Move:
    kind: str
    step: str
    part: int
    at: datetime

    def apply_to(self, progress: Progress) -> Progress:
        return MOVES[self.kind](progress, self)


def after(progress: Progress, moves: list[Move]) -> Progress:
    for move in moves:
        progress = move.apply_to(progress)
    return progress


def _history(days: int, ratings: list[tuple[date, int]], rounds: int, given: list[tuple[date, str]]) -> History:
    history = History(days=days)
    for _ in range(rounds):
        history = history.begin_round()
    for day, value in ratings:
        history = history.rate(value, day)
    for day, prompt in given:
        history = history.record_prompt(prompt, day)
    return history


minutes: Final = st.integers(0, 12).map(lambda minute: BEGINNING + timedelta(minutes=minute))
"""Few, so that moves of different copies often coincide."""

moves: Final = st.builds(Move, st.sampled_from(sorted(MOVES)), st.sampled_from(STEPS), st.integers(0, 3), minutes)
move_lists: Final = st.lists(moves, max_size=8)
progresses: Final = move_lists.map(lambda moves: after(Progress(), moves))

times: Final = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds take no zone
days: Final = st.dates(FIRST_DAY, date(2200, 1, 1))
person_histories: Final = st.builds(
    _history,
    st.integers(0, 2**4000),
    st.lists(st.tuples(days, st.integers(LOWEST, HIGHEST)), max_size=80),
    st.integers(0, 3),
    st.lists(st.tuples(days, st.text(min_size=1).map(lambda key: "".join(key.split()) or "key")), max_size=6),
)
"""Histories after ratings and prompts in any order and on any day."""

anything: Final = st.builds(
    Progress,
    since=st.none() | times,
    welcomed=st.none() | times,
    restarted=st.none() | times,
    place=st.none() | st.builds(Place, times, st.text(), st.integers(0, 2**31)),
    completions=st.frozensets(st.builds(Completion, times, st.text()), max_size=6),
    reminder=st.none() | st.builds(Reminder, times, st.text(), st.text()),
    refused_reminders=st.none() | times,
    history=person_histories,
)
"""Any value of the type, reachable by moves or not."""
