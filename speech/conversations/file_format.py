"""Conversation files: what a person says to a skill and what the skill answers.

    # a comment
    > open trust steps
    Welcome to Trust Steps. ... Shall we begin?
    --- next day
    > open trust steps
    Welcome back. ...

A line that begins with `>` is an utterance. The lines below it are the text of the answer, wrapped anywhere. `> ...` is
silence, which the skill's reprompt answers. `> ["next"]` is a touch on the screen, with the arguments that it sends.

An answer may leave words open: `*` stands for any words, `(a | b)` for either, `/.../` is a regular expression
(`speech/conversations/patterns.py`). A line below it that begins with `@` is an expectation of something else, such as
`@ intent: HelpIntent` or `@ session: open` (`speech/conversations/expectations.py`).

`--- next day` and `--- 3 days later` move the clock, by at most a hundred years in total. After `--- Ana` the device
recognises Ana's voice, after `--- somebody` no voice.

`--- permission granted`, `denied` or `unanswered` is the person's reply when Alexa asks for a permission. The lines
below it are the skill's answer. After `--- reminders away`, Alexa's reminders service is unavailable until
`--- reminders back`. At `--- reminders deleted`, the person deletes all reminders in the Alexa app.

More happens to a device than words: a stream ends, a button is pressed, an account is linked
(`speech/conversations/device_events.py`).

Comments and blank lines are preserved when a file is rewritten. A line of an answer that begins with `>`, `#`, `@` or
`---` is indented.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from speech.conversations import expectations
from speech.conversations.device_events import AccountChange, PlayerEvent, SecondsLater, parse_device_event
from speech.conversations.expectations import Expectation
from speech.conversations.patterns import compiled
from speech.errors import SpeechError
from speech.json_reader import read_json
from speech.simulator.permissions import Status

PERMISSION_STATUSES: Final[Mapping[str, Status]] = {
    "granted": "ACCEPTED",
    "denied": "DENIED",
    "unanswered": "NOT_ANSWERED",
}
REMINDERS_EVENTS: Final = ("away", "back", "deleted")
UNRECOGNIZED: Final = "somebody"
MAX_DAYS: Final = 36_500
"""From the first line of a conversation to its last, because the calendar itself has an end."""

_WIDTH: Final = 100
_PREFIXES: Final = (">", "#", "---", "@")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or a blank line."""

    text: str


@dataclass(frozen=True, slots=True)
class DaysLater:
    days: int


@dataclass(frozen=True, slots=True)
class PersonChange:
    name: str
    """The person whose voice the device recognises from here on; empty for no recognised voice."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """An utterance, a silence or a touch, and the skill's answer."""

    utterance: str
    answer: str = ""
    """A pattern with single spaces between words; empty if nothing is spoken."""

    expectations: tuple[Expectation, ...] = ()
    """What is expected besides the words of the answer."""

    number: int = field(default=0, compare=False)
    """The line of the file, from 1; 0 if it is not known."""


@dataclass(frozen=True, slots=True)
class PermissionReply:
    """A reply to Alexa's own question for a permission, and the skill's answer."""

    permission: str
    """A key of PERMISSION_STATUSES."""

    answer: str = ""
    """As in Exchange."""

    expectations: tuple[Expectation, ...] = ()
    """As in Exchange."""

    number: int = field(default=0, compare=False)
    """As in Exchange."""


@dataclass(frozen=True, slots=True)
class RemindersEvent:
    """Something that happens to Alexa's reminders without the skill."""

    event: str
    """One of REMINDERS_EVENTS."""


Turn = Exchange | PermissionReply | PlayerEvent
"""What the skill answers."""

Line = Turn | Comment | DaysLater | SecondsLater | PersonChange | AccountChange | RemindersEvent


class ConversationError(SpeechError):
    """A conversation file cannot be read or written. The message names the file and, if possible, the line."""


