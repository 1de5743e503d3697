"""Another skill, given by its interaction models and a way to call it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from speech.nlu.interaction_model import InteractionModel, read_model
from speech.simulator.alexa_api import AlexaApi
from speech.simulator.request import Speaker
from speech.skills.interface import RunningSkill

if TYPE_CHECKING:
    from speech.simulator.skill_calls import SkillClient

DATA_UNKNOWN: Final = "the simulator cannot read what another skill stores"


@dataclass(frozen=True, slots=True)
class OtherSkill:
    """Its clock cannot be moved: only the timestamps of its requests follow the simulator's clock."""

    name: str
    by_locale: Mapping[str, Path]
    """The interaction models, the default locale's first."""

    place: str
    """Where it is called, for messages; empty if it cannot be."""

    connect: Callable[[], "AbstractContextManager[SkillClient]"]
    api: AlexaApi = field(default_factory=AlexaApi)

    def models(self) -> Mapping[str, Path]:
        return self.by_locale

    def read_model(self, path: Path) -> InteractionModel:
        return read_model(path)

    def locales(self) -> Sequence[str]:
        return list(self.by_locale)

    def crisis_intent(self, sentence: str, locale: str) -> str | None:
        return None

    def guarded(self) -> frozenset[str]:
        return frozenset()

    def urgent_intents(self) -> frozenset[str]:
        return frozenset()

    def introduction(self, locale: str) -> None:
        return None

    def follow_ups(self, attributes: Mapping[str, Any], locale: str) -> Sequence[str]:
        return ()

    @contextmanager
    def rehearsing(self, now: Callable[[], datetime]) -> Iterator[RunningSkill]:
        with self.connect() as client:
            yield RunningSkill(client, _stored_data, self.api.reminders)


def _stored_data(speaker: Speaker) -> Mapping[str, Any]:
    return {"unknown": DATA_UNKNOWN}
