"""How SSML is written: text in, a flat run of tags and words out, and nothing else is let in."""

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape

from speech.errors import SsmlError

MAX_CHARACTERS = 8_000
"""Alexa refuses an outputSpeech that is longer, tags included."""

_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold, not even escaped."""

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Open:
    """A tag that begins."""

    tag: str
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Close:
    """A tag that ends."""

    tag: str


@dataclass(frozen=True, slots=True)
class Words:
    """Text between tags."""

    text: str


Token = Open | Close | Words


def is_markup(text: str) -> bool:
    """Whether it begins with a tag."""
    return re.match(r"\s*<[a-zA-Z/!?]", text) is not None


def tokens(ssml: str) -> tuple[Token, ...]:
    """Read the markup, or raise SsmlError with the place of the fault.

    Plain text is taken as it is, for an answer of the type PlainText. A document type is refused, for with it
    come entities that grow without end.
    """
    if len(ssml) > MAX_CHARACTERS:
        raise SsmlError(f"The answer has {len(ssml):,} characters. Alexa takes at most {MAX_CHARACTERS:,}.")
    if not is_markup(ssml):
        ssml = f"<speak>{escape(_UNSPEAKABLE.sub(' ', ssml))}</speak>"
    found: list[Token] = []
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: found.append(Open(tag, attributes))
    parser.EndElementHandler = lambda tag: found.append(Close(tag))
    parser.CharacterDataHandler = lambda text: found.append(Words(text))
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(ssml.strip().encode("utf-8", "replace"), True)  # noqa: FBT003 - expat takes no keywords
    except expat.ExpatError as fault:
        raise SsmlError(_broken(fault)) from fault
    return _rooted(tuple(found))


def _refuse_doctype(*_: object) -> None:
    raise SsmlError("The markup declares a document type. Leave <!DOCTYPE ...> out: Alexa needs none.")


def _broken(fault: expat.ExpatError) -> str:
    return (
        f"The markup is broken at line {fault.lineno}, column {fault.offset + 1}: "
        f"{expat.ErrorString(fault.code)}. Close every tag, and write &amp; for & and &lt; for <."
    )


def _rooted(found: tuple[Token, ...]) -> tuple[Token, ...]:
    match found[0]:
        case Open(tag="speak"):
            return found
        case _:
            raise SsmlError("The markup has no <speak> around it. Put <speak> first and </speak> last.")
