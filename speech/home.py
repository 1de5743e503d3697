"""What the desk asks of the skill that it is installed with; any other skill is a model file and an address."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from speech.endpoint import Endpoint
from speech.reminders import Reminders


class Home(Protocol):
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

    def models(self) -> Mapping[str, Path]:
        """Its interaction models by language or locale."""

    def urgent(self, sentence: str, locale: str) -> str | None:
        """The intent of a sentence that must not be taken for anything else; None for all others."""

    def serving(self) -> AbstractContextManager[Endpoint]:
        """The skill on this machine, with the progress that it keeps here."""

    def rehearsing(self, now: Callable[[], datetime]) -> AbstractContextManager[Endpoint]:
        """The skill at another time, knowing nobody, and forgetting all of it afterwards."""

    def run(self) -> None:
        """Serves until it is stopped."""

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        """Writes what its store takes, and says so."""

    def checks(self) -> Mapping[str, Callable[[], str]]:
        """By name: each answers what it found, or raises one of `faults` with the mend."""

    def checks_of(self, endpoint: str) -> Mapping[str, Callable[[], str]]:
        """Likewise, of itself deployed elsewhere, as seen from outside."""
