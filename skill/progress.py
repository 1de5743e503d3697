"""How far a person has come, every way to move, and how two copies become one.

Progress is a value that merges: `merge` is commutative, associative and idempotent, so whatever order copies meet in
(two speakers in a house, a retried request, a turn taken while the store was away), nobody's move is lost.
"""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from skill.history import History, merge_histories


class Place(NamedTuple):
    """Where a person is since `at`. Of two places the later holds; order decides ties, so that every copy agrees."""

    at: datetime
    step: str
    part: int = 0
    """How many parts of the step's detail were heard."""


class Completion(NamedTuple):
    """A step marked as done."""

    at: datetime
    step: str


class Reminder(NamedTuple):
    """The daily reminder that a person has since `at`, or that they have none since then."""

    at: datetime
    token: str = ""
    """By which Alexa knows it; empty where there is none."""

    clock: str = ""
    """The time of day by the person's own clock, as in "20:00"."""

    @property
    def is_set(self) -> bool:
        return bool(self.token)


class Progress(NamedTuple):
    """What is kept of one person. All times are aware and in UTC."""

    welcomed: datetime | None = None
    """When the person first heard what this is and what it is not."""

    restarted: datetime | None = None
    """When the person last started over; completions up to then no longer count."""

    place: Place | None = None
    completions: frozenset[Completion] = frozenset()
    history: History = History()
    reminder: Reminder | None = None
    refused_reminders: datetime | None = None
    """When the person last refused the permission to set reminders."""

    since: datetime | None = None
    """When this began to be kept. Whoever was forgotten and comes back has a later one."""

    @property
    def done(self) -> dict[str, datetime]:
        """Step keys to when each was first marked as done."""
        return {completion.step: completion.at for completion in sorted(self.completions, reverse=True)}

    def begin(self, now: datetime) -> "Progress":
        return self if self.since else self._replace(since=now)

    def welcome(self, now: datetime) -> "Progress":
        return self if self.welcomed else self._replace(welcomed=now)

    def go_to(self, step: str, now: datetime) -> "Progress":
        """Moves to the beginning of a step."""
        return self.hear_detail(step, 0, now)

    def hear_detail(self, step: str, part: int, now: datetime) -> "Progress":
        before = self.place.at if self.place else None
        return self._replace(place=Place(after(now, before), step, part))

    def complete(self, step: str, now: datetime) -> "Progress":
        """Marks a step as done; a step that is done already keeps its first date."""
        if step in self.done:
            return self
        return self._replace(completions=self.completions | {Completion(after(now, self.restarted), step)})

    def record_visit(self, day: date) -> "Progress":
        """Counts a day on which the person came."""
        history = self.history.record_visit(day)
        return self if history is self.history else self._replace(history=history)

    def rate(self, value: int, day: date) -> "Progress":
        return self._replace(history=self.history.rate(value, day))

    def give(self, prompt: str, day: date) -> "Progress":
        return self._replace(history=self.history.give(prompt, day))

    def begin_round(self) -> "Progress":
        """All prompts may be given again."""
        return self._replace(history=self.history.begin_round())

    def remind(self, token: str, clock: str, now: datetime) -> "Progress":
        """Knows of a reminder from now on."""
        return self._replace(reminder=Reminder(after(now, self.reminder.at if self.reminder else None), token, clock))

    def clear_reminder(self, now: datetime) -> "Progress":
        return self.remind("", "", now)

    def refuse_reminders(self, now: datetime) -> "Progress":
        return self._replace(refused_reminders=max(filter(None, (self.refused_reminders, now))))

    def start_over(self, step: str, now: datetime) -> "Progress":
        """Goes back to the given first step with nothing marked as done."""
        restarted = after(now, self.restarted, *(completion.at for completion in self.completions))
        return self.go_to(step, now)._replace(restarted=restarted, completions=frozenset())


def merge(one: Progress, other: Progress) -> Progress:
    """The progress that knows what both copies know."""
    restarted = max(filter(None, (one.restarted, other.restarted)), default=None)
    return Progress(
        welcomed=min(filter(None, (one.welcomed, other.welcomed)), default=None),
        restarted=restarted,
        place=max(filter(None, (one.place, other.place)), default=None),
        completions=frozenset(
            completion
            for completion in one.completions | other.completions
            if restarted is None or completion.at > restarted
        ),
        history=merge_histories(one.history, other.history),
        reminder=max(filter(None, (one.reminder, other.reminder)), default=None),
        refused_reminders=max(filter(None, (one.refused_reminders, other.refused_reminders)), default=None),
        since=min(filter(None, (one.since, other.since)), default=None),
    )


_TICK: Final = timedelta(microseconds=1)


def after(now: datetime, *earlier: datetime | None) -> datetime:
    """Now, but later than the moves that this one follows.

    Servers' clocks differ, and one clock can stand still between two moves. Merging goes by time alone, so a move has
    to bear a later time than whatever it replaces.
    """
    last = max(filter(None, earlier), default=None)
    return now if last is None or now > last else last + _TICK
