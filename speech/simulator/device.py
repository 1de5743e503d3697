"""A simulated Echo: it listens for a skill's invocation name, keeps the session as Alexa does, and sends requests."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.invocation import Launch, OneShot, is_exit, parse_invocation
from speech.nlu.language import load_language
from speech.simulator.permissions import Permission, Status
from speech.simulator.request import Json, Speaker, request
from speech.simulator.response import ResponseError, SkillResponse
from speech.simulator.turn_result import TurnResult

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult, Recognizer


class NotForSkillError(SpeechError):
    """Alexa would not pass the utterance on to the skill; the message says why, and what to do."""


class SkillClient(Protocol):
    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        """Raises NoResponseError, ResponseError."""

    def notify(self, envelope: Mapping[str, Any]) -> None:
        """Send a request that takes no response. Raises NoResponseError, ResponseError."""


@dataclass(frozen=True, slots=True)
class _Session:
    id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    reprompt: str = ""
    """Empty once it has been said."""


class Device:
    """Talks with one skill. The `speaker`, who also brings the kind of device, may change between two utterances."""

    def __init__(  # noqa: PLR0913 - the last four have sensible defaults
        self,
        model: InteractionModel,
        skill: SkillClient,
        speaker: Speaker,
        now: Callable[[], datetime],
        *,
        new_id: Callable[[], object] = uuid4,
        crisis_intent: Callable[[str], str | None] | None = None,
        guarded: AbstractSet[str] = frozenset(),
        urgent: AbstractSet[str] = frozenset(),
    ) -> None:
        """Raises SpeechError.

        `crisis_intent` returns an intent that replaces any other, unless the utterance is a sample word for word.
        `guarded` intents need a surer match than others; `urgent` ones must not be missed.
        """
        self._guarded = guarded
        self._urgent = urgent
        self._crisis_intent = crisis_intent
        self.speaker = speaker
        self.model = model
        self._skill = skill
        self._now = now
        self._new_id = new_id
        self._session: _Session | None = None
        self.pending_permission: Permission | None = None
        """The permission that Alexa is asking for. Any other utterance leaves the question unanswered."""
        if not load_language(speaker.locale).tables:
            self.prepare()  # to find out now whether the number words of a language without a file are known

    def prepare(self) -> None:
        """Load now what the first utterance after the launch needs. Raises SpeechError."""
        _ = self._recognizer

    def use_model(self, model: InteractionModel) -> None:
        """Recognize with another version of the model from now on, in the same session."""
        self.model = model
        self.__dict__.pop("_recognizer", None)

    @property
    def is_listening(self) -> bool:
        """True while a session is open, so that an utterance needs no invocation name."""
        return self._session is not None

    def hear(self, utterance: str) -> TurnResult:
        """Raises NotForSkillError. Raises NoResponseError or ResponseError, which also end the session."""
        invocation = parse_invocation(utterance, self.model.invocation_name, self.speaker.locale)
        if isinstance(invocation, Launch):
            return self._send(self._request("LaunchRequest"))
        if isinstance(invocation, OneShot):
            return self._open_with(invocation.text)
        if self._session is None:
            raise NotForSkillError(
                f"No session is open, so Alexa would not pass {utterance!r} on to the skill."
                f" Start with: open {self.model.invocation_name}"
            )
        return self.end() if is_exit(utterance, self.speaker.locale) else self._continue_with(utterance, self._session)

    def answer_permission(self, status: Status) -> TurnResult:
        """Answer Alexa's question. Raises NotForSkillError if she asks none, else as `hear` does."""
        permission = self.pending_permission
        if permission is None:
            raise NotForSkillError("Alexa is not asking for a permission now")
        if status == "ACCEPTED":
            self.speaker = replace(self.speaker, granted=self.speaker.granted.union(permission.scopes))
        scopes = [{"permissionScope": scope} for scope in permission.scopes]
        return self._send(
            self._request(
                "Connections.Response",
                name="AskFor",
                status={"code": "200", "message": "OK"},
                payload={"permissionScopes": scopes, "status": status},
                token=permission.token,
            )
        )

    def stay_silent(self) -> TurnResult:
        """Give no answer: the device says the reprompt once, then ends the session."""
        if self._session and self._session.reprompt:
            reprompt, self._session = self._session.reprompt, replace(self._session, reprompt="")
            return TurnResult(reprompt)
        return self.end("EXCEEDED_MAX_REPROMPTS")

    def touch(self, arguments: Sequence[Any], token: str = "") -> TurnResult:
        """Send the event of a touch on the document with this token. Raises NoResponseError, ResponseError."""
        source = {"type": "TouchWrapper", "handler": "Press", "id": ""}
        event = {"token": token, "arguments": list(arguments), "source": source, "components": {}}
        return self._send(self._request("Alexa.Presentation.APL.UserEvent", **event), self._session)

    def end(self, reason: str = "USER_INITIATED") -> TurnResult:
        """End the session if one is open. Raises NoResponseError, ResponseError."""
        session, self._session, self.pending_permission = self._session, None, None
        if session is None:
            return TurnResult()
        envelope = self._envelope(session, self._request("SessionEndedRequest", reason=reason))
        self._skill.notify(envelope)
        return TurnResult(request=envelope)

    @cached_property
    def _recognizer(self) -> "Recognizer":
        """Slow to load, and not needed to launch a skill."""
        from speech.nlu.recognizer import Recognizer

        return Recognizer(
            self.model,
            self.speaker.locale,
            lambda: self._now().date(),
            guarded=self._guarded,
            urgent=self._urgent,
            crisis_intent=self._crisis_intent,
        )

    def _open_with(self, text: str) -> TurnResult:
        recognition = self._recognizer.recognize(text)
        if recognition.intent is None:
            raise NotForSkillError(
                f"{text!r} matches no sample, and there is no AMAZON.FallbackIntent; add one to {self.model.source}"
            )
        return self._send(self._intent_request(recognition), recognition=recognition)

    def _continue_with(self, text: str, session: _Session) -> TurnResult:
        """If the model has no fallback, an utterance that matches nothing counts as silence."""
        recognition = self._recognizer.recognize(text)
        if recognition.intent is None:
            return self.stay_silent()
        return self._send(self._intent_request(recognition), session, recognition)

    def _send(
        self, skill_request: Json, session: _Session | None = None, recognition: "RecognitionResult | None" = None
    ) -> TurnResult:
        """Send within the session, or in a new one. Alexa does not notify the skill of a session that is replaced."""
        current = session or _Session(f"amzn1.echo-api.session.{self._new_id()}")
        envelope = self._envelope(current, skill_request, is_new=session is None)
        self._session = self.pending_permission = None
        try:
            response = self._skill.send(envelope)
        except ResponseError:
            self._report_error(current)
            raise
        if response.is_open:
            self._session = _Session(current.id, response.attributes, response.reprompt)
        self.pending_permission = response.permission
        return TurnResult(response.speech, envelope, response, recognition)

    def _report_error(self, session: _Session) -> None:
        """Notify the skill, as Alexa does after an invalid response."""
        message = "An exception occurred while dispatching the request to the skill."
        error = {"type": "INVALID_RESPONSE", "message": message}
        ended = self._request("SessionEndedRequest", reason="ERROR", error=error)
        with suppress(SpeechError):
            self._skill.notify(self._envelope(session, ended))

    def _envelope(self, session: _Session, skill_request: Json, *, is_new: bool = False) -> Json:
        return {
            "version": "1.0",
            "session": self.speaker.session(session.id, session.attributes, is_new=is_new),
            "context": self.speaker.context(),
            "request": skill_request,
        }

    def _intent_request(self, recognition: "RecognitionResult") -> Json:
        slots = self._recognizer.alexa_slots(recognition, self.speaker.skill_id)
        intent = {"name": recognition.intent, "confirmationStatus": "NONE"} | ({"slots": slots} if slots else {})
        return self._request("IntentRequest", intent=intent)

    def _request(self, kind: str, **fields: Any) -> Json:
        return request(kind, str(self._new_id()), self._now(), self.speaker.locale, **fields)
