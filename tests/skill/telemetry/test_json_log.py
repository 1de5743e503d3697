import json
import logging
import os
import sys
from functools import partial

import pytest

from skill.telemetry.interface import CompositeTelemetry, TurnOutcome
from skill.telemetry.json_log import JsonFormatter, JsonLog, write


def _broken(said: str) -> None:
    raise ValueError(f"somebody said {said}")


def _record(message: str, *values: object, error: bool = False) -> logging.LogRecord:
    exc_info = sys.exc_info() if error else None
    return logging.LogRecord("skill.store", logging.WARNING, __file__, 1, message, values, exc_info)


def test_a_turn_is_one_line_of_json() -> None:
    lines: list[bytes] = []

    JsonLog(lines.append).turn("AMAZON.NextIntent", TurnOutcome.ASKED, 2, 0.001234)

    timed = json.loads(lines[0])
    assert lines[0].endswith(b"}\n")
    assert timed.pop("time").endswith("Z")
    assert timed == {
        "level": "INFO",
        "message": "turn",
        "intent": "AMAZON.NextIntent",
        "outcome": "asked",
        "step": 2,
        "ms": 1.23,
    }


@pytest.mark.parametrize(
    ("level", "messages"),
    [(logging.DEBUG, ["turn", "refused"]), (logging.WARNING, ["refused"]), (logging.ERROR, [])],
)
def test_the_level_holds_for_it_too(level: int, messages: list[str]) -> None:
    lines: list[bytes] = []
    journal = CompositeTelemetry([JsonLog(lines.append, level)])

    journal.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    journal.refused("stale")
    journal.called("store", "read", 0.001, ok=False)
    journal.breaker(is_open=True)

    assert [json.loads(line)["message"] for line in lines] == messages


def test_whatever_else_is_logged_is_a_line_of_the_same_kind() -> None:
    line = json.loads(JsonFormatter().format(_record("progress was not read: %s", "away\nand gone")))

    assert line.pop("time").endswith("Z")
    assert line == {"level": "WARNING", "message": "progress was not read: away\nand gone", "logger": "skill.store"}


def test_an_error_is_told_by_its_places_and_never_by_its_message() -> None:
    try:
        _broken("a secret")
    except ValueError:
        line = JsonFormatter().format(_record("a turn failed", error=True))

    assert "a secret" not in line
    assert json.loads(line)["error"][0] == "ValueError"
    assert "test_json_log.py" in json.loads(line)["error"][-1]
    assert json.loads(line)["error"][-1].endswith("_broken")


def test_a_log_that_nobody_reads_any_more_fails_no_turn() -> None:
    reader, writer = os.pipe()
    journal = JsonLog(partial(write, writer))

    journal.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    timed = os.read(reader, 1_000)
    os.close(reader)
    journal.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    os.close(writer)
    journal.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)

    assert timed.count(b"\n") == 1
