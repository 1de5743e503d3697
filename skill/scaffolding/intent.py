"""A new intent: a handler, its entry in the table, a phrase without words and an intent without samples."""

import json
import re
from typing import Final

from skill.errors import ContentError
from skill.locales import REFERENCE
from skill.scaffolding.checkout import Checkout, to_json

HANDLER: Final = """\


def {function}(turn: Turn) -> Reply:
    return turn.answer(turn.phrase("{function}"), then=turn.resume_question)
"""
MODULE: Final = "skill/dialogue/help.py"
TABLE: Final = "skill/dialogue/intents.py"
PHRASES: Final = f"skill/locales/{REFERENCE}/phrases.toml"
MODEL: Final = f"interaction_models/{REFERENCE}.json"
LAST_HANDLER: Final = '    "ChangePathIntent"'
"""The new entry stands before this one."""


def new_intent(checkout: Checkout, name: str) -> list[str]:
    """Return the paths of the files. Raise ContentError."""
    intent = f"{name.removesuffix('Intent')}Intent"
    if not re.fullmatch("[A-Z][A-Za-z]*Intent", intent) or intent == "Intent":
        raise ContentError(f"{name}: is no name of an intent; write it such as TellJoke")
    function = re.sub(r"(?<!^)(?=[A-Z])", "_", intent.removesuffix("Intent")).lower()
    model = json.loads(checkout.read(MODEL))
    intents = model["interactionModel"]["languageModel"]["intents"]
    if any(each["name"] == intent for each in intents) or f'"{intent}"' in checkout.read(TABLE):
        raise ContentError(f"{TABLE}: there is an intent {intent} already; choose another name")
    if re.search(rf"(?m)^(def )?{function}\b", checkout.read(MODULE) + checkout.read(PHRASES)):
        raise ContentError(f"{MODULE}: {function} is a function or a phrase already; choose another name")
    checkout.change(MODULE, checkout.read(MODULE) + HANDLER.format(function=function))
    checkout.replace(TABLE, LAST_HANDLER, f'    "{intent}": help.{function},\n{LAST_HANDLER}')
    checkout.replace(PHRASES, "\n# How a time of day is said", f"\n{function} = []\n\n# How a time of day is said")
    intents.append({"name": intent, "samples": []})
    checkout.change(MODEL, to_json(model))
    return checkout.write()
