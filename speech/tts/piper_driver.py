"""A pyttsx3 driver for Piper, which speaks with a neural voice from a file.

A Piper voice has no pitch and no loudness to choose, and its sentences follow each other without a pause. The driver
resamples for the pitch, brings every voice to one loudness, and sets the pauses between sentences itself.
"""

import json
import logging
import math
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar, Final

from speech.errors import VoiceError, hint
from speech.tts.audio import LOUDEST, Sound, join, silence
from speech.tts.prosody import PAUSES
from speech.tts.synchronous_driver import SynchronousDriver

if TYPE_CHECKING:
    import numpy as np
    from piper import PiperVoice

    Samples = np.ndarray[Any, Any]

PREFIX: Final = "piper_"
"""The names of drivers in pyttsx3 begin with this; the rest stands for the voice's file."""

NORMAL_RATE: Final = 155
"""The rate, in words per minute, at which a voice speaks at its own pace."""

FULL_VOLUME: Final = 0.34
"""The level of speech at a volume of 1, as a share of full scale: at the synthesizer's volume, about -18 LUFS."""

SILENT: Final = 0.03
"""A share of the voice's level: what is softer at either end of a sentence is cut off."""

COUNTING: Final = "1, 2, 3, 4, 5, 6, 7."
"""What measures a voice's loudness, in any language."""

PHONEME_TYPES: Final = ("espeak", "text")
"""The others need a dictionary, which Piper would download."""

ADVICE: Final = "give the .onnx file of a Piper voice, and keep its .onnx.json file beside it"


def register(file: Path) -> str:
    """Make pyttsx3 find a driver that speaks with this voice. Return its name. Raises VoiceError."""
    file = file.absolute()
    language(file)
    if not find_spec("piper"):
        raise VoiceError(hint(ModuleNotFoundError(name="piper")))
    name = f"{PREFIX}{sha256(str(file).encode()).hexdigest()[:12]}"
    module = ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: PiperDriver(proxy, file)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return name


def language(file: Path) -> str:
    """Return the locale or language of a voice, from its description. Raises VoiceError."""
    if not file.is_file():
        kind = "is a folder" if file.is_dir() else "there is no such file"
        raise VoiceError(f"{file}: {kind}; {ADVICE}")
    description = Path(f"{file}.json")
    try:
        voice = json.loads(description.read_text("utf-8"))
        kind, spoken = voice.get("phoneme_type", "espeak"), voice.get("language", {}).get("code")
        locale = str(spoken or voice["espeak"]["voice"]).replace("_", "-")
    except OSError as error:
        raise VoiceError(f"{description}: {error.strerror}; {ADVICE}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoiceError(f"{description}: does not describe a Piper voice ({error!r}); download it again") from error
    if kind not in PHONEME_TYPES:
        raise VoiceError(f"{description}: phoneme_type {kind} is not supported; choose a voice with espeak or text")
    return locale


class PiperDriver(SynchronousDriver):
    """Texts are plain, with phonemes in double brackets. The pitch is a factor on the voice's own."""

    defaults: ClassVar[dict[str, Any]] = {"voice": "", "rate": NORMAL_RATE, "volume": 1.0, "pitch": 1.0}

    def __init__(self, proxy: Any, file: Path) -> None:
        """Raises VoiceError."""
        super().__init__(proxy)
        self._file = file
        self._voice = _load(file)
        self._properties["voice"] = str(file)

    def voices(self) -> list[Any]:
        from pyttsx3.voice import Voice

        return [Voice(str(self._file), self._file.stem, [language(self._file)])]

    def render(self, text: str) -> Sound:
        """Raises VoiceError."""
        rate, volume, pitch = (self._properties[name] for name in ("rate", "volume", "pitch"))
        length = NORMAL_RATE / rate
        sentences = self._voice.sentences(text, length, pitch)
        pause = silence(PAUSES["strong"] * length)
        spoken = join([part for sentence in sentences for part in (pause, sentence)][1:])
        return spoken.amplified(20 * math.log10(FULL_VOLUME * volume / self._voice.level)) if volume else Sound()


class _Voice:
    """A loaded voice. Thread-safe."""

    def __init__(self, voice: "PiperVoice") -> None:
        self._voice = voice
        self.level = 1.0
        """The level of the voice's speech, as a share of full scale."""

        self.level = max(_level(samples, voice.config.sample_rate) for samples in self._speak(COUNTING, 1.0))

    def sentences(self, text: str, length: float, pitch: float) -> list[Sound]:
        """Render each sentence at the voice's own level, without silence at its ends.

        `length` is a factor on the voice's own length, `pitch` on its own pitch.
        """
        rate = self._voice.config.sample_rate * pitch
        trimmed = (_trimmed(samples, SILENT * self.level) for samples in self._speak(text, length * pitch))
        return [_sound(_resampled(samples, rate)) for samples in trimmed if len(samples)]

    def _speak(self, text: str, length: float) -> Iterator["Samples"]:
        """Yield the samples of each sentence, from -1 to 1."""
        from piper import SynthesisConfig

        length_scale = self._voice.config.length_scale * length
        config = SynthesisConfig(length_scale=length_scale, normalize_audio=False)
        try:
            for chunk in self._voice.synthesize(text, config):
                yield chunk.audio_float_array
        except Exception as error:  # onnxruntime has many
            raise VoiceError(f"Piper failed: {error}") from error


@cache
def _load(file: Path) -> _Voice:
    from piper import PiperVoice

    logging.getLogger("piper").setLevel(logging.ERROR)  # it warns of each phoneme that a voice does not know
    try:
        return _Voice(PiperVoice.load(file))
    except Exception as error:  # onnxruntime has many
        raise VoiceError(f"{file}: Piper cannot load the voice ({error}); {ADVICE}") from error


def _trimmed(samples: "Samples", threshold: float) -> "Samples":
    """Return the samples without those at either end that are below the threshold."""
    loud = (abs(samples) > threshold).nonzero()[0]
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def _resampled(samples: "Samples", rate: float) -> "Samples":
    """Convert from a sample rate to that of sounds, by the discrete Fourier transform."""
    import numpy as np

    count = round(len(samples) * Sound.rate / rate)
    if count == len(samples) or not count:
        return samples
    spectrum = np.fft.rfft(samples)
    return np.fft.irfft(spectrum[: count // 2 + 1], count) * (count / len(samples))


def _sound(samples: "Samples") -> Sound:
    import numpy as np

    return Sound(np.clip(samples * LOUDEST, -LOUDEST, LOUDEST).astype("<i2").tobytes())


def _level(samples: "Samples", rate: int) -> float:
    """Return the root mean square of the twentieths of a second that have speech: at most 20 dB below the loudest."""
    import numpy as np

    size = rate // 20
    frames = samples[: len(samples) - len(samples) % size].reshape(-1, size)
    powers = (frames**2).mean(axis=1)
    return float(np.sqrt(powers[powers >= powers.max() / 100].mean()))
