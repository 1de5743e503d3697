"""How progress is written down: one small JSON document, with times as microseconds since 1970."""

import json
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from skill.diary import FIRST_DAY, Diary, Given, Rating
from skill.errors import StoreError
from skill.progress import Answer, Completion, Place, Progress, Reminder

VERSION: Final = 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_LAST_DAY: Final = 100_000
"""Nearly three hundred years on: no document may make numbers without bound."""

_MISSHAPEN: Final = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError)


def encode(progress: Progress) -> str:
    return json.dumps(to_data(progress), separators=(",", ":"))


def decode(document: str | bytes) -> Progress:
    """Raises StoreError for what this version cannot read, so that it is never overwritten."""
    try:
        return from_data(json.loads(document))
    except (ValueError, RecursionError) as error:
        raise StoreError("a stored document is not JSON") from error


def to_data(progress: Progress) -> dict[str, Any]:
    """JSON-ready; only what is known, so that a newcomer's document is almost empty."""
    data: dict[str, Any] = {"v": VERSION}
    if progress.welcomed:
        data["welcomed"] = _ticks(progress.welcomed)
    if progress.restarted:
        data["restarted"] = _ticks(progress.restarted)
    if progress.place:
        data["place"] = [_ticks(progress.place.at), progress.place.step, progress.place.part]
    if progress.completions:
        data["done"] = [[_ticks(done.at), done.step] for done in sorted(progress.completions)]
    if progress.reminder:
        data["reminder"] = [_ticks(progress.reminder.at), progress.reminder.token, progress.reminder.clock]
    if progress.refused_reminders:
        data["refused_reminders"] = _ticks(progress.refused_reminders)
    if progress.answer:
        at, *texts = astuple(progress.answer)
        data["answer"] = [_ticks(at), *texts]
    return data | _diary_to_data(progress.diary)


def from_data(data: Any) -> Progress:
    """Raises StoreError for another version, and for anything that writing it back would change or lose."""
    try:
        if data["v"] != VERSION:
            raise StoreError(f"a stored document has version {data['v']!r}, and this release reads {VERSION}")
        place, reminder, answer = data.get("place"), data.get("reminder"), data.get("answer")
        progress = Progress(
            welcomed=_time(data.get("welcomed")),
            restarted=_time(data.get("restarted")),
            place=Place(_known_time(place[0]), str(place[1]), int(place[2])) if place else None,
            completions=frozenset(Completion(_known_time(at), str(step)) for at, step in data.get("done", ())),
            diary=_diary_from_data(data),
            reminder=Reminder(_known_time(reminder[0]), str(reminder[1]), str(reminder[2])) if reminder else None,
            refused_reminders=_time(data.get("refused_reminders")),
            answer=Answer(_known_time(answer[0]), *map(str, answer[1:])) if answer else None,
        )
    except _MISSHAPEN as error:
        raise StoreError("a stored document has an unknown shape") from error
    if to_data(progress) != data:
        raise StoreError("a stored document holds more than this release knows")
    return progress


def _diary_to_data(diary: Diary) -> dict[str, Any]:
    """Days as figures since `FIRST_DAY`; the set of them as the first, and in hexadecimal which came from there on."""
    data: dict[str, Any] = {}
    if diary.days:
        first = (diary.days & -diary.days).bit_length() - 1
        data["days"] = [first, f"{diary.days >> first:x}"]
    if diary.ratings:
        data["ratings"] = [[_day(rating.day), _ticks(rating.at), rating.value] for rating in diary.history]
    if diary.round:
        data["round"] = diary.round
    if diary.given:
        data["given"] = [[_day(given.day), given.number, given.prompt] for given in sorted(diary.given)]
    return data


def _diary_from_data(data: dict[str, Any]) -> Diary:
    first, days = data.get("days", (0, "0"))
    return Diary(
        days=int(days, 16) << min(first, _LAST_DAY),
        ratings=frozenset(
            Rating(_known_day(day), _known_time(at), int(value)) for day, at, value in data.get("ratings", ())
        ),
        round=int(data.get("round", 0)),
        given=frozenset(Given(_known_day(day), int(number), str(key)) for day, number, key in data.get("given", ())),
    )


def _day(day: date) -> int:
    return (day - FIRST_DAY).days


def _known_day(days: int) -> date:
    return FIRST_DAY + timedelta(days=days)


def _ticks(time: datetime) -> int:
    return (time - _EPOCH) // _TICK


def _time(ticks: int | None) -> datetime | None:
    return None if ticks is None else _known_time(ticks)


def _known_time(ticks: int) -> datetime:
    return _EPOCH + ticks * _TICK
