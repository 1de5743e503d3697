"""Finds a dog: it delegates the dialog to Alexa turn by turn, and chains to it from another intent.

Run as a program, it prints the port of its server.
"""

from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type
from ask_sdk_model import DialogState, Intent, IntentConfirmationStatus, Response, Slot
from ask_sdk_model.dialog import DelegateDirective

from tests.integration.dialog_skills.web_server import serve

builder = SkillBuilder()


@builder.request_handler(is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Welcome to the shelter.").ask("Say: find me a dog.").response


@builder.request_handler(is_intent_name("PetMatchIntent"))
def match(handler_input: HandlerInput) -> Response:
    """Delegate until the dialog is complete, and count the requests by their `dialogState`."""
    intent_request: Any = handler_input.request_envelope.request
    attributes: Any = handler_input.attributes_manager.session_attributes
    states = [*attributes.get("states", []), intent_request.dialog_state.value]
    attributes["states"] = states
    if intent_request.dialog_state != DialogState.COMPLETED:
        return handler_input.response_builder.add_directive(DelegateDirective(intent_request.intent)).response
    attributes["states"] = []
    intent = intent_request.intent
    if intent.confirmation_status == IntentConfirmationStatus.DENIED:
        return handler_input.response_builder.speak("All right, no dog.").ask("What else?").response
    size, energy = (intent.slots[name] for name in ("size", "energy"))
    found = (
        f"A {size.value} dog with {energy.value} energy, {energy.confirmation_status.value}. It took {len(states)}: "
    )
    return handler_input.response_builder.speak(f"{found}{', '.join(states)}.").ask("What else?").response


@builder.request_handler(is_intent_name("SurpriseIntent"))
def surprise(handler_input: HandlerInput) -> Response:
    slots = {"size": Slot("size", "small"), "energy": Slot("energy")}
    return handler_input.response_builder.add_directive(DelegateDirective(Intent("PetMatchIntent", slots))).response


@builder.request_handler(is_intent_name("HoursIntent"))
def hours(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("The shelter is open all day.").ask("What else?").response


@builder.request_handler(is_intent_name("AMAZON.HelpIntent"))
def help_(handler_input: HandlerInput) -> Response:
    """Delegate from one of Amazon's intents, which Alexa refuses."""
    return handler_input.response_builder.add_directive(DelegateDirective()).response


@builder.request_handler(is_request_type("SessionEndedRequest"))
def end(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.response


if __name__ == "__main__":
    serve(builder.create())
