import io
import struct
import wave
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.errors import VoiceError
from speech.tts.audio import Sound, bleep, chime, decode, join, silence
from tests.support.audio_analysis import loudness, pitch, samples

SAMPLES = st.lists(st.integers(-32_768, 32_767), max_size=50)


needs_miniaudio = pytest.mark.skipif(find_spec("miniaudio") is None, reason="miniaudio has no wheel for Linux on ARM")


def sound(values: list[int]) -> Sound:
    return Sound(struct.pack(f"<{len(values)}h", *values))


def test_a_sound_is_as_long_as_its_samples() -> None:
    assert silence(1.5).seconds == 1.5
    assert join([silence(1), chime(), silence(0.5)]).seconds == pytest.approx(1.5 + chime().seconds)


def test_the_wav_has_the_samples_and_their_rate() -> None:
    with wave.open(io.BytesIO(bleep().wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22_050)
        assert file.readframes(file.getnframes()) == bleep().samples


@given(SAMPLES)
def test_trimming_removes_silent_samples_from_both_ends_only(values: list[int]) -> None:
    audible = [index for index, value in enumerate(values) if value]
    expected = values[audible[0] : audible[-1] + 1] if audible else []

    assert list(samples(sound(values).trimmed())) == expected


@pytest.mark.parametrize("decibels", [-20, -12, -6, 3])
def test_gain_is_exact(decibels: float) -> None:
    assert loudness(bleep().amplified(decibels)) - loudness(bleep()) == pytest.approx(decibels, abs=0.05)


@given(SAMPLES, st.floats(-60, 60) | st.just(float("-inf")))
def test_gain_keeps_the_length_and_clips_no_peak(values: list[int], decibels: float) -> None:
    amplified = samples(sound(values).amplified(decibels))

    assert len(amplified) == len(values)
    assert all(before * after >= 0 for before, after in zip(values, amplified, strict=True))


def test_tones_begin_and_end_at_zero_and_have_their_pitch() -> None:
    assert samples(bleep())[0] == samples(bleep())[-1] == 0
    assert pitch(Sound(chime().samples[: len(chime().samples) // 4 * 2])) == pytest.approx(440, rel=0.05)


@needs_miniaudio
def test_wav_in_another_format_is_resampled() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(2)
        writer.setframerate(44_100)
        writer.writeframes(bytes(4 * 44_100))

    assert decode(file.getvalue()).seconds == pytest.approx(1, abs=0.01)


@needs_miniaudio
def test_aiff_as_macos_saves_it_is_decoded() -> None:
    frames = struct.pack(">22050h", *([8_000] * 22_050))
    rate = struct.pack(">HQ", 16_383 + 14, 22_050 << (63 - 14))
    chunks = b"COMM" + struct.pack(">LhLh", 18, 1, 22_050, 16) + rate
    chunks += b"SSND" + struct.pack(">LLL", 8 + len(frames), 0, 0) + frames
    aiff = b"FORM" + struct.pack(">L", 4 + len(chunks)) + b"AIFF" + chunks

    decoded = decode(aiff)

    assert decoded.seconds == pytest.approx(1, abs=0.01)
    assert set(samples(decoded)) == {8_000}


@needs_miniaudio
def test_a_file_that_is_not_sound_is_rejected() -> None:
    with pytest.raises(VoiceError, match="not sound"):
        decode(b"nothing of the kind")
