"""The log: a JSON object a line, one line for each turn."""

import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from traceback import extract_tb
from typing import Any, Final

import orjson

from skill.telemetry.interface import TurnOutcome

_FORM: Final = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


class JsonLog:
    """Writes what the operator may want to follow one by one; the rest is for figures.

    It goes past `logging`, whose records take as long as a tenth of a turn.
    """

    def __init__(self, write: Callable[[bytes], object], level: int = logging.INFO) -> None:
        """`write` takes whole lines."""
        self._write = write
        self._tells_turns = level <= logging.INFO
        self._tells_refusals = level <= logging.WARNING

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        if self._tells_turns:
            timed = {
                "message": "turn",
                "intent": intent,
                "outcome": outcome,
                "step": step,
                "ms": round(seconds * 1e3, 2),
            }
            self._write(orjson.dumps({"time": datetime.now(UTC), "level": "INFO", **timed}, option=_FORM))

    def refused(self, reason: str) -> None:
        if self._tells_refusals:
            timed = {"message": "refused", "reason": reason}
            self._write(orjson.dumps({"time": datetime.now(UTC), "level": "WARNING", **timed}, option=_FORM))

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        """Whoever asked logs what went wrong, and why."""

    def breaker(self, *, is_open: bool) -> None:
        """The breaker logs it itself."""


class JsonFormatter(logging.Formatter):
    """Everything else that is logged, as lines of the same kind."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _places(record.exc_info[1])
        return orjson.dumps(line, option=orjson.OPT_UTC_Z).decode()


def _places(error: BaseException) -> list[str]:
    """What kind of error, and where it came from; not its message, which may quote what somebody said."""
    return [type(error).__name__, *(f"{at.filename}:{at.lineno} {at.name}" for at in extract_tb(error.__traceback__))]


def begin(level: str) -> JsonLog:
    """From now on this process logs in lines of JSON, to standard output."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    return JsonLog(partial(write, sys.stdout.fileno()), logging.getLevelNamesMapping()[level])


def write(descriptor: int, line: bytes) -> None:
    """A line that cannot be written is lost: nobody's turn fails for it."""
    with suppress(OSError):
        os.write(descriptor, line)
