"""A quiz about planets: an ordinary skill that shares no code with this project.

Run as a program, it prints the port of its server.
"""

from typing import Any

from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import (
    get_simple_slot_values,
    get_slot_value,
    get_slot_value_v2,
    get_supported_interfaces,
    is_intent_name,
    is_request_type,
)
from ask_sdk_model import RequestEnvelope, Response
from ask_sdk_model.ui import PlainTextOutputSpeech
from flask import Flask, request
from werkzeug.serving import make_server

QUESTIONS = (
    ("Which planet is the largest?", {"Jupiter"}),
    ("Which two planets have no moon?", {"Mercury", "Venus"}),
    ("Which planet is called <emphasis>the red one</emphasis>?", {"Mars"}),
)

ended: list[str] = []
"""The reasons of all SessionEndedRequests."""

builder = SkillBuilder()


def ask(handler_input: HandlerInput, words: str) -> Response:
    question = QUESTIONS[session_attributes(handler_input)["asked"]][0]
    return handler_input.response_builder.speak(f"{words}{question}").ask(question).response


@builder.request_handler(is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    has_screen = get_supported_interfaces(handler_input).alexa_presentation_apl is not None
    hint = "Look at the screen, or listen." if has_screen else "Listen."
    speech = f'Welcome to the planet quiz. {hint} <break time="300ms"/> How many questions would you like?'
    return handler_input.response_builder.speak(speech).ask("Say a number, up to three.").response


@builder.request_handler(is_intent_name("StartQuizIntent"))
def start(handler_input: HandlerInput) -> Response:
    count = min(int(get_slot_value(handler_input, "count") or "3"), len(QUESTIONS))
    handler_input.attributes_manager.session_attributes = {"asked": 0, "right": 0, "count": count}
    return ask(handler_input, f"All right, {count}. ")


@builder.request_handler(is_intent_name("AnswerIntent"))
def answer(handler_input: HandlerInput) -> Response:
    quiz = session_attributes(handler_input)
    if "asked" not in quiz:
        return (
            handler_input.response_builder.speak("I asked nothing yet. How many questions?").ask("How many?").response
        )
    is_right = named_planets(handler_input) == QUESTIONS[quiz["asked"]][1]
    quiz["asked"] += 1
    quiz["right"] += is_right
    verdict = "Right. " if is_right else "No. "
    if quiz["asked"] < quiz["count"]:
        return ask(handler_input, verdict)
    result = f"{verdict}You knew {quiz['right']} of {quiz['count']}."
    return handler_input.response_builder.speak(result).set_should_end_session(True).response


@builder.request_handler(is_intent_name("AMAZON.RepeatIntent"))
def repeat(handler_input: HandlerInput) -> Response:
    """Fail if no question was asked yet, as a faulty skill would."""
    return ask(handler_input, "")


@builder.request_handler(is_intent_name("AMAZON.HelpIntent"))
def help_(handler_input: HandlerInput) -> Response:
    speech = PlainTextOutputSpeech(text="There are eight planets & three questions. Is 3 < 8? What do you say?")
    return Response(output_speech=speech, should_end_session=False)


@builder.request_handler(is_intent_name("AMAZON.StopIntent"))
def stop(handler_input: HandlerInput) -> Response:
    """Do not set shouldEndSession, as many skills do."""
    return handler_input.response_builder.speak("Goodbye from all eight.").response


@builder.request_handler(is_request_type("SessionEndedRequest"))
def end(handler_input: HandlerInput) -> Response:
    request: Any = handler_input.request_envelope.request
    ended.append(request.reason.value)
    return handler_input.response_builder.response


def session_attributes(handler_input: HandlerInput) -> dict[str, Any]:
    attributes: dict[str, Any] | None = handler_input.attributes_manager.session_attributes
    return attributes or {}


def named_planets(handler_input: HandlerInput) -> set[str]:
    """Return the planets' names; for an unknown planet, the text of the slot."""
    slot: Any = get_slot_value_v2(handler_input, "planets")
    return {planet(value) for value in get_simple_slot_values(slot) or ()}


def planet(value: Any) -> str:
    for authority in value.resolutions.resolutions_per_authority:
        for match in authority.values or ():
            return str(match.value.name)
    return str(value.value)


skill = builder.create()
app = Flask(__name__)


@app.post("/")
def alexa() -> Any:
    envelope = skill.serializer.deserialize(request.get_data(as_text=True), RequestEnvelope)
    return skill.serializer.serialize(skill.invoke(envelope, None))


@app.get("/ended")
def ended_reasons() -> list[str]:
    return ended


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, app)
    print(server.port, flush=True)  # noqa: T201 - the test reads the port
    server.serve_forever()
