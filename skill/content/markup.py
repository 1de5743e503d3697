"""Content markup: plain words with a short list of tags, and the one place where they become SSML."""

import re
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

WORDS_PER_MINUTE: Final = 150
"""How fast Alexa speaks, near enough to plan by."""

_TAGS: Final = re.compile(r'(</?(?:break|emphasis|lang|p|prosody|s|say-as|sub)(?:\s+[\w:-]+="[^"<>&]*")*\s*/?>)')
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SECONDS: Final = {"ms": 0.001, "s": 1.0}


@lru_cache(maxsize=512)
def to_ssml(text: str) -> str:
    """The text as an SSML document, well-formed for any text: what is not a known tag, or not paired, is spoken.

    Most people hear the same few texts, so those are kept.
    """
    speakable = _NOT_XML.sub(" ", text)
    document = _document(speakable)
    return f"<speak>{escape(speakable)}</speak>" if _crookedness(document) else document


def problem(text: str) -> str | None:
    """What is wrong with the markup of a text, in words, or None."""
    if re.search(r"[<>]", _TAGS.sub("", text)):
        return "it holds a tag that content may not use, or a stray < or >"
    if crooked := _crookedness(_document(text)):
        return f"its tags are crooked ({crooked})"
    wrong = [time for time in re.findall(r'<break[^>]*\btime="([^"]*)"', text) if not 0 < _pause(time) <= 10]  # noqa: PLR2004 - Alexa's longest break
    return f"a pause of {wrong[0]} is not between 1ms and 10s" if wrong else None


def words(text: str) -> list[str]:
    """The words as they are heard, without the tags."""
    return _TAGS.sub(" ", text).split()


def seconds(text: str) -> float:
    """How long it takes to say: its words at Alexa's pace and its own pauses."""
    pauses = sum(_pause(time) for time in re.findall(r'<break[^>]*\btime="([^"]*)"', text))
    return len(words(text)) * 60 / WORDS_PER_MINUTE + pauses


def _document(text: str) -> str:
    """The text with its known tags left as they are and the rest escaped."""
    parts = _TAGS.split(text)
    return f"<speak>{''.join(part if at % 2 else escape(part) for at, part in enumerate(parts))}</speak>"


def _crookedness(document: str) -> str | None:
    """What keeps a document from being XML, in words, or None."""
    try:
        ET.fromstring(document)  # noqa: S314 - no entities, all but the known tags is escaped
    except (ET.ParseError, UnicodeEncodeError) as error:
        return str(error)
    return None


def _pause(time: str) -> float:
    """Seconds; 0 for what is not a duration."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", time)
    return float(match[1]) * _SECONDS[match[2]] if match else 0.0
