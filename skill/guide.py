"""The guide: its steps in order, and its phrases in the words of one locale."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Guide:
    """Has at least one step."""

    steps: tuple[Step, ...]
    phrases: Mapping[str, tuple[str, ...]]
    """Phrase key to its wordings: one for most phrases, several for those that people hear often."""

    country: Country | None = None
    """Where to find help. None if the locale's country is unknown."""

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

    def prompt(self, step: Step, day: date, used: Container[str]) -> Reflection | None:
        """Return an unused prompt for a person on this step, or None if all prompts are used.

        The step's own prompts come first, then those of the other steps. The order depends on the day, so that
        neighbouring prompts do not follow each other, and the same arguments give the same prompt all day.
        """
        for pool in (step.reflections, *(other.reflections for other in self.steps)):
            unused = [prompt for prompt in pool if prompt.key not in used]
            if unused:
                return min(unused, key=lambda prompt: sha256(f"{day}{prompt.key}".encode()).digest())
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
