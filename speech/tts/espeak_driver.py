"""A pyttsx3 driver for espeak-ng that reads SSML, is thread-safe and reports errors.

pyttsx3's own Linux driver returns before the speech is done, keeps only the last of several utterances, reads markup
aloud and swallows errors. pyttsx3 finds this driver by its module name, as it finds its own.
"""

import ctypes
import math
import os
import sys
from collections.abc import Iterator
from functools import cache
from itertools import count, takewhile
from threading import Lock
from typing import Any, ClassVar

from speech.errors import VoiceError
from speech.tts.audio import Sound, SpokenWord
from speech.tts.synchronous_driver import SynchronousDriver

NAME = "espeak_ssml"
"""The driver's name in pyttsx3 after `register`."""

SLOWEST = 80
"""Words per minute. espeak-ng speaks no slower; below this rate, the gaps between words grow instead."""

MAX_PITCH, MIN_PITCH = 1.66, 0.69
"""Factors on the normal pitch at either end of espeak-ng's scale, as measured."""

_HINT = "Install the speech engine with: pip install 'trust-steps[simulator]'"
_LOCK = Lock()
"""A process has only one espeak-ng, which is not thread-safe."""


def register() -> str:
    """Make pyttsx3 find the driver. Return its name."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]
    return NAME


def pitch(factor: float) -> int:
    """Return the value on espeak-ng's scale from 0 to 99, where 50 is normal, for a factor on the normal pitch."""
    steps = 49 * math.log(factor, MAX_PITCH) if factor > 1 else -50 * math.log(factor, MIN_PITCH)
    return max(0, min(99, round(50 + steps)))


def buildDriver(proxy: Any) -> "EspeakDriver":  # noqa: N802 - pyttsx3 calls this name
    return EspeakDriver(proxy)


class EspeakDriver(SynchronousDriver):
    """Texts are SSML."""

    defaults: ClassVar[dict[str, Any]] = {"voice": "en-us", "rate": 175, "volume": 1.0, "pitch": 50}

    def __init__(self, proxy: Any) -> None:
        super().__init__(proxy)
        with _LOCK:
            _library()

    def voices(self) -> list[Any]:
        with _LOCK:
            return list(_library().voices())

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802 - pyttsx3 calls this name
        if name == "voice":
            with _LOCK:
                _library().use(value)
        super().setProperty(name, value)

    def render(self, text: str) -> Sound:
        with _LOCK:
            return _library().speak(text, **self._properties)


class _Library:
    """The espeak-ng library. Hold `_LOCK` during every call."""

    def __init__(self) -> None:
        data = _load_library()
        from pyttsx3.drivers import _espeak

        self._api = _espeak
        self._voice = ""
        self._chunks: list[bytes] = []
        self._words: list[tuple[float, slice]] = []
        return_on_error = 0x8000  # the default is to exit the process
        rate = _espeak.Initialize(_espeak.AUDIO_OUTPUT_SYNCHRONOUS, 0, data, return_on_error)
        if rate != Sound.rate:
            raise VoiceError(f"espeak-ng found no usable voices in its data. {_HINT}")
        _espeak.SetSynthCallback(self._on_samples)

    def use(self, voice: str) -> None:
        if voice == self._voice:
            return
        if self._api.SetVoiceByName(voice.encode()) != self._api.EE_OK:
            raise ValueError(f"espeak-ng has no voice {voice!r}")
        self._voice = voice

    def speak(self, text: str, *, voice: str, rate: float, volume: float, pitch: int) -> Sound:
        self.use(voice)
        word_gap = 7
        self._api.SetParameter(self._api.RATE, round(max(rate, SLOWEST)))
        self._api.SetParameter(word_gap, _word_gap(rate))
        self._api.SetParameter(self._api.VOLUME, round(volume * 100))
        self._api.SetParameter(self._api.PITCH, pitch)
        self._chunks.clear()
        self._words.clear()
        flags = self._api.CHARS_UTF8 | self._api.SSML | self._api.PHONEMES
        if self._api.Synth(text.encode("utf-8", "replace"), flags=flags) != self._api.EE_OK:
            raise VoiceError("espeak-ng rejected the text.")
        return Sound(b"".join(self._chunks), tuple(SpokenWord(start, text[place]) for start, place in self._words))

    def voices(self) -> Iterator[Any]:
        from pyttsx3.voice import Voice

        for voice in self._api.ListVoices():
            language = voice.languages[1:].decode()
            gender = ("", "male", "female")[voice.gender]
            yield Voice(voice.identifier.decode(), voice.name.decode(), [language], gender, voice.age or None)

    def _on_samples(self, samples: Any, length: int, events: Any) -> int:
        if samples and length:
            self._chunks.append(ctypes.string_at(samples, length * ctypes.sizeof(ctypes.c_short)))
        self._words += _words(events, self._api) if events else ()
        return 0


def _words(events: Any, api: Any) -> Iterator[tuple[float, slice]]:
    """Yield the start of each word in seconds, and its place in the text."""
    for event in takewhile(lambda event: event.type != api.EVENT_LIST_TERMINATED, map(events.__getitem__, count())):
        if event.type == api.EVENT_WORD:
            start = event.text_position - 1
            yield event.audio_position / 1000, slice(start, start + event.length)


@cache
def _library() -> _Library:
    try:
        return _Library()
    except (ImportError, OSError, RuntimeError) as error:
        raise VoiceError(f"espeak-ng could not be loaded: {error}. {_HINT}") from error


def _load_library() -> bytes:
    """Load the wheel's library before pyttsx3 looks for one on the system. Return the path of its data.

    The path leads through an open file descriptor, because espeak-ng accepts no path of 160 characters or more.
    """
    import espeakng_loader

    ctypes.CDLL(espeakng_loader.get_library_path())
    folder = os.open(espeakng_loader.get_data_path(), os.O_PATH | os.O_DIRECTORY)
    return f"/proc/self/fd/{folder}".encode()


def _word_gap(rate: float) -> int:
    """Return the extra gap between words in espeak-ng's units: about 34 are a second at its slowest rate."""
    return max(0, round(34 * 50 * (1 / rate - 1 / SLOWEST)))
