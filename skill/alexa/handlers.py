"""The skill for ask-sdk-core: one request handler for each entry of `INTENT_HANDLERS`."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill, SkillConfiguration
from ask_sdk_model import RequestEnvelope, Response, Session
from ask_sdk_runtime.dispatch_components import GenericHandlerAdapter, GenericRequestHandlerChain, GenericRequestMapper

from skill.alexa.envelope import response, serialize
from skill.alexa.json_access import get_dict, get_str
from skill.alexa.request import SkillRequest
from skill.alexa.session import SessionState
from skill.content.library import Library
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.reply import Reply

_ENVELOPE: Final = RequestEnvelope(version="1.0", session=Session(attributes={}))
"""All that the SDK itself reads. The SkillRequest is passed as the SDK's context, so that the SDK's request objects are
never built."""

SESSION_EVENTS: Final = (
    "SessionEndedRequest",
    "System.",
    "AudioPlayer.",
    "PlaybackController.",
    "CanFulfillIntentRequest",
    "Alexa.Presentation.APL.RuntimeError",
)
"""Prefixes of the request types that are events although they may have a session."""


class TurnHandler(Protocol):
    """`Conversation` or its instrumented wrapper."""

    @property
    def library(self) -> Library: ...

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]: ...


class EventHandler(Protocol):
    """`Events` or its instrumented wrapper."""

    def handle(self, envelope: Mapping[str, Any]) -> None: ...


class IntentHandler(AbstractRequestHandler):
    """Answers the requests of one intent."""

    def __init__(self, name: str, conversation: TurnHandler) -> None:
        self._name = name
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return _request(handler_input).name == self._name

    def handle(self, handler_input: HandlerInput) -> Response:
        request = _request(handler_input)
        reply, state = self._conversation.answer(request)
        handler_input.attributes_manager.session_attributes = state.to_attributes()
        guide = self._conversation.library.guide(request.locale)
        return response(reply, guide, has_screen=request.has_screen, rate=state.delivery.rate)


class IntentMapper(GenericRequestMapper):
    """Looks the handler up by the request's name. The SDK's own mapper tries one handler after the other."""

    def __init__(self, conversation: TurnHandler) -> None:
        self._chains = {name: GenericRequestHandlerChain(IntentHandler(name, conversation)) for name in INTENT_HANDLERS}
        super().__init__([*self._chains.values()])

    def get_request_handler_chain(self, handler_input: Any) -> GenericRequestHandlerChain:
        return self._chains[_request(handler_input).name]


class SkillHandler:
    """Turns a verified request envelope into the JSON of the response."""

    def __init__(self, conversation: TurnHandler, events: EventHandler) -> None:
        self._events = events
        self._skill = CustomSkill(SkillConfiguration([IntentMapper(conversation)], [GenericHandlerAdapter()]))

    def answer(self, envelope: Mapping[str, Any]) -> bytes:
        """Raise VerificationError if the envelope names no user."""
        if acknowledged := acknowledgement(envelope):
            self._events.handle(envelope)
            return serialize(acknowledged)
        return serialize(self._skill.invoke(_ENVELOPE, SkillRequest.from_envelope(envelope)))


def _request(handler_input: HandlerInput) -> SkillRequest:
    request: SkillRequest = handler_input.context
    return request


def acknowledgement(envelope: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the response to an event, None for a request of a person. A request without a session is an event."""
    kind = get_str(envelope, "request", "type") or ""
    if get_dict(envelope, "session") and not kind.startswith(SESSION_EVENTS):
        return None
    response = {"canFulfillIntent": {"canFulfill": "NO"}} if kind == "CanFulfillIntentRequest" else {}
    return {"version": "1.0", "response": response}
