"""What is known when somebody speaks, and the ways to answer that every meaning shares."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final, NamedTuple

from skill.dialogue import time_of_day
from skill.dialogue.reply import Reply
from skill.dialogue.screen import Screen
from skill.guide import Guide, Step
from skill.progress import Progress

Drawing = Callable[[], Screen | None]
"""What is to be on the screen; none where it is the usual one."""


class Slot(NamedTuple):
    """What was heard in a slot, and the id of the value that it was resolved to, where there is one."""

    value: str
    id: str | None = None


class Turn(NamedTuple):
    """One thing that a person said, with all that an answer may depend on."""

    guide: Guide
    progress: Progress
    now: datetime
    """Aware. The moment of this turn."""

    slots: Mapping[str, Slot] = MappingProxyType({})
    """Only the slots that were filled."""

    one_shot: bool = False
    """The person asked in one breath ("ask trust steps to ...") and expects an answer, not a conversation."""

    open_question: str | None = None
    """The name in `QUESTIONS` of the question that is open."""

    last_reply: Reply | None = None
    """What was answered before in this session; its progress is not to be used."""

    turn_count: int = 0
    """Turns before this one, so that phrases with several wordings take them in turn."""

    proposed_time: time = time_of_day.EVENING
    """The time of day that the open question is about, where it is about one."""

    has_screen: bool = True
    """Without one nobody works out what it would show."""

    @property
    def today(self) -> date:
        """The person's own day."""
        return self.now.date()

    @property
    def current_step(self) -> Step | None:
        """The step that the person is on; none before the first. One that left the guide gives way to one not done."""
        place = self.progress.place
        if place is None:
            return None
        return self.guide.step(place.step) or self._open_from(0) or self.guide.last

    @property
    def detail_part(self) -> int:
        """How many parts of this step's detail were heard."""
        place = self.progress.place
        return place.part if place and self.guide.step(place.step) else 0

    @property
    def done(self) -> int:
        """How many of the guide's steps are marked as done."""
        done = self.progress.done
        return sum(step.key in done for step in self.guide.steps)

    @property
    def next_open_step(self) -> Step | None:
        """The step to go on with: this one until it is done, then the nearest after it that is not; none at the end."""
        return self._open_from(self.guide.number(self.current_step) - 1 if self.current_step else 0)

    @property
    def resume_question(self) -> str:
        """The question that leads back to the steps from anywhere."""
        if self.next_open_step is None:
            return "revisit"
        return "go_on" if self.current_step else "begin"

    def phrase(self, key: str, **more: str | int) -> str:
        """A phrase, with `more` and the placeholders that every phrase may use.

        {total} steps; {steps} the same as a noun phrase; {done} of them; {number}, {title} and {short} of the step that
        the person is on, else of the first; {next_number} and {next_short} of the one to go on with, else of the last;
        {time} of day that is proposed.
        """
        wording = self.guide.wording(key, self.turn_count)
        return wording.format_map(Placeholders(self, more)) if "{" in wording else wording

    def with_progress(self, progress: Progress) -> "Turn":
        """This turn as it is after a move, so that what is said speaks of the new place."""
        return self._replace(progress=progress)

    def ask(self, question: str, *statements: str, screen: Drawing | None = None) -> Reply:
        """Says the statements, asks the question and waits for the answer; on the usual screen if none is given."""
        return Reply(
            speech=" ".join((*statements, self.phrase(f"ask_{question}"))),
            progress=self.progress,
            question=question,
            reprompt=self.phrase(f"ask_{question}_again"),
            proposed=self.proposed_time,
            screen=self._drawn(screen),
        )

    def answer(self, *statements: str, then: str, screen: Drawing | None = None) -> Reply:
        """Says the statements; within a conversation it goes on with a question, in one breath it ends there."""
        return self.close(*statements, screen=screen) if self.one_shot else self.ask(then, *statements, screen=screen)

    def close(self, *statements: str, screen: Drawing | None = None) -> Reply:
        """Says the statements and closes the session."""
        return Reply(speech=" ".join(statements), progress=self.progress, screen=self._drawn(screen))

    def _drawn(self, screen: Drawing | None) -> Screen | None:
        return screen() if screen and self.has_screen else None

    def _open_from(self, start: int) -> Step | None:
        """The first step that is not done, looked for from a place to the end and then from the beginning."""
        steps, done = self.guide.steps, self.progress.done
        return next((step for step in (*steps[start:], *steps[:start]) if step.key not in done), None)


class Placeholders(dict[str, str | int]):
    """Fills the placeholders of a phrase. Those that every phrase may use are worked out only where one does."""

    def __init__(self, turn: Turn, more: Mapping[str, str | int]) -> None:
        super().__init__(more)
        self._turn = turn

    def __missing__(self, name: str) -> str | int:
        return _COMMON[name](self._turn)


def _steps(turn: Turn) -> str:
    total = len(turn.guide.steps)
    return turn.guide.phrase("steps_one" if total == 1 else "steps_many", total=total)


_COMMON: Final[Mapping[str, Callable[[Turn], str | int]]] = {
    "total": lambda turn: len(turn.guide.steps),
    "steps": _steps,
    "done": lambda turn: turn.done,
    "number": lambda turn: turn.guide.number(turn.current_step or turn.guide.first),
    "title": lambda turn: (turn.current_step or turn.guide.first).title,
    "short": lambda turn: (turn.current_step or turn.guide.first).short,
    "next_number": lambda turn: turn.guide.number(turn.next_open_step or turn.guide.last),
    "next_short": lambda turn: (turn.next_open_step or turn.guide.last).short,
    "time": lambda turn: time_of_day.spoken(turn.guide, turn.proposed_time),
}
