"""The desk's voice: an answer's markup goes in, one sound comes out."""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from speech.errors import VoiceError
from speech.tts import espeak_driver
from speech.tts.audio import Sound, bleep, chime, join, silence
from speech.tts.engine import Engine, driver_here, nearest, voices
from speech.tts.phonemes import mnemonics
from speech.tts.prosody import PAUSES, Style
from speech.tts.segments import Earcon, Segment, Silence, Text, parse

RATE = 175
"""Words per minute, as espeak-ng counts them: what a rate of 100% is."""

LEVEL = 0.6
"""Of the engine's full volume, which leaves room above for what is to be louder."""

STRESS = {"strong": 1.25, "moderate": 1.3, "reduced": 1.0}
"""Times the level: espeak-ng's emphasis brings a stress of its own, and these make the loudness even."""

CLOSE_ENOUGH = 0.03
"""How far the time that words take may be off from the rate that was asked for."""

ATTEMPTS = 3
"""How often it is put right."""

_STOPS = ".!?\u2026\u3002\uff01\uff1f\u0964\u061f"
_COMMAS = ",;:\u3001\uff0c\u060c\u061b"
_AT_END = re.compile(rf"([{_STOPS}{_COMMAS}])[\s\"'\u2019\u201d)]*$")
_AT_START = re.compile(rf"\s*([{_STOPS}{_COMMAS}])")
_NO_WORDS = re.compile(rf"[\s()\-\u2013\u2014\"'{_STOPS}{_COMMAS}]*")


class Synthesizer:
    """Renders answers; any number of threads may share it."""

    def __init__(self, driver: str | None = None) -> None:
        self._driver = driver or driver_here()

    def render(self, ssml: str, locale: str) -> Sound:
        """One sound for a whole answer.

        Raises SsmlError for markup that cannot be read, VoiceError if no voice speaks the locale.
        """
        segments = parse(ssml, locale)
        with Engine(self._driver) as engine:
            return join(_Reader(engine, locale).sounds(segments))


class _Reader:
    """Reads one answer aloud."""

    def __init__(self, engine: Engine, locale: str) -> None:
        self._engine = engine
        self._takes_markup = engine.driver == espeak_driver.NAME
        self._voices = voices(engine.driver)
        voice = nearest(self._voices, locale)
        if voice is None:
            raise VoiceError(f"No voice speaks {locale}. Install one in this system's settings for speech.")
        self._voice = voice

    def sounds(self, segments: Iterable[Segment]) -> Iterator[Sound]:
        said = ""
        for manner, run in groupby(segments, lambda segment: getattr(segment, "style", segment)):
            if isinstance(manner, Style):
                texts = [segment for segment in run if isinstance(segment, Text)]
                words = "".join(text.words for text in texts)
                if not _NO_WORDS.fullmatch(words):
                    yield silence(_breath(said, words))
                    yield self._utterance(texts, manner)
                said += words
            else:
                said = ""
                yield from map(_effect, run)

    def _utterance(self, texts: list[Text], style: Style) -> Sound:
        properties: dict[str, Any] = {"voice": self._voice_for(style), "volume": LEVEL}
        if self._takes_markup:
            properties["pitch"] = espeak_driver.pitch(style.pitch)
            spoken = "".join(_markup(text) for text in texts)
        else:
            spoken = " ".join("".join(map(_plain, texts)).split())
        sound = _paced(style.rate, lambda rate: self._engine.speak(spoken, rate=rate, **properties).trimmed())
        return sound.amplified(style.volume)

    def _voice_for(self, style: Style) -> str:
        voice = nearest(self._voices, style.language, style.gender) or self._voice
        if not self._takes_markup:
            return voice
        if style.is_whispered:
            return f"{voice}+{'whisperf' if style.gender == 'female' else 'whisper'}"
        return voice + {"female": "+f3", "male": "+m3"}.get(style.gender, "")


def _paced(rate: float, speak: Callable[[float], Sound]) -> Sound:
    """Engines are not exact about rates, least of all about the pauses between clauses; so the time is measured."""
    pace, sound, following = float(RATE), speak(RATE), RATE * rate
    wanted = sound.seconds / rate
    for _ in range(ATTEMPTS):
        if abs(sound.seconds - wanted) <= CLOSE_ENOUGH * wanted:
            break
        before, last = pace, sound
        pace, sound = following, speak(following)
        steepness = math.log(last.seconds / sound.seconds) / math.log(pace / before)
        following = pace * (sound.seconds / wanted) ** (1 / max(0.5, steepness))
    return sound


def _breath(before: str, after: str) -> float:
    """The pause of the punctuation where the manner of speaking changes, in seconds."""
    found = _AT_END.search(before) or (_AT_START.match(after) if before else None)
    if not found:
        return 0.0
    return PAUSES["strong" if found[1] in _STOPS else "medium"]


def _effect(segment: Segment) -> Sound:
    match segment:
        case Silence(seconds=seconds):
            return silence(seconds)
        case Earcon(name="bleep"):
            return bleep()
    return chime()


def _plain(text: Text) -> str:
    """For engines that read no markup."""
    return f" {', '.join(text.words.replace(' ', ''))} " if text.is_spelled else text.words


def _markup(text: Text) -> str:
    """What espeak-ng reads well itself; double brackets would begin phonemes."""
    words = re.sub(r"\[(?=\[)", "[ ", escape(text.words))
    if text.is_spelled:
        words = f'<say-as interpret-as="characters">{words}</say-as>'
    if text.ipa and text.style.language.startswith("en") and (sounds := mnemonics(text.ipa)):
        words = f"[[{sounds}]] "
    if text.emphasis:
        loudness = round(100 * LEVEL * STRESS[text.emphasis])
        words = f'<emphasis level="{text.emphasis}"><prosody volume="{loudness}">{words}</prosody></emphasis>'
    return words
