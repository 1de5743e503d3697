"""What an answer's markup means for the ear: words in a style, silences and sounds, in the order they are heard."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from speech.tts.phonemes import ipa
from speech.tts.prosody import PAUSES, Style, pause, restyle
from speech.tts.say_as import expand
from speech.tts.tokenizer import Open, Words, tokens

Emphasis = Literal["", "strong", "moderate", "reduced"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with single spaces for the blanks between them."""

    words: str
    style: Style
    emphasis: Emphasis = ""
    is_spelled: bool = False
    ipa: str = ""
    """How the words are pronounced, where the markup says so."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A pause."""

    seconds: float
    is_asked: bool = True
    """False for the pause that sets sentences and paragraphs apart."""


@dataclass(frozen=True, slots=True)
class Earcon:
    """A short sound in place of one that the desk does not play."""

    name: Literal["chime", "bleep"]


Segment = Text | Silence | Earcon

_BOUNDARIES = {"s": Silence(PAUSES["strong"], is_asked=False), "p": Silence(PAUSES["x-strong"], is_asked=False)}
_EMPHASES: dict[str, Emphasis] = {"strong": "strong", "moderate": "moderate", "reduced": "reduced"}
LIVELY = 1.1
"""Times the pitch around it, for an interjection."""

_REWORDED = {"say-as", "sub", "phoneme"}


@dataclass(frozen=True, slots=True)
class _Element:
    opened: Open
    style: Style
    emphasis: Emphasis = ""
    written: list[str] | None = None
    """Gathers the words that are spoken otherwise than they are written."""


def parse(ssml: str, locale: str) -> tuple[Segment, ...]:
    """Read an answer for a voice of this locale; plain text will do too.

    Tags that Alexa does not know are passed over and their words kept: `dialect.faults` tells of them.
    Raises SsmlError for markup that is broken, or too long for Alexa.
    """
    composer = _Composer(locale)
    for token in tokens(ssml):
        if isinstance(token, Open):
            composer.open(token)
        elif isinstance(token, Words):
            composer.write(token.text)
        else:
            composer.close()
    return tuple(_settled(composer.segments))


def silence(segments: Iterable[Segment]) -> float:
    """All the silence that the markup asks for, in seconds."""
    return sum(segment.seconds for segment in segments if isinstance(segment, Silence))


class _Composer:
    def __init__(self, locale: str) -> None:
        self.segments: list[Segment] = []
        self._elements = [_Element(Open("", {}), Style(locale))]

    def open(self, opened: Open) -> None:
        around = self._elements[-1]
        written = [] if around.written is None and opened.tag in _REWORDED else around.written
        emphasis = around.emphasis
        if opened.tag == "emphasis":
            emphasis = _EMPHASES.get(opened.attributes.get("level", ""), "moderate")
        style = restyle(opened.tag, opened.attributes, around.style)
        self._elements.append(_Element(opened, style, emphasis, written))
        if opened.tag in _BOUNDARIES:
            self.segments.append(_BOUNDARIES[opened.tag])
        elif opened.tag == "break":
            self.segments.append(Silence(pause(opened.attributes)))
        elif opened.tag == "audio":
            self.segments.append(Earcon("chime"))

    def write(self, text: str) -> None:
        element = self._elements[-1]
        if element.written is not None:
            element.written.append(text)
        else:
            self._add(Text(text, element.style, element.emphasis))

    def close(self) -> None:
        element = self._elements.pop()
        if element.opened.tag in _BOUNDARIES:
            self.segments.append(_BOUNDARIES[element.opened.tag])
        elif element.written is not None and self._elements[-1].written is None:
            self._add(_reworded(element, " ".join("".join(element.written).split())))

    def _add(self, segment: Text | Earcon) -> None:
        """Words in the same manner flow on; a blank counts only after words."""
        if not isinstance(segment, Text):
            self.segments.append(segment)
            return
        last = self.segments[-1] if self.segments else None
        segment = replace(segment, words=re.sub(r"\s+", " ", segment.words))
        if isinstance(last, Text) and (segment.words == " " or _flows(last, segment)):
            self.segments[-1] = replace(last, words=re.sub(" +", " ", last.words + segment.words))
        elif segment.words.strip():
            self.segments.append(segment)


def _flows(last: Text, following: Text) -> bool:
    return not (last.ipa or following.ipa) and replace(last, words="") == replace(following, words="")


def _reworded(element: _Element, written: str) -> Text | Earcon:
    attributes = element.opened.attributes
    text = Text(written, element.style, element.emphasis)
    kind = attributes.get("interpret-as", "")
    match element.opened.tag, kind:
        case "sub", _:
            return replace(text, words=attributes.get("alias", written))
        case "phoneme", _:
            return replace(text, ipa=ipa(attributes.get("ph", ""), attributes.get("alphabet", "ipa")))
        case _, "expletive":
            return Earcon("bleep")
        case _, "characters" | "spell-out":
            return replace(text, is_spelled=True)
        case _, "interjection":
            return replace(text, style=replace(text.style, pitch=text.style.pitch * LIVELY), emphasis="moderate")
    return replace(text, words=expand(written, kind, attributes.get("format", ""), text.style.language))


def _settled(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Pauses in a row become one; before the first word and after the last, only those that were asked for stay."""
    pauses: list[Silence] = []
    is_at_edge = True
    for segment in segments:
        if isinstance(segment, Silence):
            pauses.append(segment)
        else:
            yield from _one(pauses, is_at_edge=is_at_edge)
            yield segment
            pauses.clear()
            is_at_edge = False
    yield from _one(pauses, is_at_edge=True)


def _one(pauses: list[Silence], *, is_at_edge: bool) -> Iterator[Silence]:
    """Breaks add up, and override the pause between sentences, as the standard for SSML has it."""
    asked = [pause.seconds for pause in pauses if pause.is_asked]
    if asked:
        yield Silence(sum(asked))
    elif pauses and not is_at_edge:
        yield max(pauses, key=lambda pause: pause.seconds)
