"""Wrappers that report conversations, events, and calls of the store and of Amazon's services to telemetry."""

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
from skill.store.interface import ProgressStore, Result, StoreDecorator
from skill.telemetry.interface import Telemetry, TurnOutcome, timed


@dataclass(frozen=True, slots=True)
class InstrumentedConversation:
    """Reports every turn except those of people who ask for help now: these leave no trace, not even a time of day."""

    conversation: Conversation
    telemetry: Telemetry

    @property
    def library(self) -> Library:
        return self.conversation.library

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]:
        started = perf_counter()
        try:
            reply, state = self.conversation.answer(request)
        except Exception:
            if not request.is_private:
                self.telemetry.turn(request.name, TurnOutcome.FAILED, None, perf_counter() - started)
            raise
        if not request.is_private and reply.question not in safety.QUESTIONS:
            outcome = TurnOutcome.ASKED if reply.question else TurnOutcome.ENDED
            self.telemetry.turn(request.name, outcome, self._step(reply, request.locale), perf_counter() - started)
            self.telemetry.voice(recognized=request.person_id is not None)
        return reply, state

    def _step(self, reply: Reply, locale: str) -> int | None:
        """Return the number of the person's current step."""
        guide, place = self.library.guide(locale), reply.progress.place
        step = guide.step(place.step) if place else None
        return guide.number(step) if step else None


@dataclass(frozen=True, slots=True)
class InstrumentedEvents:
    events: Events
    telemetry: Telemetry

    def handle(self, envelope: Mapping[str, Any]) -> None:
        """Raise StoreError."""
        started, kind = perf_counter(), get_str(envelope, "request", "type") or ""
        try:
            self.events.handle(envelope)
        except Exception:
            self.telemetry.turn(kind, TurnOutcome.FAILED, None, perf_counter() - started)
            raise
        self.telemetry.turn(kind, TurnOutcome.ACKNOWLEDGED, None, perf_counter() - started)


class InstrumentedStore(StoreDecorator):
    def __init__(self, store: ProgressStore, telemetry: Telemetry) -> None:
        super().__init__(store)
        self._telemetry = telemetry

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        """Report a read that is not a visit only if it fails: otherwise it would show that someone asked for help."""
        return timed(partial(self._telemetry.called, "store", action), call, only_failures=not is_visit)


def instrumented_call(call: Call, telemetry: Telemetry) -> Call:
    """A missing response and a server error count as failures. A refusal does not."""

    def ask(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        return timed(partial(telemetry.called, _service(request), "ask"), lambda: call(request, seconds), _is_ok)

    return ask


def instrumented_fetch(fetch: Callable[[str], bytes], telemetry: Telemetry) -> Callable[[str], bytes]:
    """Wrap the download of certificates."""
    return lambda url: timed(partial(telemetry.called, "certificates", "fetch"), lambda: fetch(url))


def _is_ok(response: ApiClientResponse) -> bool:
    return (response.status_code or 0) < 500  # noqa: PLR2004 - the first status of a server error


def _service(request: ApiClientRequest) -> str:
    return "reminders" if "/alerts/" in urlsplit(request.url or "").path else "time-zone"
