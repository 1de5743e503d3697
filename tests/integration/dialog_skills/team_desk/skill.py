"""Follows teams, of which it sets some as dynamic entities while it runs.

Run as a program, it prints the port of its server.
"""

from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name, is_request_type
from ask_sdk_model import Response
from ask_sdk_model.dialog import DynamicEntitiesDirective
from ask_sdk_model.er.dynamic import Entity, EntityListItem, EntityValueAndSynonyms, UpdateBehavior

from tests.integration.dialog_skills.web_server import serve

OTTERS = Entity("t9", EntityValueAndSynonyms("river otters", ["otters", "the cats"]))

builder = SkillBuilder()


@builder.request_handler(is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    teams = DynamicEntitiesDirective(UpdateBehavior.REPLACE, [EntityListItem("TEAM", [OTTERS])])
    return handler_input.response_builder.speak("Which team?").ask("Which team?").add_directive(teams).response


@builder.request_handler(is_intent_name("TeamIntent"))
def team(handler_input: HandlerInput) -> Response:
    """Say what each authority found, by its name without the id of the skill."""
    intent_request: Any = handler_input.request_envelope.request
    slot = intent_request.intent.slots["team"]
    found = [
        f"{'dynamic' if '.dynamic.' in authority.authority else 'static'}"
        f" {' '.join(match.value.id for match in authority.values or []) or 'nothing'}"
        for authority in slot.resolutions.resolutions_per_authority
    ]
    return handler_input.response_builder.speak(f"{slot.value}: {', '.join(found)}.").ask("Which team?").response


@builder.request_handler(is_intent_name("ForgetIntent"))
def forget(handler_input: HandlerInput) -> Response:
    clear = DynamicEntitiesDirective(UpdateBehavior.CLEAR)
    return handler_input.response_builder.speak("Cleared.").ask("Which team?").add_directive(clear).response


@builder.request_handler(is_request_type("SessionEndedRequest"))
def end(handler_input: HandlerInput) -> Response:
    return handler_input.response_builder.response


if __name__ == "__main__":
    serve(builder.create())