def read_file(path: Path) -> list[Line]:
    """Raises ConversationError."""
    try:
        return read(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConversationError(f"{path}: {error.strerror}; give the path of a conversation file") from error
    except UnicodeDecodeError as error:
        raise ConversationError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except ConversationError as error:
        raise ConversationError(f"{path}: {error}") from error


def read(text: str) -> list[Line]:
    """Raises ConversationError."""
    lines: list[Line] = []
    days = 0.0
    for number, raw in enumerate(text.splitlines(), start=1):
        last = lines[-1] if lines else None
        if isinstance(last, Turn) and (raw.startswith("@") or _is_answer(raw)):
            lines[-1] = _extended(last, raw, number)
        elif raw.startswith("@") or _is_answer(raw):
            what = "an expectation" if raw.startswith("@") else "an answer"
            raise ConversationError(f"line {number}: {what} without an utterance; put it directly below > WORDS")
        else:
            line = _parse_line(raw.rstrip(), number)
            lines.append(replace(line, number=number) if isinstance(line, Turn) else line)
            days += _days(line)
            if days > MAX_DAYS:
                raise ConversationError(f"line {number}: {days:,.0f} days have passed; the maximum is {MAX_DAYS:,}")
    if not any(isinstance(line, Exchange) for line in lines):
        raise ConversationError("the conversation has no utterance; write one as > WORDS")
    _check_patterns(lines)
    return lines


def _days(line: Line) -> float:
    """Return how many days pass at a line."""
    if isinstance(line, SecondsLater):
        return line.seconds / 86_400
    return line.days if isinstance(line, DaysLater) else 0


def _is_answer(raw: str) -> bool:
    return bool(raw.strip()) and not raw.startswith(_PREFIXES)


def _extended(line: Turn, raw: str, number: int) -> Turn:
    """Return the line with one more expectation or one more line of its answer."""
    if not raw.startswith("@"):
        return replace(line, answer=" ".join((line.answer + " " + raw).split()))
    try:
        return replace(line, expectations=(*line.expectations, expectations.parse(raw)))
    except ValueError as error:
        raise ConversationError(f"line {number}: {error}") from error


def _check_patterns(lines: Iterable[Line]) -> None:
    try:
        for line in lines:
            if isinstance(line, Turn):
                compiled(line.answer)
    except ValueError as error:
        raise ConversationError(str(error)) from error


def touch_arguments(utterance: str) -> list[Any] | None:
    """Return the arguments that a touch sends; None if the utterance is not a touch. Raises ConversationError."""
    if not utterance.startswith("["):
        return None
    try:
        arguments = read_json(utterance)
    except ValueError as error:
        raise ConversationError(f'{utterance} is not a touch; write its arguments as in > ["next"]') from error
    return list(arguments)


def write_file(path: Path, lines: Iterable[Line]) -> None:
    """Raises ConversationError."""
    try:
        path.write_text(write(lines), encoding="utf-8")
    except OSError as error:
        raise ConversationError(f"{path}: {error.strerror}; give the path of a writable file") from error


def write(lines: Iterable[Line]) -> str:
    return "".join(f"{text}\n" for line in lines for text in _format_line(line, _wrap))


def difference(expected: Iterable[Line], actual: Iterable[Line]) -> str:
    """Return a diff by sentences; empty if all answers are equal."""
    before, after = (
        [text for line in lines for text in _format_line(line, _sentences)] for lines in (expected, actual)
    )
    return "\n".join(unified_diff(before, after, "expected", "answered", lineterm="", n=2))


def _parse_line(line: str, number: int) -> Line:
    if line.startswith(">"):
        return Exchange(_parse_utterance(line, number))
    if not line.startswith("---"):
        return Comment(line)
    direction = " ".join(line.strip("-").split())
    parsed = parse_device_event(direction) or _parse_direction(direction)
    if parsed is None:
        raise ConversationError(
            f"line {number}: not a direction; write --- next day, --- 3 days later, --- Ana, --- {UNRECOGNIZED},"
            " --- permission granted, --- stream finished, --- button next, --- account linked, --- grant SCOPE,"
            " or --- reminders away"
        )
    return parsed


def _parse_utterance(line: str, number: int) -> str:
    utterance = " ".join(line[1:].split())
    if not utterance:
        raise ConversationError(f"line {number}: the utterance is empty; write > WORDS, or > ... for silence")
    try:
        touch_arguments(utterance)
    except ConversationError as error:
        raise ConversationError(f"line {number}: {error}") from error
    return utterance


def _parse_direction(direction: str) -> Line | None:
    topic, _, state = direction.partition(" ")
    if later := re.fullmatch(r"next day|(\d{1,4}) days? later", direction):
        return DaysLater(int(later[1] or 1))
    if topic == "permission" and state in PERMISSION_STATUSES:
        return PermissionReply(state)
    if topic == "reminders" and state in REMINDERS_EVENTS:
        return RemindersEvent(state)
    if direction == UNRECOGNIZED:
        return PersonChange("")
    if not state and topic[:1].isalpha() and not topic[0].islower():
        return PersonChange(topic)
    return None


def _format_line(line: Line, split: Callable[[str], list[str]]) -> Iterator[str]:
    match line:
        case Comment(text):
            yield text
        case DaysLater(days):
            yield "--- next day" if days == 1 else f"--- {days} days later"
        case PersonChange(name):
            yield f"--- {name or UNRECOGNIZED}"
        case RemindersEvent(event):
            yield f"--- reminders {event}"
        case SecondsLater() | AccountChange():
            yield f"--- {line}"
        case PlayerEvent(event, answer, expected):
            yield f"--- {event}"
            yield from (*_format_answer(answer, split), *map(str, expected))
        case PermissionReply(permission, answer, expected):
            yield f"--- permission {permission}"
            yield from (*_format_answer(answer, split), *map(str, expected))
        case Exchange(utterance, answer, expected):
            yield f"> {utterance}"
            yield from (*_format_answer(answer, split), *map(str, expected))


def _format_answer(answer: str, split: Callable[[str], list[str]]) -> Iterator[str]:
    return (f"  {text}" if text.startswith(_PREFIXES) else text for text in split(answer))


def _wrap(answer: str) -> list[str]:
    return textwrap.wrap(answer, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _sentences(answer: str) -> list[str]:
    """Do not begin a sentence with a wildcard: it would look like a difference of its own."""
    return re.split(r"(?<=[.?!]) (?!\*)", answer) if answer else []
