"""A pretend Echo: it waits for a skill's invocation name, keeps the session as Alexa does, and hears the answers."""

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
from speech.nlu.invocation import Launch, OneShot, parse_invocation, strip_wake_word
from speech.nlu.language import load_language
from speech.nlu.tokens import tokenize
from speech.simulator.permissions import Permission, Status
from speech.simulator.request import Json, Speaker, request
from speech.simulator.response import ResponseError, SkillResponse
from speech.simulator.turn_result import TurnResult

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult, Recognizer

EXITS = ("exit", "quit")
"""What ends a session without asking the skill, where a language's own file names no other words."""


class NotForSkillError(SpeechError):  # noqa: N818 - it says what came of it
    """A sentence that Alexa would not give to the skill; says why, and what to do."""


class SkillClient(Protocol):
    """Whatever answers requests. Both raise NoAnswer where nothing comes back, AnswerError where it is no answer."""

    def ask(self, envelope: Mapping[str, Any]) -> SkillResponse: ...

    def tell(self, envelope: Mapping[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class _Session:
    id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    reprompt: str = ""
    """Empty once it was said."""


class Device:
    """For one skill. Who speaks, and with which device, is the `caller`, and may change between two sentences."""

    def __init__(  # noqa: PLR0913 - the last three have sensible defaults
        self,
        model: InteractionModel,
        skill: SkillClient,
        caller: Speaker,
        now: Callable[[], datetime],
        *,
        new_id: Callable[[], object] = uuid4,
        urgent: Callable[[str], str | None] = lambda sentence: None,
        guarded: AbstractSet[str] = frozenset(),
    ) -> None:
        """`urgent` names the intent of a sentence that must not be taken for anything else. Raises SpeechError.

        `guarded` are the intents that need a surer match than others.
        """
        self._urgent = urgent
        self._guarded = guarded
        self.caller = caller
        self.model = model
        self._skill = skill
        self._now = now
        self._new_id = new_id
        self._session: _Session | None = None
        self.pending: Permission | None = None
        """What Alexa asks for at this moment, in a question of its own; whatever else is said leaves it unanswered."""
        if not load_language(caller.locale).tables:
            self.prepare()  # of a language without a file, the number words must be known at least

    def prepare(self) -> None:
        """Takes now the time that the first sentence would take which is more than an opening. Raises SpeechError."""
        _ = self._understanding

    @property
    def is_listening(self) -> bool:
        """A session is open: what is said now needs no invocation name."""
        return self._session is not None

    def hear(self, utterance: str) -> TurnResult:
        """What comes of a sentence. Raises Unheard, and NoAnswer or AnswerError, after which no session is open."""
        addressed = parse_invocation(utterance, self.model.invocation_name, self.caller.locale)
        if isinstance(addressed, Launch):
            return self._send(self._request("LaunchRequest"))
        if isinstance(addressed, OneShot):
            return self._open_with(addressed.text)
        if self._session is None:
            raise NotForSkillError(
                f"nothing is open, so Alexa would not give {utterance!r} to the skill;"
                f" begin with: open {self.model.invocation_name}"
            )
        return self.end() if self._is_exit(utterance) else self._go_on_with(utterance, self._session)

    def answer_permission(self, status: Status) -> TurnResult:
        """What comes of the answer to Alexa's own question; Unheard where she asks none. Raises as `hear` does."""
        asked = self.pending
        if asked is None:
            raise NotForSkillError("Alexa asks for no permission just now")
        if status == "ACCEPTED":
            self.caller = replace(self.caller, granted=self.caller.granted.union(asked.scopes))
        payload = {"permissionScopes": [{"permissionScope": scope} for scope in asked.scopes], "status": status}
        told = {"name": "AskFor", "status": {"code": "200", "message": "OK"}, "payload": payload, "token": asked.token}
        return self._send(self._request("Connections.Response", **told))

    def stay_silent(self) -> TurnResult:
        """The answer that was asked for does not come: the reprompt is heard once, then the session ends."""
        if self._session and self._session.reprompt:
            reprompt, self._session = self._session.reprompt, replace(self._session, reprompt="")
            return TurnResult(reprompt)
        return self.end("EXCEEDED_MAX_REPROMPTS")

    def touch(self, arguments: Sequence[Any], token: str = "") -> TurnResult:
        """What is drawn under that token was touched, and sends these arguments. Raises NoAnswer, AnswerError."""
        source = {"type": "TouchWrapper", "handler": "Press", "id": ""}
        asked = {"token": token, "arguments": list(arguments), "source": source, "components": {}}
        return self._send(self._request("Alexa.Presentation.APL.UserEvent", **asked), self._session)

    def end(self, reason: str = "USER_INITIATED") -> TurnResult:
        """Ends the session if one is open, as when somebody says "exit". Raises NoAnswer, AnswerError."""
        session, self._session, self.pending = self._session, None, None
        if session is None:
            return TurnResult()
        envelope = self._envelope(session, self._request("SessionEndedRequest", reason=reason))
        self._skill.tell(envelope)
        return TurnResult(request=envelope)

    @cached_property
    def _understanding(self) -> "Recognizer":
        """To open a skill takes none, and it takes long to make."""
        from speech.nlu.recognizer import Recognizer

        return Recognizer(self.model, self.caller.locale, lambda: self._now().date(), guarded=self._guarded)

    def _open_with(self, text: str) -> TurnResult:
        understood = self._understood(text)
        if understood.intent is None:
            raise NotForSkillError(
                f"{text!r} is like no sample, and there is no AMAZON.FallbackIntent; add one to {self.model.source}"
            )
        return self._send(self._intent(understood), understood=understood)

    def _go_on_with(self, text: str, session: _Session) -> TurnResult:
        """What means nothing to the model, where it has no fallback, is as good as silence."""
        understood = self._understood(text)
        if understood.intent is None:
            return self.stay_silent()
        return self._send(self._intent(understood), session, understood)

    def _understood(self, text: str) -> "RecognitionResult":
        """What is a sample word for word means that sample; anything else is first heard for what is urgent."""
        understood = self._understanding.recognize(text)
        urgent = None if understood.score == 1 else self._urgent(text)
        return replace(understood, intent=urgent, score=1.0, slots={}) if urgent else understood

    def _send(
        self, asked: Json, session: _Session | None = None, understood: "RecognitionResult | None" = None
    ) -> TurnResult:
        """In the session, else in a new one; Alexa tells a skill nothing of one that another replaces."""
        kept = session or _Session(f"amzn1.echo-api.session.{self._new_id()}")
        envelope = self._envelope(kept, asked, is_new=session is None)
        self._session = self.pending = None
        try:
            answer = self._skill.ask(envelope)
        except ResponseError:
            self._report_error(kept)
            raise
        if answer.is_open:
            self._session = _Session(kept.id, answer.attributes, answer.reprompt)
        self.pending = answer.permission
        return TurnResult(answer.speech, envelope, answer, understood)

    def _report_error(self, session: _Session) -> None:
        """Alexa lets the skill know; the person hears an apology of Alexa's own."""
        message = "An exception occurred while dispatching the request to the skill."
        error = {"type": "INVALID_RESPONSE", "message": message}
        with suppress(SpeechError):
            self._skill.tell(self._envelope(session, self._request("SessionEndedRequest", reason="ERROR", error=error)))

    def _envelope(self, session: _Session, asked: Json, *, is_new: bool = False) -> Json:
        return {
            "version": "1.0",
            "session": self.caller.session(session.id, session.attributes, is_new=is_new),
            "context": self.caller.context(),
            "request": asked,
        }

    def _intent(self, understood: "RecognitionResult") -> Json:
        slots = self._understanding.alexa_slots(understood, self.caller.skill_id)
        intent = {"name": understood.intent, "confirmationStatus": "NONE"} | ({"slots": slots} if slots else {})
        return self._request("IntentRequest", intent=intent)

    def _request(self, kind: str, **more: Any) -> Json:
        return request(kind, str(self._new_id()), self._now(), self.caller.locale, **more)

    def _is_exit(self, utterance: str) -> bool:
        spoken = load_language(self.caller.locale)
        said = strip_wake_word(tokenize(utterance), spoken)
        return " ".join(said) in (spoken.texts("invocation", "exits") or EXITS)
