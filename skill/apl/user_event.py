"""What a touch on the screen means: the intent that the person could have spoken instead."""

from collections.abc import Mapping
from typing import Any, Final

USER_EVENT: Final = "Alexa.Presentation.APL.UserEvent"
"""The request that tells what was touched, by its arguments."""

INTENTS: Final[Mapping[str, str]] = {
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "next": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "help": "AMAZON.HelpIntent",
    "begin": "StartGuideIntent",
    "go_on": "StartGuideIntent",
    "list": "ListStepsIntent",
    "more": "TellMeMoreIntent",
    "example": "ExampleIntent",
    "practice": "PracticeIntent",
    "done": "CompleteStepIntent",
    "reflection": "DailyReflectionIntent",
    "another": "AnotherReflectionIntent",
}


def intent(arguments: object) -> dict[str, Any]:
    """The intent in the form in which Alexa sends a spoken one; empty for a touch that means nothing here."""
    match arguments:
        case [str(name)] if name in INTENTS:
            return {"name": INTENTS[name]}
        case ["step", str(key)]:
            return {"name": "GoToStepIntent", "slots": {"step": {"value": key, "resolutions": _resolved(key)}}}
        case ["rating", str(value)]:
            return {"name": "CheckInIntent", "slots": {"rating": {"value": value}}}
    return {}


def _resolved(key: str) -> dict[str, Any]:
    match = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"id": key}}]}
    return {"resolutionsPerAuthority": [match]}
