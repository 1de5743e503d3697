"""Another skill, given by its interaction model and its URL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient
from speech.skills.interface import RunningSkill

DATA_UNKNOWN: Final = "the simulator cannot read what a remote skill stores"


@dataclass(frozen=True, slots=True)
class RemoteSkill:
    """Its clock cannot be moved: only the timestamps of its requests follow the simulator's clock."""

    model: Path
    endpoint: str
    locale: str

    def models(self) -> Mapping[str, Path]:
        return {self.locale: self.model}

    def locales(self) -> Sequence[str]:
        return [self.locale]

    def crisis_intent(self, sentence: str, locale: str) -> str | None:
        return None

    def guarded(self) -> frozenset[str]:
        return frozenset()

    def urgent_intents(self) -> frozenset[str]:
        return frozenset()

    @contextmanager
    def rehearsing(self, now: Callable[[], datetime]) -> Iterator[RunningSkill]:
        yield RunningSkill(HttpSkillClient(self.endpoint), _stored_data)


def _stored_data(speaker: Speaker) -> Mapping[str, Any]:
    return {"unknown": DATA_UNKNOWN}
