import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from skill.errors import StoreError
from skill.store.decorator import Result, StoreDecorator
from skill.telemetry.json_log import JsonLog
from tests.support.alexa_client import MORNING, Alexa, Clock, alexa, sqlite

PERSON = "amzn1.ask.person.ANA"


class Leaving(StoreDecorator):
    """A store that goes away whenever it is told to."""

    is_away = False

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        if self.is_away:
            raise StoreError("away")
        return call()


def _live_in_it(speaker: Alexa, store: Leaving) -> list[str]:
    """All that was said, with the store there and with it away."""
    said = []
    for store.is_away in (False, True):
        said += [
            speaker.launches(),
            speaker.means("AMAZON.YesIntent"),
            speaker.means("CompleteStepIntent"),
            speaker.means("CheckInIntent", rating="6"),
            speaker.means("DailyReflectionIntent"),
            speaker.means("SafetyIntent"),
            speaker.means("AMAZON.NoIntent"),
            speaker.means("AMAZON.YesIntent"),
            speaker.answer["card"]["content"],
            speaker.means("GoToStepIntent", step="a word that somebody said"),
            speaker.means("SetReminderIntent", time="20:00"),
            speaker.means("AMAZON.YesIntent"),
            speaker.means("WhatYouKnowIntent"),
            speaker.means("ForgetMeIntent"),
            speaker.means("AMAZON.YesIntent"),
        ]
    return said


def test_no_log_line_holds_an_id_a_sentence_or_a_rating(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = Clock(MORNING)
    store = Leaving(sqlite(tmp_path, clock))
    lines: list[bytes] = []
    speaker = alexa(store, clock, telemetry=JsonLog(lines.append))
    speaker.person_id = PERSON

    said = _live_in_it(speaker, store)

    log = caplog.text + b"".join(lines).decode()
    secrets = (speaker.user_id, PERSON, "a word that somebody said", "out of 10", "20:00", *said)
    assert "progress was not read" in log
    assert "CheckInIntent" in log
    assert [secret for secret in secrets if secret in log] == []


def test_a_line_of_a_turn_holds_these_fields_and_no_others(tmp_path: Path) -> None:
    lines: list[bytes] = []
    clock = Clock(MORNING)
    speaker = alexa(sqlite(tmp_path, clock), clock, telemetry=JsonLog(lines.append))

    speaker.launches()
    speaker.means("GoToStepIntent", step="boundaries")
    speaker.means("AMAZON.StopIntent")

    launched, asked, ended = map(json.loads, lines)
    assert launched["step"] is None
    assert asked.keys() == {"time", "level", "message", "intent", "outcome", "step", "ms"}
    assert (asked["intent"], asked["outcome"], asked["step"]) == ("GoToStepIntent", "asked", 3)
    assert (ended["intent"], ended["outcome"], ended["step"]) == ("AMAZON.StopIntent", "ended", 3)


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "SafetyIntent"])
def test_asking_for_help_now_leaves_no_line(answer: str, tmp_path: Path) -> None:
    """Nor does whatever is said until the conversation about it is over."""
    lines: list[bytes] = []
    clock = Clock(MORNING)
    speaker = alexa(sqlite(tmp_path, clock), clock, telemetry=JsonLog(lines.append))

    speaker.means("SafetyIntent")
    for each in (answer, "AMAZON.YesIntent"):
        if speaker.is_open:
            speaker.means(each)

    assert lines == []
