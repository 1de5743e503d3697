"""Render SSML to one sound."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from speech.errors import VoiceError
from speech.tts import espeak_driver
from speech.tts.audio import Sound, bleep, chime, join, silence
from speech.tts.engine import Engine, best_voice, system_driver, voices
from speech.tts.phonemes import mnemonics
from speech.tts.prosody import PAUSES, Style
from speech.tts.segments import Earcon, Segment, Silence, Text, parse
from speech.tts.word_times import estimated_words

NORMAL_RATE = 155.0
"""Words per minute at a rate of 100%."""

ESPEAK_RATE = 140.0
"""The value for which espeak-ng speaks about that fast: it counts longer words than everyday speech has."""

NORMAL_VOLUME = 0.6
"""A share of the engine's full volume, which leaves headroom for louder text."""

ESPEAK_GAIN = 7.5
"""Decibels. espeak-ng's speech has about -25.5 LUFS at that volume; other speech on speakers about -18."""

EMPHASIS_VOLUMES = {"strong": 1.25, "moderate": 1.3, "reduced": 1.0}
"""Factors on the volume: espeak-ng's emphasis has a loudness of its own, which these even out."""

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
        self._reads_ssml = engine.driver == espeak_driver.NAME
        self._voices = voices(engine.driver)
        voice = best_voice(self._voices, locale)
        if voice is None:
            raise VoiceError(f"No voice speaks {locale}. Install one in this system's speech settings.")
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
        properties: dict[str, Any] = {"voice": self._voice_for(style), "volume": NORMAL_VOLUME}
        normal_rate, gain = NORMAL_RATE, 0.0
        if self._reads_ssml:
            normal_rate, gain = ESPEAK_RATE, ESPEAK_GAIN
            properties["pitch"] = espeak_driver.pitch(style.pitch)
            content = "".join(map(_espeak_ssml, texts))
        else:
            content = " ".join("".join(map(_plain_text, texts)).split())
        sound = _at_rate(
            normal_rate, style.rate, lambda rate: self._engine.speak(content, rate=rate, **properties).trimmed()
        )
        sound = sound if sound.words else replace(sound, words=estimated_words(content, sound.seconds))
        return sound.amplified(style.volume + gain)

    def _voice_for(self, style: Style) -> str:
        voice = best_voice(self._voices, style.language, style.gender) or self._voice
        if not self._reads_ssml:
            return voice
        if style.is_whispered:
            return f"{voice}+{'whisperf' if style.gender == 'female' else 'whisper'}"
        return voice + {"female": "+f3", "male": "+m3"}.get(style.gender, "")


def _at_rate(normal: float, rate: float, speak: Callable[[float], Sound]) -> Sound:
    """Speak at a factor on the normal rate, which is in words per minute.

    Engines are inexact about rates, above all about the pauses between clauses, so the duration is measured, and the
    rate corrected.
    """
    words_per_minute, sound, next_guess = normal, speak(normal), normal * rate
    target = sound.seconds / rate
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


def _plain_text(text: Text) -> str:
    """Return the text for an engine that reads no SSML."""
    return f" {', '.join(text.words.replace(' ', ''))} " if text.is_spelled else text.words


def _espeak_ssml(text: Text) -> str:
    """Return the text in espeak-ng's SSML. Double brackets are broken up, because they would begin phonemes."""
    words = re.sub(r"\[(?=\[)", "[ ", escape(text.words))
    if text.is_spelled:
        words = f'<say-as interpret-as="characters">{words}</say-as>'
    if text.ipa and text.style.language.startswith("en") and (sounds := mnemonics(text.ipa)):
        words = f"[[{sounds}]] "
    if text.emphasis:
        loudness = round(100 * NORMAL_VOLUME * EMPHASIS_VOLUMES[text.emphasis])
        words = f'<emphasis level="{text.emphasis}"><prosody volume="{loudness}">{words}</prosody></emphasis>'
    return words
