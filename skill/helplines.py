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
    part: str = ""
    """Of the country, where it answers only there: a speaker's locale does not tell where in it somebody is."""

    whom: str = ""
    """Those whom it answers, where that is not everyone."""

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

    web_whom: str = "everyone"
    """For whom what is found there is."""

    def confirmed(self, purpose: Purpose) -> Sequence[HelpLine]:
        """The lines to speak: the first one for this purpose or, where it is for a part, those for all the parts."""
        found = [line for line in self.lines if line.purpose == purpose and line.is_confirmed]
        return [line for line in found if line.part] if found and found[0].part else found[:1]
