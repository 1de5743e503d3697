"""One conversation on the page: a device and a skill of its own, on a calendar of its own, and all that came of it.

The calendar is that of rehearsals, so that what is recorded here plays the same way as a conversation file.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

from speech.conversations.file_format import (
    PERMISSION_STATUSES,
    Comment,
    DaysLater,
    Exchange,
    Line,
    PermissionReply,
    PersonChange,
    write,
)
from speech.conversations.player import NOT_FOR_SKILL, SILENCE
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device, NotForSkillError
from speech.simulator.request import Json, Speaker
from speech.simulator.turn_result import TurnResult
from speech.skills.interface import RunningSkill

MOST_TURNS: Final = 1_000


class TooLong(SpeechError):  # noqa: N818 - it says what is wrong
    """A conversation without end would fill the memory."""


class NoSuchTurn(SpeechError):  # noqa: N818 - it says what is missing
    """A turn is asked for that was never taken."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    number: int
    line: Line
    """As a conversation file has it."""

    caller: Speaker
    now: datetime
    is_open: bool
    """The session, after it."""

    outcome: TurnResult = field(default_factory=TurnResult)
    question: str = ""
    """What Alexa herself asks then, for a permission; empty where she asks nothing."""

    fault: str = ""
    """Why nothing came of it; empty where something did."""

    @property
    def reprompt(self) -> str:
        """SSML that is heard if nothing is said; empty where there is none."""
        answer = self.outcome.answer
        return answer.reprompt if answer and self.is_open else ""


class WebConversation:
    """Any number of threads may share it."""

    def __init__(self, device: Device, clock: Clock, staged: RunningSkill, most: int = MOST_TURNS) -> None:
        self._most = most
        self._device = device
        self._clock = clock
        self._staged = staged
        self._lock = RLock()
        self._people: dict[str, Speaker] = {}
        self.turns: list[TurnRecord] = []

    @property
    def now(self) -> datetime:
        """Where nothing moves it, the calendar stands still."""
        return self._clock()

    @property
    def device(self) -> Device:
        return self._device

    def turn(self, number: int) -> TurnRecord:
        """Raises NoSuchTurn."""
        if not 0 <= number < len(self.turns):
            raise NoSuchTurn(f"nothing was said that has the number {number}")
        return self.turns[number]

    def caller(self, person: str) -> Speaker:
        """That person, on the account of this conversation."""
        return replace(self._device.caller, person=person)

    def say(self, sentence: str, caller: Speaker) -> list[TurnRecord]:
        return self._take(Exchange(sentence), caller, lambda: self._device.hear(sentence))

    def stay_silent(self, caller: Speaker) -> list[TurnRecord]:
        return self._take(Exchange(SILENCE), caller, self._device.stay_silent)

    def touch(self, arguments: Sequence[Any], token: str, caller: Speaker) -> list[TurnRecord]:
        return self._take(Exchange(json.dumps(arguments)), caller, lambda: self._device.touch(arguments, token))

    def answer_permission(self, answer: str, caller: Speaker) -> list[TurnRecord]:
        """To Alexa's own question: a key of PERMISSION_STATUSES."""
        status = PERMISSION_STATUSES[answer]
        return self._take(PermissionReply(answer), caller, lambda: self._device.answer_permission(status))

    def move_on(self, days: int) -> list[TurnRecord]:
        """Nobody talks through the night: an open session ends."""
        with self._lock:
            self._check_room()
            self._device.end()
            self._clock.move(timedelta(days=days))
            return [self._add(DaysLater(days))]

    def kept(self) -> dict[str, Json]:
        """What the skill stores about everybody who has spoken, by name."""
        with self._lock:
            return {person: dict(self._staged.stored_data(caller)) for person, caller in self._people.items()}

    def reminders(self) -> list[str]:
        """Those that the skill has set with Alexa."""
        known = self._staged.reminders
        return list(map(str, known.of(self._device.caller.user_id))) if known else []

    def recording(self) -> str:
        """As a conversation file; what failed is left out."""
        with self._lock:
            heading = Comment(f"# Recorded on the desk, in {self._device.caller.locale}.")
            return write([heading, *(turn.line for turn in self.turns if not turn.fault)])

    def _take(
        self, line: Exchange | PermissionReply, caller: Speaker, act: Callable[[], TurnResult]
    ) -> list[TurnRecord]:
        """The turns that came of it: where somebody else speaks than before, one says so."""
        with self._lock:
            self._check_room()
            is_other = caller.person != self._device.caller.person
            self._device.caller = self._people[caller.person] = caller
            added = [self._add(PersonChange(caller.person))] if is_other else []
            return [*added, self._heard(line, act)]

    def _check_room(self) -> None:
        if len(self.turns) >= self._most:
            raise TooLong(f"{self._most} turns are as many as a page takes; begin anew")

    def _heard(self, line: Exchange | PermissionReply, act: Callable[[], TurnResult]) -> TurnRecord:
        try:
            outcome = act()
        except NotForSkillError:
            return self._add(replace(line, answer=NOT_FOR_SKILL))
        except SpeechError as fault:
            return self._add(line, fault=str(fault))
        return self._add(replace(line, answer=outcome.words), outcome)

    def _add(self, line: Line, outcome: TurnResult | None = None, fault: str = "") -> TurnRecord:
        device = self._device
        question = device.pending.question(device.model.invocation_name) if device.pending else ""
        after = (device.caller, self._clock(), device.is_listening, outcome or TurnResult(), question, fault)
        turn = TurnRecord(len(self.turns), line, *after)
        self.turns.append(turn)
        return turn
