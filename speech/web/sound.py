"""Answers as sound for the page."""

from contextlib import suppress
from functools import lru_cache
from typing import Final

from speech.errors import SpeechError
from speech.speaking.voice import Voice

KEPT: Final = 16
"""So many are kept for whoever wants to hear one again; any other is spoken anew."""


@lru_cache(KEPT)
def wav(ssml: str, locale: str) -> bytes:
    """Raises SsmlError, VoiceError."""
    return Voice().render(ssml, locale).wav


def warm_up(locale: str) -> None:
    """The first answer is then heard as soon as any other. Where nothing can speak, whoever wants to hear is told."""
    with suppress(SpeechError, ModuleNotFoundError):
        wav("<speak>One, two, three.</speak>", locale)
