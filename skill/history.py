"""What a person's days leave behind: when they came, what they were given to think about, how they rated trust.

Like progress it merges. What grows is kept packed into one number or text, and unpacked only by who asks for it, so
that a turn costs the same after ten years as on the first day.
"""

from datetime import date, timedelta
from typing import Final, NamedTuple

FIRST_DAY: Final = date(2025, 1, 1)
MOST_RATINGS: Final = 60
LOWEST: Final = 1
HIGHEST: Final = 10

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)
DAY: Final = 3
RATING: Final = 5
"""Figures of a packed rating: three of its day, one of how often it was changed on that day, one of the rating."""

_LAST_DAY: Final = _BASE**DAY - 1


class Rating(NamedTuple):
    """How much trust a person felt on a day, from 1 to 10."""

    day: date
    value: int


class GivenPrompt(NamedTuple):
    """A prompt that was given on a day; the first is number 0, and each other one that was asked for is one more."""

    day: date
    number: int
    prompt: str


class History(NamedTuple):
    """All days are the person's own."""

    days: int = 0
    """The days on which the person came, as a set of bits: one for each day since `FIRST_DAY`.

    Exactly those, however many years: a mere count of old days would not merge, since of two counts nobody can tell
    which days they share.
    """

    ratings: str = ""
    """One a day, of the last 60 days on which there was one, packed and in their order."""

    round: int = 0
    """How often all prompts have been given."""

    used_prompts: str = ""
    """The keys of the prompts of this round, in their order and with blanks between."""

    todays_prompts: frozenset[GivenPrompt] = frozenset()
    """The prompts of the last day on which there was one."""

    @property
    def days_come(self) -> int:
        return self.days.bit_count()

    @property
    def past_ratings(self) -> list[Rating]:
        """The ratings, the oldest first."""
        return [
            Rating(FIRST_DAY + timedelta(days=int(packed[:DAY], _BASE)), int(packed[4], _BASE))
            for packed in _unpacked(self.ratings)
        ]

    def prompt_of(self, day: date) -> GivenPrompt | None:
        """The prompt of the day: the one that was asked for last."""
        return max((given for given in self.todays_prompts if given.day == day), default=None)

    def record_visit(self, day: date) -> "History":
        days = self.days | 1 << number_of(day)
        return self if days == self.days else self._replace(days=days)

    def rate(self, value: int, day: date) -> "History":
        """Of two ratings on one day the one that followed holds; of two that did not know of each other, the higher."""
        that_day = _written(number_of(day))
        before = next((packed for packed in _unpacked(self.ratings) if packed.startswith(that_day)), None)
        changes = min(int(before[3], _BASE) + 1, _BASE - 1) if before else 0
        return self._replace(ratings=_last(self.ratings, f"{that_day}{_DIGITS[changes]}{_DIGITS[value]}"))

    def give(self, prompt: str, day: date) -> "History":
        before = self.prompt_of(day)
        given = GivenPrompt(day, before.number + 1 if before else 0, prompt)
        return self._replace(
            used_prompts=_joined(self.used_prompts, prompt), todays_prompts=_of_last_day(self.todays_prompts | {given})
        )

    def begin_round(self) -> "History":
        """All prompts may be given again."""
        return self._replace(round=self.round + 1, used_prompts="")


def number_of(day: date) -> int:
    return min(max(0, (day - FIRST_DAY).days), _LAST_DAY)


def _written(number: int) -> str:
    return _DIGITS[number // _BASE**2] + _DIGITS[number // _BASE % _BASE] + _DIGITS[number % _BASE]


def _unpacked(ratings: str) -> list[str]:
    return [ratings[start : start + RATING] for start in range(0, len(ratings), RATING)]


def merge_histories(one: History, other: History) -> History:
    """Whatever either knows. A later round of prompts holds, two of the same round join."""
    later = max(one.round, other.round)
    return History(
        days=one.days | other.days,
        ratings=_last(one.ratings, other.ratings),
        round=later,
        used_prompts=_joined(*(history.used_prompts for history in (one, other) if history.round == later)),
        todays_prompts=_of_last_day(one.todays_prompts | other.todays_prompts),
    )


def _last(*ratings: str) -> str:
    """The last of each day, of the last days. Cutting off the oldest keeps merging lawful: they never come back."""
    of_day = {packed[:DAY]: packed for packed in sorted(_unpacked("".join(ratings)))}
    return "".join(sorted(of_day.values())[-MOST_RATINGS:])


def _joined(*spent: str) -> str:
    return " ".join(sorted(set(" ".join(spent).split())))


def _of_last_day(given: frozenset[GivenPrompt]) -> frozenset[GivenPrompt]:
    last = max((each.day for each in given), default=None)
    return frozenset(each for each in given if each.day == last)
