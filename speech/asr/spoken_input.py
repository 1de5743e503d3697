"""Hear one sentence: from the microphone to a recognizer, with a meter of the level."""

import math
from array import array
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from speech.asr.endpointer import utterance
from speech.asr.interface import SILENCE, SpeechRecognizer
from speech.asr.microphone import recording

FULL_SCALE: Final = 32_768
SOFTEST: Final = -60.0
"""Decibels below full scale at which the meter is empty."""

METER_WIDTH: Final = 24
PIECES_A_FRAME: Final = 3
"""How often the meter is drawn: about ten times a second."""


@dataclass(frozen=True, slots=True)
class SpokenInput:
    recognizer: SpeechRecognizer
    record: Callable[[], AbstractContextManager[Iterator[bytes]]] = recording

    def prepare(self, locale: str) -> None:
        """Load what is needed, and try the microphone. Raises NoMicrophone, RecognizerError."""
        utterance([])
        with self.record():
            self.recognizer.transcribe(SILENCE, locale)

    def listen(self, locale: str, show: Callable[[str], None] = lambda text: None) -> str:
        """Return what a person says next; empty after eight seconds without speech, and if no words are recognized.

        `show` gets a line with the level of the sound about ten times a second, and an empty one at the end.
        Raises NoMicrophone, RecognizerError.
        """
        pieces = 0

        def on_piece(piece: bytes, is_speech: bool) -> None:  # noqa: FBT001 - called by position
            nonlocal pieces
            if pieces % PIECES_A_FRAME == 0:
                show(f"{'hearing  ' if is_speech else 'listening'} {meter(piece, METER_WIDTH)}")
            pieces += 1

        try:
            with self.record() as sound:
                pcm = utterance(sound, on_piece)
            if pcm:
                show("recognizing")
            return self.recognizer.transcribe(pcm, locale)
        finally:
            show("")


def decibels(pcm: bytes) -> float:
    """Return the level of 16-bit PCM in decibels relative to full scale, at least SOFTEST."""
    samples = array("h", pcm)
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return max(SOFTEST, 10 * math.log10(power / FULL_SCALE**2)) if power else SOFTEST


def meter(pcm: bytes, width: int) -> str:
    """Return a bar for the level, `width` characters wide."""
    filled = round(width * (1 - decibels(pcm) / SOFTEST))
    return "#" * filled + "." * (width - filled)
