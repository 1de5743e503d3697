"""Convert SSML into what is heard: text in a style, silences and short sounds, in order."""

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
    """Text with single spaces between words."""

    words: str
    style: Style
    emphasis: Emphasis = ""
    is_spelled: bool = False
    """True if every character is read on its own."""

    ipa: str = ""
    """The pronunciation that the markup gives."""


@dataclass(frozen=True, slots=True)
class Silence:
    seconds: float
    is_explicit: bool = True
    """False for the pause between sentences or paragraphs."""


@dataclass(frozen=True, slots=True)
class Earcon:
    """A short sound in place of an <audio> file or an expletive."""

    name: Literal["chime", "bleep"]


Segment = Text | Silence | Earcon

_BOUNDARIES = {"s": Silence(PAUSES["strong"], is_explicit=False), "p": Silence(PAUSES["x-strong"], is_explicit=False)}
_EMPHASES: dict[str, Emphasis] = {"strong": "strong", "moderate": "moderate", "reduced": "reduced"}
INTERJECTION_PITCH = 1.1
"""A factor on the surrounding pitch."""

_REPLACED = {"say-as", "sub", "phoneme"}
"""Tags whose text is not spoken as it is written."""


@dataclass(frozen=True, slots=True)
class _Element:
    opened: Open
    style: Style
    emphasis: Emphasis = ""
    parts: list[str] | None = None
    """The text inside one of the `_REPLACED` tags; None outside."""


def parse(ssml: str, locale: str) -> tuple[Segment, ...]:
    """Parse SSML or plain text for a voice of this locale.

    Tags that Alexa does not support are ignored, but not their text; `alexa_ssml.faults` reports them.
    Raises SsmlError if the markup is broken or too long for Alexa.
    """
    builder = _Builder(locale)
    for token in tokens(ssml):
        if isinstance(token, Open):
            builder.open(token)
        elif isinstance(token, Words):
            builder.write(token.text)
        else:
            builder.close()
    return tuple(_merge_silences(builder.segments))


def silence(segments: Iterable[Segment]) -> float:
    """Return the total silence in seconds."""
    return sum(segment.seconds for segment in segments if isinstance(segment, Silence))


class _Builder:
    def __init__(self, locale: str) -> None:
        self.segments: list[Segment] = []
        self._elements = [_Element(Open("", {}), Style(locale))]

    def open(self, opened: Open) -> None:
        parent = self._elements[-1]
        parts = [] if parent.parts is None and opened.tag in _REPLACED else parent.parts
        emphasis = parent.emphasis
        if opened.tag == "emphasis":
            emphasis = _EMPHASES.get(opened.attributes.get("level", ""), "moderate")
        style = restyle(opened.tag, opened.attributes, parent.style)
        self._elements.append(_Element(opened, style, emphasis, parts))
        if opened.tag in _BOUNDARIES:
            self.segments.append(_BOUNDARIES[opened.tag])
        elif opened.tag == "break":
            self.segments.append(Silence(pause(opened.attributes)))
        elif opened.tag == "audio":
            self.segments.append(Earcon("chime"))

    def write(self, text: str) -> None:
        element = self._elements[-1]
        if element.parts is not None:
            element.parts.append(text)
        else:
            self._add(Text(text, element.style, element.emphasis))

    def close(self) -> None:
        element = self._elements.pop()
        if element.opened.tag in _BOUNDARIES:
            self.segments.append(_BOUNDARIES[element.opened.tag])
        elif element.parts is not None and self._elements[-1].parts is None:
            self._add(_replacement(element, " ".join("".join(element.parts).split())))

    def _add(self, segment: Text | Earcon) -> None:
        """Append text to the previous segment if the style is the same. A space counts only after text."""
        if not isinstance(segment, Text):
            self.segments.append(segment)
            return
        last = self.segments[-1] if self.segments else None
        segment = replace(segment, words=re.sub(r"\s+", " ", segment.words))
        if isinstance(last, Text) and (segment.words == " " or _is_continuation(last, segment)):
            self.segments[-1] = replace(last, words=re.sub(" +", " ", last.words + segment.words))
        elif segment.words.strip():
            self.segments.append(segment)


def _is_continuation(last: Text, following: Text) -> bool:
    return not (last.ipa or following.ipa) and replace(last, words="") == replace(following, words="")


def _replacement(element: _Element, original: str) -> Text | Earcon:
    attributes = element.opened.attributes
    text = Text(original, element.style, element.emphasis)
    interpret_as = attributes.get("interpret-as", "")
    match element.opened.tag, interpret_as:
        case "sub", _:
            return replace(text, words=attributes.get("alias", original))
        case "phoneme", _:
            return replace(text, ipa=ipa(attributes.get("ph", ""), attributes.get("alphabet", "ipa")))
        case _, "expletive":
            return Earcon("bleep")
        case _, "characters" | "spell-out":
            return replace(text, is_spelled=True)
        case _, "interjection":
            return replace(
                text, style=replace(text.style, pitch=text.style.pitch * INTERJECTION_PITCH), emphasis="moderate"
            )
    return replace(text, words=expand(original, interpret_as, attributes.get("format", ""), text.style.language))


def _merge_silences(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Merge adjacent silences. Drop implicit ones before the first text and after the last."""
    pauses: list[Silence] = []
    is_at_edge = True
    for segment in segments:
        if isinstance(segment, Silence):
            pauses.append(segment)
        else:
            yield from _merged(pauses, is_at_edge=is_at_edge)
            yield segment
            pauses.clear()
            is_at_edge = False
    yield from _merged(pauses, is_at_edge=True)


def _merged(pauses: list[Silence], *, is_at_edge: bool) -> Iterator[Silence]:
    """Breaks add up and override the pause between sentences, as in the SSML standard."""
    explicit = [pause.seconds for pause in pauses if pause.is_explicit]
    if explicit:
        yield Silence(sum(explicit))
    elif pauses and not is_at_edge:
        yield max(pauses, key=lambda pause: pause.seconds)
