"""Calendar arithmetic: the date or period that the parts of a phrase mean on a day."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import product
from typing import Any

from speech.nlu.slot_types import holidays

MONTHS = 12
_DAYS_AHEAD = timedelta(days=1)

_SEASONS = {"spring": ("SP", 5), "summer": ("SU", 8), "autumn": ("FA", 11), "winter": ("WI", 12)}
"""What Alexa sends after the year, and the last month in that year, as in the north; a winter starts in its year."""

_MONTHS_PER_QUARTER = 3


def period(today: date, unit: str, count: int) -> str | None:
    """Return the period that is `count` units from now; None if the calendar does not reach it."""
    try:
        return _period(today, unit, count) if MINYEAR <= today.year + _years(unit, count) <= MAXYEAR else None
    except OverflowError:
        return None


def _years(unit: str, count: int) -> int:
    """Return about how many years away it is."""
    match unit:
        case "now" | "day" | "week" | "weekend":
            return 0
        case "month" | "quarter":
            return count // MONTHS
        case "decade":
            return count * 10
        case _:
            return count


def _period(today: date, unit: str, count: int) -> str:  # noqa: PLR0911 - one for each unit
    match unit:
        case "now":
            return "PRESENT_REF"
        case "day":
            return (today + timedelta(days=count)).isoformat()
        case "week" | "weekend":
            return f"{today + timedelta(weeks=count):%G-W%V}" + ("-WE" if unit == "weekend" else "")
        case "month":
            year, month = divmod(today.year * MONTHS + today.month - 1 + count, MONTHS)
            return f"{year:04d}-{month + 1:02d}"
        case "quarter":
            quarters = MONTHS // _MONTHS_PER_QUARTER
            year, quarter = divmod(today.year * quarters + (today.month - 1) // _MONTHS_PER_QUARTER + count, quarters)
            return f"{year:04d}-Q{quarter + 1}"
        case "decade":
            return f"{today.year // 10 + count:03d}X"
        case "year":
            return f"{today.year + count:04d}"
        case _:
            return f"{today.year + count:04d}-{_SEASONS[unit][0]}"


def date_of(today: date, parts: Mapping[str, Any]) -> str | None:
    """Return the date or period with these parts: without a year, the next from today on; None if there is none."""
    try:
        return _date_of(today, parts)
    except OverflowError:
        return None


def _date_of(today: date, parts: Mapping[str, Any]) -> str | None:
    if "day" in parts:
        return next((day.isoformat() for day in _candidates(today, parts) if day >= today or "year" in parts), None)
    if "month" in parts:
        return f"{parts.get('year', today.year + (parts['month'] < today.month)):04d}-{parts['month']:02d}"
    if "season" in parts:
        code, last_month = _SEASONS[parts["season"]]
        return f"{parts.get('year', today.year + (last_month < today.month)):04d}-{code}"
    if "decade" in parts:
        return _decade(today, parts["decade"], parts.get("century"))
    if "year" in parts and len(parts) == 1:
        return f"{parts['year']:04d}"
    day = _weekday(today, parts) or _holiday(today, parts)
    return day.isoformat() if day else None


def _candidates(today: date, parts: Mapping[str, int]) -> Iterable[date]:
    """Yield the dates with that day, month and year, or weekday, as in "friday the thirteenth"."""
    weekdays = (parts["weekday"],) if "weekday" in parts and "month" not in parts else range(1, 8)
    years = (parts["year"],) if "year" in parts else range(today.year, min(today.year + holidays.YEARS, MAXYEAR + 1))
    months = (parts["month"],) if "month" in parts else range(1, MONTHS + 1)
    for year, month in product(years, months):
        if year >= MINYEAR and 1 <= month <= MONTHS and 1 <= parts["day"] <= monthrange(year, month)[1]:
            day = date(year, month, parts["day"])
            if day.isoweekday() in weekdays:
                yield day


def _decade(today: date, digit: int, century: int | None) -> str:
    """Without a century, the last such decade that has begun: "the nineties" are 199X."""
    if century is None:
        century = today.year // 100 - (digit > today.year // 10 % 10)
    return f"{century:02d}{digit}X"


def _weekday(today: date, parts: Mapping[str, int]) -> date | None:
    if "past_weekday" in parts:
        return today - timedelta(days=(today.isoweekday() - parts["past_weekday"] - 1) % 7 + 1)
    if "later_weekday" in parts:
        return holidays.next_weekday(today + _DAYS_AHEAD, parts["later_weekday"])
    return holidays.next_weekday(today, parts["weekday"]) if "weekday" in parts else None


def _holiday(today: date, parts: Mapping[str, Any]) -> date | None:
    if "past_holiday" in parts:
        return holidays.last_holiday(parts["past_holiday"], today)
    if "later_holiday" in parts:
        return holidays.next_holiday(parts["later_holiday"], today + _DAYS_AHEAD)
    if "year" in parts:
        return holidays.holiday(parts["holiday"], parts["year"])
    return holidays.next_holiday(parts["holiday"], today)
