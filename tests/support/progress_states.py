"""Guides of any length, the progress of people at every point of a guide, and a dialogue session without Alexa."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from skill.content import library
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.reply import Reply
from skill.dialogue.time_of_day import EVENING
from skill.dialogue.turn import Delivery, Slot, Turn
from skill.guide import Guide, Reflection, Step
from skill.progress import Progress

LIBRARY: Final = library.load()
ENGLISH: Final = LIBRARY.guides[library.REFERENCE]
YESTERDAY: Final = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
TODAY: Final = YESTERDAY + timedelta(days=1)


def step_of(number: int) -> Step:
    """Return a step with its number in every text, so that a reply shows which step it came from."""
    return Step(
        key=f"step-{number}",
        title=f"Title {number}",
        short=f"short {number}",
        gist=f"gist {number}",
        guidance=f"Guidance {number}.",
        detail=(f"Detail {number} a.", f"Detail {number} b."),
        example=f"Example {number}.",
        practice=f"Practice {number}.",
        reflections=(Reflection(f"prompt-{number}", f"Reflection {number}?"),),
        together=f"Topic {number}.",
    )


def place_at(key: str) -> str:
    """Return what the skill says of the place of a person who is on a step."""
    step = ENGLISH.step(key)
    assert step is not None
    return f"step {ENGLISH.number(step)} of {len(ENGLISH.steps)}: {step.short}"


def guide_of(steps: int) -> Guide:
    """Return a guide with that many steps and the English phrases."""
    return replace(ENGLISH, steps=tuple(map(step_of, range(1, steps + 1))))


def progress_of(guide: Guide, on: int, done: Iterable[int] = ()) -> Progress:
    """Return the progress of a welcomed person on one step who has marked others as done, all by number."""
    progress = Progress().welcome(YESTERDAY).go_to(guide.steps[on - 1].key, YESTERDAY)
    for number in done:
        progress = progress.complete(guide.steps[number - 1].key, YESTERDAY)
    return progress


def with_every_prompt(guide: Guide) -> Progress:
    """Return the progress of a person on the second step who got every prompt today."""
    prompts = (prompt.key for step in guide.steps for prompt in step.reflections)
    return _given(guide.steps[1].key, tuple(prompts))


@cache  # it takes milliseconds, and thousands of sessions begin with this person
def _given(step: str, prompts: tuple[str, ...]) -> Progress:
    progress = Progress().welcome(YESTERDAY).go_to(step, YESTERDAY)
    for prompt in prompts:
        progress = progress.record_prompt(prompt, TODAY.date())
    return progress


def rated(progress: Progress, *days_ago: int) -> Progress:
    """Add a rating and a visit for each of the days, each rating one higher than the previous."""
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
    "through a step's example": lambda guide: progress_of(guide, 2, done=(1,)).hear_detail(
        guide.steps[1].key, len(guide.steps[1].detail) + 1, YESTERDAY
    ),
    "on the last step": lambda guide: progress_of(guide, len(guide.steps), done=range(1, len(guide.steps))),
    "on the last step, others open": lambda guide: progress_of(guide, len(guide.steps), done=(1, len(guide.steps))),
    "rated for days": lambda guide: rated(progress_of(guide, 2), 4, 0),
    "rated for weeks": lambda guide: rated(progress_of(guide, 2), 21, 7, 0),
    "rated for months": lambda guide: rated(progress_of(guide, 2), 90, 30),
    "rated since yesterday": lambda guide: rated(progress_of(guide, 2), 1, 0),
    "rated once": lambda guide: rated(progress_of(guide, 2), 40),
    "reminded": lambda guide: progress_of(guide, 2).set_reminder("a token", "20:00", YESTERDAY),
    "given every prompt today": with_every_prompt,
    "with all that can be stored": lambda guide: (
        rated(progress_of(guide, 2, done=(1,)).record_prompt(guide.steps[0].reflections[0].key, YESTERDAY.date()), 1, 0)
        .set_reminder("a token", "20:00", YESTERDAY)
        .choose_path("happened", YESTERDAY)
    ),
    "who worries": lambda guide: progress_of(guide, 1).choose_path("worry", YESTERDAY),
    "whose talks go wrong": lambda guide: progress_of(guide, 1).choose_path("talks", YESTERDAY),
    "rated high yesterday": lambda guide: (
        progress_of(guide, 2).rate(9, YESTERDAY.date()).record_visit(YESTERDAY.date())
    ),
    "here three days ago": lambda guide: progress_of(guide, 2).record_visit(TODAY.date() - timedelta(days=3)),
    "here forty days ago": lambda guide: progress_of(guide, 2).record_visit(TODAY.date() - timedelta(days=40)),
    "rated the same a week ago": lambda guide: (
        progress_of(guide, 2).rate(4, TODAY.date() - timedelta(days=7)).rate(4, YESTERDAY.date())
    ),
    "fallen since last week": lambda guide: (
        progress_of(guide, 2).rate(8, TODAY.date() - timedelta(days=7)).rate(5, YESTERDAY.date())
    ),
    "finished": lambda guide: progress_of(guide, len(guide.steps), done=range(1, len(guide.steps) + 1)),
    "finished, here on a second day of the week": lambda guide: progress_of(
        guide, len(guide.steps), done=range(1, len(guide.steps) + 1)
    ).record_visit(YESTERDAY.date()),
    "finished, given a prompt today": lambda guide: progress_of(
        guide, len(guide.steps), done=range(1, len(guide.steps) + 1)
    ).record_prompt(guide.steps[0].reflections[0].key, TODAY.date()),
}
"""Every kind of person that a guide with three or more steps can have."""


@dataclass
class DialogueSession:
    """One session with the dialogue, which also stores the progress."""

    guide: Guide = field(default_factory=lambda: guide_of(3))
    progress: Progress = field(default_factory=Progress)
    last_reply: Reply | None = None
    turn_count: int = 0
    first_turn_count: int = 0
    """The day's ordinal, which chooses the first wording of a phrase."""

    asked: dict[str, int] = field(default_factory=dict)
    delivery: Delivery = field(default_factory=Delivery)
    misses: int = 0

    def handle(self, name: str, *, one_shot: bool = False, **slots: str) -> Reply:
        """Handle an intent or request. The value of the slot `step` is also its id if there is such a step."""
        reply = INTENT_HANDLERS[name](
            self.turn(one_shot=one_shot, **slots)._replace(delivery=self.delivery.after(name))
        )
        self.follow(reply)
        self.delivery = self.delivery.after(name)
        self.misses = self.misses + 1 if reply.is_miss else 0
        return reply

    def follow(self, reply: Reply) -> None:
        """Go on from a reply."""
        self.progress = reply.progress
        self.last_reply = reply if reply.question else None
        self.turn_count = self.turn_count + 1 if reply.question else 0
        self.asked = {**self.asked, reply.question: self.asked.get(reply.question, 0) + 1} if reply.question else {}

    def turn(self, *, one_shot: bool = False, **slots: str) -> Turn:
        return Turn(
            guide=self.guide,
            progress=self.progress,
            now=TODAY + timedelta(minutes=self.turn_count),
            slots={name: self._slot(name, value) for name, value in slots.items()},
            one_shot=one_shot,
            open_question=self.last_reply.question if self.last_reply else None,
            last_reply=self.last_reply,
            turn_count=self.first_turn_count + self.turn_count,
            asked=self.asked,
            proposed_time=self.last_reply.proposed_time if self.last_reply else EVENING,
            delivery=self.delivery,
            misses=self.misses,
            couple_turn=self.last_reply.couple_turn if self.last_reply else None,
        )

    @property
    def current_step(self) -> int | None:
        """The number of the current step."""
        step = self.turn().current_step
        return self.guide.number(step) if step else None

    @property
    def done(self) -> set[int]:
        """The numbers of the steps marked as done."""
        return {self.guide.number(step) for step in self.guide.steps if step.key in self.progress.done}

    def _slot(self, name: str, value: str) -> Slot:
        is_known = name == "nation" or (name == "step" and self.guide.step(value))
        return Slot(value, value if is_known else None)
