"""What is said, made readable: the words without their markup, and the time that each part of them takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final
from xml.etree import ElementTree as ET

from skill.content.markup import seconds, to_ssml

SHORTEST_REST: Final = 1.0
"""Seconds. A shorter pause belongs to the sentence; a longer one is for the listener."""

SEPARATE: Final = frozenset({"break", "p", "s"})
"""Tags that keep words apart."""

DIALLED: Final = frozenset({"digits", "telephone"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of what is said, and the silence after it."""

    text: str
    pause: float = 0.0
    """Seconds of silence."""

    is_number: bool = False
    """To be dialled."""


@dataclass(frozen=True, slots=True)
class Line:
    """One instruction, current for as long as it is said and followed."""

    text: str
    seconds: float


def plain(markup: str) -> str:
    """What is said, to be read in one piece."""
    return _text(_pieces(markup))


def numbers_apart(markup: str) -> list[Piece]:
    """What is said, with every number to dial as a piece of its own."""
    runs = groupby(_pieces(markup), key=attrgetter("is_number"))
    pieces = [Piece(_text(run).lstrip(".,;: "), is_number=is_number) for is_number, run in runs]
    return [piece for piece in pieces if piece.text]


def lines(markup: str) -> list[Line]:
    """What is said, split where the listener is given time."""
    runs: list[list[Piece]] = [[]]
    for piece in _pieces(markup):
        runs[-1].append(piece)
        if piece.pause >= SHORTEST_REST:
            runs.append([])
    return [line for line in map(_line, runs) if line.text]


def _line(run: list[Piece]) -> Line:
    text = _text(run)
    return Line(text, seconds(text) + sum(piece.pause for piece in run))


def _text(pieces: Iterable[Piece]) -> str:
    return " ".join("".join(piece.text for piece in pieces).split())


def _pieces(markup: str) -> Iterator[Piece]:
    return _walk(ET.fromstring(to_ssml(markup)))  # noqa: S314 - no entities, all but a few known tags is escaped


def _walk(element: ET.Element) -> Iterator[Piece]:
    if element.tag in SEPARATE:
        yield Piece(" ", pause=seconds(f'<break time="{element.get("time")}"/>'))
    yield Piece(element.text or "", is_number=element.get("interpret-as") in DIALLED)
    for child in element:
        yield from _walk(child)
        yield Piece(child.tail or "")
    if element.tag in SEPARATE:
        yield Piece(" ")
