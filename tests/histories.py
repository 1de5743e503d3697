"""Hypothesis strategies for progress: made by moves, as people make it, with times that meet and run backwards."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import strategies as st

from skill.progress import Completion, Place, Progress

BEGINNING: Final = datetime(2026, 3, 1, 8, tzinfo=UTC)
STEPS: Final = ("honesty", "listening", "boundaries")


@dataclass(frozen=True, slots=True)
class Move:
    kind: str
    step: str
    part: int
    at: datetime

    def made_by(self, progress: Progress) -> Progress:
        match self.kind:
            case "welcome":
                return progress.welcome(self.at)
            case "go_to":
                return progress.go_to(self.step, self.at)
            case "hear_part":
                return progress.hear_part(self.step, self.part, self.at)
            case "complete":
                return progress.complete(self.step, self.at)
            case _:
                return progress.start_over(self.step, self.at)


def after(progress: Progress, moves: list[Move]) -> Progress:
    for move in moves:
        progress = move.made_by(progress)
    return progress


minutes: Final = st.integers(0, 12).map(lambda minute: BEGINNING + timedelta(minutes=minute))
"""Few, so that moves of different copies often fall on one moment."""

kinds: Final = st.sampled_from(("welcome", "go_to", "hear_part", "complete", "start_over"))
moves: Final = st.builds(Move, kinds, st.sampled_from(STEPS), st.integers(0, 3), minutes)
histories: Final = st.lists(moves, max_size=8)
progresses: Final = histories.map(lambda moves: after(Progress(), moves))

times: Final = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds take no zone
anything: Final = st.builds(
    Progress,
    welcomed=st.none() | times,
    restarted=st.none() | times,
    place=st.none() | st.builds(Place, times, st.text(), st.integers(0, 2**31)),
    completions=st.frozensets(st.builds(Completion, times, st.text()), max_size=6),
)
"""Whatever the type allows, whether or not a person could get there."""
