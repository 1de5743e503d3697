"""A rehearsal: a conversation file, whose format is told in `conversation`, played on a device against a skill."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from speech.clock import Clock
from speech.conversation import Later, Line, Person, Said
from speech.device import Device, Unheard
from speech.errors import SpeechError
from speech.outcome import Outcome

SILENCE: Final = "..."
UNHEARD: Final = "(not for this skill)"


class RehearsalError(SpeechError):
    """The skill failed in the middle of a conversation; names what was said."""


@dataclass(frozen=True, slots=True)
class Played:
    line: Line
    """With the answer that came."""

    outcome: Outcome = field(default_factory=Outcome)


def play(lines: Iterable[Line], device: Device, clock: Clock) -> Iterator[Played]:
    """From the clock's start, with an account that no skill knows yet. Raises RehearsalError, NoAnswer, AnswerError."""
    clock.restart()
    device.caller = replace(device.caller, account=f"rehearsal {uuid4()}", person="")
    for line in lines:
        yield _played(line, device, clock)
    device.end()


def _played(line: Line, device: Device, clock: Clock) -> Played:
    match line:
        case Said():
            return _heard(line, device)
        case Later(days):
            device.end()
            clock.move(timedelta(days=days))
        case Person(name):
            device.caller = replace(device.caller, person=name)
    return Played(line)


def _heard(said: Said, device: Device) -> Played:
    try:
        outcome = device.stay_silent() if said.utterance == SILENCE else device.hear(said.utterance)
    except Unheard:
        return Played(replace(said, answer=UNHEARD))
    except SpeechError as error:
        raise RehearsalError(f"> {said.utterance}: {error}") from error
    return Played(replace(said, answer=outcome.words), outcome)
