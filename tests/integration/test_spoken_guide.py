"""The guide in the simulator's voice: how loud and how fast it is, and how long it takes."""

import re
from functools import cache
from importlib.util import find_spec
from typing import Final

import pytest

from skill.content import markup
from skill.guide import Guide, Step
from speech.tts.audio import LOUDEST, Sound
from speech.tts.synthesizer import Synthesizer
from tests.support.audio_analysis import samples
from tests.support.progress_states import LIBRARY

LOCALES: Final = (
    "en-US",
    "en-GB",
    *(pytest.param(locale, marks=pytest.mark.slow) for locale in ("de-DE", "es-ES", "es-MX", "fr-FR")),
)
"""The locales that have a voice of their own; the others use one of these."""

SLOWEST, FASTEST = 150, 160
QUIETEST, LOUDEST_SPEECH = -19.5, -16.0
"""LUFS: about as loud as other speech on speakers."""

SYNTHESIZER: Final = Synthesizer()

needs_loudness = pytest.mark.skipif(find_spec("loudness") is None, reason="loudness has no wheel for Macs with Intel")


def texts(guide: Guide) -> list[str]:
    """Return what is spoken without pauses for an exercise: the welcome, every step, and the closing."""
    steps = [text for step in guide.steps for text in (step.guidance, *step.detail, step.example)]
    return [guide.phrase("welcome", steps="5 steps"), *steps, guide.phrase("closing")]


@cache
def spoken(locale: str) -> tuple[tuple[str, Sound], ...]:
    guide = LIBRARY.guide(locale)
    return tuple((text, SYNTHESIZER.render(markup.to_ssml(text), locale)) for text in texts(guide))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_guide_is_spoken_at_the_pace_of_a_calm_speaker(locale: str) -> None:
    """A faster voice cannot be followed by a person who is upset."""
    count = sum(markup.word_count(text) for text, _ in spoken(locale))
    minutes = sum(sound.seconds for _, sound in spoken(locale)) / 60

    assert SLOWEST <= count / minutes <= FASTEST


@needs_loudness
@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_as_loud_as_other_speech(locale: str) -> None:
    """A quiet voice is turned up, and then the next one shouts. The measure is that of ITU-R BS.1770."""
    import loudness
    import numpy as np

    measured = [
        loudness.integrated_loudness(np.array(samples(sound), dtype=np.float32) / (LOUDEST + 1), Sound.rate)
        for _, sound in spoken(locale)
    ]

    assert min(measured) >= QUIETEST
    assert max(measured) <= LOUDEST_SPEECH


@pytest.mark.parametrize("locale", LOCALES)
def test_no_sample_is_clipped(locale: str) -> None:
    peaks = [max(map(abs, samples(sound))) for _, sound in spoken(locale)]

    assert max(peaks) < LOUDEST


@pytest.mark.parametrize("step", LIBRARY.guide("en-US").steps, ids=lambda step: step.key)
def test_an_exercise_is_spoken_more_slowly_than_the_rest(step: Step) -> None:
    """The timer on the screen counts the seconds that `markup.seconds` expects."""
    pauses = sum(float(seconds) for seconds in re.findall(r'<break time="(\d+)s"/>', step.practice))

    sound = SYNTHESIZER.render(markup.to_ssml(step.practice), "en-US")
    at_full_rate = SYNTHESIZER.render(markup.to_ssml(re.sub(r"</?prosody[^>]*>", "", step.practice)), "en-US")

    assert (at_full_rate.seconds - pauses) / (sound.seconds - pauses) == pytest.approx(0.88, abs=0.04)
    assert sound.seconds == pytest.approx(markup.seconds(step.practice), rel=0.1)
