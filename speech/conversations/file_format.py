"""Conversation files: what is said to a skill and what it answers, for people to read and for the desk to rehearse.

    # a remark
    > open trust steps
    Welcome to Trust Steps. ... Shall we begin?
    --- next day
    > open trust steps
    Welcome back. ...

A line that begins with `>` is said; the lines after it are the words of the answer, wrapped as one likes. `> ...` is
silence, so that the reprompt is heard, and `> ["next"]` is a touch on the screen, by what it sends. `--- next day` and
`--- 3 days later` move the clock, by a hundred years in all at most; `--- Ana` lets the device recognise Ana's voice,
and `--- somebody` nobody's.

Where Alexa asks for a permission, `--- permission granted`, `denied` or `unanswered` is what she hears, and under it
stands what the skill says then. `--- reminders away` has Alexa's service for reminders answer no more, until
`--- reminders back`; at `--- reminders deleted` the person deletes theirs in the Alexa app.

Remarks and blank lines stay where they are when a file is written again; a line of an answer that would look like one
of these is indented.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from speech.errors import SpeechError
from speech.json_reader import read_json
from speech.simulator.permissions import Status

PERMISSION: Final[Mapping[str, Status]] = {"granted": "ACCEPTED", "denied": "DENIED", "unanswered": "NOT_ANSWERED"}
ALERTS: Final = ("away", "back", "deleted")


@dataclass(frozen=True, slots=True)
class Remark:
    """Or a blank line."""

    text: str


@dataclass(frozen=True, slots=True)
class Later:
    days: int


@dataclass(frozen=True, slots=True)
class Person:
    """From here on the device recognises this person; nobody, where the name is empty."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    utterance: str
    answer: str = ""
    """Its words with single spaces between; empty where nothing is heard."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person says to Alexa's own question for a permission: a key of PERMISSION."""

    permission: str
    answer: str = ""
    """Of the skill, as of what is said."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """What becomes of Alexa's reminders, apart from the skill."""

    state: str
    """One of ALERTS."""


Line = Remark | Later | Person | Said | Answered | Alerts


NOBODY: Final = "somebody"
WIDTH: Final = 100
MOST_DAYS: Final = 36_500
"""From the first line of a conversation to its last; the calendar itself has an end."""

_SIGNS: Final = (">", "#", "---")


class ConversationError(SpeechError):
    """A conversation file cannot be read or written; names the file, and the line where one is at fault."""


def read(text: str) -> list[Line]:
    """Raises ConversationError."""
    lines: list[Line] = []
    days = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        last = lines[-1] if lines else None
        if not raw.strip() or raw.startswith(_SIGNS):
            lines.append(found := _line(raw.rstrip(), number))
            days += found.days if isinstance(found, Later) else 0
            if days > MOST_DAYS:
                raise ConversationError(
                    f"line {number}: by now {days:,} days have passed; let no more than {MOST_DAYS:,} pass"
                )
        elif isinstance(last, Said | Answered):
            lines[-1] = replace(last, answer=" ".join((last.answer + " " + raw).split()))
        else:
            raise ConversationError(f"line {number}: this answers nothing; an answer stands right under its > WORDS")
    if not any(isinstance(line, Said) for line in lines):
        raise ConversationError("nothing is said in it; write what is said as > WORDS")
    return lines


def touched(utterance: str) -> list[Any] | None:
    """What is sent by a touch on the screen; None where something was said. Raises ConversationError."""
    if not utterance.startswith("["):
        return None
    try:
        arguments = read_json(utterance)
    except ValueError as error:
        raise ConversationError(f'{utterance} is no touch; write one as > ["next"], with what it sends') from error
    return list(arguments)


def read_file(path: Path) -> list[Line]:
    """Raises ConversationError."""
    try:
        return read(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConversationError(f"{path}: {error.strerror}; give the path of a conversation file") from error
    except UnicodeDecodeError as error:
        raise ConversationError(f"{path}: is not text in UTF-8; save it as such") from error
    except ConversationError as error:
        raise ConversationError(f"{path}: {error}") from error


def write(lines: Iterable[Line]) -> str:
    return "".join(f"{part}\n" for line in lines for part in _written(line, _wrapped))


def write_file(path: Path, lines: Iterable[Line]) -> None:
    """Raises ConversationError."""
    try:
        path.write_text(write(lines), encoding="utf-8")
    except OSError as error:
        raise ConversationError(f"{path}: {error.strerror}; make it a file that can be written") from error


def difference(expected: Iterable[Line], actual: Iterable[Line]) -> str:
    """A diff by sentences; empty where every answer came as it was written."""
    before, after = ([part for line in lines for part in _written(line, _sentences)] for lines in (expected, actual))
    return "\n".join(unified_diff(before, after, "expected", "answered", lineterm="", n=2))


def _line(line: str, number: int) -> Line:
    if line.startswith(">"):
        if not line[1:].strip():
            raise ConversationError(f"line {number}: nothing is said; write > WORDS, or > ... for silence")
        return Said(_checked(" ".join(line[1:].split()), number))
    if not line.startswith("---"):
        return Remark(line)
    found = _direction(" ".join(line.strip("-").split()))
    if found is None:
        raise ConversationError(
            f"line {number}: write --- next day, --- 3 days later, --- Ana, --- {NOBODY},"
            " --- permission granted, or --- reminders away"
        )
    return found


def _direction(direction: str) -> Line | None:
    topic, _, state = direction.partition(" ")
    if later := re.fullmatch(r"next day|(\d{1,4}) days? later", direction):
        return Later(int(later[1] or 1))
    if topic == "permission" and state in PERMISSION:
        return Answered(state)
    if topic == "reminders" and state in ALERTS:
        return Alerts(state)
    if direction == NOBODY:
        return Person("")
    if not state and topic[:1].isalpha() and not topic[0].islower():
        return Person(topic)
    return None


def _checked(utterance: str, number: int) -> str:
    try:
        touched(utterance)
    except ConversationError as error:
        raise ConversationError(f"line {number}: {error}") from error
    return utterance


def _written(line: Line, parts: Callable[[str], list[str]]) -> Iterator[str]:
    match line:
        case Remark(text):
            yield text
        case Later(days):
            yield "--- next day" if days == 1 else f"--- {days} days later"
        case Person(name):
            yield f"--- {name or NOBODY}"
        case Alerts(state):
            yield f"--- reminders {state}"
        case Answered(permission, answer):
            yield f"--- permission {permission}"
            yield from _words(answer, parts)
        case Said(utterance, answer):
            yield f"> {utterance}"
            yield from _words(answer, parts)


def _words(answer: str, parts: Callable[[str], list[str]]) -> Iterator[str]:
    return (f"  {part}" if part.startswith(_SIGNS) else part for part in parts(answer))


def _wrapped(answer: str) -> list[str]:
    return textwrap.wrap(answer, WIDTH, break_long_words=False, break_on_hyphens=False)


def _sentences(answer: str) -> list[str]:
    return re.split(r"(?<=[.?!]) ", answer) if answer else []
