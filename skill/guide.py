"""The guide: its steps in order, and its phrases in the words of one locale."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from skill.helplines import Country


@dataclass(frozen=True, slots=True)
class Reflection:
    """A prompt for a day: one open question, or one small act."""

    key: str
    """What is stored when the prompt is given. It is the same in every language."""

    text: str

    paths: tuple[str, ...] = ()
    """The paths that it suits best; empty if it suits all of them."""

    is_for_two: bool = False
    """It is for two people who do it together, and given to no one else."""

    @property
    def is_question(self) -> bool:
        return any(mark in self.text for mark in "?\uff1f\u061f")


@dataclass(frozen=True, slots=True)
class Step:
    """Every text is content markup: plain words and a few tags (`skill.content.markup`)."""

    key: str
    """What is stored, and the id that a slot resolves to. Never change it once people have used it."""

    title: str
    short: str
    """The name that people say. It fits the middle of a sentence."""

    gist: str
    """The step in at most twelve words, to remind a person who comes back. It fits after a colon."""

    guidance: str
    detail: tuple[str, ...]
    example: str
    practice: str
    reflections: tuple[Reflection, ...]
    together: str = ""
    """What each of two people speaks about when they take turns; empty if the step has no exercise for two."""

    plain: str = ""
    """What the step is about, in the simplest words."""

    brief: str = ""
    """The guidance in a few words."""

    brief_detail: tuple[str, ...] = ()
    """Each part of the detail in a few words."""

    paths: Mapping[str, Mapping[str, str | tuple[str, ...]]] = field(default_factory=dict, hash=False)
    """By the key of a path, the fields with other words for people who chose it."""

    def for_path(self, path: str | None) -> "Step":
        """Return the step in the words for a path."""
        changes = self.paths.get(path or "")
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]

    def shortened(self) -> "Step":
        """Return the step with its guidance and detail in a few words. Without such words, it stays as it is."""
        return replace(self, guidance=self.brief or self.guidance, detail=self.brief_detail or self.detail)


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """How a language says a time of day. {hour} counts to 12, {hour24} to 23, and {minute} has two digits."""

    hour: str = "{hour24}:00"
    minutes: str = "{hour24}:{minute}"
    hour_one: str = "{hour24}:00"
    """As `hour`, where the hour that is said is 1."""

    minutes_one: str = "{hour24}:{minute}"
    minutes_midnight: str = "{hour24}:{minute}"
    """As `minutes`, in the first hour of the day."""

    midnight: str = "0:00"
    noon: str = "12:00"
    parts: tuple[tuple[int, str], ...] = ((0, "{clock}"),)
    """What is said around the time as {clock} from an hour of the day on, such as "{clock} in the morning"."""


@dataclass(frozen=True)
class Guide:
    """Has at least one step."""

    steps: tuple[Step, ...]
    phrases: Mapping[str, tuple[str, ...]]
    """Phrase key to its wordings: one for most phrases, several for those that people hear often."""

    country: Country | None = None
    """Where to find help. None if the locale's country is unknown."""

    time_format: TimeFormat = TimeFormat()

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def step(self, key: str) -> Step | None:
        return self._steps.get(key)

    @property
    def for_two(self) -> tuple[Step, ...]:
        """The steps that have an exercise for two people; at least one."""
        return tuple(step for step in self.steps if step.together)

    def number(self, step: Step) -> int:
        """The first step has number 1."""
        return self._numbers[step.key]

    def numbered(self, number: int) -> Step | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None

    def after(self, step: Step) -> Step | None:
        return self.numbered(self.number(step) + 1)

    def before(self, step: Step) -> Step | None:
        return self.numbered(self.number(step) - 1)

    def reflection(self, key: str) -> Reflection | None:
        return next((prompt for step in self.steps for prompt in step.reflections if prompt.key == key), None)

    def prompt(
        self, step: Step, day: date, used: Container[str], *, path: str | None = None, is_for_two: bool = False
    ) -> Reflection | None:
        """Return an unused prompt for a person on this step and path, or for two people; None if all are used.

        The step's own prompts come first, then those of the other steps, and of each step first those that suit the
        path. The order depends on the day, so that neighbouring prompts do not follow each other, and the same
        arguments give the same prompt all day.
        """
        for pool in (step.reflections, *(other.reflections for other in self.steps)):
            unused = [prompt for prompt in pool if prompt.key not in used and prompt.is_for_two == is_for_two]
            if unused:
                return min(unused, key=lambda prompt: (_distance(prompt, path), _shuffled(day, prompt.key)))
        return None

    def phrase(self, key: str, turn: int = 0, /, **values: object) -> str:
        """Return one of the wordings, chosen by turn, with its {placeholders} filled. Raise KeyError if unknown."""
        return self.wording(key, turn).format(**values)

    def wording(self, key: str, turn: int = 0) -> str:
        """Return one of the wordings, chosen by turn, with its {placeholders} not filled. Raise KeyError if unknown."""
        wordings = self.phrases[key]
        return wordings[turn % len(wordings)]

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {step.key: number for number, step in enumerate(self.steps, start=1)}


def _distance(prompt: Reflection, path: str | None) -> int:
    """Return how far a prompt is from a path: 0 for one of its own, 1 for one that suits all, 2 for another path's."""
    if path in prompt.paths:
        return 0
    return 2 if path and prompt.paths else 1


def _shuffled(day: date, key: str) -> bytes:
    return sha256(f"{day}{key}".encode()).digest()
