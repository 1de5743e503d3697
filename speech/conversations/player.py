"""A rehearsal: a conversation file, whose format is told in `conversation`, played on a device against a skill."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from speech.conversations.file_format import PERMISSION, Alerts, Answered, Later, Line, Person, Said, touched
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device, NotForSkillError
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.turn_result import TurnResult

SILENCE: Final = "..."
UNHEARD: Final = "(not for this skill)"


class RehearsalError(SpeechError):
    """The skill failed in the middle of a conversation; names what was said."""


@dataclass(frozen=True, slots=True)
class PlayedLine:
    line: Line
    """With the answer that came."""

    outcome: TurnResult = field(default_factory=TurnResult)


def play(
    lines: Iterable[Line], device: Device, clock: Clock, reminders: RemindersApi | None = None
) -> Iterator[PlayedLine]:
    """From the clock's start, with an account that no skill knows yet. Raises RehearsalError, NoAnswer, AnswerError.

    The reminders are those that the skill asks for; without them, nothing can be directed of what becomes of them.
    """
    clock.restart()
    device.speaker = replace(device.speaker, account=f"rehearsal {uuid4()}", person="", granted=frozenset())
    try:
        for line in lines:
            if isinstance(line, Alerts):
                _direct(line, device, reminders)
            yield _played(line, device, clock)
        device.end()
    finally:
        if reminders:
            reminders.is_unavailable = False


def _direct(alerts: Alerts, device: Device, reminders: RemindersApi | None) -> None:
    if reminders is None:
        raise RehearsalError(f"--- reminders {alerts.state}: a skill that is elsewhere asks Alexa's own service")
    if alerts.state == "deleted":
        reminders.delete(device.speaker.user_id)
    else:
        reminders.is_unavailable = alerts.state == "away"


def _played(line: Line, device: Device, clock: Clock) -> PlayedLine:
    match line:
        case Said(utterance):
            return _heard(line, f"> {utterance}", partial(_done, utterance, device))
        case Answered(permission):
            answer = partial(device.answer_permission, PERMISSION[permission])
            return _heard(line, f"--- permission {permission}", answer)
        case Later(days):
            device.end()
            clock.move(timedelta(days=days))
        case Person(name):
            device.speaker = replace(device.speaker, person=name)
    return PlayedLine(line)


def _heard(line: Said | Answered, name: str, hear: Callable[[], TurnResult]) -> PlayedLine:
    try:
        outcome = hear()
    except NotForSkillError:
        return PlayedLine(replace(line, answer=UNHEARD))
    except SpeechError as error:
        raise RehearsalError(f"{name}: {error}") from error
    return PlayedLine(replace(line, answer=outcome.words), outcome)


def _done(utterance: str, device: Device) -> TurnResult:
    if utterance == SILENCE:
        return device.stay_silent()
    arguments = touched(utterance)
    return device.hear(utterance) if arguments is None else device.touch(arguments)
