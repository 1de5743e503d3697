"""Days and longer spans as they are said, and as AMAZON.DATE reports them: "2026-11-25", "2026-W48", "202X"."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import MINYEAR, date, timedelta
from itertools import product

from speech.nlu.language import Language
from speech.nlu.slot_types.numbers import Numbers
from speech.nlu.template import fill, pattern
from speech.nlu.tokens import Words, words

LONGEST = 8

_SEASONS = {"winter": "-WI", "spring": "-SP", "summer": "-SU", "autumn": "-FA"}
_MONTHS = 12


class Dates:
    """The dates of one language, counted from the day on which they are said."""

    def __init__(self, spoken: Language, numbers: Numbers, today: Callable[[], date]) -> None:
        self._numbers = numbers
        self._today = today
        self._weekdays = spoken.texts("date", "weekdays")
        self._months = spoken.texts("date", "months")
        self._periods: dict[Words, str] = {
            words(phrase): meaning for phrase, meaning in spoken.table("date", "periods").items()
        }
        self._days = tuple(map(pattern, spoken.texts("date", "days")))
        known = [*self._periods, *self._days, self._weekdays, self._months]
        self._vocabulary = frozenset(word for phrase in known for word in phrase)

    def could_contain(self, word: str) -> bool:
        """Whether a date may have this word in it."""
        return word in self._vocabulary or self._numbers.may_order(word) or self._numbers.may_count(word)

    def read(self, said: Words) -> str | None:
        """The date in "november twenty fifth", in the nearest year in which it is not past."""
        if said in self._periods:
            unit, count = self._periods[said].split()
            return _period(self._today(), unit, int(count))
        for phrase in self._days:
            found = fill(phrase, said, lambda name, start, end: self._part(name, said[start:end]))
            if found is not None:
                return _nearest(self._today(), found)
        return None

    def _part(self, name: str, said: Words) -> int | None:
        match name:
            case "weekday" | "later_weekday":
                return _place(self._weekdays, said)
            case "month":
                return _place(self._months, said)
            case "year":
                year = self._numbers.four_digits(said)
                return None if year is None else int(year)
            case _:
                return self._numbers.ordinal(said) or self._numbers.cardinal(said)


def _place(names: tuple[str, ...], said: Words) -> int | None:
    """The month or weekday of that name, counted from 1 as ISO 8601 does."""
    name = " ".join(said)
    return names.index(name) + 1 if name in names else None


def _nearest(today: date, said: Mapping[str, int]) -> str | None:
    if "day" in said:
        return next((day.isoformat() for day in _candidates(today, said) if day >= today or "year" in said), None)
    if "month" in said:
        year = said.get("year", today.year + (said["month"] < today.month))
        return f"{year}-{said['month']:02d}"
    if "year" in said:
        return str(said["year"])
    later = "later_weekday" in said
    weekday = said["later_weekday"] if later else said["weekday"]
    start = today + timedelta(days=1) if later else today
    return (start + timedelta(days=(weekday - start.isoweekday()) % 7)).isoformat()


def _candidates(today: date, said: Mapping[str, int]) -> Iterable[date]:
    """The days meant by a day of the month; within nine years even the 29th of February comes round."""
    years = (said["year"],) if "year" in said else range(today.year, today.year + 9)
    months = (said["month"],) if "month" in said else range(1, _MONTHS + 1)
    for year, month in product(years, months):
        if year >= MINYEAR and 1 <= said["day"] <= monthrange(year, month)[1]:
            yield date(year, month, said["day"])


def _period(today: date, unit: str, count: int) -> str:
    """The span that is so many units from now."""
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
