"""Orders pizza: it asks in its own words with the Dialog directives, and never sets `shouldEndSession` there.

Run as a program, it prints the port of its server.
"""

from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name
from ask_sdk_model import IntentConfirmationStatus, Response, SlotConfirmationStatus
from ask_sdk_model.dialog import ConfirmIntentDirective, ConfirmSlotDirective, ElicitSlotDirective

from tests.integration.dialog_skills.web_server import serve

builder = SkillBuilder()


@builder.request_handler(is_intent_name("OrderIntent"))
def order(handler_input: HandlerInput) -> Response:
    intent_request: Any = handler_input.request_envelope.request
    intent, speak = intent_request.intent, handler_input.response_builder.speak
    topping, count = intent.slots["topping"], intent.slots["count"]
    if topping.value is None:
        return speak("Which topping?").add_directive(ElicitSlotDirective(slot_to_elicit="topping")).response
    if topping.confirmation_status == SlotConfirmationStatus.DENIED:
        topping.value, topping.confirmation_status = None, SlotConfirmationStatus.NONE
        return speak("Which one, then?").add_directive(ElicitSlotDirective(intent, "topping")).response
    if topping.confirmation_status == SlotConfirmationStatus.NONE:
        directive = ConfirmSlotDirective(slot_to_confirm="topping")
        return speak(f"With {topping.value}?").add_directive(directive).response
    if count.value in {None, "?"}:
        return speak("How many?").add_directive(ElicitSlotDirective(slot_to_elicit="count")).response
    if intent.confirmation_status == IntentConfirmationStatus.NONE:
        return speak("Shall I order?").add_directive(ConfirmIntentDirective()).response
    is_denied = intent.confirmation_status == IntentConfirmationStatus.DENIED
    ordered = "Nothing ordered" if is_denied else f"Ordered {count.value} with {topping.value}"
    return speak(f"{ordered}, {intent_request.dialog_state.value}.").response


@builder.request_handler(lambda handler_input: True)
def other(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.speak("Say: order a pizza.").ask("Say: order a pizza.").response


if __name__ == "__main__":
    serve(builder.create())
