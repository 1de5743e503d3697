"""The synthetic voices that speak the sentences, and the noise around them."""

import subprocess
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any, Final
from xml.sax.saxutils import escape

import numpy as np

from speech.asr.interface import SAMPLE_RATE, WIDTH
from speech.asr.wav import pcm_of
from speech.tts import piper_driver
from speech.tts.synthesizer import Synthesizer

LOCALE: Final = "en-US"
FLITE_VOICE: Final = "slt"
LEAD: Final = bytes(SAMPLE_RATE * WIDTH // 2)
"""Half a second of silence before and after a sentence."""

Speak = Callable[[str], bytes]
"""Returns the PCM of a sentence."""


def speakers(voice: Path) -> Mapping[str, Speak]:
    """Return the voices of this machine: flite only where it is installed."""
    found: dict[str, Speak] = {
        "piper": partial(_synthesize, Synthesizer(piper_driver.register(voice))),
        "espeak-ng": partial(_synthesize, Synthesizer()),
    }
    return found | ({"flite": _flite} if which("flite") else {})


def with_noise(pcm: bytes, decibels: float | None, seed: int) -> bytes:
    """Put silence around the speech, and pink noise that many decibels below it over all; None for no noise.

    Pink noise has as much power in each octave, as rooms, fans and streets roughly have.
    """
    if decibels is None:
        return LEAD + pcm + LEAD
    speech = np.frombuffer(pcm, "<i2").astype("float64")
    padded = np.frombuffer(LEAD + pcm + LEAD, "<i2").astype("float64")
    noise = _pink(len(padded), np.random.default_rng(seed))
    level = np.sqrt((speech**2).mean()) / 10 ** (decibels / 20)
    return bytes(np.clip(padded + noise * level, -32_768, 32_767).astype("<i2").tobytes())


def _pink(count: int, random: "np.random.Generator") -> Any:
    """Return noise with a mean power of 1."""
    spectrum = np.fft.rfft(random.normal(size=count))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    noise = np.fft.irfft(spectrum, count)
    return noise / np.sqrt((noise**2).mean())


def _synthesize(synthesizer: Synthesizer, text: str) -> bytes:
    return pcm_of(synthesizer.render(f"<speak>{escape(text)}</speak>", LOCALE).wav)


def _flite(text: str) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "spoken.wav")
        subprocess.run(["flite", "-voice", FLITE_VOICE, "-t", text, "-o", str(file)], check=True)
        return pcm_of(file.read_bytes())
