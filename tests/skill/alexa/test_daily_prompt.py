"""The prompt of the day, asked for all day long from a service that is restarted in between."""

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
"""Some are days on which the clock changes."""

PATIENCE_SECONDS = 30.0


def prompt_at(time: datetime, folder: Path, amazon: FakeAmazon) -> str:
    """Return the prompt from a service that has just been started."""
    clock = TickingClock(time)
    network = amazon.network()
    # On a busy machine the answer may take longer than the skill waits, which then uses the time zone of the locale.
    speaker = alexa(sqlite(folder, clock), clock, lambda request, _: network(request, PATIENCE_SECONDS))
    speaker.access = ACCESS
    speech = speaker.send_intent("DailyReflectionIntent")
    (prompt,) = [prompt for prompt in PROMPTS if prompt in speech]
    return prompt


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        pytest.param(zone, day, marks=() if at == 1 else pytest.mark.slow)
        for zone, days in DAYS.items()
        for at, day in enumerate(days)
    ],
)
def test_the_prompt_is_the_same_from_midnight_to_midnight_and_changes_the_next_day(
    zone: str, day: str, tmp_path: Path
) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    next_midnight = midnight + timedelta(days=1)  # by the clock on the wall, however long the day is
    with open_amazon() as amazon:
        amazon.zone = zone
        last_second = next_midnight - timedelta(seconds=1)
        times = [midnight, midnight.replace(hour=3), midnight.replace(hour=12), last_second]

        todays_prompts = {prompt_at(time, tmp_path, amazon) for time in times}
        next_prompt = prompt_at(next_midnight, tmp_path, amazon)

    assert len(todays_prompts) == 1
    assert next_prompt not in todays_prompts
