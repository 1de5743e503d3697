"""What a person's days leave behind: when they came, what they were given to think about, how they rated trust.

Like progress it merges; it stays small however many years it covers.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from skill.moment import after

FIRST_DAY: Final = date(2026, 1, 1)
MOST_RATINGS: Final = 60
LOWEST: Final = 1
HIGHEST: Final = 10


@dataclass(frozen=True, slots=True, order=True)
class Rating:
    """How much trust a person felt on a day, from 1 to 10. Of two on one day the later holds."""

    day: date
    at: datetime
    value: int


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """A prompt that was given on a day; the first is number 0, and each other one that was asked for is one more."""

    day: date
    number: int
    prompt: str


@dataclass(frozen=True, slots=True)
class Diary:
    """All days are the person's own."""

    days: int = 0
    """The days on which the person came, as a set of bits: one for each day since `FIRST_DAY`."""

    ratings: frozenset[Rating] = frozenset()
    """One a day, of the last 60 days on which there was one."""

    round: int = 0
    """How often all prompts have been given."""

    given: frozenset[Given] = frozenset()
    """The prompts of this round."""

    @property
    def days_come(self) -> int:
        return self.days.bit_count()

    @property
    def history(self) -> list[Rating]:
        """The ratings, the oldest first."""
        return sorted(self.ratings)

    @property
    def spent(self) -> frozenset[str]:
        return frozenset(given.prompt for given in self.given)

    def todays(self, day: date) -> Given | None:
        """The prompt of the day: the one that was asked for last."""
        of_day = [given for given in self.given if given.day == day]
        return min(of_day, key=lambda given: (-given.number, given.prompt), default=None)

    def visit(self, day: date) -> "Diary":
        return replace(self, days=self.days | 1 << max(0, (day - FIRST_DAY).days))

    def rate(self, value: int, day: date, now: datetime) -> "Diary":
        before = (rating.at for rating in self.ratings if rating.day == day)
        return replace(self, ratings=_last(self.ratings | {Rating(day, after(now, *before), value)}))

    def give(self, prompt: str, day: date) -> "Diary":
        before = self.todays(day)
        return replace(self, given=self.given | {Given(day, before.number + 1 if before else 0, prompt)})

    def begin_round(self) -> "Diary":
        """All prompts may be given again."""
        return replace(self, round=self.round + 1, given=frozenset())


def merge_diaries(one: Diary, other: Diary) -> Diary:
    """Whatever either knows. A later round of prompts holds, two of the same round join."""
    later = max(one.round, other.round)
    return Diary(
        days=one.days | other.days,
        ratings=_last(one.ratings | other.ratings),
        round=later,
        given=frozenset().union(*(diary.given for diary in (one, other) if diary.round == later)),
    )


def _last(ratings: frozenset[Rating]) -> frozenset[Rating]:
    """The latest of each day, of the last days. Cutting off the oldest keeps merging lawful: they never come back."""
    of_day = {rating.day: rating for rating in sorted(ratings)}
    return frozenset(sorted(of_day.values())[-MOST_RATINGS:])
