"""How far a person has come, every way to move, and how two copies become one.

Progress is a value that merges: `merge` is commutative, associative and idempotent, so whatever order copies meet in
(two speakers in a house, a retried request, a turn taken while the store was away), nobody's move is lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a person is since `at`. Of two places the later holds; order decides ties, so that every copy agrees."""

    at: datetime
    step: str
    part: int = 0
    """How many parts of the step's detail were heard."""


@dataclass(frozen=True, slots=True, order=True)
class Completion:
    """A step marked as done."""

    at: datetime
    step: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What is kept of one person. All times are aware and in UTC."""

    welcomed: datetime | None = None
    """When the person first heard what this is and what it is not."""

    restarted: datetime | None = None
    """When the person last started over; completions up to then no longer count."""

    place: Place | None = None
    completions: frozenset[Completion] = frozenset()

    @property
    def done(self) -> dict[str, datetime]:
        """Step keys to when each was first marked as done."""
        return {completion.step: completion.at for completion in sorted(self.completions, reverse=True)}

    def welcome(self, now: datetime) -> "Progress":
        return self if self.welcomed else replace(self, welcomed=now)

    def go_to(self, step: str, now: datetime) -> "Progress":
        """Moves to the beginning of a step."""
        return self.hear_part(step, 0, now)

    def hear_part(self, step: str, part: int, now: datetime) -> "Progress":
        before = self.place.at if self.place else None
        return replace(self, place=Place(_after(now, before), step, part))

    def complete(self, step: str, now: datetime) -> "Progress":
        """Marks a step as done; a step that is done already keeps its first date."""
        if step in self.done:
            return self
        return replace(self, completions=self.completions | {Completion(_after(now, self.restarted), step)})

    def start_over(self, step: str, now: datetime) -> "Progress":
        """Goes back to the given first step with nothing marked as done."""
        restarted = _after(now, self.restarted, *(completion.at for completion in self.completions))
        return replace(self.go_to(step, now), restarted=restarted, completions=frozenset())


def merge(one: Progress, other: Progress) -> Progress:
    """The progress that knows what both copies know."""
    restarted = max(filter(None, (one.restarted, other.restarted)), default=None)
    return Progress(
        welcomed=min(filter(None, (one.welcomed, other.welcomed)), default=None),
        restarted=restarted,
        place=max(filter(None, (one.place, other.place)), default=None),
        completions=frozenset(
            completion
            for completion in one.completions | other.completions
            if restarted is None or completion.at > restarted
        ),
    )


def _after(now: datetime, *earlier: datetime | None) -> datetime:
    """Now, but later than the moves that this one follows.

    Servers' clocks differ, and one clock can stand still between two moves. Merging goes by time alone, so a move has
    to bear a later time than whatever it replaces.
    """
    return max([now, *(time + _TICK for time in earlier if time)])
