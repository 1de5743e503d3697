"""A simulated Echo: it listens for a skill's invocation name, keeps the session as Alexa does, and sends requests.

While it plays a skill's stream, and afterwards, the words for a player need no invocation name.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from speech.dialog.intent_updates import DialogError
from speech.dialog.manager import Dialog, DialogManager
from speech.errors import SpeechError
from speech.nlu.interaction_model import Intent, InteractionModel
from speech.nlu.invocation import Launch, OneShot, is_exit, open_phrase, parse_invocation
from speech.nlu.language import load_language
from speech.simulator.alexa_api import AlexaApi
from speech.simulator.audio_player import AudioPlayer, PlayerState
from speech.simulator.listener import Listener
from speech.simulator.permissions import Permission, Status, permission_answer
from speech.simulator.playback import Playback
from speech.simulator.request import Json, Speaker, request
from speech.simulator.response import ResponseError, SkillResponse
from speech.simulator.skill_calls import SkillCalls, SkillClient
from speech.simulator.turn_result import EventResult, TurnResult, joined_speech

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult


_PERMISSION_REPLIES: Final[Mapping[str, Status]] = {"yes": "ACCEPTED", "no": "DENIED"}
_REFUSALS_TO_ANSWER: Final = frozenset({"AMAZON.CancelIntent", "AMAZON.StopIntent"})


class NotForSkillError(SpeechError):
    """Alexa would not pass the utterance on to the skill; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class _Session:
    id: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = True
    """Whether the skill has not heard of it yet."""

    reprompt: str = ""
    """Empty once it has been said."""

    dialog: Dialog | None = None


