"""Sends requests to a skill, and collects what it asked of Alexa's API meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from speech.simulator.alexa_api import AlexaApi
from speech.simulator.customer_api import Customer
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse

_PROGRESSIVE: Final = ("LaunchRequest", "IntentRequest")
"""The requests that a skill can send progressive responses to."""


class SkillClient(Protocol):
    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        """Raises NoResponseError, ResponseError."""

    def notify(self, envelope: Mapping[str, Any]) -> None:
        """Send a request that takes no response. Raises NoResponseError, ResponseError."""


@dataclass(frozen=True, slots=True)
class Answered:
    response: SkillResponse
    progressive: tuple[str, ...] = ()
    """The progressive responses, as SSML."""

    notes: tuple[str, ...] = ()
    """A line for each call of the API that was refused."""


@dataclass(frozen=True, slots=True)
class SkillCalls:
    skill: SkillClient
    api: AlexaApi | None = None
    """The API that the skill calls; None if that is Amazon's own."""

    def send(self, envelope: Mapping[str, Any], speaker: Speaker) -> Answered:
        """Raises NoResponseError, ResponseError."""
        if self.api is None:
            return Answered(self.skill.send(envelope))
        request = envelope["request"]
        number = request["requestId"] if request["type"] in _PROGRESSIVE else ""
        self.api.begin(Customer(speaker.user_id, speaker.locale, speaker.device_id, speaker.person), number)
        try:
            response = self.skill.send(envelope)
        finally:
            progressive, notes = self.api.end(speaker.user_id, number)
        return Answered(response, progressive, notes)
