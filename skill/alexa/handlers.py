"""The skill as ask-sdk-core sees it: a handler for each of `ACTIONS`, made from the table."""

import json
from collections.abc import Mapping
from typing import Any, cast

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_model import RequestEnvelope, Response

from skill.alexa.conversation import Conversation
from skill.alexa.envelope import heard, name, response
from skill.alexa.essence import FALLBACK, essence
from skill.alexa.events import Events
from skill.alexa.memory import remember
from skill.alexa.unspoken import acknowledgement
from skill.dialogue.index import ACTIONS


class Meaning(AbstractRequestHandler):
    """Answers the requests of one name. Names are compared for equality, so the order of handlers cannot matter."""

    def __init__(self, meaning: str, conversation: Conversation) -> None:
        self._meaning = meaning
        self._conversation = conversation

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return name(handler_input) == self._meaning

    def handle(self, handler_input: HandlerInput) -> Response:
        found = heard(handler_input, self._meaning)
        reply, memory = self._conversation.answer(found)
        handler_input.attributes_manager.session_attributes = remember(memory)
        return response(reply, self._conversation.library.guide(found.locale), has_screen=found.has_screen)


class Unknown(Meaning):
    """Answers an intent that only a newer interaction model has, as one that was not understood."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return name(handler_input) not in ACTIONS


class Skill:
    """From a verified envelope to the JSON that answers it."""

    def __init__(self, conversation: Conversation, events: Events) -> None:
        self._events = events
        builder = SkillBuilder()
        for meaning in ACTIONS:
            builder.add_request_handler(Meaning(meaning, conversation))
        builder.add_request_handler(Unknown(FALLBACK, conversation))
        self._skill = builder.create()
        self._serializer = DefaultSerializer()

    def answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """Raises NotAlexa where the envelope names no user."""
        if acknowledged := acknowledgement(envelope):
            self._events.hear(envelope)
            return acknowledged
        essential = json.dumps(essence(envelope))
        request = self._serializer.deserialize(essential, RequestEnvelope)
        return cast("dict[str, Any]", self._serializer.serialize(self._skill.invoke(request, None)))