class Device:
    """Talks with one skill. The `speaker`, who also brings the kind of device, may change between two utterances."""

    def __init__(  # noqa: PLR0913 - the last five have sensible defaults
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
        api: AlexaApi | None = None,
    ) -> None:
        """Raises SpeechError.

        `crisis_intent` returns an intent that replaces any other, unless the utterance is a sample word for word.
        `guarded` intents need a surer match than others; `urgent` ones must not be missed. `api` is the API that the
        skill calls; None if that is Amazon's own.
        """
        self._new_listener = partial(
            Listener, locale=speaker.locale, now=now, guarded=guarded, urgent=urgent, crisis_intent=crisis_intent
        )
        self._now = now
        self.use_model(model)
        self.speaker = self._first_speaker = speaker
        self._calls = SkillCalls(skill, api)
        self._new_id = new_id
        self._session: _Session | None = None
        self._playback = self._new_playback()
        self._suspended: _Session | None = None
        """The session to resume after Alexa's question."""

        self.pending_permission: Permission | None = None
        """The permission that Alexa is asking for. Any other utterance leaves the question unanswered."""
        if not load_language(speaker.locale).tables:
            self.prepare()  # to find out now whether the number words of a language without a file are known

    def prepare(self) -> None:
        """Load now what the first utterance after the launch needs. Raises SpeechError."""
        self._listener.recognizer(self.speaker.user_id)

    def use_model(self, model: InteractionModel) -> None:
        """Recognize with another version of the model from now on, in the same session."""
        self.model = model
        self._listener = self._new_listener(model)
        self._dialogs = DialogManager(model, self._listener.slot_value, self._now)

    def reset(self, account: str) -> None:
        """Start with a new account on a device that has played nothing yet. An open session is forgotten."""
        self._session = self._suspended = self.pending_permission = None
        self.speaker = replace(self._first_speaker, account=account)
        self._playback = self._new_playback()

    @property
    def player(self) -> PlayerState:
        return self._playback.state

    @property
    def is_listening(self) -> bool:
        """True while a session is open, so that an utterance needs no invocation name."""
        return self._session is not None

    def hear(self, utterance: str) -> TurnResult:
        """Raises NotForSkillError, DialogError. Raises NoResponseError or ResponseError, which also end the session."""
        invocation = parse_invocation(utterance, self.model.invocation_name, self.speaker.locale)
        if isinstance(invocation, Launch):
            return self._send(self._request("LaunchRequest"))
        if isinstance(invocation, OneShot):
            return self._open_with(invocation.text)
        if self._session is None and self.player.stream and (heard := self._listener.player_intent(utterance)):
            return self._take(self._dialogs.begin(Intent(heard.intent or "", (), ()), {}), self._new_session(), heard)
        if self._session is None:
            raise NotForSkillError(
                f"No session is open, so Alexa would not pass {utterance!r} on to the skill."
                f" Start with: {open_phrase(self.model.invocation_name, self.speaker.locale)}"
            )
        return self.end() if is_exit(utterance, self.speaker.locale) else self._continue_with(utterance, self._session)

    def hear_without_name(self, utterance: str) -> TurnResult:
        """Hear an utterance on a device that is there for this skill alone, so that any sentence opens it.

        Raises as `hear` does, but never NotForSkillError.
        """
        for hear in (self.hear, self._open_with):
            with suppress(NotForSkillError):
                return hear(utterance)
        return self._send(self._request("LaunchRequest"))

    def permission_reply(self, utterance: str) -> Status | None:
        """Return what an utterance answers while Alexa asks for a permission; None if it is no answer to that."""
        if self.pending_permission is None:
            return None
        reply = self._listener.reply(utterance, self.speaker.user_id)
        if reply.by == "sample" and reply.intent in _REFUSALS_TO_ANSWER:
            return "NOT_ANSWERED"
        return _PERMISSION_REPLIES.get(reply.by)

    def answer_permission(self, status: Status) -> TurnResult:
        """Answer Alexa's question. Raises NotForSkillError if she asks none, else as `hear` does."""
        permission = self.pending_permission
        if permission is None:
            raise NotForSkillError("Alexa is not asking for a permission now")
        if status == "ACCEPTED":
            self.speaker = self.speaker.granting(*permission.scopes)
        kind, fields = permission_answer(permission, status)
        return self._send(self._request(kind, **fields), self._suspended if permission.resumes else None)

    def stay_silent(self) -> TurnResult:
        """Give no answer: the device says the reprompt once, then ends the session."""
        if self._session and self._session.reprompt:
            reprompt, self._session = self._session.reprompt, replace(self._session, reprompt="")
            return TurnResult(reprompt, dialog=str(self._session.dialog or ""), player=self.player)
        return self.end("EXCEEDED_MAX_REPROMPTS")

    def touch(self, arguments: Sequence[Any], token: str = "") -> TurnResult:
        """Send the event of a touch on the document with this token. Raises NoResponseError, ResponseError."""
        source = {"type": "TouchWrapper", "handler": "Press", "id": ""}
        event = {"token": token, "arguments": list(arguments), "source": source, "components": {}}
        return self._send(self._request("Alexa.Presentation.APL.UserEvent", **event), self._session)

    def press(self, button: str) -> TurnResult:
        """Press the button of a player, a key of BUTTONS. Raises NotForSkillError if nothing has been played."""
        if not self.player.stream:
            raise NotForSkillError("Nothing has been played, so Alexa passes no button on to the skill.")
        return self._player_turn(self._playback.press(button))

    def pass_by_itself(self, event: str) -> TurnResult:
        """Let one of STREAM_EVENTS happen to the stream. Raises NotForSkillError if none is playing."""
        if self.player.activity != "PLAYING":
            raise NotForSkillError(f"Nothing is playing, so there is no stream that could be {event}.")
        return self._player_turn(self._playback.pass_by_itself(event))

    def end(self, reason: str = "USER_INITIATED") -> TurnResult:
        """End the session if one is open. Raises NoResponseError, ResponseError."""
        session, self._session, self.pending_permission = self._session, None, None
        envelope = None
        if session and not session.is_new:
            envelope = self._envelope(session, self._request("SessionEndedRequest", reason=reason))
            self._calls.skill.notify(envelope)
        events = self._playback.after_answer(is_open=False)
        return TurnResult(request=envelope, events=tuple(events), player=self.player)

    def _player_turn(self, events: Sequence[EventResult]) -> TurnResult:
        first = events[0].request if events else None
        return TurnResult(request=first, events=tuple(events), player=self.player)

    def _open_with(self, text: str) -> TurnResult:
        recognition = self._listener.recognize(text, self.speaker.user_id)
        intent = self._intent(recognition)
        if intent is None:
            raise NotForSkillError(
                f"{text!r} matches no sample, and there is no AMAZON.FallbackIntent; add one to {self.model.source}"
            )
        return self._take(self._dialogs.begin(intent, recognition.slots), self._new_session(), recognition)

    def _continue_with(self, text: str, session: _Session) -> TurnResult:
        """If the model has no fallback, an utterance that matches nothing counts as silence."""
        current, account = session.dialog, self.speaker.user_id
        heard = self._listener.answer(text, current, account) if current else self._listener.recognize(text, account)
        intent = self._intent(heard)
        if intent is None:
            return self.stay_silent()
        is_answer = current is not None and current.state.intent == intent
        dialogs = self._dialogs
        dialog = dialogs.answer(current, heard) if current and is_answer else dialogs.begin(intent, heard.slots)
        return self._take(dialog, session, heard)

    def _intent(self, heard: "RecognitionResult") -> Intent | None:
        """The intent of a crisis may be missing in the model."""
        return self.model.intent(heard.intent) or Intent(heard.intent, (), ()) if heard.intent else None

    def _take(self, dialog: Dialog, session: _Session, heard: "RecognitionResult | None") -> TurnResult:
        """Ask the dialog's question, or send its intent to the skill."""
        if dialog.question is None:
            return self._send(self._intent_request(dialog), session, heard, dialog)
        self._session, self.pending_permission = replace(session, reprompt=dialog.reprompt, dialog=dialog), None
        events = tuple(self._playback.interrupt())
        result = TurnResult(dialog.speech, recognition=heard, reprompt=dialog.reprompt, dialog=str(dialog))
        return replace(result, events=events, player=self.player)

    def _send(
        self,
        skill_request: Json,
        session: _Session | None = None,
        heard: "RecognitionResult | None" = None,
        dialog: Dialog | None = None,
    ) -> TurnResult:
        """Send within the session, or in a new one. Alexa does not notify the skill of a session that is replaced."""
        current = session or self._new_session()
        interrupted = self._playback.interrupt()
        envelope = self._envelope(current, skill_request)
        self._session = self.pending_permission = None
        try:
            answered = self._calls.send(envelope, self.speaker)
            response = answered.response
            directed = self._follow(response, dialog)
        except SpeechError as error:
            if isinstance(error, ResponseError):
                self._report_error(current)
            self._playback.after_answer(is_open=False)
            raise
        after = replace(current, attributes=response.attributes, is_new=False, dialog=None)
        ignored, events = self._playback.ignored(response), [*interrupted, *self._playback.follow(response)]
        if directed and directed.question is None and response.session != "ended":
            result = self._send(self._intent_request(directed), after, heard, directed)
            result = replace(result, earlier=(response, *result.earlier))
        else:
            result = self._answer(TurnResult(response.speech, envelope, response, heard), after, directed or dialog)
        return replace(
            result,
            speech=joined_speech(*answered.progressive, result.speech),
            events=(*events, *result.events),
            notes=(*answered.notes, *ignored, *result.notes),
        )

    def _follow(self, response: SkillResponse, dialog: Dialog | None) -> Dialog | None:
        """Follow the Dialog directives; return what the dialog asks or sends next. Raises ResponseError."""
        try:
            if response.entities:
                self._listener.set_entities(response.entities.types, self.speaker.user_id)
            return self._dialogs.direct(response.dialog, dialog) if response.dialog else None
        except DialogError as fault:
            raise ResponseError(f"Alexa would refuse the response: {fault}") from fault

    def _answer(self, result: TurnResult, session: _Session, dialog: Dialog | None) -> TurnResult:
        """Keep the session open if the response does, and let Alexa ask if the dialog is delegated to her."""
        response = result.response
        is_open = response is not None and response.stays_open(has_screen=self.speaker.screen is not None)
        events = tuple(self._playback.after_answer(is_open=is_open))
        self._suspended = session
        result = replace(result, events=events, player=self.player)
        if response is None or not is_open:
            self.pending_permission = response.permission if response else None
            return replace(result, dialog=str(dialog or ""))
        asks = dialog if dialog and dialog.question else None
        reprompt = (asks and asks.reprompt) or (response.reprompt if response.opens_microphone else "")
        self._session = replace(session, reprompt=reprompt, dialog=asks)
        self.pending_permission = response.permission
        speech = (asks and asks.speech) or result.speech
        return replace(result, speech=speech, reprompt=reprompt, dialog=str(dialog or ""))

    def _report_error(self, session: _Session) -> None:
        """Notify the skill, as Alexa does after an invalid response."""
        message = "An exception occurred while dispatching the request to the skill."
        error = {"type": "INVALID_RESPONSE", "message": message}
        ended = self._request("SessionEndedRequest", reason="ERROR", error=error)
        with suppress(SpeechError):
            self._calls.skill.notify(self._envelope(replace(session, is_new=False), ended))

    def _new_session(self) -> _Session:
        return _Session(f"amzn1.echo-api.session.{self._new_id()}")

    def _envelope(self, session: _Session, skill_request: Json) -> Json:
        return {
            "version": "1.0",
            "session": self.speaker.session(session.id, session.attributes, is_new=session.is_new),
            "context": self._context(),
            "request": skill_request,
        }

    def _context(self) -> Json:
        return {**self.speaker.context(), "AudioPlayer": self.player.context()}

    def _new_playback(self) -> Playback:
        def envelope(kind: str, fields: Mapping[str, Any]) -> Json:
            return {"version": "1.0", "context": self._context(), "request": self._request(kind, **fields)}

        return Playback(AudioPlayer(self._now), self._calls.skill, envelope)

    def _intent_request(self, dialog: Dialog) -> Json:
        state = {"dialogState": dialog.sent} if dialog.sent else {}
        return self._request("IntentRequest", intent=dialog.state.as_json(self.speaker.skill_id), **state)

    def _request(self, kind: str, /, **fields: Any) -> Json:
        return request(kind, str(self._new_id()), self._now(), self.speaker.locale, **fields)
