"""Another skill for the page: one that has its own model file, and answers at an address of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient
from speech.skills.interface import RunningSkill

UNSEEN: Final = "this skill is elsewhere: what it stores is not seen from here"


@dataclass(frozen=True, slots=True)
class RemoteSkill:
    """It has no clock that could be moved: only its requests bear the date of the page's calendar."""

    model: Path
    endpoint: str
    locale: str

    def models(self) -> Mapping[str, Path]:
        return {self.locale: self.model}

    def locales(self) -> Sequence[str]:
        return [self.locale]

    def urgent(self, sentence: str, locale: str) -> str | None:
        return None

    def guarded(self) -> frozenset[str]:
        return frozenset()

    @contextmanager
    def rehearsing(self, now: Callable[[], datetime]) -> Iterator[RunningSkill]:
        yield RunningSkill(HttpSkillClient(self.endpoint), _unseen)


def _unseen(caller: Speaker) -> Mapping[str, Any]:
    return {"unknown": UNSEEN}
