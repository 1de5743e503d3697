"""Talks with the service, by the Wyoming protocol: a connection for each sentence."""

import asyncio
from dataclasses import dataclass
from typing import Any

from wyoming.client import AsyncTcpClient
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe, Info

from .const import ANSWER_SECONDS, CONNECT_SECONDS

INVALID = (AttributeError, KeyError, TypeError, ValueError)
"""What the library raises for events that are not as they should be."""


class CannotConnectError(Exception):
    """The service does not answer, or not as a Wyoming service does."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the skill says, and whether it waits for a reply."""

    text: str
    expects_reply: bool


@dataclass(frozen=True, slots=True)
class TrustStepsClient:
    """A client of the service at this address."""

    host: str
    port: int

    async def languages(self) -> list[str]:
        """Return the languages that the skill speaks; none if it is a service that holds no conversations."""
        event = await self._ask(Describe().event(), Info, seconds=CONNECT_SECONDS)
        try:
            programs = Info.from_event(event).handle
        except INVALID as error:
            raise CannotConnectError(type(error).__name__) from error
        models = [model for program in programs if program.installed for model in program.models]
        return list(dict.fromkeys(language for model in models for language in model.languages))

    async def say(self, sentence: str, language: str, context: dict[str, Any]) -> Answer:
        """Say a sentence. The context names the conversation, and who speaks."""
        # Not the library's Transcript, which has no language in the version of Home Assistant 2025.4.
        transcript = Event("transcript", {"text": sentence, "language": language, "context": context})
        data = (await self._ask(transcript, Handled, NotHandled, seconds=ANSWER_SECONDS)).data or {}
        text, after = data.get("text"), data.get("context")
        expects_reply = isinstance(after, dict) and after.get("continue_conversation") is True
        return Answer(text if isinstance(text, str) else "", expects_reply)

    async def _ask(self, event: Event, *answers: Any, seconds: float) -> Event:
        try:
            async with asyncio.timeout(seconds), AsyncTcpClient(self.host, self.port) as client:
                await client.write_event(event)
                while received := await client.read_event():
                    if any(answer.is_type(received.type) for answer in answers):
                        return received
                    if received.type == "error":
                        break
        except (OSError, *INVALID) as error:  # and TimeoutError
            raise CannotConnectError(type(error).__name__) from error
        raise CannotConnectError("the connection was closed")
