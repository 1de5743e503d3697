import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from skill.dialogue import safety
from skill.errors import StoreError
from skill.store.interface import Result, StoreDecorator
from skill.telemetry.json_log import JsonLog
from tests.support.alexa_client import MORNING, Alexa, TickingClock, alexa, sqlite

PERSON = "amzn1.ask.person.ANA"


class SwitchableStore(StoreDecorator):
    """A store that can be made unavailable."""

    is_unavailable = False

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        if self.is_unavailable:
            raise StoreError("unavailable")
        return call()


def _use_skill(speaker: Alexa, store: SwitchableStore) -> list[str]:
    """Return all speech, with the store available and unavailable."""
    speeches = []
    for store.is_unavailable in (False, True):
        speeches += [
            speaker.launch(),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.send_intent("CompleteStepIntent"),
            speaker.send_intent("CheckInIntent", rating="6"),
            speaker.send_intent("DailyReflectionIntent"),
            *(speaker.send_intent(intent) for intent in safety.INTENTS.values()),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.response["card"]["content"],
            speaker.send_intent("GoToStepIntent", step="a word that a person said"),
            speaker.send_intent("SetReminderIntent", time="20:00"),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.send_intent("WhatYouKnowIntent"),
            speaker.send_intent("ForgetMeIntent"),
            speaker.send_intent("AMAZON.YesIntent"),
        ]
    return speeches


def test_no_log_line_contains_an_id_a_sentence_or_a_rating(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = TickingClock(MORNING)
    store = SwitchableStore(sqlite(tmp_path, clock))
    lines: list[bytes] = []
    speaker = alexa(store, clock, telemetry=JsonLog(lines.append))
    speaker.person_id = PERSON

    speeches = _use_skill(speaker, store)

    log = caplog.text + b"".join(lines).decode()
    secrets = (speaker.user_id, PERSON, "a word that a person said", "out of 10", "20:00", *speeches)
    assert "progress was not read" in log
    assert "CheckInIntent" in log
    assert [secret for secret in secrets if secret in log] == []


def test_the_log_line_of_a_turn_has_exactly_these_fields(tmp_path: Path) -> None:
    lines: list[bytes] = []
    clock = TickingClock(MORNING)
    speaker = alexa(sqlite(tmp_path, clock), clock, telemetry=JsonLog(lines.append))

    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="boundaries")
    speaker.send_intent("AMAZON.StopIntent")

    launched, asked, ended = map(json.loads, lines)
    assert launched["step"] is None
    assert asked.keys() == {"time", "level", "message", "intent", "outcome", "step", "ms"}
    assert (asked["intent"], asked["outcome"], asked["step"]) == ("GoToStepIntent", "asked", 3)
    assert (ended["intent"], ended["outcome"], ended["step"]) == ("AMAZON.StopIntent", "ended", 3)


@pytest.mark.parametrize(
    "answer", ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.FallbackIntent", "SafetyIntent"]
)
@pytest.mark.parametrize("intent", safety.INTENTS.values())
def test_asking_for_help_now_logs_nothing(intent: str, answer: str, tmp_path: Path) -> None:
    """Until the end of that conversation."""
    lines: list[bytes] = []
    clock = TickingClock(MORNING)
    speaker = alexa(sqlite(tmp_path, clock), clock, telemetry=JsonLog(lines.append))

    speaker.send_intent(intent)
    for name in (answer, "AMAZON.YesIntent"):
        if speaker.is_open:
            speaker.send_intent(name)

    assert lines == []
