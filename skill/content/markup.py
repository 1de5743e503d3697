"""Content markup: plain words with a few SSML tags, and its conversion to SSML."""

import re
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

WORDS_PER_MINUTE: Final = 150
"""Roughly how fast Alexa speaks."""

THOUGHT: Final = '<break time="600ms"/>'
"""The pause between two thoughts."""

RATES: Final = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
"""SSML's names of rates as factors. Amazon publishes no values; the simulator uses these too."""

_TAGS: Final = re.compile(r'(</?(?:break|emphasis|lang|p|prosody|s|say-as|sub)(?:\s+[\w:-]+="[^"<>&]*")*\s*/?>)')
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LAST_SENTENCE: Final = re.compile(r"(?<=[.?!\u2026]) (?=[^.?!\u2026<>]+[.?!]$)")
_PAUSE: Final = r'<break[^>]*\btime="([^"]*)"'
_SECONDS: Final = {"ms": 0.001, "s": 1.0}


@lru_cache(maxsize=512)
def to_ssml(text: str, rate: float = 1.0) -> str:
    """Return an SSML document, well-formed for any text. If the tags are invalid, they are escaped and spoken.

    The rate of speech is a factor. Most people hear the same few texts, so the results are cached.
    """
    valid = _NOT_XML.sub(" ", text)
    document = _document(valid)
    if _xml_error(document):
        document = f"<speak>{escape(valid)}</speak>"
    if rate == 1:
        return document
    content = document.removeprefix("<speak>").removesuffix("</speak>")
    return f'<speak><prosody rate="{rate:.0%}">{content}</prosody></speak>'


def problem(text: str) -> str | None:
    """Return what is wrong with the markup of a text, or None."""
    if re.search(r"[<>]", _TAGS.sub("", text)):
        return "a tag that content may not use, or a stray < or >"
    if error := _xml_error(_document(text)):
        return f"invalid tags ({error})"
    wrong = [time for time in re.findall(_PAUSE, text) if not 0 < _duration(time) <= 10]  # noqa: PLR2004 - Alexa's longest break
    return f"a pause of {wrong[0]} is not between 1ms and 10s" if wrong else None


@lru_cache(maxsize=512)
def set_apart(speech: str) -> str:
    """Return a speech with a pause before its last sentence, the question or invitation that the person can answer."""
    return _LAST_SENTENCE.sub(f" {THOUGHT} ", speech)


def words(text: str) -> list[str]:
    """Return the spoken words with their punctuation, without the tags."""
    return _TAGS.sub(" ", text).split()


def word_count(text: str) -> int:
    """Return how many words are spoken: of "Tu viens ?", in which French sets the mark apart, two."""
    return sum(any(map(str.isalnum, word)) for word in words(text))


def seconds(text: str) -> float:
    """Return how long the text takes to say, with its pauses, at the rates that it names."""
    total, rates = 0.0, [1.0]
    for at, part in enumerate(_TAGS.split(text)):
        if at % 2 == 0:
            total += word_count(part) * 60 / WORDS_PER_MINUTE / rates[-1]
        elif part.startswith("<prosody"):
            found = re.search(r'\brate="([^"]*)"', part)
            rates.append(rate(found[1] if found else "") or rates[-1])
        elif part == "</prosody>" and len(rates) > 1:
            rates.pop()
        else:
            total += sum(_duration(time) for time in re.findall(_PAUSE, part))
    return total


def rate(value: str) -> float | None:
    """Return the factor that a rate such as "88%" or "slow" stands for, None if it is not one."""
    percent = re.fullmatch(r"([1-9]\d*)%", value)
    return int(percent[1]) / 100 if percent else RATES.get(value)


def _document(text: str) -> str:
    """Keep the known tags and escape the rest."""
    parts = _TAGS.split(text)
    return f"<speak>{''.join(part if at % 2 else escape(part) for at, part in enumerate(parts))}</speak>"


def _xml_error(document: str) -> str | None:
    try:
        ET.fromstring(document)  # noqa: S314 - no entities: all but the known tags is escaped
    except (ET.ParseError, UnicodeEncodeError) as error:
        return str(error)
    return None


def _duration(time: str) -> float:
    """Return seconds; 0 if the text is not a duration."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", time)
    return float(match[1]) * _SECONDS[match[2]] if match else 0.0
