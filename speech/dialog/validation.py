"""Alexa's validation of slot values by the rules of a dialog model.

A value that a rule cannot compare, such as "?" for a number, fails it.

https://developer.amazon.com/docs/alexa/custom-skills/validate-slot-values.html#validation-rules
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from speech.nlu.dialog_model import Validation
from speech.nlu.slots import FilledSlot, SlotValue
from speech.nlu.tokens import tokenize

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "isGreaterThan": gt,
    "isGreaterThanOrEqualTo": ge,
    "isLessThan": lt,
    "isLessThanOrEqualTo": le,
}
_NOW: Final = "PRESENT_REF"
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?)?"
)
_UNITS: Final = ("years", "months", "weeks", "days", "hours", "minutes")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WEEK: Final = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_SATURDAY: Final = 6


def passes(rule: Validation, slot: FilledSlot, now: datetime) -> bool:
    """Whether every value of the slot follows the rule. Durations of a rule count from `now`."""
    return all(_passes(rule, value, now) for value in slot.values)


def _passes(rule: Validation, value: SlotValue, now: datetime) -> bool:
    match rule.type:
        case "hasEntityResolutionMatch":
            return value.resolved is not None
        case "isInSet":
            return _is_in_set(rule, value)
        case "isNotInSet":
            return not _is_in_set(rule, value)
        case "isInDuration":
            return _is_in_duration(rule, value.value, now) is True
        case "isNotInDuration":
            return _is_in_duration(rule, value.value, now) is False
    return _compares(_COMPARISONS[rule.type], value.value, rule.value, now)


def _is_in_set(rule: Validation, value: SlotValue) -> bool:
    """Compare what was said, and the name of the value that it was resolved to."""
    names = [value.value, *(each.name for each in (*value.candidates, *(value.dynamic or ())))]
    return not {tokenize(each) for each in rule.values}.isdisjoint(map(tokenize, names))


def _compares(compare: Callable[[Any, Any], bool], value: str, limit: str, now: datetime) -> bool:
    """Compare two numbers, two times of day or two dates."""
    for read in (_number, _time, lambda text: _day(text, now)):
        left, right = read(value), read(limit)
        if left is not None and right is not None:
            return compare(left, right)
    return False


def _is_in_duration(rule: Validation, value: str, now: datetime) -> bool | None:
    """Return None if the value is neither a time of day nor a date. Both ends belong to the duration."""
    if (at := _time(value)) is not None:
        return _is_between_times(at, _time_limit(rule.start, now), _time_limit(rule.end, now))
    day = _day(value, now)
    if day is None:
        return None
    start, end = _day_limit(rule.start, now), _day_limit(rule.end, now)
    return (start is None or start <= day) and (end is None or day <= end)


def _is_between_times(at: time, start: time | None, end: time | None) -> bool:
    """A duration may pass midnight."""
    if start is not None and end is not None and end < start:
        return at >= start or at <= end
    return (start is None or start <= at) and (end is None or at <= end)


def _time_limit(text: str, now: datetime) -> time | None:
    duration = _duration(text)
    moment = None if duration is None else (now + duration).time().replace(second=0, microsecond=0, tzinfo=None)
    return moment or _time(text)


def _day_limit(text: str, now: datetime) -> date | None:
    duration = _duration(text)
    return _day(text, now) if duration is None else now.date() + duration


def _duration(text: str) -> relativedelta | None:
    match = _DURATION.fullmatch(text)
    if not match or not any(match.groups()[1:]):
        return None
    sign = -1 if match[1] == "-" else 1
    amounts = {unit: sign * int(amount or 0) for unit, amount in zip(_UNITS, match.groups()[1:], strict=True)}
    return relativedelta(**amounts)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if ":" in text else None
    except ValueError:
        return None


def _day(text: str, now: datetime) -> date | None:
    """Return the first day of what AMAZON.DATE names: a day, a week, a weekend, a month or a year."""
    if text == _NOW:
        return now.date()
    try:
        if week := _WEEK.fullmatch(text):
            return date.fromisocalendar(int(week[1]), int(week[2]), _SATURDAY if week[3] else 1)
        if day := _DATE.fullmatch(text.replace("-XX", "")):
            return date(int(day[1]), int(day[2] or 1), int(day[3] or 1))
    except ValueError:
        return None
    return None
