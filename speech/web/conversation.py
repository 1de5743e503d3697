"""One conversation on the page, with a device, a skill and a clock of its own, and the record of its turns.

The clock starts where rehearsals start, so that a recording plays the same way as a conversation file.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

from speech.conversations.device_events import AccountChange, PlayerEvent, SecondsLater
from speech.conversations.file_format import (
    PERMISSION_STATUSES,
    Comment,
    DaysLater,
    Exchange,
    Line,
    PermissionReply,
    PersonChange,
    Turn,
    write,
)
from speech.conversations.patterns import literal
from speech.conversations.player import NOT_FOR_SKILL, SILENCE, act_on_player
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device, NotForSkillError
from speech.simulator.request import Json, Speaker
from speech.simulator.turn_result import TurnResult
from speech.skills.interface import Milestone, RunningSkill

MAX_TURNS: Final = 1_000


class ConversationFull(SpeechError):  # noqa: N818 - it says what is wrong
    """The conversation has as many turns as are kept in memory."""


class TurnNotFound(SpeechError):  # noqa: N818 - it says what is missing
    """The conversation has no turn with this number."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    number: int
    line: Line
    """The turn as a conversation file has it."""

    speaker: Speaker
    now: datetime
    is_open: bool
    """True if the session is open after the turn."""

    result: TurnResult = field(default_factory=TurnResult)
    question: str = ""
    """Alexa's own question for a permission; empty if there is none."""

    fault: str = ""
    """Why the turn failed; empty if it did not."""

    sentence: str = ""
    """The words that answered Alexa's own question; empty for a button and for any other turn."""

    @property
    def reprompt(self) -> str:
        """SSML; empty if there is none."""
        return self.result.reprompt if self.is_open else ""


