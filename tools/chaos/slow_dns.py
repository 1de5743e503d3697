"""The name of Redis takes three seconds to look up, at first and whenever a connection is made."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from tests.support.redis_server import RedisServer, running
from tests.support.trusting import SLOW_NAME_VARIABLE
from tools.chaos.report import Result, Scale, at_most, none
from tools.chaos.service import WORKERS, RunningService, serving
from tools.chaos.speaker import STEPS, TURN_SECONDS, ChaosSpeaker

NAME: Final = "redis.test"
LOOK_UP_SECONDS: Final = 3.0
PEOPLE: Final = 6
HEALED_SECONDS: Final = LOOK_UP_SECONDS + 2.0


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    with running(folder / "redis") as server:
        url = f"redis://{NAME}:{server.port}/0"
        with serving(folder, url, **{SLOW_NAME_VARIABLE: f"{NAME} {LOOK_UP_SECONDS}"}) as service:
            people = [ChaosSpeaker(service) for _ in range(PEOPLE)]
            healed = _talk_until_saved(people)
            openings = service.breaker_openings
            rounds = scale.of(20, 3)
            for _ in range(rounds):
                _disconnect(server)
                _talk_together(people, scale.of(10, 3))
            yield at_most("seconds until the first moves are saved", healed, HEALED_SECONDS, " s")
            what = "times that a worker's circuit breaker opened before an address was known"
            yield scale.at_most(what, openings, WORKERS, "")
            what = f"times that it opened later, while all connections were closed {rounds} times"
            yield scale.at_most(what, service.breaker_openings - openings, 0, "")
            yield from _results(service, people, scale)


def _talk_until_saved(people: list[ChaosSpeaker]) -> float:
    """Talk from the first moment, while no address is known yet. Return the seconds until everyone's place is saved."""
    began = monotonic()
    with ThreadPoolExecutor(PEOPLE) as threads:
        list(threads.map(ChaosSpeaker.launch, people))
        while not all(person.is_saved for person in people) and monotonic() < began + 2 * HEALED_SECONDS:
            list(threads.map(partial(_go_to, 2), people))
            sleep(0.05)
    return monotonic() - began


def _disconnect(server: RedisServer) -> None:
    with server.connect() as redis:
        redis.client_kill_filter(_type="normal", skipme=True)


def _talk_together(people: list[ChaosSpeaker], turns: int) -> None:
    with ThreadPoolExecutor(PEOPLE) as threads:
        for turn in range(turns):
            list(threads.map(partial(_go_to, 1 + turn % STEPS), people))


def _go_to(step: int, person: ChaosSpeaker) -> str:
    return person.send_intent("GoToStepIntent", number=str(step))


def _results(service: RunningService, people: list[ChaosSpeaker], scale: Scale) -> Iterator[Result]:
    turns = [second for person in people for second in person.seconds]
    yield none(f"answers of {len(turns)} other than 200", sum(s != 200 for each in people for s in each.statuses))
    yield scale.at_most("slowest turn", max(turns), TURN_SECONDS, " s")
    yield none("moves that were lost without a warning", sum(person.false_claims for person in people))
    yield none("people whose last move is not saved", sum(not person.is_saved for person in people))
    status = service.service.get("/readyz")[0]
    yield Result("/readyz", str(status), status == 200)
    yield none("tracebacks in the log", service.tracebacks)
