"""Select the skill that a command uses: the installed one, or a remote one given by its model and URL."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from speech.nlu.interaction_model import InteractionModel, read_model
from speech.simulator.clock import Clock, utc_now
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient
from speech.simulator.viewports import ECHO_SHOW_8
from speech.skills.interface import InstalledSkill, model_for

if TYPE_CHECKING:
    from speech.nlu.recognizer import Recognizer
    from speech.simulator.device import Device
    from speech.skills.remote import RemoteSkill


@dataclass(frozen=True, slots=True)
class SkillSelection:
    installed_skill: InstalledSkill
    options: Namespace

    @property
    def is_remote(self) -> bool:
        return bool(self.options.model or self.options.endpoint)

    @property
    def reminders(self) -> RemindersApi | None:
        """None if the skill calls Alexa's own service."""
        return None if self.is_remote else self.installed_skill.reminders

    @property
    def guarded(self) -> frozenset[str]:
        """The intents that need a surer match than others."""
        return frozenset() if self.is_remote else self.installed_skill.guarded()

    @property
    def urgent_intents(self) -> frozenset[str]:
        """The intents that must not be missed."""
        return frozenset() if self.is_remote else self.installed_skill.urgent_intents()

    @property
    def remote_skill(self) -> "RemoteSkill | None":
        from speech.skills.remote import RemoteSkill

        options = self.options
        return RemoteSkill(options.model, options.endpoint, options.locale) if self.is_remote else None

    def model(self) -> InteractionModel:
        """Return the model from --model, else the installed skill's for the locale. Raises SpeechError."""
        if self.options.model:
            return read_model(self.options.model)
        return model_for(self.installed_skill, self.options.locale)

    def recognizer(self) -> "Recognizer":
        """Return what a device recognizes with. Raises SpeechError."""
        from speech.nlu.recognizer import Recognizer

        model, locale = self.model(), self.options.locale
        return Recognizer(
            model,
            locale,
            _today,
            guarded=self.guarded,
            urgent=self.urgent_intents,
            crisis_intent=self._crisis_intent,
        )

    def recognizer_of_model_alone(self) -> "Recognizer":
        """As Alexa, which has no crisis detector. Raises SpeechError."""
        from speech.nlu.recognizer import Recognizer

        return Recognizer(self.model(), self.options.locale, _today, guarded=self.guarded, urgent=self.urgent_intents)

    @contextmanager
    def device(self, clock: Clock | None = None) -> "Iterator[Device]":
        """Connect a device to the skill. At the end, an open session is ended.

        With a clock, the device and the installed skill use it, and the skill starts with an empty store.
        """
        from speech.simulator.device import Device

        model = self.model()
        speaker = Speaker(locale=self.options.locale, screen=ECHO_SHOW_8 if self.options.screen else None)
        with self._endpoint(clock) as endpoint:
            now = clock or utc_now
            device = Device(
                model,
                endpoint,
                speaker,
                now,
                crisis_intent=self._crisis_intent,
                guarded=self.guarded,
                urgent=self.urgent_intents,
            )
            try:
                yield device
            finally:
                device.end()

    @property
    def _crisis_intent(self) -> Callable[[str], str | None] | None:
        if self.is_remote:
            return None
        return partial(self.installed_skill.crisis_intent, locale=self.options.locale)

    @contextmanager
    def _endpoint(self, clock: Clock | None) -> Iterator[HttpSkillClient]:
        if self.options.endpoint:
            yield HttpSkillClient(self.options.endpoint)
        elif clock:
            with self.installed_skill.rehearsing(clock) as running:
                yield running.endpoint
        else:
            with self.installed_skill.serving() as endpoint:
                yield endpoint


def _today() -> date:
    return utc_now().date()
