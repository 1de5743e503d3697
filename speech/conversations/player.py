"""Play a conversation file on a simulated device."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from speech.conversations.device_events import AccountChange, PlayerEvent, SecondsLater
from speech.conversations.expectations import PlayedTurn
from speech.conversations.file_format import (
    PERMISSION_STATUSES,
    DaysLater,
    Exchange,
    Line,
    PermissionReply,
    PersonChange,
    RemindersEvent,
    Turn,
    touch_arguments,
)
from speech.conversations.patterns import literal, matches
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device, NotForSkillError
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.turn_result import TurnResult

SILENCE: Final = "..."
NOT_FOR_SKILL: Final = "(not for this skill)"


class RehearsalError(SpeechError):
    """The skill failed during a conversation. The message names the line."""


@dataclass(frozen=True, slots=True)
class PlayedLine:
    line: Line
    """With the actual answer and facts in place of what is expected of them and is not so."""

    result: TurnResult = field(default_factory=TurnResult)
    hints: tuple[str, ...] = ()
    """What an expectation names that there cannot be."""


def play(
    lines: Iterable[Line], device: Device, clock: Clock, reminders: RemindersApi | None = None
) -> Iterator[PlayedLine]:
    """Play from the clock's start, with a new account. Raises RehearsalError, NoResponseError, ResponseError.

    `reminders` is the service that the skill calls; without it, a RemindersEvent raises RehearsalError.
    """
    clock.restart()
    device.reset(f"rehearsal {uuid4()}")
    try:
        for line in lines:
            if isinstance(line, RemindersEvent):
                _apply(line, device, reminders)
            yield _play_line(line, device, clock)
        device.end()
    finally:
        if reminders:
            reminders.is_unavailable = False


def _apply(line: RemindersEvent, device: Device, reminders: RemindersApi | None) -> None:
    if reminders is None:
        raise RehearsalError(f"--- reminders {line.event}: the skill calls Alexa's own reminders service")
    if line.event == "deleted":
        reminders.delete(device.speaker.user_id)
    else:
        reminders.is_unavailable = line.event == "away"


def _play_line(line: Line, device: Device, clock: Clock) -> PlayedLine:
    match line:
        case Exchange(utterance):
            return _play_turn(line, f"> {utterance}", device, partial(_perform, utterance, device))
        case PermissionReply(permission):
            reply = partial(device.answer_permission, PERMISSION_STATUSES[permission])
            return _play_turn(line, f"--- permission {permission}", device, reply)
        case PlayerEvent(event):
            return _play_turn(line, f"--- {event}", device, partial(act_on_player, device, event))
        case DaysLater(days):
            device.end()
            clock.move(timedelta(days=days))
        case SecondsLater(seconds):
            device.end()
            clock.move(timedelta(seconds=seconds))
        case PersonChange(name):
            device.speaker = replace(device.speaker, person=name)
        case AccountChange():
            device.speaker = line.change(device.speaker)
    return PlayedLine(line)


def act_on_player(device: Device, event: str) -> TurnResult:
    """Do what the words of a PlayerEvent say. Raises NotForSkillError."""
    topic, _, what = event.partition(" ")
    return device.press(what) if topic == "button" else device.pass_by_itself(what)


def _play_turn(line: Turn, name: str, device: Device, take_turn: Callable[[], TurnResult]) -> PlayedLine:
    result, words = TurnResult(), NOT_FOR_SKILL
    try:
        result = take_turn()
        words = result.words
    except NotForSkillError:
        pass
    except SpeechError as error:
        place = f"line {line.number}: " if line.number else ""
        raise RehearsalError(f"{place}{name}: {error}") from error
    turn = PlayedTurn(result, device.is_listening)
    facts = tuple(expectation.actual(turn) for expectation in line.expectations)
    answer = line.answer if matches(line.answer, words) else literal(words)
    hints = tuple(filter(None, (expectation.hint(turn) for expectation in line.expectations)))
    return PlayedLine(replace(line, answer=answer, expectations=facts), result, hints)


def _perform(utterance: str, device: Device) -> TurnResult:
    if utterance == SILENCE:
        return device.stay_silent()
    arguments = touch_arguments(utterance)
    return device.hear(utterance) if arguments is None else device.touch(arguments)
