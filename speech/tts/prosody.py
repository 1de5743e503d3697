"""How a stretch of words is to sound, and how the attributes of SSML change it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from speech.tts.polly import POLLY
from speech.tts.tokenizer import Attributes

RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
PITCHES = {"x-low": 0.75, "low": 0.85, "medium": 1.0, "high": 1.2, "x-high": 1.4}
VOLUMES = {"silent": -math.inf, "x-soft": -12.0, "soft": -6.0, "medium": 0.0, "loud": 2.0, "x-loud": 4.0}
PAUSES = {"none": 0.0, "x-weak": 0.0, "weak": 0.2, "medium": 0.2, "strong": 0.35, "x-strong": 0.65}
"""Names, as times normal, decibels and seconds. Amazon gives no figures; these are plain to hear."""

SLOWEST, FASTEST = 0.2, 3.0
LOWEST, HIGHEST = 2 / 3, 1.5
LOUDEST = 4.08
LONGEST_PAUSE = 10.0
"""Alexa's bounds, in seconds for a pause; past them it stays at the bound. The fastest rate is ours."""

SHADES = {
    "excited": (1.06, 1.12),
    "disappointed": (0.94, 0.9),
    "long-form": (0.96, 1.0),
    "news": (1.05, 0.98),
    "fun": (1.04, 1.06),
}
"""Emotions and domains as a factor on rate and one on pitch; the others sound as usual."""

INTENSITIES = {"low": 0.5, "medium": 1.0, "high": 1.5}


@dataclass(frozen=True, slots=True)
class Style:
    """How something is said."""

    language: str
    """A locale such as en-US, or a bare language."""
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 0.0
    """Decibels from normal; minus infinity is silent."""
    gender: str = ""
    """male, female, or empty for the voice's own."""
    is_whispered: bool = False


def seconds(value: str) -> float | None:
    """A pause such as 500ms or 1.5s; None if it is not written like one."""
    found = re.fullmatch(r"\+?(\d+(?:\.\d+)?|\.\d+)(ms|s)", value.strip())
    return float(found[1]) / (1000 if found[2] == "ms" else 1) if found else None


def percent(value: str) -> float | None:
    """A share such as 20%, as 0.2; None if it is not written like one."""
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)%", value.strip())
    return float(found[1]) / 100 if found else None


def decibels(value: str) -> float | None:
    """A loudness such as +6dB; None if it is not written like one."""
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)dB", value.strip())
    return float(found[1]) if found else None


def pause(attributes: Attributes) -> float:
    """What a break asks for, in seconds. A time wins over a strength; what cannot be read is a medium break."""
    asked = seconds(attributes.get("time", ""))
    if asked is None:
        asked = PAUSES.get(attributes.get("strength", "medium"), PAUSES["medium"])
    return min(asked, LONGEST_PAUSE)


def restyle(tag: str, attributes: Attributes, style: Style) -> Style:
    """The style inside a tag; tags that do not change how words sound leave it alone."""
    change = CHANGES.get(tag)
    return change(attributes, style) if change else style


def _prosody(attributes: Attributes, style: Style) -> Style:
    """Rates and names count from normal; a pitch in percent and a volume in decibels from what is around."""
    rate = attributes.get("rate", "")
    pitch = attributes.get("pitch", "")
    volume = attributes.get("volume", "")
    return replace(
        style,
        rate=_within(SLOWEST, RATES.get(rate) or percent(rate) or style.rate, FASTEST),
        pitch=_within(LOWEST, PITCHES.get(pitch) or style.pitch * (1 + (percent(pitch) or 0)), HIGHEST),
        volume=min(VOLUMES.get(volume, style.volume + (decibels(volume) or 0)), LOUDEST),
    )


def _language(attributes: Attributes, style: Style) -> Style:
    return replace(style, language=attributes.get("xml:lang", style.language))


def _voice(attributes: Attributes, style: Style) -> Style:
    speaker = POLLY.get(attributes.get("name", ""))
    return replace(style, language=speaker.locale, gender=speaker.gender) if speaker else style


def _effect(attributes: Attributes, style: Style) -> Style:
    return replace(style, is_whispered=style.is_whispered or attributes.get("name") == "whispered")


def _shade(attributes: Attributes, style: Style) -> Style:
    rate, pitch = SHADES.get(attributes.get("name", ""), (1.0, 1.0))
    strength = INTENSITIES.get(attributes.get("intensity", "medium"), 1.0)
    return replace(style, rate=style.rate * rate**strength, pitch=style.pitch * pitch**strength)


def _within(least: float, value: float, most: float) -> float:
    return max(least, min(value, most))


CHANGES: dict[str, Callable[[Attributes, Style], Style]] = {
    "prosody": _prosody,
    "lang": _language,
    "voice": _voice,
    "amazon:effect": _effect,
    "amazon:emotion": _shade,
    "amazon:domain": _shade,
}
