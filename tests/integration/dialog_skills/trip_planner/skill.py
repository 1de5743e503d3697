"""Books trips: Alexa collects and validates everything, and the skill gets one request a trip.

Run as a program, it prints the port of its server.
"""

from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name
from ask_sdk_model import IntentConfirmationStatus, Response

from tests.integration.dialog_skills.web_server import serve

builder = SkillBuilder()


@builder.request_handler(is_intent_name("BookTripIntent"))
def book(handler_input: HandlerInput) -> Response:
    intent_request: Any = handler_input.request_envelope.request
    state, intent = intent_request.dialog_state.value, intent_request.intent
    if intent.confirmation_status == IntentConfirmationStatus.DENIED:
        return handler_input.response_builder.speak(f"Not booked, {state}.").set_should_end_session(True).response
    city, day, people = (intent.slots[name].value for name in ("city", "day", "people"))
    session: Any = handler_input.request_envelope.session
    speech = f"Booked {city} on {day} for {people}, {state}, new session {session.new}."
    return handler_input.response_builder.speak(speech).set_should_end_session(True).response


@builder.request_handler(lambda handler_input: True)
def other(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Where to?").ask("Say: book a trip.").response


if __name__ == "__main__":
    serve(builder.create())
