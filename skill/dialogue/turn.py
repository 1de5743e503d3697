"""One turn: everything that a reply may depend on, and the ways to reply."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from skill.dialogue import time_of_day
from skill.dialogue.reply import CoupleTurn, Reply
from skill.dialogue.screen import Screen
from skill.guide import Guide, Step
from skill.progress import Progress

COUPLE_QUESTIONS: Final = frozenset({"couple", "turn"})
"""The questions to two people who take turns, or may want to."""

ScreenFactory = Callable[[], Screen | None]
"""Makes the screen to show; None for the default."""


class Slot(NamedTuple):
    """A filled slot."""

    value: str
    id: str | None = None
    """The id of the value that it was resolved to; None if there is none."""


RATES: Final = (1.0, 0.85, 0.75)
"""The rate of speech as a factor: the usual one, and the one after each request to speak more slowly."""


class Delivery(NamedTuple):
    """What a person asked for. It holds for the session and is not stored."""

    slowness: int = 0
    """An index of `RATES`."""

    is_short: bool = False
    """What has a short form is said in it: the guidance and detail of a step, and phrases NAME with a NAME_short."""

    @property
    def rate(self) -> float:
        return RATES[self.slowness]

    def after(self, intent: str) -> "Delivery":
        """Return the delivery from the reply to this intent on."""
        change = _CHANGES.get(intent)
        return change(self) if change else self


_CHANGES: Final[Mapping[str, Callable[[Delivery], Delivery]]] = {
    "SlowerIntent": lambda now: now._replace(slowness=min(now.slowness + 1, len(RATES) - 1)),
    "ShorterIntent": lambda now: now._replace(is_short=True),
    "UsualDeliveryIntent": lambda now: Delivery(),
}


class Turn(NamedTuple):
    """What a person said, and the state in which they said it."""

    guide: Guide
    progress: Progress
    now: datetime
    """Aware, in the person's time zone."""

    slots: Mapping[str, Slot] = MappingProxyType({})
    """Only the filled slots."""

    one_shot: bool = False
    """The person asked in one sentence ("ask trust steps to ...") and expects an answer, not a conversation."""

    open_question: str | None = None
    """The name in `QUESTIONS` of the open question."""

    last_reply: Reply | None = None
    """The previous reply of this session. Its progress is not valid."""

    turn_count: int = 0
    """The day's ordinal plus the turns before this one. It chooses among the wordings of a phrase."""

    proposed_time: time = time_of_day.EVENING
    """The time of day that the open question asks to confirm, if it asks for one."""

    has_screen: bool = True
    """If False, no screen is made."""

    asked: Mapping[str, int] = MappingProxyType({})
    """How often each question was asked in this session. It chooses among the wordings of a question."""
    delivery: Delivery = Delivery()
    misses: int = 0
    """How many turns before this one, without a break, were not understood."""
    couple_turn: CoupleTurn | None = None
    """The turn that the open question is about, if two people take turns."""

    @property
    def today(self) -> date:
        """The date in the person's time zone."""
        return self.now.date()

    @property
    def current_step(self) -> Step | None:
        """The step that the person is on; None before the first. A removed step is replaced by the first open one."""
        place = self.progress.place
        if place is None:
            return None
        return self.guide.step(place.step) or self._open_from(0) or self.guide.last

    @property
    def detail_part(self) -> int:
        """How many parts of the current step's detail the person has heard; one more after the example."""
        place = self.progress.place
        return place.part if place and self.guide.step(place.step) else 0

    @property
    def done(self) -> int:
        """How many of the guide's steps are marked as done."""
        done = self.progress.done
        return sum(step.key in done for step in self.guide.steps)

    @property
    def next_open_step(self) -> Step | None:
        """The current step until it is done, then the next one that is not done; None when all are done."""
        return self._open_from(self.guide.number(self.current_step) - 1 if self.current_step else 0)

    @property
    def resume_question(self) -> str:
        """The question that leads back to the steps or, once all are done, to what the week has room for."""
        return self._weekly_question if self.stage == "revisit" else self.stage

    @property
    def stage(self) -> str:
        """How far the person is: begin, go_on or, once all steps are done, revisit."""
        if self.next_open_step is None:
            return "revisit"
        return "go_on" if self.current_step else "begin"

    @property
    def monday(self) -> date:
        """The first day of this week."""
        return self.today - timedelta(days=self.today.weekday())

    def phrase(self, key: str, **more: str | int) -> str:
        """Return a phrase with its placeholders filled, from `more` or from those that every phrase may use.

        {total} is the number of steps, {steps} the same with its noun, {done} how many are done.
        {number}, {title}, {short} and {gist} describe the current step, or the first if there is none.
        {next_number} and {next_short} describe the next open step, or the last if all are done.
        {time} is the proposed time of day.
        If the person wants short replies, a phrase NAME_short replaces the phrase NAME.
        """
        short = f"{key}_short"
        key = short if self.delivery.is_short and short in self.guide.phrases else key
        wording = self.guide.wording(key, self.turn_count)
        return wording.format_map(Placeholders(self, more)) if "{" in wording else wording

    def worded(self, step: Step) -> Step:
        """Return a step in the words for the person's path, and in short if they want that."""
        step = step.for_path(self.progress.path)
        return step.shortened() if self.delivery.is_short else step

    def with_progress(self, progress: Progress) -> "Turn":
        """Return this turn after a change of progress, so that phrases describe the new place."""
        return self._replace(progress=progress)

    def ask(self, question: str, *statements: str, screen: ScreenFactory | None = None) -> Reply:
        """Make the statements, ask the question and keep the session open."""
        asking = self._replace(turn_count=self._times_asked(question))
        return Reply(
            speech=" ".join((*statements, asking.phrase(f"ask_{question}"))),
            progress=self.progress,
            question=question,
            reprompt=asking.phrase(f"ask_{question}_again"),
            proposed_time=self.proposed_time,
            screen=self._make_screen(screen),
            couple_turn=self.couple_turn if question in COUPLE_QUESTIONS else None,
        )

    def answer(self, *statements: str, then: str, screen: ScreenFactory | None = None) -> Reply:
        """Make the statements, then ask the question `then`. A one-shot ends after the statements."""
        return self.close(*statements, screen=screen) if self.one_shot else self.ask(then, *statements, screen=screen)

    def close(self, *statements: str, screen: ScreenFactory | None = None) -> Reply:
        """Make the statements and close the session.

        After a one-shot, Alexa itself hears what the person says next, and "I need help now" makes it call the
        emergency contact, who may be the person they fear. So there the phrase comes with the way back into the skill.
        """
        speech = " ".join(statements)
        if self.one_shot:
            speech = speech.replace(self.phrase("say_help"), self.phrase("say_help_outside"))
        return Reply(speech=speech, progress=self.progress, screen=self._make_screen(screen))

    def missed(self, reply: Reply) -> Reply:
        """Mark the reply to words that were not understood. "Repeat" gives what was said before them."""
        last = self.last_reply
        return reply._replace(is_miss=True, before=(last.before or last) if last else None)

    def _times_asked(self, question: str) -> int:
        """Return the day's ordinal plus the times that the question was asked before in this session.

        Every earlier turn of the session asked one question, so the rest of the turn count is the day's.
        """
        return self.turn_count - sum(self.asked.values()) + self.asked.get(question, 0)

    def _make_screen(self, screen: ScreenFactory | None) -> Screen | None:
        return screen() if screen and self.has_screen else None

    @property
    def _weekly_question(self) -> str:
        """Offer a check-in on the first visit of a week, an exercise on the second, and then a thought.

        What the person already had is not offered a second time: after the day's thought, only the steps are left.
        """
        history = self.progress.history
        if history.prompt_of(self.today):
            return "revisit"
        earlier_visits = history.visits_between(self.monday, self.today - timedelta(days=1))
        if earlier_visits == 0 and not history.ratings_since(self.monday):
            return "weekly_rating"
        return "weekly_exercise" if earlier_visits == 1 else "thought"

    def _open_from(self, start: int) -> Step | None:
        """Return the first step that is not done, searching from an index to the end, then from the beginning."""
        steps, done = self.guide.steps, self.progress.done
        return next((step for step in (*steps[start:], *steps[:start]) if step.key not in done), None)


class Placeholders(dict[str, str | int]):
    """The values for a phrase's placeholders. The common ones are computed only if the phrase uses them."""

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
    "gist": lambda turn: (turn.current_step or turn.guide.first).gist,
    "next_number": lambda turn: turn.guide.number(turn.next_open_step or turn.guide.last),
    "next_short": lambda turn: (turn.next_open_step or turn.guide.last).short,
    "time": lambda turn: time_of_day.to_words(turn.guide, turn.proposed_time),
}
