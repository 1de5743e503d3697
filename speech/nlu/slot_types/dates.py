"""Dates and periods, as AMAZON.DATE sends them: "2026-11-25", "2026-W48", "202X"."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import MINYEAR, date, timedelta
from itertools import product

from speech.nlu.language import Language
from speech.nlu.samples import match_template, parse_template
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 8

_SEASONS = {"winter": "-WI", "spring": "-SP", "summer": "-SU", "autumn": "-FA"}
_MONTHS = 12

_MAX_COUNT = 1_000
"""Days, weeks, months or years from now or ago that are a date."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class DateParser:
    def __init__(self, language: Language, numbers: NumberParser, today: Callable[[], date]) -> None:
        self._numbers = numbers
        self._today = today
        self._weekdays = language.texts("date", "weekdays")
        self._months = language.texts("date", "months")
        self._periods: dict[Tokens, str] = {
            tokenize(phrase): period for phrase, period in language.table("date", "periods").items()
        }
        self._holidays = {tokenize(name): day for name, day in language.table("date", "holidays").items()}
        self._units = language.table("date", "units")
        self._articles = frozenset(language.texts("articles"))
        self._relative = [(parse_template(text), 1) for text in language.texts("date", "from_now")]
        self._relative += [(parse_template(text), -1) for text in language.texts("date", "ago")]
        self._partial = frozenset(language.texts("date", "partial"))
        self._days = tuple(map(parse_template, language.texts("date", "days")))
        relative = [template for template, _ in self._relative]
        days = [*self._days, *relative, self._weekdays, self._months, tuple(self._units), tuple(self._articles)]
        phrases = [*self._periods, *self._holidays, *days]
        self._vocabulary = frozenset(word for phrase in phrases for word in phrase)

    def could_contain(self, word: str) -> bool:
        return (
            word in self._vocabulary
            or _ISO.fullmatch(word) is not None
            or self._numbers.ordinal_could_contain(word)
            or self._numbers.cardinal_could_contain(word)
        )

    def parse(self, tokens: Tokens) -> str | None:
        """Return 2026-11-25 for "november twenty fifth": without a year, the next such day from today on."""
        if tokens in self._periods:
            unit, count = self._periods[tokens].split()
            return _period(self._today(), unit, int(count))
        if tokens in self._holidays:
            month, day = map(int, self._holidays[tokens].split("-"))
            return _next_date(self._today(), {"month": month, "day": day})
        if len(tokens) == 1 and _ISO.fullmatch(tokens[0]):
            return _valid(tokens[0])
        return self._parse_relative(tokens) or self._parse_day(tokens)

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a word beside it makes it another date, as in "last monday" or "three days from now"."""
        beside = {*before[-1:], *after[:1], " ".join((*before[-1:], *inside[:1]))}
        return not self._partial.isdisjoint(beside) or any(self.parse((word,)) for word in (*before[-1:], *after[:1]))

    def _parse_relative(self, tokens: Tokens) -> str | None:
        """Parse "in two days" or "three weeks ago"."""
        for template, sign in self._relative:
            match = match_template(template, tokens, lambda name, start, end: self._amount(name, tokens[start:end]))
            if match is not None:
                unit, times = match["unit"].split()
                count = int(match["count"])
                return _period(self._today(), unit, sign * count * int(times)) if count <= _MAX_COUNT else None
        return None

    def _amount(self, name: str, tokens: Tokens) -> str | None:
        if name == "unit":
            return self._units.get(" ".join(tokens))
        count = 1 if len(tokens) == 1 and tokens[0] in self._articles else self._numbers.cardinal(tokens)
        return None if count is None else str(count)

    def _parse_day(self, tokens: Tokens) -> str | None:
        for template in self._days:
            match = match_template(template, tokens, lambda name, start, end: self._part(name, tokens[start:end]))
            if match is not None:
                return _next_date(self._today(), match)
        return None

    def _part(self, name: str, tokens: Tokens) -> int | None:
        match name:
            case "weekday" | "later_weekday" | "past_weekday":
                return _position(self._weekdays, tokens)
            case "month":
                return _position(self._months, tokens)
            case "year":
                year = self._numbers.four_digits(tokens)
                return None if year is None else int(year)
            case _:
                return self._numbers.ordinal(tokens) or self._numbers.cardinal(tokens)


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


def _next_date(today: date, parts: Mapping[str, int]) -> str | None:
    if "day" in parts:
        return next((day.isoformat() for day in _candidates(today, parts) if day >= today or "year" in parts), None)
    if "month" in parts:
        year = parts.get("year", today.year + (parts["month"] < today.month))
        return f"{year}-{parts['month']:02d}"
    if "year" in parts:
        return str(parts["year"])
    if "past_weekday" in parts:
        return (today - timedelta(days=(today.isoweekday() - parts["past_weekday"] - 1) % 7 + 1)).isoformat()
    is_later = "later_weekday" in parts
    weekday = parts["later_weekday"] if is_later else parts["weekday"]
    start = today + timedelta(days=1) if is_later else today
    return (start + timedelta(days=(weekday - start.isoweekday()) % 7)).isoformat()


def _candidates(today: date, parts: Mapping[str, int]) -> Iterable[date]:
    """Yield the dates with that day, month and year. Nine years always include a 29th of February."""
    years = (parts["year"],) if "year" in parts else range(today.year, today.year + 9)
    months = (parts["month"],) if "month" in parts else range(1, _MONTHS + 1)
    for year, month in product(years, months):
        if year >= MINYEAR and 1 <= parts["day"] <= monthrange(year, month)[1]:
            yield date(year, month, parts["day"])


def _period(today: date, unit: str, count: int) -> str:
    """Return the period that is `count` units from now."""
    match unit:
        case "now":
            return "PRESENT_REF"
        case "day":
            return (today + timedelta(days=count)).isoformat()
        case "week" | "weekend":
            return f"{today + timedelta(weeks=count):%G-W%V}" + ("-WE" if unit == "weekend" else "")
        case "month":
            year, month = divmod(today.year * _MONTHS + today.month - 1 + count, _MONTHS)
            return f"{year}-{month + 1:02d}"
        case "decade":
            return f"{today.year // 10 + count}X"
        case _:
            return f"{today.year + count}{_SEASONS.get(unit, '')}"
