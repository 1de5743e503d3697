"""The prompts of a dialog model, with the values of slots in place of their names in braces."""

import re
from typing import Final
from xml.sax.saxutils import escape

from speech.dialog.intent_state import IntentState
from speech.nlu.dialog_model import DialogModel

_PLACEHOLDER: Final = re.compile(r"\{\s*([^{}\s]+)\s*\}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SAY_AS: Final = "<say-as"
_SPEAK: Final = re.compile(r"\s*<speak[\s>]")


def prompt_speech(dialog: DialogModel, prompt_id: str, state: IntentState, use: int = 0) -> str:
    """Return SSML; empty if the model has no prompt with this id.

    Alexa picks a variation at random. Here the first use of a prompt in a dialog takes the first variation and the
    next use the next one, so that a conversation can be played again.
    """
    prompt = dialog.prompt(prompt_id)
    if prompt is None or not prompt.variations:
        return ""
    variation = prompt.variations[use % len(prompt.variations)]
    is_ssml = variation.type == "SSML"
    text = variation.value if is_ssml else escape(variation.value)
    say = escape if _SAY_AS in text else _spoken
    speech = _PLACEHOLDER.sub(lambda match: say(state.value(match[1])), text)
    return speech if is_ssml and _SPEAK.match(speech) else f"<speak>{speech}</speak>"


def _spoken(value: str) -> str:
    """Say a date as a date."""
    return f'<say-as interpret-as="date" format="ymd">{value}</say-as>' if _DAY.fullmatch(value) else escape(value)
