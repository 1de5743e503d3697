"""What the desk asks of the skill that it is installed with; any other skill is a model file and an address."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel, read_model
from speech.simulator.reminders_api import Reminders
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient

if TYPE_CHECKING:
    from flask import Flask

    from speech.simulator.signer import RequestSigner


@dataclass(frozen=True, slots=True)
class RunningSkill:
    """The skill at a time of one's own, knowing nobody at first."""

    endpoint: HttpSkillClient
    kept: Callable[[Speaker], Mapping[str, Any]]
    """What it stores about a person, JSON-ready and fit to be read; empty where that is nothing."""

    reminders: Reminders | None = None
    """Those that it asks for; None where it asks Alexa's own service."""


class Skill(Protocol):
    """A skill to talk with: what it listens for, and how it is brought to life."""

    def models(self) -> Mapping[str, Path]:
        """Its interaction models by language or locale."""

    def locales(self) -> Sequence[str]:
        """What it speaks, the usual one first."""

    def urgent(self, sentence: str, locale: str) -> str | None:
        """The intent of a sentence that must not be taken for anything else; None for all others."""

    def guarded(self) -> frozenset[str]:
        """The intents that do harm if they are recognized by mistake, and need a surer match than others."""

    def rehearsing(self, now: Callable[[], datetime]) -> AbstractContextManager[RunningSkill]:
        """The skill at another time, knowing nobody, and forgetting all of it afterwards."""


class InstalledSkill(Skill, Protocol):
    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What its methods raise on purpose, with messages fit to be shown."""

    @property
    def actions(self) -> frozenset[str]:
        """The intents that it answers."""

    @property
    def folder(self) -> Path:
        """Where the desk keeps what it needs from one day to the next."""

    @property
    def reminders(self) -> Reminders:
        """Those that it asks for on this desk."""

    def serving(self) -> AbstractContextManager[HttpSkillClient]:
        """The skill on this machine, with the progress that it keeps here."""

    @property
    def port(self) -> int:
        """Of the service on this machine."""

    def service(self) -> "tuple[Flask, RequestSigner]":
        """The skill as a web service with the progress that it keeps here, and who signs requests for it."""

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        """Writes what its store takes, and says so."""

    def checks(self) -> Mapping[str, Callable[[], str]]:
        """By name: each answers what it found, or raises one of `faults` with the mend."""

    def checks_of(self, endpoint: str) -> Mapping[str, Callable[[], str]]:
        """Likewise, of itself deployed elsewhere, as seen from outside."""


def model_at(home: Skill, locale: str) -> InteractionModel:
    """The skill's model for the locale, else for its language. Raises SpeechError."""
    models = home.models()
    path = models.get(locale) or models.get(locale.partition("-")[0])
    if path is None:
        known = ", ".join(sorted(models))
        raise SpeechError(f"--locale {locale}: the skill has no interaction model for it, only for {known}")
    return read_model(path)
