"""The open conversations, one for each browser tab."""

from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from secrets import token_urlsafe
from threading import RLock
from types import TracebackType
from typing import Final, Self

from speech.conversations.file_format import Line, read
from speech.conversations.player import play
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.skill_calls import SkillClient
from speech.skills.interface import Skill, model_for
from speech.web.conversation import WebConversation

MAX_OPEN: Final = 12
"""Opening one more closes the conversation that was used least recently."""


class ConversationClosed(SpeechError):  # noqa: N818 - it says what came of it
    """The conversation is no longer open."""


class Registry:
    """A context manager that closes all conversations at its end."""

    def __init__(self, skill: Skill, locale: str, max_open: int = MAX_OPEN, speaker: Speaker | None = None) -> None:
        """Raises SpeechError if the skill has no model for the locale.

        Each conversation has its own account with the linked account and the permissions of `speaker`.
        """
        model_for(skill, locale)
        self.skill = skill
        self._speaker = speaker or Speaker()
        self.locales = [locale, *(other for other in skill.locales() if other != locale)]
        """The default comes first."""

        self._max_open = max_open
        self._open: OrderedDict[str, tuple[WebConversation, ExitStack]] = OrderedDict()
        self._lock = RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for name in list(self._open):
            self.close(name)

    def open(self, locale: str) -> str:
        """Start a conversation with a new instance of the skill, and return its name. Raises SpeechError."""
        name, clock = token_urlsafe(), Clock()
        with ExitStack() as stack:
            running = stack.enter_context(self.skill.rehearsing(clock))
            conversation = WebConversation(self._device(locale, running.endpoint, clock), clock, running)
            with self._lock:
                self._open[name] = conversation, stack.pop_all()
                if len(self._open) > self._max_open:
                    self.close(next(iter(self._open)))
        return name

    def find(self, name: str) -> WebConversation:
        """Raises ConversationClosed."""
        with self._lock:
            if name not in self._open:
                raise ConversationClosed("this conversation has ended; start a new one")
            self._open.move_to_end(name)
            return self._open[name][0]

    def close(self, name: str) -> None:
        with self._lock:
            _, stack = self._open.pop(name, (None, ExitStack()))
        stack.close()

    def rehearse(self, text: str, locale: str) -> tuple[list[Line], list[Line]]:
        """Play a conversation file with a new instance of the skill. Raises SpeechError.

        Return the expected lines and the actual ones.
        """
        clock, expected = Clock(), read(text)
        with self.skill.rehearsing(clock) as running:
            device = self._device(locale, running.endpoint, clock)
            return expected, [played.line for played in play(expected, device, clock, running.reminders)]

    def _device(self, locale: str, endpoint: SkillClient, clock: Clock) -> Device:
        """Raises SpeechError."""
        model = model_for(self.skill, locale)
        account = f"simulator {token_urlsafe(8)}"
        speaker = replace(self._speaker, locale=locale, account=account, api=self.skill.api.address)
        device = Device(
            model,
            endpoint,
            speaker,
            clock,
            crisis_intent=partial(self.skill.crisis_intent, locale=locale),
            guarded=self.skill.guarded(),
            urgent=self.skill.urgent_intents(),
            api=self.skill.api,
        )
        device.prepare()
        return device
