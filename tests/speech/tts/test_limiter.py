from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.tts.audio import Sound, bleep
from speech.tts.limiter import BLOCK, CEILING, amplify
from tests.support.audio_analysis import samples

SAMPLES = st.lists(st.integers(-32_768, 32_767), max_size=5 * BLOCK)


@given(SAMPLES, st.floats(0, 1_000))
def test_no_sample_exceeds_the_ceiling_and_none_is_lost(values: list[int], factor: float) -> None:
    amplified = amplify(array("h", values), factor)

    assert len(amplified) == len(values)
    assert max(map(abs, amplified), default=0) <= CEILING


def test_samples_below_the_ceiling_are_multiplied_exactly() -> None:
    assert list(amplify(array("h", [0, 100, -100, 3]), 2.5)) == [0, 250, -250, 7]


def test_only_what_is_near_a_peak_is_turned_down() -> None:
    """A limiter that turned down the whole sentence would make a single shout whisper the rest."""
    quiet = [1_000] * (20 * BLOCK)

    amplified = amplify(array("h", [*quiet, 32_000, *quiet]), 2)

    assert amplified[0] == amplified[-1] == 2_000
    assert amplified[20 * BLOCK] <= CEILING
    assert min(amplified) >= 2 * 1_000 * CEILING // (2 * 32_000) - 1


def test_the_gain_changes_gradually() -> None:
    """A sudden change would be heard as a click."""
    amplified = amplify(array("h", [*[10_000] * (9 * BLOCK), *[32_000] * BLOCK, *[10_000] * (9 * BLOCK)]), 2)

    steps = [abs(after - before) for before, after in pairwise(amplified)]
    edges = {9 * BLOCK - 1, 10 * BLOCK - 1}

    assert max(step for at, step in enumerate(steps) if at not in edges) <= 200


@pytest.mark.parametrize("decibels", [6, 20, 60])
def test_a_loud_tone_fills_the_scale_without_clipping(decibels: float) -> None:
    peak = max(samples(Sound(bleep().samples).amplified(decibels)))

    assert peak <= CEILING
    assert peak == CEILING or decibels == 6
