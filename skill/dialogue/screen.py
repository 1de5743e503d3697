"""What a screen shows with a reply, as plain values. `skill.apl` draws them."""

from dataclasses import dataclass

from skill.guide import Guide, Step
from skill.history import HIGHEST, LOWEST, Rating
from skill.progress import PATHS


@dataclass(frozen=True, slots=True)
class Button:
    """A place to touch."""

    label: str
    arguments: tuple[str, ...]
    """What the device sends: a name in `BUTTONS`, or "step" or "rating" with a value."""


@dataclass(frozen=True, slots=True)
class WordsScreen:
    """Shows the speech."""


@dataclass(frozen=True, slots=True)
class ChoiceScreen:
    """Shows the speech and a choice."""

    rows: tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class StepScreen:
    """Shows a step's text and the step's place in the guide."""

    number: int
    total: int
    place: str
    """The place in words."""

    title: str
    announcement: str
    """How the speech announces number and title. It is cut from the text, so that they are not shown twice."""


@dataclass(frozen=True, slots=True)
class PromptScreen:
    """Shows a prompt, set off from the rest of the speech."""

    prompt: str


@dataclass(frozen=True, slots=True)
class RatingsScreen:
    """Shows the speech and a chart of the ratings."""

    title: str
    ratings: tuple[Rating, ...]
    """Oldest first; may be empty."""


@dataclass(frozen=True, slots=True)
class ExerciseScreen:
    """Shows an exercise line by line, in time with the speech, and the time left."""

    title: str


@dataclass(frozen=True, slots=True)
class CouplePlace:
    """One of two people who take turns."""

    name: str
    role: str
    """What the person does in this turn."""

    is_turn: bool


@dataclass(frozen=True, slots=True)
class CoupleScreen:
    """Shows whose turn it is, the speech, and the time left."""

    first: CouplePlace
    second: CouplePlace


@dataclass(frozen=True, slots=True)
class SafetyScreen:
    """Shows the help lines. It disappears by itself after a while, or when it is touched."""


Screen = (
    WordsScreen
    | ChoiceScreen
    | StepScreen
    | PromptScreen
    | RatingsScreen
    | ExerciseScreen
    | CoupleScreen
    | SafetyScreen
)


def default_screen(question: str | None, guide: Guide) -> Screen:
    """Return the screen for a reply that names none, such as a repeated one."""
    if question in {"safety", "nation", "card", "despair", "despair_card", "still_here"}:
        return SafetyScreen()
    if question in {"which", "which_done"}:
        return ChoiceScreen(tuple((_step_button(step, guide),) for step in guide.steps))
    if question == "path":
        return ChoiceScreen(tuple((Button(guide.phrase(f"touch_{path}"), (path,)),) for path in PATHS))
    if question == "rate":
        scale = tuple(Button(str(value), ("rating", str(value))) for value in range(LOWEST, HIGHEST + 1))
        half = len(scale) // 2
        return ChoiceScreen((scale[:half], scale[half:]))
    return WordsScreen()


def _step_button(step: Step, guide: Guide) -> Button:
    return Button(f"{guide.number(step)}. {step.title}", ("step", step.key))
