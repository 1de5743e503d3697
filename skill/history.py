"""What a person did by day: visits, ratings of trust, and prompts given.

Like `Progress`, a history merges. The fields that grow are packed into one number or text and unpacked only when they
are used, so that a turn takes as long after ten years as on the first day.
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
"""Digits of a packed day."""

RATING: Final = 5
"""Digits of a packed rating: three for its day, one for the number of changes on that day, one for the value."""

_LAST_DAY: Final = _BASE**DAY - 1


class Rating(NamedTuple):
    """How much trust a person felt on a day, from 1 to 10."""

    day: date
    value: int


class GivenPrompt(NamedTuple):
    """A prompt given on a day. The first of the day has number 0, each further one the next number."""

    day: date
    number: int
    prompt: str


class History(NamedTuple):
    """All days are the person's own, in their time zone."""

    days: int = 0
    """The days of the visits, as a bit set: one bit for each day since `FIRST_DAY`.

    A mere count of old days would not merge: two counts do not say which days they share.
    """

    ratings: str = ""
    """One rating a day, packed and in order, for the last 60 days with a rating."""

    round: int = 0
    """How often all prompts have been used up."""

    used_prompts: str = ""
    """The keys of the prompts given in this round, sorted and separated by blanks."""

    todays_prompts: frozenset[GivenPrompt] = frozenset()
    """The prompts of the last day on which one was given."""

    @property
    def visit_count(self) -> int:
        return self.days.bit_count()

    @property
    def past_ratings(self) -> list[Rating]:
        """The ratings, oldest first."""
        return [
            Rating(FIRST_DAY + timedelta(days=int(packed[:DAY], _BASE)), int(packed[4], _BASE))
            for packed in _unpack(self.ratings)
        ]

    @property
    def last_visit(self) -> date | None:
        return FIRST_DAY + timedelta(days=self.days.bit_length() - 1) if self.days else None

    def visits_between(self, first: date, last: date) -> int:
        """Return the number of days with a visit, from the first to the last day, both included."""
        count = number_of(last) - number_of(first) + 1
        return (self.days >> number_of(first) & (1 << max(0, count)) - 1).bit_count()

    def ratings_since(self, day: date) -> list[Rating]:
        """Return the ratings from the day on, oldest first."""
        return [rating for rating in self.past_ratings if rating.day >= day]

    def prompt_of(self, day: date) -> GivenPrompt | None:
        """Return the last prompt given on the day, or None."""
        return max((given for given in self.todays_prompts if given.day == day), default=None)

    def record_visit(self, day: date) -> "History":
        days = self.days | 1 << number_of(day)
        return self if days == self.days else self._replace(days=days)

    def rate(self, value: int, day: date) -> "History":
        """Replace the day's rating. When two copies rated the same day independently, the higher rating wins a tie."""
        packed_day = _pack_day(number_of(day))
        previous = next((packed for packed in _unpack(self.ratings) if packed.startswith(packed_day)), None)
        changes = min(int(previous[3], _BASE) + 1, _BASE - 1) if previous else 0
        return self._replace(ratings=_merge_ratings(self.ratings, f"{packed_day}{_DIGITS[changes]}{_DIGITS[value]}"))

    def record_prompt(self, prompt: str, day: date) -> "History":
        previous = self.prompt_of(day)
        given = GivenPrompt(day, previous.number + 1 if previous else 0, prompt)
        return self._replace(
            used_prompts=_merge_keys(self.used_prompts, prompt),
            todays_prompts=_of_last_day(self.todays_prompts | {given}),
        )

    def begin_round(self) -> "History":
        """Make all prompts available again."""
        return self._replace(round=self.round + 1, used_prompts="")


def merge_histories(one: History, other: History) -> History:
    """Return the history that contains both. Only the later round's used prompts count."""
    latest = max(one.round, other.round)
    return History(
        days=one.days | other.days,
        ratings=_merge_ratings(one.ratings, other.ratings),
        round=latest,
        used_prompts=_merge_keys(*(history.used_prompts for history in (one, other) if history.round == latest)),
        todays_prompts=_of_last_day(one.todays_prompts | other.todays_prompts),
    )


def number_of(day: date) -> int:
    """Return the number of days since `FIRST_DAY`, limited to what three digits can hold."""
    return min(max(0, (day - FIRST_DAY).days), _LAST_DAY)


def _pack_day(number: int) -> str:
    return _DIGITS[number // _BASE**2] + _DIGITS[number // _BASE % _BASE] + _DIGITS[number % _BASE]


def _unpack(ratings: str) -> list[str]:
    return [ratings[start : start + RATING] for start in range(0, len(ratings), RATING)]


def _merge_ratings(*ratings: str) -> str:
    """Keep the last rating of each of the last days. Dropping the oldest keeps merge associative."""
    by_day = {packed[:DAY]: packed for packed in sorted(_unpack("".join(ratings)))}
    return "".join(sorted(by_day.values())[-MOST_RATINGS:])


def _merge_keys(*keys: str) -> str:
    return " ".join(sorted(set(" ".join(keys).split())))


def _of_last_day(prompts: frozenset[GivenPrompt]) -> frozenset[GivenPrompt]:
    last = max((given.day for given in prompts), default=None)
    return frozenset(given for given in prompts if given.day == last)
