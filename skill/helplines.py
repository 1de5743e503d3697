"""Where somebody in danger or despair can turn, by country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Purpose = Literal["abuse", "distress"]

FEWEST_SOURCES: Final = 2


@dataclass(frozen=True, slots=True)
class HelpLine:
    purpose: Purpose
    name: str
    number: str
    """As dialled, in groups joined by hyphens."""

    hours: str
    last_verified: date
    sources: tuple[str, ...]
    text: str = ""
    web: str = ""
    note: str = ""
    """For maintainers, never spoken."""

    @property
    def is_confirmed(self) -> bool:
        """No number is spoken on the word of one source."""
        return len(set(self.sources)) >= FEWEST_SOURCES


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    """ISO 3166, as in a locale."""

    emergency: str
    emergency_sources: tuple[str, ...]
    lines: Sequence[HelpLine] = ()
    web: str = ""
    web_sources: tuple[str, ...] = ()
    """Where to look in a country without a line of its own."""

    def line(self, purpose: Purpose) -> HelpLine | None:
        """The first confirmed line for this purpose."""
        return next((line for line in self.lines if line.purpose == purpose and line.is_confirmed), None)
