"""The guide: its steps, in order, and the words it is told in."""

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
    """What is stored of it; the same in every language."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. Every text is content markup: plain words, and a short list of tags (`skill.content.markup`)."""

    key: str
    """What is stored and what a slot resolves to; never spoken, never changed once people have used it."""

    title: str
    short: str
    """The name that people say, fit for the middle of a sentence."""

    guidance: str
    detail: tuple[str, ...]
    example: str
    practice: str
    reflections: tuple[Reflection, ...]


@dataclass(frozen=True)
class Guide:
    """The steps in their order and the phrases around them, in the words of one locale. It has at least one step."""

    steps: tuple[Step, ...]
    phrases: Mapping[str, tuple[str, ...]]
    """Phrase key to its wordings; most have one, those that people hear often have several."""

    country: Country | None = None
    """Where people can turn; none where the locale's country is not known."""

    @cached_property
    def _steps(self) -> Mapping[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {step.key: number for number, step in enumerate(self.steps, start=1)}

    @property
    def first(self) -> Step:
        return self.steps[0]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def step(self, key: str) -> Step | None:
        return self._steps.get(key)

    def number(self, step: Step) -> int:
        """The step's place as people count: the first is 1."""
        return self._numbers[step.key]

    def numbered(self, number: int) -> Step | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None

    def after(self, step: Step) -> Step | None:
        return self.numbered(self.number(step) + 1)

    def before(self, step: Step) -> Step | None:
        return self.numbered(self.number(step) - 1)

    def reflection(self, key: str) -> Reflection | None:
        return next((prompt for step in self.steps for prompt in step.reflections if prompt.key == key), None)

    def prompt(self, step: Step, day: date, spent: Container[str]) -> Reflection | None:
        """What to give somebody on that step on that day; none when all prompts are spent.

        The step's own come first, then those of the others. The day mixes them, so that neighbours do not follow
        each other, and everything else being equal the answer is the same all day.
        """
        for pool in (step.reflections, *(other.reflections for other in self.steps)):
            fresh = [prompt for prompt in pool if prompt.key not in spent]
            if fresh:
                return min(fresh, key=lambda prompt: sha256(f"{day}{prompt.key}".encode()).digest())
        return None

    def phrase(self, key: str, turn: int = 0, /, **values: object) -> str:
        """The wording whose turn it is, with its {placeholders} filled. Raises KeyError for what no guide says."""
        return self.wording(key, turn).format(**values)

    def wording(self, key: str, turn: int = 0) -> str:
        """The wording whose turn it is, its {placeholders} still open. Raises KeyError for what no guide says."""
        wordings = self.phrases[key]
        return wordings[turn % len(wordings)]
