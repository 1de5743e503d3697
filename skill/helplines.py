"""Help lines for people in danger or despair, by country."""

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
    """The part of the country that the line serves; empty if it serves all of it.

    A device's locale does not say in which part it is.
    """

    whom: str = ""
    """The people whom the line serves; empty if it serves everyone."""

    text: str = ""
    web: str = ""
    note: str = ""
    """For maintainers; never spoken."""

    @property
    def is_confirmed(self) -> bool:
        """A number from a single source is never spoken."""
        return len(set(self.sources)) >= FEWEST_SOURCES


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    """ISO 3166, as in a locale."""

    emergency: str
    emergency_sources: tuple[str, ...]
    lines: Sequence[HelpLine] = ()
    web: str = ""
    """Where to look for help in a country that has no national line."""

    web_sources: tuple[str, ...] = ()
    web_whom: str = "everyone"
    """The people whom the help on that site is for."""

    def confirmed(self, purpose: Purpose) -> Sequence[HelpLine]:
        """Return the lines to speak: the first one for the purpose or, if it serves a part, the lines of all parts."""
        found = [line for line in self.lines if line.purpose == purpose and line.is_confirmed]
        return [line for line in found if line.part] if found and found[0].part else found[:1]
