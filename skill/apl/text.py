"""Speech as text to read: without markup, in pieces or lines, with the time that each takes to say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final
from xml.etree import ElementTree as ET

from skill.content.markup import rate, seconds, to_ssml

LINE_BREAK_PAUSE: Final = 1.0
"""Seconds. A pause of this length or more gives the listener time and ends a line."""

_APART: Final = re.compile(" (?=[?!:;](?: |$))")
"""The space before a mark, as French writes it: no line may break there."""

SEPARATING_TAGS: Final = frozenset({"break", "p", "s"})
NUMBERS_TO_DIAL: Final = frozenset({"cardinal", "digits", "telephone"})
"""Values of interpret-as."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, followed by a pause."""

    text: str
    pause: float = 0.0
    """Seconds."""

    is_number: bool = False
    """It is a number to dial."""

    rate: float = 1.0
    """How fast it is spoken, as a factor."""


@dataclass(frozen=True, slots=True)
class TimedLine:
    """One instruction of an exercise."""

    text: str
    seconds: float
    """The time to say it, and the pauses in and after it."""


def plain(markup: str) -> str:
    """Return the text without its markup."""
    return _join(_pieces(markup))


def split_at_numbers(markup: str) -> list[Piece]:
    """Return the text in pieces, each number to dial as a piece of its own."""
    runs = groupby(_pieces(markup), key=attrgetter("is_number"))
    pieces = [Piece(_join(run).lstrip(".,;: "), is_number=is_number) for is_number, run in runs]
    return [piece for piece in pieces if piece.text]


def timed_lines(markup: str, rate: float = 1.0) -> list[TimedLine]:
    """Return the text split at the pauses that give the listener time, as spoken at this rate. Pauses stay as long."""
    runs: list[list[Piece]] = [[]]
    for piece in _pieces(markup):
        runs[-1].append(piece)
        if piece.pause >= LINE_BREAK_PAUSE:
            runs.append([])
    return [line for run in runs if (line := _timed_line(run, rate)).text]


def _timed_line(run: list[Piece], rate: float) -> TimedLine:
    return TimedLine(_join(run), sum(seconds(piece.text) / (piece.rate * rate) + piece.pause for piece in run))


def _join(pieces: Iterable[Piece]) -> str:
    return _APART.sub("\u00a0", " ".join("".join(piece.text for piece in pieces).split()))


def _pieces(markup: str) -> Iterator[Piece]:
    return _walk(ET.fromstring(to_ssml(markup)))  # noqa: S314 - no entities: all but a few known tags is escaped


def _is_number(element: ET.Element) -> bool:
    """Whether the text is a number to dial, be it said as digits or in words."""
    is_in_words = element.tag == "sub" and (element.text or "").replace("-", "").isdecimal()
    return is_in_words or element.get("interpret-as") in NUMBERS_TO_DIAL


def _walk(element: ET.Element, around: float = 1.0) -> Iterator[Piece]:
    """`around` is the rate of speech around the element."""
    inside = rate(element.get("rate", "")) or around
    if element.tag in SEPARATING_TAGS:
        yield Piece(" ", pause=seconds(f'<break time="{element.get("time")}"/>'))
    yield Piece(element.text or "", is_number=_is_number(element), rate=inside)
    for child in element:
        yield from _walk(child, inside)
        yield Piece(child.tail or "", rate=inside)
    if element.tag in SEPARATING_TAGS:
        yield Piece(" ")
