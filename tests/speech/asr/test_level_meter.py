import math
from array import array

import pytest

from speech.asr.spoken_input import SOFTEST, decibels, meter


def _tone(amplitude: float) -> bytes:
    return array("h", (round(amplitude * 32_767 * math.sin(at / 5)) for at in range(16_000))).tobytes()


@pytest.mark.parametrize(("amplitude", "level"), [(1, -3), (0.1, -23), (0.01, -43), (0, SOFTEST)])
def test_the_level_is_in_decibels_below_full_scale(amplitude: float, level: float) -> None:
    assert decibels(_tone(amplitude)) == pytest.approx(level, abs=0.2)


def test_the_meter_is_empty_for_silence_and_grows_with_the_level() -> None:
    bars = [meter(_tone(amplitude), 20) for amplitude in (0, 0.01, 0.1, 1)]

    assert bars[0] == "." * 20
    assert [len(bar) for bar in bars] == [20] * 4
    assert sorted(bars, key=lambda bar: bar.count("#")) == bars
    assert meter(b"", 3) == "..."
