"""Times of day: read from a slot or a bare number, stored as text, and spoken in words."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Final

from skill.guide import Guide

EVENING: Final = time(20)
"""The default time for a reminder."""

PARTS: Final[Mapping[str, time]] = {"MO": time(8), "AF": time(14), "EV": time(19), "NI": time(21)}
"""AMAZON.TIME's codes for the parts of the day, with a suitable hour of each."""

_MIDNIGHT: Final = time(0)
_NOON: Final = time(12)
_NIGHT_BEGINS: Final = time(22)
_NIGHT_ENDS: Final = time(6)
_HALF_DAY: Final = 12
_DAY: Final = 24
_EARLIEST: Final = 7
"""A bare hour below this one means the afternoon or evening."""


def is_night(at: time) -> bool:
    """Whether most people want to sleep."""
    return not _NIGHT_ENDS <= at < _NIGHT_BEGINS


def parse(value: str) -> time | None:
    """Read a value of AMAZON.TIME. Return None if it is not a time."""
    if value in PARTS:
        return PARTS[value]
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)(?::\d\d(?:\.\d+)?)?", value, re.ASCII)
    return time(int(match[1]), int(match[2])) if match else None


def from_number(value: str) -> time | None:
    """Guess the time that a bare number means, as in "eight". Ask the person to confirm it."""
    if not re.fullmatch(r"\d{1,2}", value, re.ASCII) or int(value) > _DAY:
        return None
    hour = int(value)
    return time((hour + _HALF_DAY if 0 < hour < _EARLIEST else hour) % _DAY)


def to_clock(at: time) -> str:
    """Return "20:30", the form in which a time is stored and sent."""
    return at.isoformat("minutes")


def to_words(guide: Guide, at: time) -> str:
    """Return for example "8:30 in the evening", which fits after "every day at"."""
    clock = guide.time_format
    if at in {_MIDNIGHT, _NOON}:
        return clock.midnight if at == _MIDNIGHT else clock.noon
    hour = (at.hour - 1) % _HALF_DAY + 1
    usual, one = (clock.minutes, clock.minutes_one) if at.minute else (clock.hour, clock.hour_one)
    if not at.hour:
        usual = clock.minutes_midnight
    is_one = (at.hour if "{hour24}" in usual else hour) == 1
    words = (one if is_one else usual).format(hour=hour, hour24=at.hour, minute=f"{at.minute:02d}")
    return next(text for start, text in reversed(clock.parts) if at.hour >= start).format(clock=words)
