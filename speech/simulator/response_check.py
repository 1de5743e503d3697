"""What the developer of a skill should know about an answer: what Alexa would refuse, and what the desk leaves out."""

import json
from collections.abc import Iterator

from speech.simulator.response import SkillResponse
from speech.tts.alexa_ssml import faults

MOST_KILOBYTES = 120
"""Of a whole answer.

https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html
"""

PLAYED_DIALOG = "Dialog.UpdateDynamicEntities"
"""The one directive of a dialog that asks nothing of the device."""


def advice(answer: SkillResponse | None) -> Iterator[str]:
    """A sentence or two each; none where all is well."""
    if answer is None:
        return
    for part, speech in (("answer", answer.speech), ("reprompt", answer.reprompt)):
        for fault in faults(speech) if speech else ():
            yield f"Alexa would refuse this {part}. {fault}"
    kilobytes = len(json.dumps(answer.envelope, ensure_ascii=False).encode("utf-8", "replace")) / 1024
    if kilobytes > MOST_KILOBYTES:
        yield f"Alexa would refuse this answer. It has {kilobytes:.0f} kilobytes of at most {MOST_KILOBYTES}."
    for directive in answer.directives:
        if directive.startswith("Dialog.") and directive != PLAYED_DIALOG:
            yield f"The desk passes over {directive}: it holds no dialogs of its own, so the skill must ask here."
