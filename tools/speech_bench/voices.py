"""Our voices side by side: how soon they are heard, and how exact and how loud they are."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import loudness
import numpy as np

from speech.tts import piper_driver
from speech.tts.audio import Sound
from speech.tts.synthesizer import Synthesizer
from tests.support.audio_analysis import pitch, silences
from tools.speech_bench.speakers import LOCALE

ANSWER: Final = (
    "<speak>Welcome back. Today, take five minutes for the two of you.<break time='1.5s'/>"
    "Breathe in while I count to four.<break time='4s'/>Let the breath go. What do you feel?</speak>"
)
SENTENCE: Final = "The morning light falls softly on the river while we are walking along the road."
BREAKS: Final = (0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10)
RATES: Final = (0.6, 0.8, 1.25, 1.6)
PITCHES: Final = (0.75, 0.85, 1.2)
REPETITIONS: Final = 5
FIRST_SOUND: Final = """
import sys
from pathlib import Path
from time import perf_counter
started = perf_counter()
from speech.tts import piper_driver
from speech.tts.synthesizer import Synthesizer
voice = sys.argv[1]
synthesizer = Synthesizer(piper_driver.register(Path(voice)) if voice else None)
synthesizer.render(sys.argv[2], "en-US")
print(perf_counter() - started)
"""


@dataclass(frozen=True, slots=True)
class VoiceResult:
    name: str
    first_sound: float
    """Seconds from the start of a program to the sound of an answer. The least, since other programs only add to it."""

    later_sound: float
    """The same once the voice is loaded."""

    pause_error: float
    """The largest error of a pause in milliseconds."""

    rate_error: float
    pitch_error: float
    """The largest errors, as shares of what was asked for."""

    loudness: float
    """LUFS."""

    loudness_spread: float
    """The difference between the loudest and the softest sentence, in LU."""


def measure(name: str, file: Path | None, sentences: Sequence[str]) -> VoiceResult:
    synthesizer = Synthesizer(piper_driver.register(file) if file else None)
    usual = _render(synthesizer, SENTENCE)
    slower = [(rate, _render(synthesizer, f"<prosody rate='{rate:.0%}'>{SENTENCE}</prosody>")) for rate in RATES]
    higher = [
        (each, _render(synthesizer, f"<prosody pitch='{each - 1:+.0%}'>{SENTENCE}</prosody>")) for each in PITCHES
    ]
    levels = [_lufs(_render(synthesizer, sentence)) for sentence in sentences]
    return VoiceResult(
        name,
        first_sound=min(_first_sound(file) for _ in range(REPETITIONS)),
        later_sound=min(_later_sound(synthesizer) for _ in range(REPETITIONS)),
        pause_error=1000 * max(_pause_error(synthesizer, seconds) for seconds in BREAKS),
        rate_error=max(abs(usual.seconds / rate / sound.seconds - 1) for rate, sound in slower),
        pitch_error=max(abs(pitch(sound) / pitch(usual) / factor - 1) for factor, sound in higher),
        loudness=median(levels),
        loudness_spread=max(levels) - min(levels),
    )


def _render(synthesizer: Synthesizer, content: str) -> Sound:
    return synthesizer.render(f"<speak>{content}</speak>", LOCALE)


def _first_sound(file: Path | None) -> float:
    command = [sys.executable, "-c", FIRST_SOUND, str(file or ""), ANSWER]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _later_sound(synthesizer: Synthesizer) -> float:
    started = perf_counter()
    synthesizer.render(ANSWER, LOCALE)
    return perf_counter() - started


def _pause_error(synthesizer: Synthesizer, seconds: float) -> float:
    """Return the error in seconds of a pause between two sentences."""
    sound = _render(synthesizer, f"Hold.<break time='{round(seconds * 1000)}ms'/>Now let go.")
    return min(abs(silence - seconds) for silence in silences(sound))


def _lufs(sound: Sound) -> float:
    samples = np.frombuffer(sound.samples, "<i2").astype("float64") / 32_768
    return float(loudness.integrated_loudness(samples, Sound.rate))
