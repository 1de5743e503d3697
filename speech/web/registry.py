"""The conversations that are open on this machine, one for each page, and as many as it can bear."""

from collections import OrderedDict
from contextlib import ExitStack
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
from speech.simulator.skill_client import HttpSkillClient
from speech.skills.interface import Skill, model_at
from speech.web.conversation import WebConversation

MOST: Final = 12
"""Open at a time; the one that was longest left alone gives way."""


class ConversationClosed(SpeechError):  # noqa: N818 - it says what came of it
    """A conversation that is no longer open."""


class Registry:
    """To be used in a `with`, which ends them all."""

    def __init__(self, home: Skill, locale: str, most: int = MOST) -> None:
        """Raises SpeechError where the skill has no model for the locale."""
        model_at(home, locale)
        self.home = home
        self.locales = [locale, *(other for other in home.locales() if other != locale)]
        """The usual one first."""

        self._most = most
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
        """Begins a conversation with a skill that knows nobody, and names it. Raises SpeechError."""
        name, clock = token_urlsafe(), Clock()
        with ExitStack() as scene:
            staged = scene.enter_context(self.home.rehearsing(clock))
            talk = WebConversation(self._device(locale, staged.endpoint, clock), clock, staged)
            with self._lock:
                self._open[name] = talk, scene.pop_all()
                if len(self._open) > self._most:
                    self.close(next(iter(self._open)))
        return name

    def find(self, name: str) -> WebConversation:
        """Raises Gone."""
        with self._lock:
            if name not in self._open:
                raise ConversationClosed(
                    "this conversation is over, for the desk was started anew or has many others; begin anew"
                )
            self._open.move_to_end(name)
            return self._open[name][0]

    def close(self, name: str) -> None:
        with self._lock:
            _, scene = self._open.pop(name, (None, ExitStack()))
        scene.close()

    def rehearse(self, text: str, locale: str) -> tuple[list[Line], list[Line]]:
        """A conversation file as it is written, and as a skill of its own answers it. Raises SpeechError."""
        clock, expected = Clock(), read(text)
        with self.home.rehearsing(clock) as staged:
            device = self._device(locale, staged.endpoint, clock)
            return expected, [played.line for played in play(expected, device, clock, staged.reminders)]

    def _device(self, locale: str, endpoint: HttpSkillClient, clock: Clock) -> Device:
        """Raises SpeechError."""
        model, urgent = model_at(self.home, locale), self.home.urgent
        caller = Speaker(locale, f"desk {token_urlsafe(8)}")
        device = Device(
            model, endpoint, caller, clock, urgent=lambda said: urgent(said, locale), guarded=self.home.guarded()
        )
        device.prepare()
        return device
