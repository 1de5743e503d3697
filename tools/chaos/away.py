"""Redis goes away in every way it can, in the middle of a conversation."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.integration.store.slow_proxy import SlowProxy, slow_proxy_to
from tests.support.redis_server import HOST, RedisServer, running
from tools.chaos.report import Finding, Scale, none
from tools.chaos.service import Running, serving
from tools.chaos.speaker import NOT_SAVED, Speaker

TURN_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Bench:
    server: RedisServer
    line: SlowProxy
    """Between the service and the server."""


@contextmanager
def _killed(bench: Bench) -> Iterator[None]:
    bench.server.kill()
    yield
    bench.server.start()


@contextmanager
def _stopped(bench: Bench) -> Iterator[None]:
    bench.server.pause()
    yield
    bench.server.resume()


@contextmanager
def _restarted(bench: Bench) -> Iterator[None]:
    bench.server.stop()
    bench.server.start()
    yield


@contextmanager
def _refusing(bench: Bench) -> Iterator[None]:
    bench.line.is_shut = True
    yield
    bench.line.is_shut = False


@contextmanager
def _slow(bench: Bench) -> Iterator[None]:
    bench.line.delay = 0.24  # just below what is waited for, so that every step of a call takes its longest
    yield
    bench.line.delay = 0


@contextmanager
def _full(bench: Bench) -> Iterator[None]:
    with bench.server.hand() as redis:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("maxmemory", "1")
        yield
        redis.config_set("maxmemory", "0")


@contextmanager
def _replica(bench: Bench) -> Iterator[None]:
    with bench.server.hand() as redis:
        redis.replicaof(HOST, 1)
        yield
        redis.replicaof("NO", "ONE")


TROUBLES: Final[Mapping[str, Callable[[Bench], AbstractContextManager[None]]]] = {
    "killed": _killed,
    "stopped (SIGSTOP)": _stopped,
    "restarted": _restarted,
    "refusing connections": _refusing,
    "slow": _slow,
    "full": _full,
    "a read-only replica": _replica,
}


def run(scale: Scale, folder: Path) -> Iterator[Finding]:
    with running(folder / "redis") as server, slow_proxy_to(server.port) as line:
        bench = Bench(server, line)
        with serving(folder, line.url) as service:
            for name in TROUBLES:
                yield from _trouble(name, bench, service, scale)
            yield none("tracebacks in the log", service.tracebacks)


def _trouble(name: str, bench: Bench, service: Running, scale: Scale) -> Iterator[Finding]:
    turns = scale.of(20, 6)
    speakers = [Speaker(service) for _ in range(3)]
    for speaker in speakers:
        speaker.launches()
        speaker.means("GoToStepIntent", number="1")
    with TROUBLES[name](bench):
        before = [len(speaker.seconds) for speaker in speakers]
        lies = sum(_lies(speaker, turns) for speaker in speakers)
        alive, ready = service.service.get("/healthz")[0], service.service.get("/readyz")[0]
    service.settle()
    lost = sum(_is_lost(speaker, turns) for speaker in speakers)
    seconds = [seconds for speaker, start in zip(speakers, before, strict=True) for seconds in speaker.seconds[start:]]
    yield scale.at_most(f"{name}: slowest of {len(seconds)} turns", max(seconds), TURN_SECONDS, " s")
    yield none(f"{name}: answers that are no 200", sum(s != 200 for each in speakers for s in each.statuses))
    yield none(f"{name}: moves said to be kept that were not, or not admitted", lies)
    yield none(f"{name}: people who lost their place when it was back", lost)
    expected = 200 if name == "restarted" else 503
    yield Finding(f"{name}: /healthz, /readyz", f"{alive}, {ready}", (alive, ready) == (200, expected))


def _lies(speaker: Speaker, turns: int) -> int:
    """Talks on. What is not kept is admitted when that begins, and rides in the session."""
    lies, was_saved = 0, True
    for turn in range(turns):
        speaker.means("GoToStepIntent", number=str(2 + turn % 4))
        lies += (NOT_SAVED in speaker.speech) != (was_saved and not speaker.is_saved)
        was_saved = speaker.is_saved
    return lies


def _is_lost(speaker: Speaker, turns: int) -> bool:
    """By what a new session, which remembers nothing, is told."""
    speaker.means("AMAZON.HelpIntent")
    again = Speaker(speaker.running, speaker.account)
    again.means("ProgressIntent")
    return f"step {2 + (turns - 1) % 4} of 5" not in again.speech or not speaker.is_saved
