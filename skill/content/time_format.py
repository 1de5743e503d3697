"""The table [clock] of a phrases file: how a language says the time of day."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from skill.guide import TimeFormat
from skill.toml_reader import shape_errors

SHAPE: Final = {
    "hour": str,
    "minutes": str,
    "hour_one?": str,
    "minutes_one?": str,
    "minutes_midnight?": str,
    "midnight": str,
    "noon": str,
    "parts": [{"from": int, "text": str}],
}
PLACEHOLDERS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("hour", "hour_one"), frozenset({"hour", "hour24"})),
    **dict.fromkeys(("minutes", "minutes_one"), frozenset({"hour", "hour24", "minute"})),
    "minutes_midnight": frozenset({"minute"}),
    "parts": frozenset({"clock"}),
}
HOURS: Final = 24


def clock_errors(table: Any) -> Iterator[str]:
    """Yield what is wrong with the table, as "clock.key: error"."""
    if errors := list(shape_errors(table, SHAPE, "clock")):
        yield from errors
        return
    for key, text in _texts(table):
        for name in sorted(set(re.findall(r"{(.*?)}", text)) - PLACEHOLDERS.get(key, frozenset())):
            yield f"clock.{key}: the placeholder {{{name}}} cannot be used here, in {text!r}"
        if re.search("[{}]", re.sub(r"{.*?}", "", text)):
            yield f"clock.{key}: a stray {{ or }}, in {text!r}"
    starts = [part["from"] for part in table["parts"]]
    if starts[:1] != [0] or starts != sorted(set(starts)) or starts[-1] >= HOURS:
        yield f"clock.parts: the hours in `from` must begin with 0 and grow to 23 at most, not {starts}"


def make_time_format(table: Mapping[str, Any]) -> TimeFormat:
    """Return the format of a valid table."""
    return TimeFormat(
        hour=table["hour"],
        minutes=table["minutes"],
        hour_one=table.get("hour_one", table["hour"]),
        minutes_one=table.get("minutes_one", table["minutes"]),
        minutes_midnight=table.get("minutes_midnight", table["minutes"]),
        midnight=table["midnight"],
        noon=table["noon"],
        parts=tuple((part["from"], part["text"]) for part in table["parts"]),
    )


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        yield from ((key, part["text"]) for part in value) if key == "parts" else [(key, value)]
