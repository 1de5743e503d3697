"""The style of speech, and how SSML tags change it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from speech.tts.polly import POLLY_VOICES
from speech.tts.tokenizer import Attributes

RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
PITCHES = {"x-low": 0.75, "low": 0.85, "medium": 1.0, "high": 1.2, "x-high": 1.4}
VOLUMES = {"silent": -math.inf, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 2.0, "x-loud": 4.0}
PAUSES = {"none": 0.0, "x-weak": 0.0, "weak": 0.2, "medium": 0.2, "strong": 0.35, "x-strong": 0.65}
"""SSML's names as factors, decibels (volume) and seconds (pauses). Amazon publishes no values; these differ audibly."""

SLOWEST, FASTEST = 0.2, 3.0
LOWEST, HIGHEST = 2 / 3, 1.5
LOUDEST = 4.08
LONGEST_PAUSE = 10.0
"""Alexa's limits of rate, pitch, volume (decibels) and pause (seconds). Values beyond are clamped.

The fastest rate is our own limit.
"""

EMOTIONS = {
    "excited": (1.06, 1.12),
    "disappointed": (0.94, 0.9),
    "long-form": (0.96, 1.0),
    "news": (1.05, 0.98),
    "fun": (1.04, 1.06),
}
"""Emotions and domains as factors on rate and pitch; any other name changes nothing."""

INTENSITIES = {"low": 0.5, "medium": 1.0, "high": 1.5}


@dataclass(frozen=True, slots=True)
class Style:
    language: str
    """A locale such as en-US, or a language."""

    rate: float = 1.0
    """A factor on the normal rate."""

    pitch: float = 1.0
    """A factor on the normal pitch."""

    volume: float = 0.0
    """Decibels relative to normal; minus infinity is silent."""

    gender: str = ""
    """male, female, or empty for the default voice."""

    is_whispered: bool = False


def seconds(value: str) -> float | None:
    """Parse a duration such as 500ms or 1.5s; None if it is not one."""
    match = re.fullmatch(r"\+?(\d+(?:\.\d+)?|\.\d+)(ms|s)", value.strip())
    return float(match[1]) / (1000 if match[2] == "ms" else 1) if match else None


def percent(value: str) -> float | None:
    """Parse a percentage: 20% is 0.2; None if it is not one."""
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)%", value.strip())
    return float(match[1]) / 100 if match else None


def decibels(value: str) -> float | None:
    """Parse decibels such as +6dB; None if it is not such a value."""
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)dB", value.strip())
    return float(match[1]) if match else None


def pause(attributes: Attributes) -> float:
    """Return the length of a <break> in seconds. A time overrides a strength; an invalid value is a medium break."""
    length = seconds(attributes.get("time", ""))
    if length is None:
        length = PAUSES.get(attributes.get("strength", "medium"), PAUSES["medium"])
    return min(length, LONGEST_PAUSE)


def restyle(tag: str, attributes: Attributes, style: Style) -> Style:
    """Return the style inside a tag, given the style around it."""
    change = _CHANGES.get(tag)
    return change(attributes, style) if change else style


def _prosody(attributes: Attributes, style: Style) -> Style:
    """Rates and names are relative to normal; a pitch in percent and a volume in decibels to the surrounding style."""
    rate = attributes.get("rate", "")
    pitch = attributes.get("pitch", "")
    volume = attributes.get("volume", "")
    return replace(
        style,
        rate=_clamp(SLOWEST, RATES.get(rate) or percent(rate) or style.rate, FASTEST),
        pitch=_clamp(LOWEST, PITCHES.get(pitch) or style.pitch * (1 + (percent(pitch) or 0)), HIGHEST),
        volume=min(VOLUMES.get(volume, style.volume + (decibels(volume) or 0)), LOUDEST),
    )


def _language(attributes: Attributes, style: Style) -> Style:
    return replace(style, language=attributes.get("xml:lang", style.language))


def _voice(attributes: Attributes, style: Style) -> Style:
    voice = POLLY_VOICES.get(attributes.get("name", ""))
    return replace(style, language=voice.locale, gender=voice.gender) if voice else style


def _effect(attributes: Attributes, style: Style) -> Style:
    return replace(style, is_whispered=style.is_whispered or attributes.get("name") == "whispered")


def _emotion(attributes: Attributes, style: Style) -> Style:
    rate, pitch = EMOTIONS.get(attributes.get("name", ""), (1.0, 1.0))
    strength = INTENSITIES.get(attributes.get("intensity", "medium"), 1.0)
    return replace(style, rate=style.rate * rate**strength, pitch=style.pitch * pitch**strength)


def _clamp(lowest: float, value: float, highest: float) -> float:
    return max(lowest, min(value, highest))


_CHANGES: dict[str, Callable[[Attributes, Style], Style]] = {
    "prosody": _prosody,
    "lang": _language,
    "voice": _voice,
    "amazon:effect": _effect,
    "amazon:emotion": _emotion,
    "amazon:domain": _emotion,
}
