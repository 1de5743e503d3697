"""The text of an answer without its markup."""

from collections.abc import Iterator

from speech.tts.prosody import pause
from speech.tts.tokenizer import Close, Open, Words, tokens

SHORTEST_SHOWN = 1.0
"""Seconds. A shorter break is only phrasing."""


def words(ssml: str) -> str:
    """Return the text on one line. An alias replaces its original; numbers and dates stay as they are written."""
    return " ".join("".join(_pieces(ssml, marks_sounds=False)).split())


def transcript(ssml: str) -> str:
    """Return the text on one line, with "[3 s]" for a pause of at least a second and "[sound]" for audio."""
    return " ".join("".join(_pieces(ssml, marks_sounds=True)).split())


def _pieces(ssml: str, *, marks_sounds: bool) -> Iterator[str]:
    sub_depth = 0
    for token in tokens(ssml):
        if isinstance(token, Open) and token.tag == "sub":
            sub_depth += 1
            if sub_depth == 1:
                yield token.attributes.get("alias", "")
        elif isinstance(token, Close) and token.tag == "sub":
            sub_depth -= 1
        elif isinstance(token, Words):
            yield "" if sub_depth else token.text
        elif token.tag in {"break", "audio", "p", "s"}:
            yield _mark(token) if marks_sounds and isinstance(token, Open) else " "


def _mark(element: Open) -> str:
    if element.tag == "audio":
        return " [sound] "
    seconds = pause(element.attributes) if element.tag == "break" else 0.0
    return f" [{seconds:g} s] " if seconds >= SHORTEST_SHOWN else " "
