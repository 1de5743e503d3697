"""The prompt of the day, as a person hears it who asks all day long while the service is restarted between."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.support.alexa_client import TickingClock, alexa, sqlite
from tests.support.fake_amazon import ACCESS, FakeAmazon, open_amazon
from tests.support.progress_states import ENGLISH

PROMPTS = [prompt.text for step in ENGLISH.steps for prompt in step.reflections]
DAYS = {
    "Pacific/Auckland": ["2026-11-24", "2027-04-04", "2027-09-26"],
    "Pacific/Honolulu": ["2026-11-24", "2026-12-31"],
    "America/New_York": ["2027-03-14", "2027-11-07"],
}
"""Some of them are those on which the clock changes."""


def asked_at(moment: datetime, folder: Path, amazon: FakeAmazon) -> str:
    """The prompt, from a service that was started only now."""
    clock = TickingClock(moment)
    speaker = alexa(sqlite(folder, clock), clock, amazon.network())
    speaker.access = ACCESS
    said = speaker.send_intent("DailyReflectionIntent")
    (prompt,) = [prompt for prompt in PROMPTS if prompt in said]
    return prompt


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, days in DAYS.items() for day in days])
def test_it_is_the_same_from_midnight_to_midnight_and_another_the_day_after(
    zone: str, day: str, tmp_path: Path
) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    next_midnight = midnight + timedelta(days=1)  # by the clock on the wall, however long the day is
    with open_amazon() as amazon:
        amazon.zone = zone
        last = next_midnight - timedelta(seconds=1)
        moments = [midnight, midnight.replace(hour=3), midnight.replace(hour=12), last]

        of_the_day = {asked_at(moment, tmp_path, amazon) for moment in moments}
        of_the_next = asked_at(next_midnight, tmp_path, amazon)

    assert len(of_the_day) == 1
    assert of_the_next not in of_the_day
