"""Times of day: as a slot holds them, as a bare number means them, and as they are said."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Final

from skill.guide import Guide

EVENING: Final = time(20)
"""For a reminder, where nothing else is known."""

PARTS: Final[Mapping[str, time]] = {"MO": time(8), "AF": time(14), "EV": time(19), "NI": time(21)}
"""What AMAZON.TIME calls a part of the day, and an hour in it that suits."""

_FROM: Final = ((0, "night"), (4, "morning"), (12, "afternoon"), (18, "evening"), (22, "night"))
_NAMED: Final[Mapping[time, str]] = {time(0): "midnight", time(12): "noon"}
_HALF: Final = 12
_HOURS: Final = 24
_EARLIEST: Final = 7
"""Of the hours from 1 to 12, those before this one are meant for the afternoon."""


def read(value: str) -> time | None:
    """The time in a slot of AMAZON.TIME, or None for what tells no time."""
    if value in PARTS:
        return PARTS[value]
    figures = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)(?::\d\d(?:\.\d+)?)?", value, re.ASCII)
    return time(int(figures[1]), int(figures[2])) if figures else None


def of_number(value: str) -> time | None:
    """The time that a bare number means, as in "eight": a guess that has to be confirmed."""
    if not re.fullmatch(r"\d{1,2}", value, re.ASCII) or int(value) > _HOURS:
        return None
    hour = int(value)
    return time((hour + _HALF if 0 < hour < _EARLIEST else hour) % _HOURS)


def written(at: time) -> str:
    """As in "20:30", the way it is kept and sent."""
    return at.isoformat("minutes")


def spoken(guide: Guide, at: time) -> str:
    """As in "8:30 in the evening", fit to follow "every day at"."""
    if at in _NAMED:
        return guide.phrase(f"clock_{_NAMED[at]}")
    part = next(part for first, part in reversed(_FROM) if at.hour >= first)
    hour = (at.hour - 1) % _HALF + 1
    return guide.phrase(f"clock_{part}", clock=f"{hour}:{at.minute:02d}" if at.minute else str(hour))
