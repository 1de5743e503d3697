"""Which skill a command is about: the one at home, or another that is named by its model file and its address."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speech.nlu.interaction_model import InteractionModel, read_model
from speech.simulator.clock import Clock, real
from speech.simulator.reminders_api import Reminders
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient
from speech.simulator.viewports import ECHO_SHOW_8
from speech.skills.interface import InstalledSkill, model_at

if TYPE_CHECKING:
    from speech.simulator.device import Device
    from speech.skills.remote import RemoteSkill


@dataclass(frozen=True, slots=True)
class SkillSelection:
    home: InstalledSkill
    options: Namespace

    @property
    def is_elsewhere(self) -> bool:
        return bool(self.options.model or self.options.endpoint)

    @property
    def reminders(self) -> Reminders | None:
        """None where the skill asks Alexa's own service."""
        return None if self.is_elsewhere else self.home.reminders

    @property
    def guarded(self) -> frozenset[str]:
        """The intents that need a surer match than others."""
        return frozenset() if self.is_elsewhere else self.home.guarded()

    @property
    def elsewhere(self) -> "RemoteSkill | None":
        from speech.skills.remote import RemoteSkill

        chosen = self.options
        return RemoteSkill(chosen.model, chosen.endpoint, chosen.locale) if self.is_elsewhere else None

    def model(self) -> InteractionModel:
        """The one that was named, else the skill's own for the locale. Raises SpeechError."""
        if self.options.model:
            return read_model(self.options.model)
        return model_at(self.home, self.options.locale)

    @contextmanager
    def device(self, clock: Clock | None = None) -> "Iterator[Device]":
        """Given a clock, it lives by that, and so does the skill at home. At the end it leaves an open session."""
        from speech.simulator.device import Device

        model = self.model()
        caller = Speaker(locale=self.options.locale, screen=ECHO_SHOW_8 if self.options.screen else None)
        with self._endpoint(clock) as endpoint:
            device = Device(model, endpoint, caller, clock or real, urgent=self._urgent, guarded=self.guarded)
            try:
                yield device
            finally:
                device.end()

    def _urgent(self, sentence: str) -> str | None:
        return None if self.is_elsewhere else self.home.urgent(sentence, self.options.locale)

    @contextmanager
    def _endpoint(self, clock: Clock | None) -> Iterator[HttpSkillClient]:
        """On a clock of its own, the skill at home is one that knows nobody."""
        if self.options.endpoint:
            yield HttpSkillClient(self.options.endpoint)
        elif clock:
            with self.home.rehearsing(clock) as staged:
                yield staged.endpoint
        else:
            with self.home.serving() as endpoint:
                yield endpoint
