"""What a conversation file expects of a turn besides the words of the answer.

    @ intent: OrderIntent             the name of the intent, or the type of another request
    @ slot size: large                the value; a slot of several values has each of them
    @ slot size id: L                 the id of a value that entity resolution found; other words are paths in the slot
    @ directive: AudioPlayer.Play     the type of a directive
    @ directive AudioPlayer.Play audioItem.stream.url: https:*
    @ attribute cart[0].name: latte   a session attribute
    @ card: Simple                    the type of the card
    @ card title: Your order          a path in the card
    @ reprompt: What else?
    @ session: open                   or closed
    @ stream: track-2                 the token of the stream that plays; also: stream url, title, offset, queued
    @ stream activity: STOPPED
    @ event AudioPlayer.PlaybackStopped offsetInMilliseconds: 30000     what the audio player sent to the skill
    @ shouldEndSession: false
    @ request request.dialogState: COMPLETED      any path in the request or the response
    @ response response.card: *
    @ no directive AudioPlayer.Play   there is none; also: no slot size, no attribute cart, no card, no reprompt

A value is a pattern (`speech/conversations/patterns.py`) or JSON. Without a value, there must be any.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from speech.conversations.patterns import compiled, literal, matches
from speech.json_reader import read_json
from speech.nlu.slots import FilledSlot, type_value_id
from speech.simulator.turn_result import TurnResult

_LINE: Final = re.compile(r"(?P<no>no )?(?P<subject>\w+)(?: (?P<name>[^:]*?(?::[^ ][^:]*?)*))?(?:: ?(?P<value>.*))?")
_STEP: Final = re.compile(r"\[(\d+)\]|[^.\[\]]+")


@dataclass(frozen=True, slots=True)
class PlayedTurn:
    """What happened in a turn."""

    result: TurnResult
    is_open: bool
    """True if the session is open after it."""


@dataclass(frozen=True, slots=True)
class Expectation:
    subject: str
    """A key of SUBJECTS."""

    name: str = ""
    """Which of them, and a path in it."""

    value: str | None = None
    """A pattern, or JSON; None for any value."""

    is_absent: bool = False
    text: str = field(default="", compare=False)
    """As it is written, if it was read."""

    def __str__(self) -> str:
        if self.text:
            return self.text
        name = f" {self.name}" if self.name else ""
        value = "" if self.value is None else f": {self.value}"
        return f"@ {'no ' if self.is_absent else ''}{self.subject}{name}{value}"

    def actual(self, turn: PlayedTurn) -> "Expectation":
        """Return this if it is so, else what is so instead."""
        values = [value for value in SUBJECTS[self.subject](turn, self.name) if value is not None]
        found = bool(values) if self.value is None else any(_is(self.value, value) for value in values)
        if found is not self.is_absent:
            return self
        if not values:
            return Expectation(self.subject, self.name, is_absent=True)
        return Expectation(self.subject, self.name, literal(_text(values[0])))

    def hint(self, turn: PlayedTurn) -> str:
        """Return which slots there are if the intent has none of this name; empty if it has, or nothing was sent."""
        slots, name = _at(_request(turn), "request.intent.slots"), self.name.partition(" ")[0]
        if self.subject != "slot" or self.is_absent or not isinstance(slots, Mapping) or name in slots:
            return ""
        intent = _at(_request(turn), "request.intent.name")
        return f"{self}: {intent} has no slot {name}; it has {', '.join(slots) or 'none'}"


def parse(line: str) -> Expectation:
    """Parse a line that begins with @. Raises ValueError."""
    text = " ".join(line.removeprefix("@").split())
    found = _LINE.fullmatch(text)
    if not found or found["subject"] not in SUBJECTS:
        raise ValueError(f"not an expectation; write @ and one of {', '.join(SUBJECTS)}, as in @ intent: HelpIntent")
    name, value = found["name"] or "", found["value"]
    if found["subject"] == "slot" and not name:
        raise ValueError("an expectation of a slot needs its name; write for example @ slot size: large")
    if found["subject"] in {"directive", "event"} and name and " " not in name and value is None:
        name, value = "", name
    if value is not None:
        compiled(value)
    return Expectation(found["subject"], name, value, is_absent=bool(found["no"]), text=f"@ {text}")


def _is(expected: str, value: object) -> bool:
    if matches(expected, _text(value)):
        return True
    with suppress(ValueError):
        return not isinstance(value, str) and _text(read_json(expected)) == _text(value)
    return False


def _text(value: object) -> str:
    """Return a text on one line, and other values as JSON."""
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _at(value: Any, path: str) -> Any:
    """Return the value at a path such as `a.b[0]`; None if there is none."""
    if isinstance(value, Mapping) and path in value:
        return value[path]
    for step in _STEP.finditer(path):
        if isinstance(value, list) and step[1] and int(step[1]) < len(value):
            value = value[int(step[1])]
        elif isinstance(value, Mapping) and not step[1]:
            value = value.get(step[0])
        else:
            return None
    return value


def _request(turn: PlayedTurn) -> Mapping[str, Any]:
    return turn.result.request or {}


def _response(turn: PlayedTurn) -> Mapping[str, Any]:
    return turn.result.response.envelope if turn.result.response else {}


def _intent(turn: PlayedTurn, name: str) -> Iterator[Any]:
    request, recognition = _request(turn), turn.result.recognition
    if request or name:
        yield _at(request, f"request.intent.{name or 'name'}") or (None if name else _at(request, "request.type"))
    elif recognition:
        yield recognition.intent


def _slot(turn: PlayedTurn, name: str) -> Iterator[Any]:
    name, _, path = name.partition(" ")
    if not _request(turn) and turn.result.recognition:  # Alexa asks herself, and sends nothing yet
        yield from _recognized(turn.result.recognition.slots.get(name), path)
        return
    slots = _at(_request(turn), "request.intent.slots")
    slot = slots.get(name) if isinstance(slots, Mapping) else None
    values = _at(slot, "slotValue.values") or [slot]
    if path == "id":
        for value in values:
            for authority in _at(value, "resolutions.resolutionsPerAuthority") or []:
                yield from (_at(match, "value.id") for match in authority.get("values") or [])
    else:
        yield from [_at(slot, path)] if path else (_at(value, "value") for value in values)


def _recognized(filled: FilledSlot | None, path: str) -> Iterator[str]:
    for value in filled.values if filled else ():
        if path == "id":
            yield from map(type_value_id, value.candidates)
        elif not path:
            yield value.value


def _directive(turn: PlayedTurn, name: str) -> Iterator[Any]:
    name, _, path = name.partition(" ")
    answers = [event.response for event in turn.result.events if event.response and not event.fault]
    for response in (_response(turn), *(answer.envelope for answer in answers)):
        for directive in _at(response, "response.directives") or []:
            if not name or name == _at(directive, "type"):
                yield _at(directive, path or "type")


def _event(turn: PlayedTurn, name: str) -> Iterator[Any]:
    name, _, path = name.partition(" ")
    for event in turn.result.events:
        if not name or name == _at(event.request, "request.type"):
            yield _at(event.request, f"request.{path or 'type'}")


def _stream(turn: PlayedTurn, name: str) -> Iterator[Any]:
    """Yield something of the stream that plays or was paused by the session; its activity is known without a stream."""
    player = turn.result.player
    if name == "activity":
        yield player.activity
    elif player.stream and player.is_active:
        stream = player.stream
        values = {"": stream.token, "url": stream.url, "title": stream.title or None}
        yield {**values, "offset": player.position, "queued": player.queued}.get(name)


def _attribute(turn: PlayedTurn, name: str) -> Iterator[Any]:
    attributes = _at(_response(turn), "sessionAttributes")
    yield _at(attributes, name) if name else attributes


def _card(turn: PlayedTurn, name: str) -> Iterator[Any]:
    yield _at(_at(_response(turn), "response.card"), name or "type")


def _reprompt(turn: PlayedTurn, name: str) -> Iterator[Any]:
    yield TurnResult(turn.result.reprompt).words or None


SUBJECTS: Final[Mapping[str, Callable[[PlayedTurn, str], Iterator[Any]]]] = {
    "intent": _intent,
    "slot": _slot,
    "directive": _directive,
    "attribute": _attribute,
    "event": _event,
    "stream": _stream,
    "card": _card,
    "reprompt": _reprompt,
    "session": lambda turn, name: iter(["open" if turn.is_open else "closed"]),
    "shouldEndSession": lambda turn, name: iter([_at(_response(turn), "response.shouldEndSession")]),
    "request": lambda turn, name: iter([_at(_request(turn), name)]),
    "response": lambda turn, name: iter([_at(_response(turn), name)]),
}
