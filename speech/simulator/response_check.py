"""Checks a skill's response by what Alexa would refuse, and says what the simulator ignores."""

import json
from collections.abc import Container, Iterator

from speech.dialog.directives import DELEGATE, UPDATE_DYNAMIC_ENTITIES
from speech.simulator.audio_directives import PLAY, several_plays
from speech.simulator.response import SkillResponse
from speech.simulator.response_rules import broken_rules, device_interfaces
from speech.simulator.turn_result import TurnResult
from speech.tts.alexa_ssml import faults

MAX_KILOBYTES = 120
"""The size limit of a response.

https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html
"""

MAX_ENTITIES = 100
"""Values and synonyms of dynamic entities."""

_CONVERSATIONS = "Dialog.DelegateRequest"


def check_turn(result: TurnResult) -> Iterator[str]:
    """Check every response of a turn, as `check_response` does, and those to the events of the audio player."""
    for response in result.responses:
        yield from check_response(response, device_interfaces(result.request))
    yield from (event.fault for event in result.events if event.fault)


def check_response(response: SkillResponse | None, interfaces: Container[str] | None = None) -> Iterator[str]:
    """Yield a warning for each thing that Alexa would refuse or that the simulator ignores.

    `interfaces` are those that the device supports; None if the device is not known.
    """
    if response is None:
        return
    for part, ssml in (("answer", response.speech), ("reprompt", response.reprompt)):
        for fault in faults(ssml) if ssml else ():
            yield f"Alexa would refuse this {part}. {fault}"
    kilobytes = len(json.dumps(response.envelope, ensure_ascii=False).encode("utf-8", "replace")) / 1024
    if kilobytes > MAX_KILOBYTES:
        yield f"Alexa would refuse this answer. It has {kilobytes:.0f} kilobytes; the limit is {MAX_KILOBYTES}."
    rules = (*_broken_dialog_rules(response), *_broken_audio_rules(response), *broken_rules(response, interfaces))
    yield from (f"Alexa would refuse this answer. {rule}" for rule in rules)
    if response.session == "open" and any(directive.type == PLAY for directive in response.audio):
        yield f"Alexa pauses the stream at once to listen. With {PLAY}, set shouldEndSession to true."
    if _CONVERSATIONS in response.directives:
        yield f"The simulator ignores {_CONVERSATIONS}: it has no Alexa Conversations."


def _broken_dialog_rules(response: SkillResponse) -> Iterator[str]:
    dialog, entities = response.dialog, response.entities
    if dialog:
        has_words = bool(response.speech or response.reprompt)
        if dialog.type == DELEGATE and has_words:
            yield f"{DELEGATE} must come without outputSpeech and reprompt: Alexa says the prompts of the dialog model."
        if dialog.type != DELEGATE and not response.speech:
            yield f"{dialog.type} needs outputSpeech: the skill asks in its own words."
        if response.session == "ended":
            yield f"{dialog.type} needs an open session: leave shouldEndSession out, or set it to false."
    if entities and entities.size > MAX_ENTITIES:
        yield (
            f"{UPDATE_DYNAMIC_ENTITIES} has {entities.size} values and synonyms in all; the limit is {MAX_ENTITIES}."
        )


def _broken_audio_rules(response: SkillResponse) -> Iterator[str]:
    yield from (f"{directive.fault}." for directive in response.audio if directive.fault)
    yield from several_plays(response.audio)
