"""Redis becomes unavailable in many ways in the middle of a conversation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.integration.store.slow_proxy import SlowProxy, slow_proxy_to
from tests.support.ports import HOST
from tests.support.redis_server import RedisServer, running
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import WORKERS, RunningService, serving
from tools.chaos.speaker import TURN_SECONDS, ChaosSpeaker


@dataclass(frozen=True, slots=True)
class Setup:
    server: RedisServer
    line: SlowProxy
    """The connection between the service and the server."""


@contextmanager
def _killed(setup: Setup) -> Iterator[None]:
    setup.server.kill()
    yield
    setup.server.start()


@contextmanager
def _stopped(setup: Setup) -> Iterator[None]:
    setup.server.pause()
    yield
    setup.server.resume()


@contextmanager
def _restarted(setup: Setup) -> Iterator[None]:
    setup.server.stop()
    setup.server.start()
    yield


@contextmanager
def _refusing(setup: Setup) -> Iterator[None]:
    setup.line.is_shut = True
    yield
    setup.line.is_shut = False


@contextmanager
def _slow(setup: Setup) -> Iterator[None]:
    setup.line.delay = 0.24  # just below the timeout, so that each step of a call takes as long as it may
    yield
    setup.line.delay = 0


@contextmanager
def _full(setup: Setup) -> Iterator[None]:
    with setup.server.connect() as redis:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("maxmemory", "1")
        yield
        redis.config_set("maxmemory", "0")


@contextmanager
def _replica(setup: Setup) -> Iterator[None]:
    with setup.server.connect() as redis:
        redis.replicaof(HOST, 1)
        yield
        redis.replicaof("NO", "ONE")


TROUBLES: Final[Mapping[str, Callable[[Setup], AbstractContextManager[None]]]] = {
    "killed": _killed,
    "stopped (SIGSTOP)": _stopped,
    "restarted": _restarted,
    "refusing connections": _refusing,
    "slow": _slow,
    "full": _full,
    "a read-only replica": _replica,
}


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    with running(folder / "redis") as server, slow_proxy_to(server.port) as line:
        setup = Setup(server, line)
        with serving(folder, line.url) as service:
            for name in TROUBLES:
                yield from _trouble(name, setup, service, scale)
            yield none("tracebacks in the log", service.tracebacks)


def _trouble(name: str, setup: Setup, service: RunningService, scale: Scale) -> Iterator[Result]:
    turns = scale.of(20, 6)
    speakers = [ChaosSpeaker(service) for _ in range(3)]
    for speaker in speakers:
        speaker.launch()
        speaker.send_intent("GoToStepIntent", number="1")
    openings = service.breaker_openings
    with TROUBLES[name](setup):
        before = [len(speaker.seconds) for speaker in speakers]
        for speaker in speakers:
            _talk(speaker, turns)
        alive, ready = service.service.get("/healthz")[0], service.service.get("/readyz")[0]
    service.settle()
    lost = sum(_is_lost(speaker, turns) for speaker in speakers)
    seconds = [seconds for speaker, start in zip(speakers, before, strict=True) for seconds in speaker.seconds[start:]]
    yield scale.at_most(f"{name}: slowest of {len(seconds)} turns", max(seconds), TURN_SECONDS, " s")
    yield none(f"{name}: answers other than 200", sum(s != 200 for speaker in speakers for s in speaker.statuses))
    yield none(
        f"{name}: moves that were lost without a warning, or warned about without a loss",
        sum(speaker.false_claims for speaker in speakers),
    )
    yield none(f"{name}: people who had lost their place afterwards", lost)
    what = f"{name}: times that a worker's circuit breaker opened"
    yield scale.at_most(what, service.breaker_openings - openings, WORKERS, "")
    expected = 200 if name == "restarted" else 503
    yield Result(f"{name}: /healthz, /readyz", f"{alive}, {ready}", (alive, ready) == (200, expected))


def _talk(speaker: ChaosSpeaker, turns: int) -> None:
    for turn in range(turns):
        speaker.send_intent("GoToStepIntent", number=str(2 + turn % 4))


def _is_lost(speaker: ChaosSpeaker, turns: int) -> bool:
    """Ask in a new session, which has no attributes."""
    speaker.send_intent("AMAZON.HelpIntent")
    new_session = ChaosSpeaker(speaker.running, speaker.account)
    new_session.send_intent("ProgressIntent")
    return f"step {2 + (turns - 1) % 4} of 5" not in new_session.speech or not speaker.is_saved
