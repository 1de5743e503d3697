"""How far a person has come, the changes that a turn can make, and the merge of two copies.

`merge` is commutative, associative and idempotent. In whatever order copies meet (two speakers in a house, a retried
request, a turn taken while the store was unavailable), no change is lost.
"""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from skill.history import History, merge_histories

PATH: Final = "path:"
"""A chosen path is stored as a completion whose key starts so.

The release before this one refuses documents with a field that it does not know, but it keeps completions of any key.
"""


PATHS: Final = ("happened", "worry", "talks", "looking")
"""The keys of the paths, in the order in which the skill names them: what can bring a person here."""


class Place(NamedTuple):
    """The step that a person has been on since `at`. The later place wins; the other fields decide ties."""

    at: datetime
    step: str
    part: int = 0
    """How many parts of the step's detail the person has heard. One more if they then heard the example too."""


class Completion(NamedTuple):
    """A step marked as done, or a path that was chosen."""

    at: datetime
    step: str
    """The key of the step. For a path, its key after `PATH`."""


class Reminder(NamedTuple):
    """The daily reminder that was set at `at`, or its removal at that time."""

    at: datetime
    token: str = ""
    """Alexa's id of the reminder; empty if it was removed."""

    clock: str = ""
    """The time of day on the person's own clock, as in "20:00"."""

    @property
    def is_set(self) -> bool:
        return bool(self.token)


class Progress(NamedTuple):
    """Everything stored about one person. All times are aware and in UTC."""

    welcomed: datetime | None = None
    """When the person first heard what the skill is and what it is not."""

    restarted: datetime | None = None
    """When the person last started over. Completions up to then no longer count."""

    place: Place | None = None
    completions: frozenset[Completion] = frozenset()
    history: History = History()
    reminder: Reminder | None = None
    refused_reminders: datetime | None = None
    """When the person last refused the permission to set reminders."""

    since: datetime | None = None
    """When the person's data was first stored. After a deletion it starts again, later."""

    @property
    def done(self) -> dict[str, datetime]:
        """Step keys to the time when each was first marked as done."""
        completions = sorted(self.completions, reverse=True)
        return {done.step: done.at for done in completions if not done.step.startswith(PATH)}

    @property
    def path(self) -> str | None:
        """The key of the path that the person chose last: what brought them here. None if they chose none."""
        chosen = max((each for each in self.completions if each.step.startswith(PATH)), default=None)
        return chosen.step.removeprefix(PATH) if chosen else None

    def begin(self, now: datetime) -> "Progress":
        return self if self.since else self._replace(since=now)

    def welcome(self, now: datetime) -> "Progress":
        return self if self.welcomed else self._replace(welcomed=now)

    def go_to(self, step: str, now: datetime) -> "Progress":
        """Move to the beginning of a step."""
        return self.hear_detail(step, 0, now)

    def hear_detail(self, step: str, part: int, now: datetime) -> "Progress":
        previous = self.place.at if self.place else None
        return self._replace(place=Place(after(now, previous), step, part))

    def complete(self, step: str, now: datetime) -> "Progress":
        """Mark a step as done. A step that is already done keeps its first date."""
        if step in self.done:
            return self
        return self._replace(completions=self.completions | {Completion(after(now, self.restarted), step)})

    def choose_path(self, path: str, now: datetime) -> "Progress":
        """Replace the path that was chosen before."""
        if path == self.path:
            return self
        steps = frozenset(each for each in self.completions if not each.step.startswith(PATH))
        at = after(now, self.restarted, *(each.at for each in self.completions - steps))
        return self._replace(completions=steps | {Completion(at, PATH + path)})

    def record_visit(self, day: date) -> "Progress":
        history = self.history.record_visit(day)
        return self if history is self.history else self._replace(history=history)

    def rate(self, value: int, day: date) -> "Progress":
        return self._replace(history=self.history.rate(value, day))

    def record_prompt(self, prompt: str, day: date) -> "Progress":
        return self._replace(history=self.history.record_prompt(prompt, day))

    def begin_round(self) -> "Progress":
        """Make all prompts available again."""
        return self._replace(history=self.history.begin_round())

    def set_reminder(self, token: str, clock: str, now: datetime) -> "Progress":
        previous = self.reminder.at if self.reminder else None
        return self._replace(reminder=Reminder(after(now, previous), token, clock))

    def clear_reminder(self, now: datetime) -> "Progress":
        return self.set_reminder("", "", now)

    def refuse_reminders(self, now: datetime) -> "Progress":
        return self._replace(refused_reminders=max(filter(None, (self.refused_reminders, now))))

    def start_over(self, step: str, now: datetime) -> "Progress":
        """Go back to the given first step with nothing marked as done. The path stays."""
        restarted = after(now, self.restarted, *(completion.at for completion in self.completions))
        fresh = self.go_to(step, now)._replace(restarted=restarted, completions=frozenset())
        return fresh.choose_path(self.path, now) if self.path else fresh


def merge(one: Progress, other: Progress) -> Progress:
    """Return the progress that contains the changes of both copies."""
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
    """Return now, or the first moment after the changes that this one follows.

    Merging goes by time alone, so a change needs a later time than what it replaces. Servers' clocks differ, though,
    and a clock can stand still between two changes.
    """
    latest = max(filter(None, earlier), default=None)
    return now if latest is None or now > latest else latest + _TICK
