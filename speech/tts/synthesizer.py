"""Render SSML to one sound."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from speech.errors import VoiceError
from speech.tts.audio import Sound, bleep, chime, join, silence
from speech.tts.engine import Engine, best_voice, system_driver, voices
from speech.tts.profiles import NORMAL_VOLUME, profile
from speech.tts.prosody import PAUSES, Style
from speech.tts.segments import Earcon, Segment, Silence, Text, parse
from speech.tts.word_times import estimated_words

RATE_TOLERANCE = 0.03
"""The accepted relative error of a text's duration."""

MAX_CORRECTIONS = 3

_STOPS = ".!?\u2026\u3002\uff01\uff1f\u0964\u061f"
_COMMAS = ",;:\u3001\uff0c\u060c\u061b"
_AT_END = re.compile(rf"([{_STOPS}{_COMMAS}])[\s\"'\u2019\u201d)]*$")
_AT_START = re.compile(rf"\s*([{_STOPS}{_COMMAS}])")
_NO_WORDS = re.compile(rf"[\s()\-\u2013\u2014\"'{_STOPS}{_COMMAS}]*")


class Synthesizer:
    """Thread-safe."""

    def __init__(self, driver: str | None = None) -> None:
        self._driver = driver or system_driver()

    def render(self, ssml: str, locale: str) -> Sound:
        """Render an answer. Raises SsmlError if the markup is broken, VoiceError if no voice speaks the locale."""
        segments = parse(ssml, locale)
        with Engine(self._driver) as engine:
            return join(_Renderer(engine, locale).sounds(segments))


class _Renderer:
    """Renders one answer."""

    def __init__(self, engine: Engine, locale: str) -> None:
        self._engine = engine
        self._profile = profile(engine.driver)
        self._voices = voices(engine.driver)
        voice = best_voice(self._voices, locale)
        if voice is None:
            raise VoiceError(f"No voice speaks {locale}. {self._profile.advice}")
        self._voice = voice

    def sounds(self, segments: Iterable[Segment]) -> Iterator[Sound]:
        previous = ""
        for style, run in groupby(segments, lambda segment: getattr(segment, "style", segment)):
            if isinstance(style, Style):
                texts = [segment for segment in run if isinstance(segment, Text)]
                words = "".join(text.words for text in texts)
                if not _NO_WORDS.fullmatch(words):
                    yield silence(_punctuation_pause(previous, words))
                    yield self._render(texts, style)
                previous += words
            else:
                previous = ""
                yield from map(_effect, run)

    def _render(self, texts: list[Text], style: Style) -> Sound:
        engine = self._profile
        voice = self._voice_for(style)
        properties: dict[str, Any] = {"voice": voice, "volume": NORMAL_VOLUME}
        content, normal_rate = engine.content(texts), engine.rate_of(voice)

        def speak(rate: float, pitch: float = style.pitch) -> Sound:
            if engine.pitch:
                properties["pitch"] = engine.pitch(pitch)
            return self._engine.speak(content, rate=rate, **properties).trimmed()

        usual = speak(normal_rate, 1.0) if engine.pitch_changes_length and style.pitch != 1 else None
        sound = _at_rate(normal_rate, style.rate, speak, usual)
        sound = sound if sound.words else replace(sound, words=estimated_words(content, sound.seconds))
        return sound.amplified(style.volume + engine.gain)

    def _voice_for(self, style: Style) -> str:
        voice = best_voice(self._voices, style.language, style.gender) or self._voice
        return self._profile.variant(voice, style)


def _at_rate(normal: float, rate: float, speak: Callable[[float], Sound], usual: Sound | None = None) -> Sound:
    """Speak at a factor on the normal rate, which is in words per minute. `usual` is what the factor refers to.

    Engines are inexact about rates, above all about the pauses between clauses, so the duration is measured, and the
    rate corrected.
    """
    words_per_minute, sound = normal, speak(normal)
    target = (usual or sound).seconds / rate
    next_guess = normal * sound.seconds / target if target else normal
    for _ in range(MAX_CORRECTIONS):
        if abs(sound.seconds - target) <= RATE_TOLERANCE * target:
            break
        last_rate, last_sound = words_per_minute, sound
        words_per_minute, sound = next_guess, speak(next_guess)
        slope = math.log(last_sound.seconds / sound.seconds) / math.log(words_per_minute / last_rate)
        next_guess = words_per_minute * (sound.seconds / target) ** (1 / max(0.5, slope))
    return sound


def _punctuation_pause(before: str, after: str) -> float:
    """Return the seconds of pause for punctuation between two styles, because each is rendered on its own."""
    mark = _AT_END.search(before) or (_AT_START.match(after) if before else None)
    if not mark:
        return 0.0
    return PAUSES["strong" if mark[1] in _STOPS else "medium"]


def _effect(segment: Segment) -> Sound:
    match segment:
        case Silence(seconds=seconds):
            return silence(seconds)
        case Earcon(name="bleep"):
            return bleep()
    return chime()
