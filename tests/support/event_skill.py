"""A fake skill whose answers depend on the type of the request, and a device that talks to it on a clock."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse, read_response
from tests.support.small_skill import model, speech


def play(name: str, behavior: str = "REPLACE_ALL", **stream: Any) -> dict[str, Any]:
    """Return an AudioPlayer.Play directive."""
    url = f"https://example.com/{name}.mp3"
    item = {"stream": {"url": url, "token": name, "offsetInMilliseconds": 0, **stream}}
    return {"type": "AudioPlayer.Play", "playBehavior": behavior, "audioItem": item}


STOP = {"type": "AudioPlayer.Stop"}


def directing(*directives: dict[str, Any], words: str = "", **more: Any) -> dict[str, Any]:
    """Return a response with these directives, which ends the session."""
    content: dict[str, Any] = {"directives": list(directives), "shouldEndSession": True, **more}
    return content | ({"outputSpeech": speech(words)} if words else {})


class EventSkill:
    """An answer for a type of request, or for the name of an intent, is a response; a type without one gets none."""

    def __init__(self, **answers: Any) -> None:
        """The keys are the types without what is before the dot, such as PlaybackStarted. An exception is raised."""
        self._answers = answers
        self.requests: list[Mapping[str, Any]] = []
        self.envelopes: list[Mapping[str, Any]] = []
        self.notifications: list[Mapping[str, Any]] = []

    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        self.envelopes.append(envelope)
        self.requests.append(envelope["request"])
        name = envelope["request"].get("intent", {}).get("name") or envelope["request"]["type"]
        answer = self._answers.get(name.rpartition(".")[2], {})
        if isinstance(answer, Exception):
            raise answer
        return read_response({"version": "1.0", "response": answer}, "the skill")

    def notify(self, envelope: Mapping[str, Any]) -> None:
        self.notifications.append(envelope["request"])

    @property
    def kinds(self) -> list[str]:
        """The types of the requests, or the names of their intents, without what is before the dot."""
        names = [request.get("intent", {}).get("name") or request["type"] for request in self.requests]
        return [name.rpartition(".")[2] for name in names]


def device(skill: EventSkill, clock: Clock | None = None, **caller: Any) -> Device:
    numbers = count(1)
    return Device(model(), skill, Speaker(**caller), clock or Clock(), new_id=lambda: next(numbers))
