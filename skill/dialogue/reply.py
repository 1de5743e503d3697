"""What the skill answers, as a value: whoever speaks Alexa's language turns it into a response."""

from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

from skill.dialogue.clock import EVENING
from skill.dialogue.effects import Effect
from skill.dialogue.screen import Screen
from skill.progress import Progress


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
