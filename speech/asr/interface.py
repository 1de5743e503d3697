"""The interface of a speech recognizer, and the format of the recordings that it takes."""

from typing import Final, Protocol

SAMPLE_RATE: Final = 16_000
"""Samples per second."""

WIDTH: Final = 2
"""Bytes per sample, little-endian. Recordings have one channel."""

MAX_SECONDS: Final = 30
"""The longest recording: a window of Whisper's."""

MAX_BYTES: Final = MAX_SECONDS * SAMPLE_RATE * WIDTH

SILENCE: Final = bytes(SAMPLE_RATE // 2 * WIDTH)
"""Half a second without sound: to transcribe it loads what a recognizer needs."""


class SpeechRecognizer(Protocol):
    """Thread-safe."""

    def transcribe(self, pcm: bytes, locale: str) -> str:
        """Return the sentence of a recording; empty if it has no speech.

        `pcm` is mono 16-bit PCM at `SAMPLE_RATE`, at most `MAX_BYTES`; what is beyond is ignored. Raises
        SpeechError if the recognizer does not know the locale's language, or does not load.
        """
