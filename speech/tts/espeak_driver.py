"""espeak-ng as a driver of pyttsx3: it reads markup, serves one caller at a time, and owns up to its faults.

pyttsx3's own driver for Linux returns before the speech is done, keeps only the last of several utterances, reads
markup aloud and swallows errors. This one is found by pyttsx3 like any other, by the name of its module.
"""

import ctypes
import math
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from speech.errors import VoiceError
from speech.tts.audio import Sound
from speech.tts.playback import Playing, play

NAME = "desk"
"""What pyttsx3 knows the driver by, once `register` was called."""

SLOWEST = 80
"""Words per minute. espeak-ng speaks no slower; below that the gaps between words grow instead."""

TOP, BOTTOM = 1.66, 0.69
"""Times its normal pitch, at either end of espeak-ng's scale; measured."""

_MENDS = "Install the speech engine with: pip install 'trust-steps[simulator]'"
_LOCK = Lock()
"""There is one espeak-ng in a process."""


def register() -> str:
    """Make the driver known to pyttsx3; returns the name to ask for."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def pitch(times: float) -> int:
    """The place on espeak-ng's scale, which has 50 in the middle, for so many times the normal pitch."""
    steps = 49 * math.log(times, TOP) if times > 1 else -50 * math.log(times, BOTTOM)
    return max(0, min(99, round(50 + steps)))


def buildDriver(proxy: Any) -> "Driver":  # noqa: N802 - pyttsx3 asks for this name
    """What pyttsx3 calls to have a driver made."""
    return Driver(proxy)


class Driver:
    """What pyttsx3 asks of a driver. Whatever is asked is done when the call returns, in order; texts are SSML."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._playing: Playing | None = None
        self._properties: dict[str, Any] = {"voice": "en-us", "rate": 175, "volume": 1.0, "pitch": 50}
        with _LOCK:
            _library()

    def getProperty(self, name: str) -> Any:  # noqa: N802
        if name != "voices":
            return self._properties[name]
        with _LOCK:
            return list(_library().voices())

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name not in self._properties:
            raise KeyError(f"unknown property {name}")
        if name == "voice":
            with _LOCK:
                _library().use(value)
        self._properties[name] = value

    def say(self, text: str) -> None:
        self._proxy.notify("started-utterance")
        self._playing = play(self._spoken(text))
        self._proxy.notify("finished-utterance", completed=self._playing.wait())

    def save_to_file(self, text: str, filename: str) -> None:
        self._proxy.notify("started-utterance")
        Path(filename).write_bytes(self._spoken(text).wav)
        self._proxy.notify("finished-utterance", completed=True)

    def stop(self) -> None:
        if self._playing:
            self._playing.stop()

    def startLoop(self) -> None:  # noqa: N802
        """The whole queue is worked off in here: being free is all that pyttsx3 waits for."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """There is no loop to end."""

    def iterate(self) -> Iterator[None]:
        self._proxy.setBusy(False)
        yield

    def _spoken(self, text: str) -> Sound:
        with _LOCK:
            return _library().speak(text, **self._properties)


class _Library:
    """The calls of espeak-ng that are needed; not to be made by two threads at once."""

    def __init__(self) -> None:
        data = _loaded_data()
        from pyttsx3.drivers import _espeak

        self._calls = _espeak
        self._voice = ""
        self._heard: list[bytes] = []
        returns_at_errors = 0x8000  # otherwise it ends the program
        rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, 0, data, returns_at_errors)
        if rate != Sound.rate:
            raise VoiceError(f"espeak-ng found no usable voices in its data. {_MENDS}")
        _espeak.SetSynthCallback(self._hear)

    def use(self, voice: str) -> None:
        if voice == self._voice:
            return
        if self._calls.SetVoiceByName(voice.encode()) != self._calls.EE_OK:
            raise ValueError(f"espeak-ng has no voice {voice!r}")
        self._voice = voice

    def speak(self, text: str, *, voice: str, rate: float, volume: float, pitch: int) -> Sound:
        self.use(voice)
        word_gap = 7
        self._calls.SetParameter(self._calls.RATE, round(max(rate, SLOWEST)))
        self._calls.SetParameter(word_gap, _gap(rate))
        self._calls.SetParameter(self._calls.VOLUME, round(volume * 100))
        self._calls.SetParameter(self._calls.PITCH, pitch)
        self._heard.clear()
        flags = self._calls.CHARS_UTF8 | self._calls.SSML | self._calls.PHONEMES
        if self._calls.Synth(text.encode("utf-8", "replace"), flags=flags) != self._calls.EE_OK:
            raise VoiceError("espeak-ng refused the text.")
        return Sound(b"".join(self._heard))

    def voices(self) -> Iterator[Any]:
        from pyttsx3.voice import Voice

        for voice in self._calls.ListVoices():
            language = voice.languages[1:].decode()
            gender = ("", "male", "female")[voice.gender]
            yield Voice(voice.identifier.decode(), voice.name.decode(), [language], gender, voice.age or None)

    def _hear(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._heard.append(ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short)))
        return 0


@cache
def _library() -> _Library:
    try:
        return _Library()
    except (ImportError, OSError, RuntimeError) as fault:
        raise VoiceError(f"espeak-ng could not be loaded: {fault}. {_MENDS}") from fault


def _loaded_data() -> bytes:
    """Load the library that a wheel brought, before pyttsx3 asks the system for one of that name.

    Its data is named through an open folder: espeak-ng takes no path of 160 characters or more.
    """
    import espeakng_loader

    ctypes.CDLL(espeakng_loader.get_library_path())
    folder = os.open(espeakng_loader.get_data_path(), os.O_PATH | os.O_DIRECTORY)
    return f"/proc/self/fd/{folder}".encode()


def _gap(rate: float) -> int:
    """In espeak-ng's units, of which about 34 make a second between words at its slowest."""
    return max(0, round(34 * 50 * (1 / rate - 1 / SLOWEST)))
