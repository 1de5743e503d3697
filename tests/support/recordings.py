"""Recordings for speech recognizers: synthetic speech, silence and noise, as mono 16-bit PCM at 16 kHz."""

import io
import random
import wave
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from speech.asr.interface import SAMPLE_RATE, WIDTH
from speech.asr.wav import pcm_of
from speech.tts.synthesizer import Synthesizer


@cache
def spoken(words: str) -> bytes:
    """Speech with silence of less than a tenth of a second at its ends. `words` may have SSML in them."""
    return pcm_of(Synthesizer().render(f"<speak>{words}</speak>", "en-US").wav)


def wav(pcm: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(WIDTH)
        writer.setframerate(SAMPLE_RATE)
        writer.writeframes(pcm)
    return file.getvalue()


def silent(seconds: float) -> bytes:
    return bytes(round(seconds * SAMPLE_RATE) * WIDTH)


@cache
def noise(seconds: float, amplitude: int) -> bytes:
    """Even noise up to this sample value."""
    generator = random.Random(19)
    return array("h", (generator.randint(-amplitude, amplitude) for _ in range(round(seconds * SAMPLE_RATE)))).tobytes()


def seconds(pcm: bytes) -> float:
    return len(pcm) / WIDTH / SAMPLE_RATE


@contextmanager
def played_back(pcm: bytes) -> Iterator[Iterator[bytes]]:
    """Stand in for a microphone that records this sound, in pieces of a size that suits no recognizer."""
    yield (pcm[start : start + 1_000] for start in range(0, len(pcm), 1_000))
