"""Stored documents: progress as JSON, with times in microseconds since 2025."""

import re
from datetime import UTC, date, datetime, timedelta
from operator import lt
from typing import Any, Final

import orjson

from skill.errors import StoreError
from skill.history import FIRST_DAY, MOST_RATINGS, RATING, GivenPrompt, History
from skill.progress import Completion, Place, Progress, Reminder

VERSION: Final = 1
_EPOCH: Final = datetime(2025, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST_DAY: Final = 100_000
"""Almost three hundred years: a document must not create numbers without bound."""

_LAST_TICK: Final = (datetime(9000, 1, 1, tzinfo=UTC) - _EPOCH) // _TICK
"""Leaves room for later times, since later moves need them."""

_TIME_FIELDS: Final = ("since", "welcomed", "restarted", "refused_reminders")
_FIELDS: Final = {"v", *_TIME_FIELDS, "place", "done", "reminder", "days", "ratings", "round", "spent", "given"}
_RATINGS: Final = re.compile("[0-9a-z]+")
_RATING_VALUES: Final = frozenset("123456789a")


def encode(progress: Progress) -> str:
    """Raise StoreError if a string is not valid Unicode, such as half of a surrogate pair."""
    data = to_data(progress)
    try:
        return orjson.dumps(data).decode()
    except orjson.JSONEncodeError as error:
        raise StoreError("progress contains a string that is not valid Unicode") from error


def decode(document: str | bytes) -> Progress:
    """Raise StoreError for a document that this version cannot read, so that it is never overwritten."""
    try:
        data = orjson.loads(document)
    except ValueError as error:
        raise StoreError("a stored document is not JSON") from error
    return from_data(data)


def to_data(progress: Progress) -> dict[str, Any]:
    """Return the document as JSON-ready values, without empty fields."""
    data: dict[str, Any] = {"v": VERSION}
    for name in _TIME_FIELDS:
        if time := getattr(progress, name):
            data[name] = _ticks(time)
    if place := progress.place:
        data["place"] = [_ticks(place.at), place.step, place.part]
    if progress.completions:
        data["done"] = sorted([_ticks(done.at), done.step] for done in progress.completions)
    if reminder := progress.reminder:
        data["reminder"] = [_ticks(reminder.at), reminder.token, reminder.clock]
    return data | _history_to_data(progress.history)


def from_data(data: Any) -> Progress:
    """Raise StoreError for another version, or if writing the document back would change it."""
    try:
        if data["v"] != VERSION:
            raise StoreError("a stored document has a version that this release cannot read")
        _check(type(data["v"]) is int and data.keys() <= _FIELDS)
        return Progress(
            **{name: _time(data[name]) for name in _TIME_FIELDS if name in data},
            place=_place(data["place"]) if "place" in data else None,
            completions=_completions(data["done"]) if "done" in data else frozenset(),
            reminder=_reminder(data["reminder"]) if "reminder" in data else None,
            history=_history(data),
        )
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise StoreError("a stored document has an unknown shape") from error


def _place(data: Any) -> Place:
    at, step, part = data
    _check(type(data) is list and type(step) is str and type(part) is int)
    return Place(_time(at), step, part)


def _completions(data: Any) -> frozenset[Completion]:
    _check(type(data) is list and data != [] and _is_sorted(data))
    return frozenset([Completion(_time(at), _text(step)) for at, step in data])


def _reminder(data: Any) -> Reminder:
    at, token, clock = data
    _check(type(data) is list and type(token) is type(clock) is str)
    return Reminder(_time(at), token, clock)


def _history_to_data(history: History) -> dict[str, Any]:
    """Days count from `FIRST_DAY`. The days visited are the first one, and a hexadecimal bit set that starts there."""
    data: dict[str, Any] = {}
    if history.days:
        first = (history.days & -history.days).bit_length() - 1
        data["days"] = [first, f"{history.days >> first:x}"]
    if history.ratings:
        data["ratings"] = history.ratings
    if history.round:
        data["round"] = history.round
    if history.used_prompts:
        data["spent"] = history.used_prompts
    if history.todays_prompts:
        data["given"] = [[_day(given.day), given.number, given.prompt] for given in sorted(history.todays_prompts)]
    return data


def _history(data: dict[str, Any]) -> History:
    return History(
        days=_days(data["days"]) if "days" in data else 0,
        ratings=_ratings(data["ratings"]) if "ratings" in data else "",
        round=_positive(_number(data["round"])) if "round" in data else 0,
        used_prompts=_used_prompts(data["spent"]) if "spent" in data else "",
        todays_prompts=_todays_prompts(data["given"]) if "given" in data else frozenset(),
    )


def _days(data: Any) -> int:
    first, bits = data
    _check(type(data) is list and type(first) is int and type(bits) is str and 0 <= first <= _LAST_DAY)
    days = int(bits, 16)
    _check(days > 0 and days & 1 == 1 and f"{days:x}" == bits)  # the first day is a visit
    return days << int(first)


def _ratings(data: Any) -> str:
    """The order is not checked: adding a rating restores it, and nothing depends on it until then."""
    _check(_RATINGS.fullmatch(_text(data)) is not None and _RATING_VALUES.issuperset(data[RATING - 1 :: RATING]))
    _check(len(data) <= MOST_RATINGS * RATING and len(data) % RATING == 0)
    return str(data)


def _used_prompts(data: Any) -> str:
    """The order is not checked here either."""
    _check("  " not in f" {_text(data)} ")
    return str(data)


def _todays_prompts(data: Any) -> frozenset[GivenPrompt]:
    prompts = [GivenPrompt(_date(day), _number(number), _text(key)) for day, number, key in data]
    _check(type(data) is list and _is_sorted(prompts) and prompts[0].day == prompts[-1].day)
    return frozenset(prompts)


def _is_sorted(data: list[Any]) -> bool:
    return all(map(lt, data, data[1:]))


def _text(data: Any) -> str:
    _check(type(data) is str)
    return data  # type: ignore[no-any-return]


def _number(data: Any) -> int:
    """Refuse booleans and fractions."""
    _check(type(data) is int)
    return data  # type: ignore[no-any-return]


def _positive(number: int) -> int:
    _check(number > 0)
    return number


def _check(is_valid: bool) -> None:  # noqa: FBT001 - the only argument
    if not is_valid:
        raise ValueError


def _day(day: date) -> int:
    return (day - FIRST_DAY).days


def _date(days: Any) -> date:
    return FIRST_DAY + timedelta(days=_number(days))


def _ticks(time: datetime) -> int:
    return (time - _EPOCH) // _TICK


def _time(ticks: Any) -> datetime:
    if type(ticks) is not int or ticks > _LAST_TICK:
        raise ValueError
    return _EPOCH + ticks * _TICK
