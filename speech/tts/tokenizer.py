"""Split SSML into a flat sequence of tags and text."""

import re
from dataclasses import dataclass
from typing import Self
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

from speech.errors import SsmlError

MAX_CHARACTERS = 8_000
"""Alexa rejects a longer outputSpeech; tags count."""

NO_ROOT = "The markup has no <speak> around it. Put <speak> first and </speak> last."

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML does not allow, not even escaped."""

_ROOT = "<speak>"
_ROOT_END = "</speak>"

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Open:
    tag: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Close:
    tag: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags."""

    text: str


Token = Open | Close | Words


def is_markup(text: str) -> bool:
    """Return whether the text begins with a tag."""
    return re.match(r"\s*<[a-zA-Z/!?]", text) is not None


def without_controls(text: str) -> str:
    """Put spaces in place of what XML cannot hold."""
    return _NOT_XML.sub(" ", text)


class PlainMarkup(str):
    """The SSML of an outputSpeech of the type PlainText. Alexa counts its characters without tags and entities."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, f"{_ROOT}{escape(without_controls(text))}{_ROOT_END}")


def _length(ssml: str) -> int:
    if isinstance(ssml, PlainMarkup):
        return len(unescape(ssml[len(_ROOT) : -len(_ROOT_END)]))
    return len(ssml)


def tokens(ssml: str) -> tuple[Token, ...]:
    """Tokenize SSML, or plain text as an answer of the type PlainText has it.

    Raises SsmlError with the position of the error. A document type is an error, because its entities could expand
    without limit.
    """
    if (length := _length(ssml)) > MAX_CHARACTERS:
        raise SsmlError(f"The answer has {length:,} characters. Alexa takes at most {MAX_CHARACTERS:,}.")
    if not is_markup(ssml):
        ssml = PlainMarkup(ssml)
    read: list[Token] = []
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: read.append(Open(tag, attributes))
    parser.EndElementHandler = lambda tag: read.append(Close(tag))
    parser.CharacterDataHandler = lambda text: read.append(Words(text))
    parser.StartDoctypeDeclHandler = _reject_doctype
    try:
        parser.Parse(ssml.strip().encode("utf-8", "replace"), True)  # noqa: FBT003 - expat accepts no keywords
    except expat.ExpatError as error:
        raise SsmlError(_message(error)) from error
    if not (isinstance(read[0], Open) and read[0].tag == "speak"):
        raise SsmlError(NO_ROOT)
    return tuple(read)


def _reject_doctype(*_: object) -> None:
    raise SsmlError("The markup declares a document type. Remove <!DOCTYPE ...>: Alexa needs none.")


def _message(error: expat.ExpatError) -> str:
    return (
        f"The markup is broken at line {error.lineno}, column {error.offset + 1}: "
        f"{expat.ErrorString(error.code)}. Close every tag, and write &amp; for & and &lt; for <."
    )
