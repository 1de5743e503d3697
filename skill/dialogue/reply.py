"""What the skill answers, as a value: whoever speaks Alexa's language turns it into a response."""

from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import NamedTuple

from skill.dialogue.screen import Screen
from skill.dialogue.time_of_day import EVENING
from skill.progress import Progress


@dataclass(frozen=True, slots=True)
class SetReminder:
    """A reminder for every day, in place of the one with the token where there is one."""

    time: time
    """By the person's own clock."""

    text: str
    """Spoken to whoever is in the room, so it tells nothing of the subject."""

    token: str = ""
    may_ask: bool = False
    """Without a permission the person may be asked for it."""


@dataclass(frozen=True, slots=True)
class CancelReminder:
    """The reminder is to go, whatever it was about."""

    token: str


@dataclass(frozen=True, slots=True)
class AskPermission:
    """Alexa asks for the permission to set reminders in words of its own, and tells later what was answered."""

    token: str
    """Comes back with the answer."""


@dataclass(frozen=True, slots=True)
class Forget:
    """All that is kept of this person is deleted. It is done even where their reminder cannot be taken away."""

    token: str
    """Of the reminder; empty where there is none. The outcome tells the one that may still be there."""


Effect = SetReminder | CancelReminder | AskPermission | Forget


@dataclass(frozen=True, slots=True)
class Done:
    """It was done, and whoever did it said so."""

    token: str = ""
    """By which it is known, where that is needed later."""


class Failure(Enum):
    """Why it was not done, or not for certain."""

    NOT_PERMITTED = auto()
    NOT_HERE = auto()
    """The device does not do it, or not any more of it."""

    GONE = auto()
    """What it was about is there no more."""

    BUSY = auto()
    AWAY = auto()
    """There was no clear answer: it may even have been done."""


EffectOutcome = Done | Failure


@dataclass(frozen=True, slots=True)
class Card:
    """What the Alexa app keeps, for all who use the account to read; so there is one only after a yes that knew it."""

    title: str
    text: str


class Reply(NamedTuple):
    """One answer. It leaves the session open exactly when it asks a question, and then its speech ends with it."""

    speech: str
    """Content markup (`skill.content.markup`), not yet SSML."""

    progress: Progress
    """The person's progress after this reply; equal to the turn's where nothing moved."""

    question: str | None = None
    """The name in `QUESTIONS` of what was asked."""

    reprompt: str | None = None
    """What is said into the silence when no answer comes; there is one exactly when there is a question."""

    proposed: time = EVENING
    """The time of day that the question is about, where it is about one."""

    effect: Effect | None = None
    """What is to be done outside; what is said afterwards depends on its outcome."""

    screen: Screen | None = None
    """What is drawn where there is a screen; else what is usual for the question."""

    card: Card | None = None
