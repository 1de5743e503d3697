"""Mixed load for a long time, while Redis is restarted again and again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from threading import Event
from time import monotonic, sleep
from typing import Final

from tests.support.redis_server import RedisServer, running, wait_until
from tools.chaos.report import Finding, Scale, at_most, none
from tools.chaos.service import Running, serving
from tools.chaos.speaker import Speaker

PEOPLE: Final = 4
PAUSE_SECONDS: Final = 0.02
"""Between two turns of a person: the machine is kept busy, but not so that every turn waits for another."""

PARTS: Final = 10
"""Of the time; the first two are for warming up."""

WARM: Final = 2
GROWTH_PERCENT: Final = 5.0
SPARE_DESCRIPTORS: Final = 8
"""Connections that happen to be open."""

SHORT_MINUTES: Final = 0.1
LEAST_GROWTH_SECONDS: Final = 300
"""A shorter soak says nothing about memory."""

INTENTS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("AMAZON.NextIntent", {}),
    ("AMAZON.PreviousIntent", {}),
    ("TellMeMoreIntent", {}),
    ("ExampleIntent", {}),
    ("PracticeIntent", {}),
    ("CompleteStepIntent", {}),
    ("DailyReflectionIntent", {}),
    ("AnotherReflectionIntent", {}),
    ("CheckInIntent", {"rating": "7"}),
    ("ProgressIntent", {}),
    ("GoToStepIntent", {"number": "3"}),
    ("AMAZON.RepeatIntent", {}),
    ("AMAZON.HelpIntent", {}),
    ("SafetyIntent", {}),
    ("AMAZON.YesIntent", {}),
    ("AMAZON.NoIntent", {}),
    ("ForgetMeIntent", {}),
    ("AMAZON.StopIntent", {}),
)


@dataclass(frozen=True, slots=True)
class Part:
    turns: int
    median: float
    p99: float
    resident: int
    descriptors: int


def run(scale: Scale, folder: Path) -> Iterator[Finding]:
    seconds = 60 * (SHORT_MINUTES if scale.is_short else scale.minutes)
    enough = Event()
    with running(folder / "redis") as server, serving(folder, server.url) as service:
        people = [Speaker(service) for _ in range(PEOPLE)]
        with ThreadPoolExecutor(PEOPLE) as threads:
            talks = [threads.submit(_talk, each, Random(scale.seed + n), enough) for n, each in enumerate(people)]
            try:
                parts = [_part(server, service, people, seconds / PARTS) for _ in range(PARTS)]
            finally:
                enough.set()
            for talk in talks:
                talk.result(30)
        yield from _told(parts, seconds)
        yield none("answers that are no 200", sum(s != 200 for each in people for s in each.statuses))
        yield none("tracebacks in the log", service.tracebacks)


def _part(server: RedisServer, service: Running, people: list[Speaker], seconds: float) -> Part:
    """Of its time Redis is away for a while, in the middle; what is measured is measured with Redis there."""
    before = [len(person.seconds) for person in people]
    began = monotonic()
    sleep(seconds / 2)
    server.stop()
    sleep(min(5.0, seconds / 10))
    server.start()
    sleep(max(0.0, seconds - (monotonic() - began)))
    wait_until(lambda: service.service.get("/readyz")[0] == 200, "the service does not find Redis again")
    times = [second for person, start in zip(people, before, strict=True) for second in person.seconds[start:]]
    return Part(len(times), median(times), quantiles(times, n=100)[98], service.resident_kilobytes, service.descriptors)


def _told(parts: list[Part], seconds: float) -> Iterator[Finding]:
    warm, last = parts[WARM], parts[-1]
    yield Finding(
        "length, restarts of Redis, turns", f"{seconds / 60:g} min, {PARTS}, {sum(part.turns for part in parts)}"
    )
    yield Finding("median of each tenth", " ".join(f"{1_000 * part.median:.1f}" for part in parts) + " ms")
    yield Finding("99th percentile of each tenth", " ".join(f"{1_000 * part.p99:.0f}" for part in parts) + " ms")
    yield Finding(
        "workers' memory after each tenth", " ".join(f"{part.resident / 1_024:.1f}" for part in parts) + " MB"
    )
    if seconds >= LEAST_GROWTH_SECONDS:
        growth = 100 * (last.resident - warm.resident) / warm.resident
        yield at_most("growth of memory from warm to end", growth, GROWTH_PERCENT, " %")
    yield at_most("descriptors more than when warm", last.descriptors - warm.descriptors, SPARE_DESCRIPTORS)


def _talk(speaker: Speaker, random: Random, enough: Event) -> None:
    while not enough.is_set():
        speaker.launches()
        for _ in range(random.randint(1, 12)):
            intent, slots = random.choice(INTENTS)
            speaker.means(intent, **slots)
            sleep(PAUSE_SECONDS)
            if not speaker.is_open or enough.is_set():
                break
