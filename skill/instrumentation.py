"""The conversation, the events and Amazon's services, with all that an operator may know of them told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from ask_sdk_model.services import ApiClientRequest, ApiClientResponse

from skill.alexa.api_client import Call
from skill.alexa.conversation import Conversation
from skill.alexa.events import Events
from skill.alexa.json_access import get_str
from skill.alexa.request import SkillRequest
from skill.alexa.session import SessionState
from skill.content.library import Library
from skill.dialogue import safety
from skill.dialogue.reply import Reply
from skill.progress import Progress
from skill.store.interface import CachedReply, ProgressStore, StoredProgress
from skill.telemetry.interface import Found, Telemetry, TurnOutcome, timed


@dataclass(frozen=True, slots=True)
class InstrumentedConversation:
    """Tells of every turn but those of people who ask for help now: these leave no trace, not even a time of day."""

    conversation: Conversation
    telemetry: Telemetry

    @property
    def library(self) -> Library:
        """The words of the conversation."""
        return self.conversation.library

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]:
        """What the conversation answers."""
        began = perf_counter()
        try:
            reply, memory = self.conversation.answer(request)
        except Exception:
            if not request.is_private:
                self.telemetry.turn(request.name, TurnOutcome.FAILED, None, perf_counter() - began)
            raise
        if not request.is_private and reply.question not in safety.QUESTIONS:
            outcome = TurnOutcome.ASKED if reply.question else TurnOutcome.ENDED
            self.telemetry.turn(request.name, outcome, self._step(reply, request.locale), perf_counter() - began)
        return reply, memory

    def _step(self, reply: Reply, locale: str) -> int | None:
        """The number of the step that the person is on."""
        guide, place = self.library.guide(locale), reply.progress.place
        step = guide.step(place.step) if place else None
        return guide.number(step) if step else None


@dataclass(frozen=True, slots=True)
class InstrumentedEvents:
    """Tells of every event by its name."""

    events: Events
    telemetry: Telemetry

    def handle(self, envelope: Mapping[str, Any]) -> None:
        """Raises StoreError."""
        began, kind = perf_counter(), get_str(envelope, "request", "type") or ""
        try:
            self.events.handle(envelope)
        except Exception:
            self.telemetry.turn(kind, TurnOutcome.FAILED, None, perf_counter() - began)
            raise
        self.telemetry.turn(kind, TurnOutcome.ACKNOWLEDGED, None, perf_counter() - began)


def instrumented_call(call: Call, telemetry: Telemetry) -> Call:
    """No answer is a failure, and so is one that says that Amazon is not well; a refusal is an answer."""

    def ask(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        return timed(partial(telemetry.called, _service(request), "ask"), lambda: call(request, seconds), _is_well)

    return ask


def instrumented_fetch(fetch: Callable[[str], bytes], telemetry: Telemetry) -> Callable[[str], bytes]:
    """The download of certificates."""
    return lambda url: timed(partial(telemetry.called, "certificates", "fetch"), lambda: fetch(url))


def _is_well(response: ApiClientResponse) -> bool:
    return (response.status_code or 0) < 500  # noqa: PLR2004 - from there on it is the server's fault


def _service(request: ApiClientRequest) -> str:
    return "reminders" if "/alerts/" in urlsplit(request.url or "").path else "time-zone"


@dataclass(frozen=True, slots=True)
class InstrumentedStore:
    """Does what the store does that it stands before."""

    store: ProgressStore
    telemetry: Telemetry

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        """One that is no visit is told only where it failed: any other would tell that somebody asked for help now."""
        look = partial(self.store.read, is_visit=is_visit)
        return self._told("read", look, key, request, only_failures=not is_visit)

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        return self._told("write", self.store.write, key, seen, progress, answer)

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        return self._told("replace", self.store.replace, key, seen, progress, answer)

    def forget(self, key: str) -> None:
        self._told("forget", self.store.forget, key)

    def forget_household(self, household: str) -> None:
        self._told("forget-household", self.store.forget_household, household)

    def check(self) -> None:
        self._told("check", self.store.check)

    def _told(self, action: str, call: Callable[..., Found], *given: object, only_failures: bool = False) -> Found:
        tell = partial(self.telemetry.called, "store", action)
        return timed(tell, partial(call, *given), only_failures=only_failures)
