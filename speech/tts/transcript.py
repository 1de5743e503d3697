"""What a reader sees of an answer: its words without the markup, with longer pauses and sounds shown if wanted."""

from collections.abc import Iterator

from speech.tts.prosody import pause
from speech.tts.tokenizer import Close, Open, Words, tokens

WORTH_SHOWING = 1.0
"""Seconds; a shorter break is only phrasing."""


def words(ssml: str) -> str:
    """The words on one line. An alias stands for what it replaces, since that is what is heard; numbers and
    the like stay as they are written, since that is what is read.
    """
    return " ".join("".join(_pieces(ssml, shows_sounds=False)).split())


def transcript(ssml: str) -> str:
    """The words on one line, with "[3 s]" for a pause of a second or more and "[sound]" for audio."""
    return " ".join("".join(_pieces(ssml, shows_sounds=True)).split())


def _pieces(ssml: str, *, shows_sounds: bool) -> Iterator[str]:
    replaced = 0
    for token in tokens(ssml):
        if isinstance(token, Open) and token.tag == "sub":
            replaced += 1
            if replaced == 1:
                yield token.attributes.get("alias", "")
        elif isinstance(token, Close) and token.tag == "sub":
            replaced -= 1
        elif isinstance(token, Words):
            yield "" if replaced else token.text
        elif token.tag in {"break", "audio", "p", "s"}:
            yield _mark(token) if shows_sounds and isinstance(token, Open) else " "


def _mark(opened: Open) -> str:
    if opened.tag == "audio":
        return " [sound] "
    seconds = pause(opened.attributes) if opened.tag == "break" else 0.0
    return f" [{seconds:g} s] " if seconds >= WORTH_SHOWING else " "
