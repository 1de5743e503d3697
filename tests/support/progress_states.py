"""Guides of any length, people at every point of them, and a talk between the two."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from skill.content import library
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.reply import Reply
from skill.dialogue.time_of_day import EVENING
from skill.dialogue.turn import Slot, Turn
from skill.guide import Guide, Reflection, Step
from skill.progress import Progress

LIBRARY: Final = library.load()
ENGLISH: Final = LIBRARY.guides[library.REFERENCE]
YESTERDAY: Final = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
TODAY: Final = YESTERDAY + timedelta(days=1)


def step_of(number: int) -> Step:
    """A step whose every text tells its number, so that a reply shows where it came from."""
    return Step(
        key=f"step-{number}",
        title=f"Title {number}",
        short=f"short {number}",
        guidance=f"Guidance {number}.",
        detail=(f"Detail {number} a.", f"Detail {number} b."),
        example=f"Example {number}.",
        practice=f"Practice {number}.",
        reflections=(Reflection(f"prompt-{number}", f"Reflection {number}?"),),
    )


def guide_of(steps: int) -> Guide:
    """A guide of that many steps, around them the English phrases."""
    return Guide(tuple(map(step_of, range(1, steps + 1))), ENGLISH.phrases)


def progress_of(guide: Guide, on: int, done: Iterable[int] = ()) -> Progress:
    """Somebody who was welcomed, is on the step of that number and has marked the numbered ones as done."""
    progress = Progress().welcome(YESTERDAY).go_to(guide.steps[on - 1].key, YESTERDAY)
    for number in done:
        progress = progress.complete(guide.steps[number - 1].key, YESTERDAY)
    return progress


def given_every_prompt(progress: Progress, guide: Guide) -> Progress:
    for step in guide.steps:
        for prompt in step.reflections:
            progress = progress.record_prompt(prompt.key, TODAY.date())
    return progress


def rated(progress: Progress, *days_ago: int) -> Progress:
    """Rated on each of the days, always one higher than before."""
    for value, days in enumerate(days_ago, start=4):
        then = YESTERDAY - timedelta(days=days)
        progress = progress.rate(value, then.date()).record_visit(then.date())
    return progress


PEOPLE: Final[Mapping[str, Callable[[Guide], Progress]]] = {
    "new": lambda guide: Progress(),
    "welcomed, not begun": lambda guide: Progress().welcome(YESTERDAY),
    "on the first step": lambda guide: progress_of(guide, 1),
    "in the middle": lambda guide: progress_of(guide, 3, done=(1, 2)),
    "through a step's detail": lambda guide: progress_of(guide, 2, done=(1,)).hear_detail(
        guide.steps[1].key, len(guide.steps[1].detail), YESTERDAY
    ),
    "on the last step": lambda guide: progress_of(guide, len(guide.steps), done=range(1, len(guide.steps))),
    "on the last step, others open": lambda guide: progress_of(guide, len(guide.steps), done=(1, len(guide.steps))),
    "rated for days": lambda guide: rated(progress_of(guide, 2), 4, 0),
    "rated for weeks": lambda guide: rated(progress_of(guide, 2), 21, 7, 0),
    "rated for months": lambda guide: rated(progress_of(guide, 2), 90, 30),
    "rated since yesterday": lambda guide: rated(progress_of(guide, 2), 1, 0),
    "rated once": lambda guide: rated(progress_of(guide, 2), 40),
    "reminded": lambda guide: progress_of(guide, 2).set_reminder("a token", "20:00", YESTERDAY),
    "given every prompt today": lambda guide: given_every_prompt(progress_of(guide, 2), guide),
    "with all that can be kept": lambda guide: rated(
        progress_of(guide, 2, done=(1,)).record_prompt(guide.steps[0].reflections[0].key, YESTERDAY.date()), 1, 0
    ).set_reminder("a token", "20:00", YESTERDAY),
    "finished": lambda guide: progress_of(guide, len(guide.steps), done=range(1, len(guide.steps) + 1)),
}
"""Everybody whom a guide of three or more steps can meet."""


@dataclass
class Talk:
    """One session: remembers what a session remembers, and keeps the progress."""

    guide: Guide = field(default_factory=lambda: guide_of(3))
    progress: Progress = field(default_factory=Progress)
    last: Reply | None = None
    turns: int = 0

    def means(self, name: str, *, one_shot: bool = False, **slots: str) -> Reply:
        """Takes the turn of that intent or request. A slot is its value, and `step` its id too where a step has it."""
        reply = INTENT_HANDLERS[name](self.turn(one_shot=one_shot, **slots))
        self.progress = reply.progress
        self.last = reply if reply.question else None
        self.turns = self.turns + 1 if reply.question else 0
        return reply

    def turn(self, *, one_shot: bool = False, **slots: str) -> Turn:
        return Turn(
            guide=self.guide,
            progress=self.progress,
            now=TODAY + timedelta(minutes=self.turns),
            slots={name: self._slot(name, value) for name, value in slots.items()},
            one_shot=one_shot,
            open_question=self.last.question if self.last else None,
            last_reply=self.last,
            turn_count=self.turns,
            proposed_time=self.last.proposed if self.last else EVENING,
        )

    @property
    def here(self) -> int | None:
        """The number of the step that the person is on."""
        here = self.turn().current_step
        return self.guide.number(here) if here else None

    @property
    def done(self) -> set[int]:
        """The numbers of the steps that are marked as done."""
        return {self.guide.number(step) for step in self.guide.steps if step.key in self.progress.done}

    def _slot(self, name: str, value: str) -> Slot:
        return Slot(value, value if name == "step" and self.guide.step(value) else None)
