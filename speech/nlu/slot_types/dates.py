"""Dates and periods, as AMAZON.DATE sends them: "2026-11-25", "2026-W48", "2026-SU", "202X".

https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html gives these formats and says that a date
without a year is today or later. What is sent for a part of a day, such as "monday morning", was not found there, so
that has no value.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import Any

from speech.nlu.language import Language
from speech.nlu.samples import Phrases
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.slot_types.periods import date_of, period
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 8

_MAX_COUNT = 1_000
"""Days, weeks, months or years from now or ago that are a date."""

_MAX_WORDS_BESIDE = 5
"""Words beside a date that could make it another one, as in "monday in two weeks"."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMERIC = re.compile(r"(\d{1,4})([/.-])(\d{1,2})(?:\2(\d{2}|\d{4}))?")
"""Without a year, only with slashes, since "5.6" is a decimal."""

_CENTURY = 2000
"""Of a year with two digits."""

_RELATIVE = {"from_now": 1, "ago": -1, "after": 1, "before": -1}
"""The lists of templates in a language's file that count from today, or from a `{date}`."""


class DateParser:
    def __init__(self, language: Language, numbers: NumberParser, today: Callable[[], date]) -> None:
        self._numbers = numbers
        self._today = today
        self._weekdays = language.texts("date", "weekdays")
        self._months = language.texts("date", "months")
        self._periods = _by_tokens(language.table("date", "periods"))
        self._holidays = _by_tokens(language.table("date", "holidays"))
        self._holidays |= _by_tokens(language.table("date", "regional_holidays", language.region))
        seasons, decades = (_by_tokens(language.table("date", name)) for name in ("seasons", "decades"))
        self._named = {"holiday": self._holidays, "season": seasons, "decade": decades}
        self._articles = frozenset(map(tokenize, language.texts("articles")))
        self._units = language.table("date", "units")
        self._relative = Phrases(
            (text, sign) for kind, sign in _RELATIVE.items() for text in language.texts("date", kind)
        )
        self._days = Phrases((text, None) for text in language.texts("date", "days"))
        self._decade_digits = re.compile(
            rf"(\d{{2}})?(\d)0(?:{'|'.join(map(re.escape, language.texts('date', 'decade_endings'))) or '$^'})"
        )
        self._partial = frozenset(language.texts("date", "partial"))
        self._joiners = frozenset(language.texts("joiners"))
        self._connecting = frozenset(language.texts("date", "connecting"))
        self._month_first = language.region in language.texts("date", "month_first") if language.region else None

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words that are never said but of dates."""
        names = map(tokenize, (*self._weekdays, *self._months, *self._units))
        return frozenset[str]().union(*names, *self._named["season"], *self._named["decade"])

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        phrases = [*self._periods, *self._holidays, *self._articles]
        return self._names.union(self._days.words, self._relative.words, *phrases)

    def could_contain(self, word: str) -> bool:
        return (
            word in self._vocabulary
            or self._numbers.ordinal_could_contain(word)
            or self._numbers.count_could_contain(word)
        )

    def parse(self, tokens: Tokens) -> str | None:
        """Return 2026-11-25 for "november twenty fifth": without a year, the next such day from today on."""
        if not tokens:
            return None
        if tokens in self._periods:
            unit, count = self._periods[tokens].split()
            return period(self._today(), unit, int(count))
        token = tokens[-1] if len(tokens) == 1 or tokens[:-1] in self._articles else ""
        if token[:1].isdecimal() and (found := self._parse_token(token)):
            return found
        return self._parse_day(tokens) or self._parse_relative(tokens)

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether words beside it make it another date, as in "late summer" or "monday in the second week of may"."""
        right = tuple(takewhile(self._continues, after[:_MAX_WORDS_BESIDE]))
        left = tuple(takewhile(self._continues, before[: -_MAX_WORDS_BESIDE - 1 : -1]))[::-1]
        beside = {*left, *right, " ".join((*before[-1:], *inside[:1]))}
        if not (self._names.isdisjoint(beside) and self._partial.isdisjoint(beside)):
            return True
        return any(self.parse(left[at:]) for at in range(len(left))) or any(
            self.parse(right[: at + 1]) for at in range(len(right))
        )

    def _continues(self, word: str) -> bool:
        """Whether a date beside this word may go on with it."""
        if word in self._connecting or word in self._partial:
            return True
        return word not in self._joiners and self.could_contain(word)

    def _parse_token(self, token: str) -> str | None:
        """Parse "2027-01-05", "12/01/2027" or "1990s"."""
        if _ISO.fullmatch(token):
            return _valid(token)
        if found := self._decade_digits.fullmatch(token):
            century = {"century": int(found[1])} if found[1] else {}
            return date_of(self._today(), century | {"decade": int(found[2])})
        numeric = _NUMERIC.fullmatch(token)
        return self._parse_numeric(numeric) if numeric else None

    def _parse_numeric(self, numeric: re.Match[str]) -> str | None:
        """Parse the order of the region: where that is not known, only what is a date in one order alone."""
        first, second, third = int(numeric[1]), int(numeric[3]), numeric[4]
        if len(numeric[1]) > 2:  # noqa: PLR2004 - a year
            return date_of(self._today(), {"year": first, "month": second, "day": int(third)}) if third else None
        if third is None and numeric[2] != "/":
            return None
        year = {} if third is None else {"year": int(third) + (_CENTURY if len(third) < len("2000") else 0)}
        orders = [(first, second), (second, first)] if self._month_first else [(second, first), (first, second)]
        dates = [date_of(self._today(), year | {"month": month, "day": day}) for month, day in orders]
        found = list(dict.fromkeys(filter(None, dates)))
        return found[0] if found and (self._month_first is not None or len(found) == 1) else None

    def _parse_relative(self, tokens: Tokens) -> str | None:
        """Parse "in two days", "three weeks ago" or "a week from monday"."""
        for match, sign in self._relative.matches(tokens, self._amount):
            unit, times = match["unit"].split()
            count = int(match.get("count", "1"))
            start = date.fromisoformat(match["date"]) if "date" in match else self._today()
            return period(start, unit, sign * count * int(times)) if count <= _MAX_COUNT else None
        return None

    def _amount(self, name: str, tokens: Tokens) -> str | None:
        match name:
            case "unit":
                return self._units.get(" ".join(tokens))
            case "date":
                found = self.parse(tokens)
                return found if found and _ISO.fullmatch(found) else None
            case _:
                count = self._numbers.count(tokens)
                return None if count is None else str(count)

    def _parse_day(self, tokens: Tokens) -> str | None:
        matches = self._days.matches(tokens, self._part)
        return next((date_of(self._today(), match) for match, _ in matches), None)

    def _part(self, name: str, tokens: Tokens) -> Any | None:
        match name:
            case "weekday" | "later_weekday" | "past_weekday":
                return _position(self._weekdays, tokens)
            case "month":
                return _position(self._months, tokens)
            case "year":
                year = self._numbers.four_digits(tokens)
                return None if year is None else int(year)
            case "day":
                return self._numbers.ordinal(tokens) or self._numbers.cardinal(tokens)
            case "century":
                return self._numbers.cardinal(tokens)
            case _:
                return self._named[name.rpartition("_")[2]].get(tokens)


def _by_tokens(table: Mapping[str, Any]) -> dict[Tokens, Any]:
    return {tokenize(name): meaning for name, meaning in table.items()}


def _valid(day: str) -> str | None:
    """None if there is no such day."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _position(names: tuple[str, ...], tokens: Tokens) -> int | None:
    """Return the number of a month or weekday, counted from 1 as in ISO 8601."""
    name = " ".join(tokens)
    return names.index(name) + 1 if name in names else None
