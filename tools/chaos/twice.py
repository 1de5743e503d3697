"""Every request is delivered again, at once and later. The answers must be the same, and progress moves only once."""

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
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse
from speech.simulator.skill_calls import SkillClient
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from tests.support.redis_server import RedisServer, running
from tools.chaos.report import Result, Scale, none

FILES = sorted((Path(__file__).parents[2] / "tests" / "conversations").glob("*/*.txt"))
LATE = 3
"""How many requests later a request is delivered again."""


def _day(envelope: Mapping[str, Any]) -> str:
    return str(envelope["request"]["timestamp"])[:10]


State = Callable[[], object]
"""Return all stored progress."""


@dataclass
class RepeatCounts:
    repeated: int = 0
    answered_differently: int = 0
    moved_twice: int = 0


@dataclass
class RepeatingClient:
    """Delivers each request more than once."""

    skill: SkillClient
    state: State
    figures: RepeatCounts
    recent: list[tuple[Mapping[str, Any], SkillResponse]] = field(default_factory=list)

    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        before = self.state()
        answer = self.skill.send(envelope)
        if before and not self.state():
            # Deleted data leaves no trace, so requests from before the deletion cannot be recognized as repeated.
            self.recent.clear()
            self._repeat(envelope, self.skill.send(envelope))
            return answer
        self._repeat(envelope, answer)
        for earlier, reply in self.recent:
            if _day(earlier) == _day(envelope):  # otherwise it is too old to be accepted
                self._repeat(earlier, reply)
        self.recent = [*self.recent[1 - LATE :], (envelope, answer)]
        return answer

    def notify(self, envelope: Mapping[str, Any]) -> None:
        for _ in range(2):
            self.skill.notify(envelope)

    def _repeat(self, envelope: Mapping[str, Any], first: SkillResponse) -> None:
        before = self.state()
        repeated = self.skill.send(envelope)
        self.figures.repeated += 1
        self.figures.moved_twice += self.state() != before
        self.figures.answered_differently += repeated.envelope["response"] != first.envelope["response"]


def deliver_twice(server: RedisServer, folder: Path, files: list[Path]) -> RepeatCounts:
    figures, clock = RepeatCounts(), Clock()
    skill = TrustSteps({"TRUST_STEPS_DATA": str(folder)})
    store = RedisStore(connector(server.url), keep=timedelta(days=400))
    with skill.answering(store, clock) as endpoint, server.connect() as redis:
        for file in files:
            redis.flushall()
            client = RepeatingClient(endpoint, partial(_stored_progress, redis), figures)
            _play(file, client, skill, clock)
    return figures


def _stored_progress(redis: Redis) -> dict[bytes, object]:
    """Return every document. The cached replies beside them may be written twice."""
    return {key: redis.get(key) for key in redis.scan_iter("*") if redis.type(key) == b"string"}


def _play(file: Path, client: RepeatingClient, skill: TrustSteps, clock: Clock) -> None:
    locale = file.parent.name
    model = SkillSelection(skill, parse(["talk", "--locale", locale])).model()
    device = Device(
        model,
        client,
        Speaker(locale=locale),
        clock,
        crisis_intent=lambda text: skill.crisis_intent(text, locale),
        guarded=skill.guarded(),
        urgent=skill.urgent_intents(),
    )
    for _ in play(read_file(file), device, clock, skill.api.reminders):
        pass


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    files = FILES[:: scale.of(1, 6)]
    with running(folder / "redis") as server:
        figures = deliver_twice(server, folder, files)
    yield Result("conversations, requests delivered again", f"{len(files)}, {figures.repeated}")
    yield none("answered differently", figures.answered_differently)
    yield none("moved twice", figures.moved_twice)
