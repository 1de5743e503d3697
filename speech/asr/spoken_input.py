"""Hear one sentence: from the microphone to a recognizer."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from speech.asr.endpointer import utterance
from speech.asr.interface import SILENCE, SpeechRecognizer
from speech.asr.level import meter
from speech.asr.microphone import recording

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
