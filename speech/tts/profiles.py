"""How each engine is driven: the text, the voice and the properties that it takes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from speech.tts import espeak_driver, piper_driver
from speech.tts.phonemes import mnemonics
from speech.tts.prosody import Style
from speech.tts.segments import Text

NORMAL_RATE = 155.0
"""Words per minute at a rate of 100%."""

ESPEAK_RATE = 140.0
"""The value for which espeak-ng speaks about that fast: it counts longer words than everyday speech has."""

ESPEAK_RATES = {"de": 157.0, "es": 151.0, "es-419": 166.0, "fr": 126.0}
"""The same for its voices of other languages, by the end of a voice's id, measured on the words of the guide."""

NORMAL_VOLUME = 0.6
"""A share of the engine's full volume, which leaves headroom for louder text."""

ESPEAK_GAIN = 7.5
"""Decibels. espeak-ng's speech has about -25.5 LUFS at that volume; other speech on speakers about -18."""

EMPHASIS_VOLUMES = {"strong": 1.25, "moderate": 1.3, "reduced": 1.0}
"""Factors on the volume: espeak-ng's emphasis has a loudness of its own, which these even out."""

_MALE_OR_FEMALE = {"female": "+f3", "male": "+m3"}
_NO_BRACKETS = str.maketrans("", "", "[]")


@dataclass(frozen=True, slots=True)
class EngineProfile:
    content: Callable[[list[Text]], str]
    """Write texts of one style as the engine reads them."""

    normal_rate: float = NORMAL_RATE
    """The engine's value for a rate of 100%."""

    rates: Mapping[str, float] = field(default_factory=dict)
    """The same for voices that differ, by the end of their id."""

    gain: float = 0.0
    """Decibels that bring its speech to the usual loudness."""

    variant: Callable[[str, Style], str] = lambda voice, style: voice
    """Return the variant of a voice for a style."""

    pitch: Callable[[float], float] | None = None
    """Return the engine's value for a factor on the normal pitch; None if it has no pitch to set."""

    pitch_changes_length: bool = False
    """Whether speech of another pitch is shorter or longer."""

    advice: str = "Install one in this system's speech settings."
    """What to do if no voice speaks a locale."""

    def rate_of(self, voice: str) -> float:
        """Return the engine's value for a rate of 100% with this voice."""
        return self.rates.get(voice.rpartition("/")[-1].partition("+")[0], self.normal_rate)


def profile(driver: str) -> EngineProfile:
    """Return the profile of a driver, by its name in pyttsx3."""
    if driver == espeak_driver.NAME:
        return ESPEAK
    return PIPER if driver.startswith(piper_driver.PREFIX) else PLAIN


def _plain(texts: list[Text]) -> str:
    return " ".join("".join(map(_plain_text, texts)).split())


def _plain_text(text: Text) -> str:
    return f" {', '.join(text.words.replace(' ', ''))} " if text.is_spelled else text.words


def _piper(texts: list[Text]) -> str:
    return " ".join("".join(map(_piper_text, texts)).split())


def _piper_text(text: Text) -> str:
    if text.ipa:
        return f" [[{text.ipa.translate(_NO_BRACKETS)}]] "
    return _without_brackets(_plain_text(text))


def _without_brackets(text: str) -> str:
    """Break up double brackets, because they would begin phonemes."""
    return re.sub(r"\[(?=\[)", "[ ", text)


def _espeak(texts: list[Text]) -> str:
    return "".join(map(_espeak_ssml, texts))


def _espeak_ssml(text: Text) -> str:
    words = _without_brackets(escape(text.words))
    if text.is_spelled:
        words = f'<say-as interpret-as="characters">{words}</say-as>'
    if text.ipa and text.style.language.startswith("en") and (sounds := mnemonics(text.ipa)):
        words = f"[[{sounds}]] "
    if text.emphasis:
        loudness = round(100 * NORMAL_VOLUME * EMPHASIS_VOLUMES[text.emphasis])
        words = f'<emphasis level="{text.emphasis}"><prosody volume="{loudness}">{words}</prosody></emphasis>'
    return words


def _espeak_variant(voice: str, style: Style) -> str:
    if style.is_whispered:
        return f"{voice}+{'whisperf' if style.gender == 'female' else 'whisper'}"
    return voice + _MALE_OR_FEMALE.get(style.gender, "")


PLAIN = EngineProfile(_plain)
ESPEAK = EngineProfile(_espeak, ESPEAK_RATE, ESPEAK_RATES, ESPEAK_GAIN, _espeak_variant, espeak_driver.pitch)
PIPER = EngineProfile(
    _piper,
    pitch=float,
    pitch_changes_length=True,
    advice="Give --voice a Piper voice of that language, or leave --voice out.",
)
