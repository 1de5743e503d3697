"""A fake skill with prepared answers, and a device that talks to it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel, parse_model
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse, read_response

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

INTENTS = [
    {"name": "ColourIntent", "slots": [{"name": "colour", "type": "COLOUR"}], "samples": ["paint it {colour}"]},
    {"name": "AMAZON.StopIntent", "samples": ["stop", "exit"]},
    {"name": "AMAZON.NextIntent", "samples": ["next"]},
]
COLOUR = {"name": "COLOUR", "values": [{"name": {"value": "red"}}]}


def model(*, has_fallback: bool = True) -> InteractionModel:
    intents = [*INTENTS, *([{"name": "AMAZON.FallbackIntent"}] if has_fallback else [])]
    return parse_model(
        {"languageModel": {"invocationName": "paint box", "intents": intents, "types": [COLOUR]}}, "model.json"
    )


def speech(words: str) -> dict[str, Any]:
    return {"type": "SSML", "ssml": f"<speak>{words}</speak>"}


def answer(words: str, *, ends: bool | None = False, reprompt: str = "", **attributes: Any) -> SkillResponse:
    response: dict[str, Any] = {"outputSpeech": speech(words)}
    if reprompt:
        response["reprompt"] = {"outputSpeech": speech(reprompt)}
    if ends is not None:
        response["shouldEndSession"] = ends
    return read_response({"version": "1.0", "sessionAttributes": attributes, "response": response}, "the skill")


def asking(scope: str) -> SkillResponse:
    """Return an answer that makes Alexa ask for a permission."""
    payload = {"@type": "AskForPermissionsConsentRequest", "@version": "1", "permissionScope": scope}
    directive = {"type": "Connections.SendRequest", "name": "AskFor", "payload": payload, "token": "a mark"}
    response = {"outputSpeech": speech("May I?"), "shouldEndSession": True, "directives": [directive]}
    return read_response({"version": "1.0", "response": response}, "the skill")


class SmallSkill:
    """Gives these answers in order, then repeats the last one. An error is raised."""

    def __init__(self, *answers: SkillResponse | SpeechError) -> None:
        self._answers = list(answers) or [answer("Hello.")]
        self.envelopes: list[Mapping[str, Any]] = []
        self.notifications: list[Mapping[str, Any]] = []
        self.notify_error: SpeechError | None = None

    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        self.envelopes.append(envelope)
        next_answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(next_answer, SpeechError):
            raise next_answer
        return next_answer

    def notify(self, envelope: Mapping[str, Any]) -> None:
        self.notifications.append(envelope)
        if self.notify_error:
            raise self.notify_error

    @property
    def requests(self) -> list[Mapping[str, Any]]:
        return [envelope["request"] for envelope in self.envelopes]


def device(skill: SmallSkill, *, has_fallback: bool = True, **caller: Any) -> Device:
    numbers = count(1)
    return Device(
        model(has_fallback=has_fallback),
        skill,
        Speaker(**caller),
        lambda: MORNING,
        new_id=lambda: next(numbers),
        crisis_intent=lambda sentence: "AlarmIntent" if "fire" in sentence else None,
    )