class WebConversation:
    """Thread-safe."""

    def __init__(self, device: Device, clock: Clock, skill: RunningSkill, max_turns: int = MAX_TURNS) -> None:
        self._max_turns = max_turns
        self._device = device
        self._clock = clock
        self._skill = skill
        self._lock = RLock()
        self._speakers: dict[str, Speaker] = {}
        self._taken: dict[str, list[TurnRecord]] = {}
        self.turns: list[TurnRecord] = []

    @property
    def now(self) -> datetime:
        return self._clock()

    @property
    def device(self) -> Device:
        return self._device

    def turn(self, number: int) -> TurnRecord:
        """Raises TurnNotFound."""
        if not 0 <= number < len(self.turns):
            raise TurnNotFound(f"this conversation has no turn {number}")
        return self.turns[number]

    def speaker(self, person: str) -> Speaker:
        """Return this person as a speaker on the conversation's account."""
        return replace(self._device.speaker, person=person)

    def once(self, turn_id: str, take: Callable[[], list[TurnRecord]]) -> list[TurnRecord]:
        """Take a turn, or return what it recorded if its id was here before: the page repeats what got no answer."""
        with self._lock:
            if not turn_id or turn_id not in self._taken:
                self._taken[turn_id] = take()
            return self._taken[turn_id]

    def say(self, sentence: str, speaker: Speaker) -> list[TurnRecord]:
        """While Alexa asks for a permission, a yes or a no answers her. After anything else, she goes on waiting."""
        with self._lock:
            if status := self._device.permission_reply(sentence):
                answer = next(answer for answer, each in PERMISSION_STATUSES.items() if each == status)
                return self.answer_permission(answer, speaker, sentence)
            return self._take_turn(Exchange(sentence), speaker, lambda: self._device.hear(sentence))

    def stay_silent(self, speaker: Speaker) -> list[TurnRecord]:
        return self._take_turn(Exchange(SILENCE), speaker, self._device.stay_silent)

    def touch(self, arguments: Sequence[Any], token: str, speaker: Speaker) -> list[TurnRecord]:
        line = Exchange(json.dumps(arguments))
        return self._take_turn(line, speaker, lambda: self._device.touch(arguments, token))

    def answer_permission(self, answer: str, speaker: Speaker, sentence: str = "") -> list[TurnRecord]:
        """Answer Alexa's own question with a key of PERMISSION_STATUSES, by a button or by a sentence."""
        status = PERMISSION_STATUSES[answer]
        line = PermissionReply(answer)
        return self._take_turn(line, speaker, lambda: self._device.answer_permission(status), sentence)

    def use_player(self, event: str, speaker: Speaker) -> list[TurnRecord]:
        """Let one of PLAYER_EVENTS happen."""
        return self._take_turn(PlayerEvent(event), speaker, lambda: act_on_player(self._device, event))

    def change_account(self, change: AccountChange) -> list[TurnRecord]:
        """Do something in the Alexa app. The speakers of later turns keep it."""
        with self._lock:
            self._check_not_full()
            self._device.speaker = change.change(self._device.speaker)
            return [self._record(change, TurnResult(player=self._device.player))]

    def wait(self, seconds: int) -> list[TurnRecord]:
        """End an open session and move the clock; a stream goes on."""
        with self._lock:
            self._check_not_full()
            self._device.end()
            self._clock.move(timedelta(seconds=seconds))
            return [self._record(SecondsLater(seconds), TurnResult(player=self._device.player))]

    def advance(self, days: int) -> list[TurnRecord]:
        """End an open session and move the clock."""
        with self._lock:
            self._check_not_full()
            self._device.end()
            self._clock.move(timedelta(days=days))
            return [self._record(DaysLater(days))]

    def stored_data(self) -> dict[str, Json]:
        """Return what the skill stores about each person who has spoken, by name."""
        with self._lock:
            return {person: dict(self._skill.stored_data(speaker)) for person, speaker in self._speakers.items()}

    def milestones(self) -> Sequence[Milestone]:
        """Return how far the current speaker has come."""
        with self._lock:
            return self._skill.milestones(self._device.speaker)

    @property
    def is_isolated(self) -> bool:
        return self._skill.is_isolated

    def reminders(self) -> list[str]:
        """Return the reminders that the skill has set with Alexa."""
        reminders = self._skill.reminders
        return list(map(str, reminders.of(self._device.speaker.user_id))) if reminders else []

    def recording(self) -> str:
        """Return the conversation as a conversation file, without the turns that failed."""
        with self._lock:
            heading = Comment(f"# Recorded in the simulator, in {self._device.speaker.locale}.")
            return write([heading, *(turn.line for turn in self.turns if not turn.fault)])

    def _take_turn(
        self, line: Turn, speaker: Speaker, act: Callable[[], TurnResult], sentence: str = ""
    ) -> list[TurnRecord]:
        """Return the turn's record, after one for a change of person if there was one."""
        with self._lock:
            self._check_not_full()
            is_new_person = speaker.person != self._device.speaker.person
            self._device.speaker = self._speakers[speaker.person] = speaker
            records = [self._record(PersonChange(speaker.person))] if is_new_person else []
            return [*records, self._run(line, act, sentence)]

    def _check_not_full(self) -> None:
        if len(self.turns) >= self._max_turns:
            raise ConversationFull(f"this conversation has reached {self._max_turns} turns; start a new one")

    def _run(self, line: Turn, act: Callable[[], TurnResult], sentence: str) -> TurnRecord:
        try:
            result = act()
        except NotForSkillError:
            return self._record(replace(line, answer=NOT_FOR_SKILL))
        except SpeechError as fault:
            return self._record(line, fault=str(fault), sentence=sentence)
        return self._record(replace(line, answer=literal(result.words)), result, sentence=sentence)

    def _record(
        self, line: Line, result: TurnResult | None = None, *, fault: str = "", sentence: str = ""
    ) -> TurnRecord:
        device = self._device
        permission = device.pending_permission
        turn = TurnRecord(
            number=len(self.turns),
            line=line,
            speaker=device.speaker,
            now=self._clock(),
            is_open=device.is_listening,
            result=result or TurnResult(player=device.player),
            question=permission.question(device.model.invocation_name) if permission else "",
            fault=fault,
            sentence=sentence,
        )
        self.turns.append(turn)
        return turn
