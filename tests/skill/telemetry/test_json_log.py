import json
import logging
import os
import sys
from functools import partial

import pytest

from skill.telemetry.interface import CompositeTelemetry, TurnOutcome
from skill.telemetry.json_log import JsonFormatter, JsonLog, write


def _fail(text: str) -> None:
    raise ValueError(f"a person said {text}")


def _record(message: str, *values: object, error: bool = False) -> logging.LogRecord:
    exc_info = sys.exc_info() if error else None
    return logging.LogRecord("skill.store", logging.WARNING, __file__, 1, message, values, exc_info)


def test_a_turn_is_one_json_line() -> None:
    lines: list[bytes] = []

    JsonLog(lines.append).turn("AMAZON.NextIntent", TurnOutcome.ASKED, 2, 0.001234)

    line = json.loads(lines[0])
    assert lines[0].endswith(b"}\n")
    assert line.pop("time").endswith("Z")
    assert line == {
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
def test_the_log_level_applies(level: int, messages: list[str]) -> None:
    lines: list[bytes] = []
    telemetry = CompositeTelemetry([JsonLog(lines.append, level)])

    telemetry.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    telemetry.refused("stale")
    telemetry.called("store", "read", 0.001, ok=False)
    telemetry.breaker(is_open=True)

    assert [json.loads(line)["message"] for line in lines] == messages


def test_other_log_records_are_json_lines_too() -> None:
    line = json.loads(JsonFormatter().format(_record("progress was not read: %s", "away\nand gone")))

    assert line.pop("time").endswith("Z")
    assert line == {"level": "WARNING", "message": "progress was not read: away\nand gone", "logger": "skill.store"}


def test_an_error_is_logged_with_its_stack_but_without_its_message() -> None:
    try:
        _fail("a secret")
    except ValueError:
        line = JsonFormatter().format(_record("a turn failed", error=True))

    assert "a secret" not in line
    assert json.loads(line)["error"][0] == "ValueError"
    assert "test_json_log.py" in json.loads(line)["error"][-1]
    assert json.loads(line)["error"][-1].endswith("_fail")


def test_a_closed_log_does_not_fail_a_turn() -> None:
    reader, writer = os.pipe()
    telemetry = JsonLog(partial(write, writer))

    telemetry.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    output = os.read(reader, 1_000)
    os.close(reader)
    telemetry.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)
    os.close(writer)
    telemetry.turn("LaunchRequest", TurnOutcome.ASKED, None, 0.001)

    assert output.count(b"\n") == 1
