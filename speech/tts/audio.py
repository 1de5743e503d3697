"""Sound as the desk handles it: samples of 16 bits, one channel, always at the same rate."""

import io
import math
import struct
import wave
from array import array
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

from speech.errors import VoiceError

WIDTH = 2
"""Bytes in a sample, the lower first."""

LOUDEST = 32_767


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one channel, with 16 bits each."""

    rate: ClassVar[int] = 22_050
    """Samples in a second: what espeak-ng speaks in."""

    samples: bytes = field(default=b"", repr=False)

    @property
    def seconds(self) -> float:
        return len(self.samples) / WIDTH / self.rate

    @property
    def wav(self) -> bytes:
        """The sound as the bytes of a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(WIDTH)
            written.setframerate(self.rate)
            written.writeframes(self.samples)
        return file.getvalue()

    def trimmed(self) -> "Sound":
        """Without the digital silence at both ends, so that pauses can be measured out between words."""
        start = len(self.samples) - len(self.samples.lstrip(b"\0"))
        end = len(self.samples.rstrip(b"\0"))
        return Sound(self.samples[start - start % WIDTH : end + end % WIDTH])

    def amplified(self, decibels: float) -> "Sound":
        """Louder, or softer when it is negative; never so loud that peaks are cut off."""
        if not decibels or not self.samples:
            return self
        samples = array("h", self.samples)
        top, bottom = max(samples), min(samples)
        factor = min(10 ** (decibels / 20), LOUDEST / max(top, -bottom, 1))
        return Sound(array("h", [int(sample * factor) for sample in samples]).tobytes())


def silence(seconds: float) -> Sound:
    """Nothing to hear, for so long."""
    return Sound(bytes(WIDTH * round(seconds * Sound.rate)))


def join(sounds: Iterable[Sound]) -> Sound:
    """One after the other, without a gap."""
    return Sound(b"".join(sound.samples for sound in sounds))


def decode(saved: bytes) -> Sound:
    """What an engine saved: WAV of the usual kind at once, all else (macOS writes AIFF) through a decoder."""
    with suppress(wave.Error, EOFError), wave.open(io.BytesIO(saved)) as file:
        if (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, WIDTH, Sound.rate):
            return Sound(file.readframes(file.getnframes()))
    import miniaudio

    try:
        return Sound(miniaudio.decode(saved, nchannels=1, sample_rate=Sound.rate).samples.tobytes())
    except miniaudio.DecodeError as fault:
        raise VoiceError("The speech engine saved something that is not sound.") from fault


@cache
def chime() -> Sound:
    """Two falling tones, for a sound that is not played."""
    return join([_tone(880, 0.14), _tone(660, 0.22)])


@cache
def bleep() -> Sound:
    """A tone over what is not to be heard."""
    return _tone(1_000, 0.4)


def _tone(pitch: float, seconds: float, loudness: float = 0.2) -> Sound:
    """A sine that swells and fades within ten milliseconds, so that it does not click."""
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
                    * math.sin(2 * math.pi * pitch * at / Sound.rate)
                )
                for at in range(count)
            ),
        )
    )
