import json
import logging
from pathlib import Path

import pytest

from skill.errors import StoreError
from skill.progress import Progress
from skill.store.interface import CachedReply, StoredProgress
from skill.store.sqlite import SqliteStore
from skill.telemetry.json_log import JsonLog
from tests.support.alexa_client import MORNING, Alexa, TickingClock, alexa, sqlite

PERSON = "amzn1.ask.person.ANA"


class Leaving:
    """A store that goes away whenever it is told to."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.is_away = False

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        self.check()
        return self._store.read(key, request)

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        self.check()
        return self._store.write(key, seen, progress, answer)

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        self.check()
        return self._store.replace(key, seen, progress, answer)

    def forget(self, key: str) -> None:
        self.check()
        self._store.forget(key)

    def forget_household(self, household: str) -> None:
        self.check()
        self._store.forget_household(household)

    def check(self) -> None:
        if self.is_away:
            raise StoreError("away")


def _live_in_it(speaker: Alexa, store: Leaving) -> list[str]:
    """All that was said, with the store there and with it away."""
    said = []
    for store.is_away in (False, True):
        said += [
            speaker.launch(),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.send_intent("CompleteStepIntent"),
            speaker.send_intent("CheckInIntent", rating="6"),
            speaker.send_intent("DailyReflectionIntent"),
            speaker.send_intent("SafetyIntent"),
            speaker.send_intent("AMAZON.NoIntent"),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.response["card"]["content"],
            speaker.send_intent("GoToStepIntent", step="a word that somebody said"),
            speaker.send_intent("SetReminderIntent", time="20:00"),
            speaker.send_intent("AMAZON.YesIntent"),
            speaker.send_intent("WhatYouKnowIntent"),
            speaker.send_intent("ForgetMeIntent"),
            speaker.send_intent("AMAZON.YesIntent"),
        ]
    return said


def test_no_log_line_holds_an_id_a_sentence_or_a_rating(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clock = TickingClock(MORNING)
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


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.StopIntent", "SafetyIntent"])
def test_asking_for_help_now_leaves_no_line(answer: str, tmp_path: Path) -> None:
    """Nor does whatever is said until the conversation about it is over."""
    lines: list[bytes] = []
    clock = TickingClock(MORNING)
    speaker = alexa(sqlite(tmp_path, clock), clock, telemetry=JsonLog(lines.append))

    speaker.send_intent("SafetyIntent")
    for each in (answer, "AMAZON.YesIntent"):
        if speaker.is_open:
            speaker.send_intent(each)

    assert lines == []
