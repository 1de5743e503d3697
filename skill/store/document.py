"""How progress is written down: one small JSON document, with times as microseconds since 1970."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from skill.errors import StoreError
from skill.progress import Completion, Place, Progress

VERSION: Final = 1
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
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
    return data


def from_data(data: Any) -> Progress:
    """Raises StoreError for another version, and for anything that writing it back would change or lose."""
    try:
        if data["v"] != VERSION:
            raise StoreError(f"a stored document has version {data['v']!r}, and this release reads {VERSION}")
        place = data.get("place")
        progress = Progress(
            welcomed=_time(data.get("welcomed")),
            restarted=_time(data.get("restarted")),
            place=Place(_known_time(place[0]), str(place[1]), int(place[2])) if place else None,
            completions=frozenset(Completion(_known_time(at), str(step)) for at, step in data.get("done", ())),
        )
    except _MISSHAPEN as error:
        raise StoreError("a stored document has an unknown shape") from error
    if to_data(progress) != data:
        raise StoreError("a stored document holds more than this release knows")
    return progress


def _ticks(time: datetime) -> int:
    return (time - _EPOCH) // _TICK


def _time(ticks: int | None) -> datetime | None:
    return None if ticks is None else _known_time(ticks)


def _known_time(ticks: int) -> datetime:
    return _EPOCH + ticks * _TICK
