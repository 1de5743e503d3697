"""What only the outside can do for a person: asked for by a reply as a plain value, and answered by its outcome."""

from dataclasses import dataclass
from datetime import time
from enum import Enum, auto


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


Outcome = Done | Failure
