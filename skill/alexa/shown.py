"""What is stored about whom a request comes from, for a developer's eyes: what it means, and how it lies there."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from skill.alexa.person import key
from skill.diary import FIRST_DAY, Diary
from skill.progress import Progress
from skill.store.port import ProgressStore


def shown(store: ProgressStore, secret: str, system: Mapping[str, Any]) -> dict[str, Any]:
    """Of the person whom a request's `context.System` names; empty where nothing is stored. Raises StoreError."""
    stored_as = key(secret, system["user"]["userId"], system.get("person", {}).get("personId"))
    kept = store.read(stored_as)
    if kept.document is None:
        return {}
    return {"key": stored_as, "means": _meaning(kept.progress), "document": json.loads(kept.document)}


def _meaning(progress: Progress) -> dict[str, Any]:
    """Only what there is."""
    place, reminder = progress.place, progress.reminder
    told = {
        "since": _moment(progress.since),
        "welcomed": _moment(progress.welcomed),
        "started over": _moment(progress.restarted),
        "place": place and {"step": place.step, "parts heard": place.part, "since": _moment(place.at)},
        "done": {step: _moment(at) for step, at in progress.done.items()},
        **_days(progress.diary),
        "reminder": reminder and reminder.is_set and {"every day at": reminder.clock, "set": _moment(reminder.at)},
        "refused reminders": _moment(progress.refused_reminders),
    }
    return {name: value for name, value in told.items() if value}


def _days(diary: Diary) -> dict[str, Any]:
    return {
        "days come": [_day(number) for number in range(diary.days.bit_length()) if diary.days >> number & 1],
        "ratings": {rating.day.isoformat(): rating.value for rating in diary.history},
        "prompts given": diary.spent.split(),
        "prompts of the last day": {given.day.isoformat(): given.prompt for given in sorted(diary.given)},
    }


def _day(number: int) -> str:
    return date.fromordinal(FIRST_DAY.toordinal() + number).isoformat()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
