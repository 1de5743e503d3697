"""Mixed load for a long time, while Redis is restarted repeatedly."""

from collections import Counter
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
from tools.chaos.report import Result, Scale, at_most, none
from tools.chaos.service import RunningService, serving
from tools.chaos.speaker import ChaosSpeaker

PEOPLE: Final = 4
PAUSE_SECONDS: Final = 0.02
"""Pause between two turns of a person, so that the machine is busy but turns do not queue."""

PARTS: Final = 10
"""The first two parts are for warming up."""

WARM: Final = 2
GROWTH_PERCENT: Final = 5.0
SPARE_DESCRIPTORS: Final = 8
"""Allowance for connections that are open at the moment."""

SHORT_MINUTES: Final = 0.1
LEAST_GROWTH_SECONDS: Final = 300
"""A shorter soak is too short to measure memory growth."""

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
    ("SafetyDespairIntent", {}),
    ("SafetyChildIntent", {}),
    ("SafetyHarmIntent", {}),
    ("NationIntent", {"nation": "wales"}),
    ("AMAZON.YesIntent", {}),
    ("AMAZON.NoIntent", {}),
    ("ForgetMeIntent", {}),
    ("AMAZON.StopIntent", {}),
)


@dataclass(frozen=True, slots=True)
class SoakPart:
    turns: int
    median: float
    p99: float
    resident: int
    descriptors: int


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    seconds = 60 * (SHORT_MINUTES if scale.is_short else scale.minutes)
    stop = Event()
    with running(folder / "redis") as server, serving(folder, server.url) as service:
        people = [ChaosSpeaker(service) for _ in range(PEOPLE)]
        with ThreadPoolExecutor(PEOPLE) as threads:
            talks = [threads.submit(_talk, each, Random(scale.seed + n), stop) for n, each in enumerate(people)]
            try:
                parts = [_part(server, service, people, seconds / PARTS) for _ in range(PARTS)]
            finally:
                stop.set()
            for talk in talks:
                talk.result(30)
        yield from _results(parts, seconds)
        others = Counter(status for person in people for status in person.statuses if status != 200)
        yield Result("answers other than 200", ", ".join(map(str, others.elements())) or "0", not others)
        yield none("tracebacks in the log", service.tracebacks)


def _part(server: RedisServer, service: RunningService, people: list[ChaosSpeaker], seconds: float) -> SoakPart:
    """Stop Redis in the middle for a while. Measure when it is available again."""
    before = [len(person.seconds) for person in people]
    began = monotonic()
    sleep(seconds / 2)
    server.stop()
    sleep(min(5.0, seconds / 10))
    server.start()
    sleep(max(0.0, seconds - (monotonic() - began)))
    wait_until(lambda: service.service.get("/readyz")[0] == 200, "the service does not reconnect to Redis")
    times = [second for person, start in zip(people, before, strict=True) for second in person.seconds[start:]]
    return SoakPart(
        len(times), median(times), quantiles(times, n=100)[98], service.resident_kilobytes, service.descriptors
    )


def _results(parts: list[SoakPart], seconds: float) -> Iterator[Result]:
    warm, last = parts[WARM], parts[-1]
    yield Result(
        "length, restarts of Redis, turns", f"{seconds / 60:g} min, {PARTS}, {sum(part.turns for part in parts)}"
    )
    yield Result("median of each tenth", " ".join(f"{1_000 * part.median:.1f}" for part in parts) + " ms")
    yield Result("99th percentile of each tenth", " ".join(f"{1_000 * part.p99:.0f}" for part in parts) + " ms")
    yield Result("workers' memory after each tenth", " ".join(f"{part.resident / 1_024:.1f}" for part in parts) + " MB")
    if seconds >= LEAST_GROWTH_SECONDS:
        growth = 100 * (last.resident - warm.resident) / warm.resident
        yield at_most("growth of memory since warm-up", growth, GROWTH_PERCENT, " %")
    yield at_most("additional file descriptors since warm-up", last.descriptors - warm.descriptors, SPARE_DESCRIPTORS)


def _talk(speaker: ChaosSpeaker, random: Random, stop: Event) -> None:
    while not stop.is_set():
        speaker.launch()
        for _ in range(random.randint(1, 12)):
            intent, slots = random.choice(INTENTS)
            speaker.send_intent(intent, **slots)
            sleep(PAUSE_SECONDS)
            if not speaker.is_open or stop.is_set():
                break
