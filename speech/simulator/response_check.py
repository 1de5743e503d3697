"""Warnings for the developer about a skill's response: what Alexa would refuse, and what the simulator ignores."""

import json
from collections.abc import Iterator

from speech.simulator.response import SkillResponse
from speech.tts.alexa_ssml import faults

MAX_KILOBYTES = 120
"""The size limit of a response.

https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html
"""

DYNAMIC_ENTITIES = "Dialog.UpdateDynamicEntities"
"""The one dialog directive that can be ignored safely: it asks the person nothing."""


def check_response(response: SkillResponse | None) -> Iterator[str]:
    """Yield a warning of one or two sentences for each problem."""
    if response is None:
        return
    for part, ssml in (("answer", response.speech), ("reprompt", response.reprompt)):
        for fault in faults(ssml) if ssml else ():
            yield f"Alexa would refuse this {part}. {fault}"
    kilobytes = len(json.dumps(response.envelope, ensure_ascii=False).encode("utf-8", "replace")) / 1024
    if kilobytes > MAX_KILOBYTES:
        yield f"Alexa would refuse this answer. It has {kilobytes:.0f} kilobytes; the limit is {MAX_KILOBYTES}."
    for directive in response.directives:
        if directive.startswith("Dialog.") and directive != DYNAMIC_ENTITIES:
            yield f"The simulator ignores {directive}: it has no dialog management, so the skill must ask here itself."
