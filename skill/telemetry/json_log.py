"""The log: JSON lines, one for each turn."""

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

_OPTIONS: Final = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z


class JsonLog:
    """Logs each turn and each refusal. Voices, calls and the breaker's state are for the metrics.

    It bypasses `logging`, where a record takes up to a tenth of a turn's time.
    """

    def __init__(self, write: Callable[[bytes], object], level: int = logging.INFO) -> None:
        """`write` receives whole lines."""
        self._write = write
        self._logs_turns = level <= logging.INFO
        self._logs_refusals = level <= logging.WARNING

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        if self._logs_turns:
            milliseconds = round(seconds * 1e3, 2)
            self._log("INFO", message="turn", intent=intent, outcome=outcome, step=step, ms=milliseconds)

    def voice(self, *, recognized: bool) -> None:
        """Not logged: beside a time it would show who of a household spoke."""

    def refused(self, reason: str) -> None:
        if self._logs_refusals:
            self._log("WARNING", message="refused", reason=reason)

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        """The caller logs errors."""

    def breaker(self, *, is_open: bool) -> None:
        """The breaker logs its own state."""

    def _log(self, level: str, **fields: object) -> None:
        self._write(orjson.dumps({"time": datetime.now(UTC), "level": level, **fields}, option=_OPTIONS))


class JsonFormatter(logging.Formatter):
    """Formats all other log records as JSON lines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _traceback(record.exc_info[1])
        return orjson.dumps(line, option=orjson.OPT_UTC_Z).decode()


def _traceback(error: BaseException) -> list[str]:
    """Return the error's class and its stack, without its message, which may quote what a person said."""
    frames = extract_tb(error.__traceback__)
    return [type(error).__name__, *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]


def configure(level: str) -> JsonLog:
    """Log JSON lines to standard output from now on."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler])
    return JsonLog(partial(write, sys.stdout.fileno()), logging.getLevelNamesMapping()[level])


def write(descriptor: int, line: bytes) -> None:
    """Drop the line if it cannot be written: logging never fails a turn."""
    with suppress(OSError):
        os.write(descriptor, line)
