"""A reply as a value: its speech, question, screen and card, and the effect that Alexa has to run for it."""

from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import NamedTuple

from skill.dialogue.screen import Screen
from skill.dialogue.time_of_day import EVENING
from skill.progress import Progress


@dataclass(frozen=True, slots=True)
class SetReminder:
    """Set a daily reminder."""

    time: time
    """On the person's own clock."""

    text: str
    """Everyone in the room hears it, so it does not mention the subject of the skill."""

    token: str = ""
    """The reminder to replace; empty if there is none."""

    may_ask: bool = False
    """The skill may ask for the permission if it is missing."""


@dataclass(frozen=True, slots=True)
class CancelReminder:
    """Delete the reminder."""

    token: str


@dataclass(frozen=True, slots=True)
class AskPermission:
    """Let Alexa ask, in its own words, for the permission to set reminders. The answer comes as a later request."""

    token: str
    """Alexa sends it back with the answer."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything stored about the person, even if their reminder cannot be deleted."""

    token: str
    """The person's reminder; empty if there is none. `Done` has the same token if the reminder may still exist."""


Effect = SetReminder | CancelReminder | AskPermission | Forget


@dataclass(frozen=True, slots=True)
class Done:
    """The effect was confirmed."""

    token: str = ""
    """The reminder's id, where one is needed later."""


class Failure(Enum):
    """Why an effect failed, or may have failed."""

    NOT_PERMITTED = auto()
    UNSUPPORTED = auto()
    """The device has no reminders, or no room for another one."""

    NOT_FOUND = auto()
    """The reminder no longer exists."""

    BUSY = auto()
    UNKNOWN = auto()
    """Alexa gave no clear answer; the effect may even have succeeded."""


EffectOutcome = Done | Failure


@dataclass(frozen=True, slots=True)
class Card:
    """A card in the Alexa app. Everyone who uses the account can read it, so it is sent only after an informed yes."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """A card in the Alexa app with which the person can allow reminders. It says nothing about them."""


class CoupleTurn(NamedTuple):
    """Where two people are in an exercise that they take turns in. Only the session holds it."""

    step: str
    """The key of the step whose exercise it is."""

    number: int = 0
    """The turn that was just announced, from 1 on; 0 while they are asked whether they both want it."""


class Reply(NamedTuple):
    """One answer. It keeps the session open if and only if it has a question, which its speech then ends with."""

    speech: str
    """Content markup (`skill.content.markup`), not SSML."""

    progress: Progress
    """The person's progress after this reply; equal to the turn's if nothing changed."""

    question: str | None = None
    """A name in `QUESTIONS`."""

    reprompt: str | None = None
    """What Alexa says if the person does not answer. None if and only if there is no question."""

    proposed_time: time = EVENING
    """The time of day that the question asks to confirm, if it asks for one."""

    effect: Effect | None = None
    """What has to be done outside the dialogue. Its outcome decides the final reply."""

    screen: Screen | None = None
    """The screen to show; None for the question's default screen."""

    card: Card | ConsentCard | None = None
    couple_turn: CoupleTurn | None = None
    """The turn that the question is about, if it asks two people who take turns."""

    is_miss: bool = False
    """The words were not understood."""

    before: "Reply | None" = None
    """What to repeat instead of this reply, which only says that the words were not understood. It has no `before`."""
