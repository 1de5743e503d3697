"""The dates of holidays, by rules as in a language's file.

A rule is "12-25" for the same day each year; otherwise a table of numbers. `easter` is a number of days after Easter
Sunday. `month`, `weekday` (1 is Monday) and `nth` (-1 is the last) are a day such as the fourth Thursday of November;
`days` is added to it.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta

from dateutil.easter import easter

Rule = str | Mapping[str, int]

_WEEK = 7

YEARS = 9
"""Always include a 29th of February."""


def next_holiday(rule: Rule, today: date) -> date | None:
    """Return the first such day from today on; None if the calendar ends before it."""
    days = (holiday(rule, year) for year in range(today.year, today.year + YEARS))
    return next((day for day in days if day and day >= today), None)


def last_holiday(rule: Rule, today: date) -> date | None:
    """Return the last such day before today."""
    days = (holiday(rule, year) for year in range(today.year, today.year - YEARS, -1))
    return next((day for day in days if day and day < today), None)


def holiday(rule: Rule, year: int) -> date | None:
    """Return the day of a rule in one year; None if that year has no such day."""
    if not MINYEAR < year < MAXYEAR:
        return None
    if not isinstance(rule, str):
        return easter(year) + timedelta(days=rule["easter"]) if "easter" in rule else _weekday_of_month(rule, year)
    month, day = map(int, rule.split("-"))
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def next_weekday(start: date, weekday: int) -> date:
    """Return the first such weekday from `start` on, counted from 1 as in ISO 8601."""
    return start + timedelta(days=(weekday - start.isoweekday()) % _WEEK)


def _weekday_of_month(rule: Mapping[str, int], year: int) -> date:
    month, weekday, nth = rule["month"], rule["weekday"], rule["nth"]
    if nth > 0:
        day = next_weekday(date(year, month, 1), weekday) + timedelta(weeks=nth - 1)
    else:
        last = date(year, month, monthrange(year, month)[1])
        day = last - timedelta(days=(last.isoweekday() - weekday) % _WEEK - _WEEK * (nth + 1))
    return day + timedelta(days=rule.get("days", 0))
