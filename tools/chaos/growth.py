"""What one person costs in memory and CPU after a day, a month, and ten years of daily use."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Final

from skill.alexa.identity import key
from skill.content import library
from skill.progress import Progress
from skill.store.interface import EMPTY, ProgressStore, write
from tests.integration.store.backends import store_at
from tests.support.alexa_client import MORNING, Alexa, TickingClock, alexa
from tests.support.redis_server import running
from tools.chaos.report import Result, Scale, at_most

SECRET: Final = "a secret of this test"
MONTH_BYTES: Final = 1_024
TIMES: Final = 1.1
TEN_YEARS: Final = 3_650


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    # The disk must not affect the time of a turn.
    with running(folder / "redis", "appendonly no") as server, server.connect() as redis:
        store = store_at(server.url)
        for name, person in (("an account", None), ("a recognised voice", "amzn1.ask.person.ANA")):
            for days in (1, 30, TEN_YEARS):
                redis.flushall()
                write(store, key(SECRET, "amzn1.ask.account.HOME", person), EMPTY, after(days))
                size = sum(redis.memory_usage(each) or 0 for each in redis.keys("*"))
                what = f"bytes of Redis for {name} after {days} days, every day with a rating and a prompt"
                yield at_most(what, size, MONTH_BYTES) if days == 30 else Result(what, str(size))
        clock = TickingClock()
        rounds = [_seconds(store, alexa(store, clock), days) for _ in range(scale.of(15, 2)) for days in (1, TEN_YEARS)]
        new, old = median(rounds[::2]), median(rounds[1::2])
        yield Result("CPU of a turn of a new person, including signing and this client", f"{1e6 * new:.0f} us")
        what = "CPU of a turn after ten years of daily use, in times of that"
        # A few rounds on a busy machine are not reliable.
        yield Result(what, f"{old / new:.3g}") if scale.is_short else at_most(what, old / new, TIMES)


def after(days: int) -> Progress:
    """Return the progress of a person who came, rated, and got a prompt every day, and completed the guide."""
    guide, progress = library.load().guides[library.REFERENCE], Progress()
    start = datetime(2025, 1, 1, 18, tzinfo=UTC)
    for number in range(days):
        now = start + timedelta(days=number)
        prompt = guide.prompt(guide.first, now.date(), progress.history.used_prompts.split())
        if prompt is None:
            progress = progress.begin_round()
            prompt = guide.prompt(guide.first, now.date(), ())
        assert prompt is not None
        step = guide.steps[min(number // 6, len(guide.steps) - 1)].key
        progress = progress.begin(now).welcome(now).record_visit(now.date()).rate(1 + number % 10, now.date())
        progress = progress.record_prompt(prompt.key, now.date()).go_to(step, now).complete(step, now)
    return progress.set_reminder("a0b1c2d3-e4f5-6789-abcd-ef0123456789", "20:00", start + timedelta(days=days))


def _seconds(store: ProgressStore, speaker: Alexa, days: int) -> float:
    """Return the median CPU time of turns that move to another step."""
    person = key(SECRET, speaker.user_id, None)
    store.delete(person)
    write(store, person, EMPTY, after(days))
    speaker.clock.now = MORNING
    speaker.launch()
    return median(_turn(speaker, number) for number in range(40))


def _turn(speaker: Alexa, number: int) -> float:
    began = process_time()
    speaker.send_intent("AMAZON.NextIntent" if number % 2 else "AMAZON.PreviousIntent")
    return process_time() - began
