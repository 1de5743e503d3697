"""Every request of every conversation is delivered twice, at once and late: the same answers, and one move."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from redis import Redis

from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from speech.cli.arguments import parse
from speech.conversations.file_format import read_file
from speech.conversations.player import play
from speech.simulator.clock import Clock
from speech.simulator.device import Device, SkillClient
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from tests.support.redis_server import RedisServer, running
from tools.chaos.report import Finding, Scale, none

FILES = sorted((Path(__file__).parents[2] / "tests" / "conversations").glob("*/*.txt"))
LATE = 3
"""How many requests later one comes again."""


def _day(envelope: Mapping[str, Any]) -> str:
    return str(envelope["request"]["timestamp"])[:10]


State = Callable[[], object]
"""All that is kept of progress, of anybody."""


@dataclass
class Figures:
    again: int = 0
    told_differently: int = 0
    moved_twice: int = 0


@dataclass
class Twice:
    """A skill behind a line that delivers everything twice."""

    skill: SkillClient
    state: State
    figures: Figures
    recent: list[tuple[Mapping[str, Any], SkillResponse]] = field(default_factory=list)

    def ask(self, envelope: Mapping[str, Any]) -> SkillResponse:
        before = self.state()
        answer = self.skill.ask(envelope)
        if before and not self.state():
            # Whoever is forgotten leaves no trace, so nothing tells what comes late from before it, or how it was told.
            self.recent.clear()
            self._again(envelope, self.skill.ask(envelope))
            return answer
        self._again(envelope, answer)
        for earlier, told in self.recent:
            if _day(earlier) == _day(envelope):  # else it is too old to be accepted
                self._again(earlier, told)
        self.recent = [*self.recent[1 - LATE :], (envelope, answer)]
        return answer

    def tell(self, envelope: Mapping[str, Any]) -> None:
        for _ in range(2):
            self.skill.tell(envelope)

    def _again(self, envelope: Mapping[str, Any], first: SkillResponse) -> None:
        before = self.state()
        again = self.skill.ask(envelope)
        self.figures.again += 1
        self.figures.moved_twice += self.state() != before
        self.figures.told_differently += again.envelope["response"] != first.envelope["response"]


def deliver_twice(server: RedisServer, folder: Path, files: list[Path]) -> Figures:
    figures, clock = Figures(), Clock()
    home = TrustSteps({"TRUST_STEPS_DATA": str(folder)})
    store = RedisStore(connector(server.url), keep=timedelta(days=400))
    with home.answering(store, clock) as endpoint, server.hand() as redis:
        for file in files:
            redis.flushall()
            line = Twice(endpoint, partial(_kept, redis), figures)
            _play(file, line, home, clock)
    return figures


def _kept(redis: Redis) -> dict[bytes, object]:
    """Every document; the answers beside them may be written twice."""
    return {key: redis.get(key) for key in redis.scan_iter("*") if redis.type(key) == b"string"}


def _play(file: Path, line: Twice, home: TrustSteps, clock: Clock) -> None:
    locale = file.parent.name
    model = SkillSelection(home, parse(["talk", "--locale", locale])).model()
    device = Device(
        model,
        line,
        Speaker(locale=locale),
        clock,
        urgent=lambda said: home.urgent(said, locale),
        guarded=home.guarded(),
    )
    for _ in play(read_file(file), device, clock, home.reminders):
        pass


def run(scale: Scale, folder: Path) -> Iterator[Finding]:
    files = FILES[:: scale.of(1, 6)]
    with running(folder / "redis") as server:
        figures = deliver_twice(server, folder, files)
    yield Finding("conversations, requests delivered again", f"{len(files)}, {figures.again}")
    yield none("answered differently", figures.told_differently)
    yield none("moved twice", figures.moved_twice)
