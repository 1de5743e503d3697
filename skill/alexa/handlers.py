"""The skill as ask-sdk-core sees it: a handler for each of `ACTIONS`, made from the table."""

from collections.abc import Mapping
from typing import Any, Protocol

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill import CustomSkill, SkillConfiguration
from ask_sdk_model import Response
from ask_sdk_runtime.dispatch_components import GenericHandlerAdapter, GenericRequestHandlerChain, GenericRequestMapper

from skill.alexa.envelope import heard, name, response
from skill.alexa.essence import FALLBACK, essence
from skill.alexa.heard import Heard
from skill.alexa.memory import Memory, remember
from skill.alexa.unspoken import acknowledgement
from skill.alexa.written import written
from skill.content.library import Library
from skill.dialogue.index import ACTIONS
from skill.dialogue.reply import Reply


class Conversing(Protocol):
    """A conversation, or one that is observed."""

    @property
    def library(self) -> Library: ...

    def answer(self, heard: Heard) -> tuple[Reply, Memory]: ...


class Hearing(Protocol):
    """What takes events, or one that is observed."""

    def hear(self, envelope: Mapping[str, Any]) -> None: ...


class Meaning(AbstractRequestHandler):
    """Answers the requests of one name."""

    def __init__(self, meaning: str, conversation: Conversing) -> None:
        self._meaning = meaning
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return name(handler_input) == self._meaning

    def handle(self, handler_input: HandlerInput) -> Response:
        found = heard(handler_input, self._meaning)
        reply, memory = self._conversation.answer(found)
        handler_input.attributes_manager.session_attributes = remember(memory)
        return response(reply, self._conversation.library.guide(found.locale), has_screen=found.has_screen)


class Index(GenericRequestMapper):
    """Finds the handler by the request's name. The SDK would ask one handler after the other."""

    def __init__(self, conversation: Conversing) -> None:
        """What only a newer interaction model has is answered as what was not understood."""
        self._chains = {meaning: GenericRequestHandlerChain(Meaning(meaning, conversation)) for meaning in ACTIONS}
        super().__init__([*self._chains.values()])

    def get_request_handler_chain(self, handler_input: Any) -> GenericRequestHandlerChain:
        return self._chains.get(name(handler_input)) or self._chains[FALLBACK]


class Skill:
    """From a verified envelope to the JSON that answers it."""

    def __init__(self, conversation: Conversing, events: Hearing) -> None:
        self._events = events
        self._skill = CustomSkill(SkillConfiguration([Index(conversation)], [GenericHandlerAdapter()]))

    def answer(self, envelope: Mapping[str, Any]) -> bytes:
        """Raises NotAlexa where the envelope names no user."""
        if acknowledged := acknowledgement(envelope):
            self._events.hear(envelope)
            return written(acknowledged)
        return written(self._skill.invoke(essence(envelope), None))
