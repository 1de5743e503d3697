"""Mono 16-bit PCM sound at one fixed sample rate."""

import io
import math
import struct
import wave
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import ClassVar, NamedTuple

from speech.errors import VoiceError
from speech.tts.limiter import amplify

WIDTH = 2
"""Bytes per sample, little-endian."""

LOUDEST = 32_767


class SpokenWord(NamedTuple):
    start: float
    """Seconds from the start of the sound."""

    text: str


@dataclass(frozen=True, slots=True)
class Sound:
    rate: ClassVar[int] = 22_050
    """Samples per second: espeak-ng's own rate."""

    samples: bytes = field(default=b"", repr=False)
    words: tuple[SpokenWord, ...] = field(default=(), repr=False, compare=False)
    """The words that are spoken, in order; empty if the engine does not report them."""

    @property
    def seconds(self) -> float:
        return len(self.samples) / WIDTH / self.rate

    @property
    def wav(self) -> bytes:
        """A WAV file with this sound."""
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(WIDTH)
            writer.setframerate(self.rate)
            writer.writeframes(self.samples)
        return file.getvalue()

    def trimmed(self) -> "Sound":
        """Return the sound without digital silence at either end, so that pauses between words have exact lengths."""
        start = len(self.samples) - len(self.samples.lstrip(b"\0"))
        end = len(self.samples.rstrip(b"\0"))
        return Sound(
            self.samples[start - start % WIDTH : end + end % WIDTH], _shifted(self.words, -start / WIDTH / self.rate)
        )

    def amplified(self, decibels: float) -> "Sound":
        """Return the sound with this gain. Around peaks that it would clip, the gain is lower."""
        if not decibels or not self.samples:
            return self
        return replace(self, samples=amplify(array("h", self.samples), 10 ** (decibels / 20)).tobytes())


def silence(seconds: float) -> Sound:
    return Sound(bytes(WIDTH * round(seconds * Sound.rate)))


def join(sounds: Iterable[Sound]) -> Sound:
    samples, words = bytearray(), list[SpokenWord]()
    for sound in sounds:
        words += _shifted(sound.words, len(samples) / WIDTH / Sound.rate)
        samples += sound.samples
    return Sound(bytes(samples), tuple(words))


def _shifted(words: Iterable[SpokenWord], seconds: float) -> tuple[SpokenWord, ...]:
    return tuple(SpokenWord(max(0.0, word.start + seconds), word.text) for word in words)


def decode(file_content: bytes) -> Sound:
    """Decode a sound file: WAV in our own format directly, anything else (macOS writes AIFF) through miniaudio.

    Raises VoiceError.
    """
    with suppress(wave.Error, EOFError), wave.open(io.BytesIO(file_content)) as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, WIDTH, Sound.rate):
            return Sound(file.readframes(file.getnframes()))
    import miniaudio

    try:
        return Sound(miniaudio.decode(file_content, nchannels=1, sample_rate=Sound.rate).samples.tobytes())
    except miniaudio.DecodeError as error:
        raise VoiceError("The speech engine saved a file that is not sound.") from error


@cache
def chime() -> Sound:
    """Two falling tones, in place of an <audio> file."""
    return join([_tone(880, 0.14), _tone(660, 0.22)])


@cache
def bleep() -> Sound:
    """A tone in place of an expletive."""
    return _tone(1_000, 0.4)


def _tone(hertz: float, seconds: float, loudness: float = 0.2) -> Sound:
    """A sine wave that fades in and out within ten milliseconds, so that it does not click."""
    count = round(seconds * Sound.rate)
    ramp = Sound.rate / 100
    return Sound(
        struct.pack(
            f"<{count}h",
            *(
                round(
                    LOUDEST
                    * loudness
                    * min(1, at / ramp, (count - 1 - at) / ramp)
                    * math.sin(2 * math.pi * hertz * at / Sound.rate)
                )
                for at in range(count)
            ),
        )
    )
