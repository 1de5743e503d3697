"""The skill as ask-sdk-core sees it: a handler for each of `INTENT_HANDLERS`, made from the table."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill, SkillConfiguration
from ask_sdk_model import RequestEnvelope, Response, Session
from ask_sdk_runtime.dispatch_components import GenericHandlerAdapter, GenericRequestHandlerChain, GenericRequestMapper

from skill.alexa.envelope import response
from skill.alexa.events import acknowledgement
from skill.alexa.request import SkillRequest
from skill.alexa.serializer import written
from skill.alexa.session import SessionState, remember
from skill.content.library import Library
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.reply import Reply

_ENVELOPE: Final = RequestEnvelope(version="1.0", session=Session(attributes={}))
"""All that the SDK itself reads. The request travels beside it, as the SDK's context, so the SDK's request objects are
never built."""


class TurnHandler(Protocol):
    """A conversation, or one that is observed."""

    @property
    def library(self) -> Library: ...

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]: ...


class EventHandler(Protocol):
    """What takes events, or one that is observed."""

    def hear(self, envelope: Mapping[str, Any]) -> None: ...


class IntentHandler(AbstractRequestHandler):
    """Answers the requests of one name."""

    def __init__(self, meaning: str, conversation: TurnHandler) -> None:
        self._meaning = meaning
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return _request(handler_input).name == self._meaning

    def handle(self, handler_input: HandlerInput) -> Response:
        request = _request(handler_input)
        reply, memory = self._conversation.answer(request)
        handler_input.attributes_manager.session_attributes = remember(memory)
        return response(reply, self._conversation.library.guide(request.locale), has_screen=request.has_screen)


class IntentMapper(GenericRequestMapper):
    """Finds the handler by the request's name. The SDK would ask one handler after the other."""

    def __init__(self, conversation: TurnHandler) -> None:
        self._chains = {
            meaning: GenericRequestHandlerChain(IntentHandler(meaning, conversation)) for meaning in INTENT_HANDLERS
        }
        super().__init__([*self._chains.values()])

    def get_request_handler_chain(self, handler_input: Any) -> GenericRequestHandlerChain:
        return self._chains[_request(handler_input).name]


class SkillHandler:
    """From a verified envelope to the JSON that answers it."""

    def __init__(self, conversation: TurnHandler, events: EventHandler) -> None:
        self._events = events
        self._skill = CustomSkill(SkillConfiguration([IntentMapper(conversation)], [GenericHandlerAdapter()]))

    def answer(self, envelope: Mapping[str, Any]) -> bytes:
        """Raises VerificationError where the envelope names no user."""
        if acknowledged := acknowledgement(envelope):
            self._events.hear(envelope)
            return written(acknowledged)
        return written(self._skill.invoke(_ENVELOPE, SkillRequest.from_envelope(envelope)))


def _request(handler_input: HandlerInput) -> SkillRequest:
    request: SkillRequest = handler_input.context
    return request
