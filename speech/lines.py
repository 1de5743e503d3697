"""What a conversation is made of, line by line: what is said, with its answer, and what is directed between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from speech.permission import Status

PERMISSION: Final[Mapping[str, Status]] = {"granted": "ACCEPTED", "denied": "DENIED", "unanswered": "NOT_ANSWERED"}
ALERTS: Final = ("away", "back", "deleted")


@dataclass(frozen=True, slots=True)
class Remark:
    """Or a blank line."""

    text: str


@dataclass(frozen=True, slots=True)
class Later:
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """From here on the device recognises this person; nobody, where the name is empty."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    utterance: str
    answer: str = ""
    """Its words with single spaces between; empty where nothing is heard."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person says to Alexa's own question for a permission: a key of PERMISSION."""

    permission: str
    answer: str = ""
    """Of the skill, as of what is said."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """What becomes of Alexa's reminders, apart from the skill."""

    state: str
    """One of ALERTS."""


Line = Remark | Later | Person | Said | Answered | Alerts
