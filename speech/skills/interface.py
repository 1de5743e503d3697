"""The interface between the simulator and a skill."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel
from speech.simulator.alexa_api import AlexaApi
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient

if TYPE_CHECKING:
    from flask import Flask

    from speech.simulator.signer import RequestSigner
    from speech.simulator.skill_calls import SkillClient


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the page says about the skill before the first sentence."""

    summary: str
    phrases: tuple[str, ...]
    """What to say first."""

    links: Mapping[str, str]
    """The paths of the skill's own pages, by title."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A part of a skill that a person goes through in order."""

    title: str
    short: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class RunningSkill:
    endpoint: "SkillClient"
    stored_data: Callable[[Speaker], Mapping[str, Any]]
    """What the skill stores about a person, as readable JSON values; empty if it stores nothing."""

    reminders: RemindersApi | None = None
    """The service that the skill calls; None if it calls Alexa's own."""

    milestones: Callable[[Speaker], Sequence[Milestone]] = lambda _: ()
    """How far a person has come; empty if the skill has no such parts."""

    is_isolated: bool = False
    """Whether nothing of a conversation lasts or has effects elsewhere, so that it can be played again."""


class Skill(Protocol):
    @property
    def api(self) -> AlexaApi:
        """The simulated API of Alexa that the skill calls."""

    def models(self) -> Mapping[str, Path]:
        """Return the interaction models by language or locale."""

    def read_model(self, path: Path) -> InteractionModel:
        """Read one of the interaction models. Raises SpeechError."""

    def locales(self) -> Sequence[str]:
        """Return the locales that the skill speaks, the default first."""

    def crisis_intent(self, sentence: str, locale: str) -> str | None:
        """Return the intent of a sentence that must not be recognized as any other; None for all other sentences."""

    def guarded(self) -> frozenset[str]:
        """The intents that do harm if they are recognized by mistake, and need a surer match than others."""

    def urgent_intents(self) -> frozenset[str]:
        """The intents that do harm if they are missed, and are recognized by all of their samples together."""

    def introduction(self, locale: str) -> Introduction | None:
        """Return the skill's own words about itself; None if they are not known."""

    def follow_ups(self, attributes: Mapping[str, Any], locale: str) -> Sequence[str]:
        """Return what fits after an answer with these session attributes, the best first."""

    def rehearsing(self, now: Callable[[], datetime]) -> AbstractContextManager[RunningSkill]:
        """Run the skill on this clock with an empty store, which is deleted at the end."""


class InstalledSkill(Skill, Protocol):
    """The skill that is installed together with the simulator."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """The errors that the methods raise on purpose; their messages can be shown to the user."""

    @property
    def intents(self) -> frozenset[str]:
        """The names of the intents that the skill handles."""

    @property
    def data_folder(self) -> Path:
        """Where the simulator stores its files."""

    def note_on(self, locale: str) -> str:
        """Return what to know about a language that is not finished; empty for all others."""

    def serving(self, now: Callable[[], datetime]) -> AbstractContextManager[HttpSkillClient]:
        """Serve the skill on this machine with its persistent store and this clock."""

    @property
    def port(self) -> int:
        """The port of the web service."""

    def service(self) -> "tuple[Flask, RequestSigner]":
        """Return the skill as a web service with its persistent store, and the signer of requests to it."""

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        """Write the skill package that Amazon's tools deploy. Return a message to show."""

    def new(self, kind: str, names: Sequence[str], after: str | None) -> str:
        """Write the files that a new "language", "step" or "intent" begins with. Return a message to show.

        `after` is the key of the step that a new one follows.
        """

    def local_checks(self) -> Mapping[str, Callable[[], str]]:
        """Return checks of this machine by name. Each returns its result, or raises one of `errors` with a hint."""

    def deployment_checks(self, endpoint: str, *, is_staging: bool) -> Mapping[str, Callable[[], str]]:
        """Return checks of the deployed service from outside, as `local_checks` does.

        A staging host may have any name, port and certificate that this machine trusts.
        """


def model_for(skill: Skill, locale: str) -> InteractionModel:
    """Return the skill's model for the locale, else for its language. Raises SpeechError."""
    models = skill.models()
    path = models.get(locale) or models.get(locale.partition("-")[0])
    if path is None:
        known = ", ".join(sorted(models))
        raise SpeechError(f"--locale {locale}: the skill has no interaction model for it, only for {known}")
    return skill.read_model(path)
