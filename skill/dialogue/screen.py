"""What a screen shows beside what is said, and what can be touched there, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from skill.guide import Guide, Step
from skill.history import HIGHEST, LOWEST, Rating


@dataclass(frozen=True, slots=True)
class Touch:
    """A place to touch, and what it sends: a name, and what it is about where the name alone does not tell."""

    label: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordsScreen:
    """What is said, to be read."""


@dataclass(frozen=True, slots=True)
class ChoiceScreen:
    """What is said, and one of several to be chosen."""

    rows: tuple[tuple[Touch, ...], ...]


@dataclass(frozen=True, slots=True)
class StepScreen:
    """What is said about a step, with its place among the steps."""

    number: int
    total: int
    place: str
    """The place in words."""

    title: str
    spoken: str
    """How a reply says number and title, where it does: they are not shown twice."""


@dataclass(frozen=True, slots=True)
class PromptScreen:
    """A prompt, and around it what else is said."""

    prompt: str


@dataclass(frozen=True, slots=True)
class RatingsScreen:
    """What is said, and how trust was rated over time."""

    title: str
    ratings: tuple[Rating, ...]
    """The oldest first; there may be none."""


@dataclass(frozen=True, slots=True)
class ExerciseScreen:
    """What is said is an exercise: its lines, each in its time, and the time that is left."""

    title: str


@dataclass(frozen=True, slots=True)
class SafetyScreen:
    """Help now. It leaves the screen by itself, and at once when it is touched."""


Screen = WordsScreen | ChoiceScreen | StepScreen | PromptScreen | RatingsScreen | ExerciseScreen | SafetyScreen

TOUCHES: Final[Mapping[str, tuple[str, ...]]] = {
    "begin": ("begin", "list"),
    "go_on": ("go_on", "reflection", "list"),
    "revisit": ("list", "reflection"),
    "more": ("more", "practice", "next", "previous"),
    "example": ("example", "practice", "next", "previous"),
    "practice": ("practice", "next", "previous"),
    "done": ("done", "next"),
    "next": ("next", "list"),
    "which": (),
    "which_done": (),
    "another": ("another", "list"),
    "rate": (),
    "remind_when": (),
    "safety": ("hide",),
    "what_next": ("go_on", "list", "help"),
}
"""What can be touched after a question, the likeliest first: a small screen has room for two. After any other question
it is yes and no. The label is the phrase touch_NAME."""


def touches(question: str | None, guide: Guide) -> list[Touch]:
    names = TOUCHES.get(question, ("yes", "no")) if question else ()
    return [Touch(guide.phrase(f"touch_{name}"), (name,)) for name in names]


def usual(question: str | None, guide: Guide) -> Screen:
    """What goes with a question where a reply asks for no other screen, so also where the reply is repeated."""
    if question in {"safety", "card"}:
        return SafetyScreen()
    if question in {"which", "which_done"}:
        return ChoiceScreen(tuple((_named(step, guide),) for step in guide.steps))
    if question == "rate":
        scale = tuple(Touch(str(value), ("rating", str(value))) for value in range(LOWEST, HIGHEST + 1))
        half = len(scale) // 2
        return ChoiceScreen((scale[:half], scale[half:]))
    return WordsScreen()


def _named(step: Step, guide: Guide) -> Touch:
    return Touch(f"{guide.number(step)}. {step.title}", ("step", step.key))
