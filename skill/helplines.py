"""Help lines for people in danger or despair, by country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

Purpose = Literal["abuse", "distress", "child", "harm", "listening"]
"""Whom a line is for: people who are hurt, who despair, who fear for a child, or who are afraid of hurting someone.

A line for listening is for anyone in need of a person to talk to.
"""

SUBSTITUTES: Final[Mapping[Purpose, Sequence[Purpose]]] = {
    "abuse": ("listening", "distress"),
    "distress": (),
    "child": ("abuse", "listening", "distress"),
    "harm": ("listening", "distress"),
    "listening": (),
}
"""The purposes of the lines that serve if a country has none for a purpose, or none for everyone.

A line for listening comes first, so that a person who does not despair is not sent to a line against suicide.
"""

FEWEST_SOURCES: Final = 2


@dataclass(frozen=True, slots=True)
class HelpLine:
    purpose: Purpose
    name: str
    number: str
    """As dialled, in groups joined by hyphens."""

    hours: str
    """When it answers: the phrase hours_NAME, or the words themselves."""

    last_verified: date
    sources: tuple[str, ...]
    part: str = ""
    """The part of the country that the line serves; empty if it serves all of it.

    A device's locale does not say in which part it is.
    """

    whom: str = ""
    """The people whom the line serves: the phrase whom_NAME, or the words; empty if it serves everyone."""

    said: str = ""
    """The number in words, where people of the country do not say it digit by digit."""

    press: str = ""
    """The key to press once the line answers. It can differ by language, as where a menu offers several."""

    text: str = ""
    chat: str = ""
    """Where on the web people can write to it. The web address of a line is not spoken otherwise."""

    web: str = ""
    note: str = ""
    """For maintainers; never spoken."""

    languages: tuple[str, ...] = ()
    """In which languages it is given; empty if in all of the country."""

    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    """By language, the fields with other words."""

    def in_language(self, language: str) -> "HelpLine":
        changes = self.translations.get(language)
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]

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
    """The people whom the help on that site is for: the phrase whom_NAME, or the words."""

    police: str = ""
    """The number of the police, if a person who fears violence should dial another one than `emergency`."""

    police_sources: tuple[str, ...] = ()
    emergency_text: str = ""
    """Where anyone in danger who can not speak can send a text message."""

    emergency_text_sources: tuple[str, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    """By language, the fields with other words."""

    @property
    def against_violence(self) -> str:
        """The number to dial if someone is violent."""
        return self.police or self.emergency

    def in_language(self, language: str) -> "Country":
        """Return the country with the lines that are given in a language, and their words in it."""
        lines = (line for line in self.lines if not line.languages or language in line.languages)
        changes = self.translations.get(language, {})
        return replace(self, lines=tuple(line.in_language(language) for line in lines), **changes)  # type: ignore[arg-type]

    @property
    def parts(self) -> Sequence[HelpLine]:
        """The lines for abuse of all parts, if the first one serves only a part."""
        found = self._confirmed("abuse")
        return [line for line in found if line.part] if found and found[0].part else []

    def national(self, purpose: Purpose) -> Sequence[HelpLine]:
        """Return the confirmed lines for a purpose that serve the whole country."""
        return [line for line in self._confirmed(purpose) if not line.part]

    def lines_for(self, purpose: Purpose) -> Sequence[HelpLine]:
        """Return the line to speak for a purpose and, if it serves only some people, one that serves everyone.

        A substitute serves everyone, so that for example no child hears a line for women.
        """
        substitutes = (line for each in SUBSTITUTES[purpose] for line in self.national(each) if not line.whom)
        found = [*self.national(purpose), *substitutes]
        if not found or not found[0].whom:
            return found[:1]
        return [found[0], *[line for line in found if not line.whom][:1]]

    def _confirmed(self, purpose: Purpose) -> Sequence[HelpLine]:
        return [line for line in self.lines if line.purpose == purpose and line.is_confirmed]
