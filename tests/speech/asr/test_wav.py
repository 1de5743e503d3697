import io
import wave

import pytest

from speech.asr.interface import SAMPLE_RATE
from speech.asr.wav import pcm_of
from speech.errors import RecognizerError
from tests.support.recordings import seconds, spoken


def _wav(samples: bytes, *, channels: int = 1, width: int = 2, rate: int = SAMPLE_RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        writer.writeframes(samples)
    return file.getvalue()


def test_the_usual_format_is_taken_as_it_is() -> None:
    assert pcm_of(_wav(spoken("yes"))) == spoken("yes")


@pytest.mark.parametrize(("channels", "width", "rate"), [(2, 2, 48_000), (1, 1, 8_000), (1, 3, 44_100), (2, 4, 96_000)])
def test_other_formats_are_converted(channels: int, width: int, rate: int) -> None:
    """Browsers and recorders have formats of their own."""
    pcm = pcm_of(_wav(bytes(channels * width * rate), channels=channels, width=width, rate=rate))

    assert seconds(pcm) == pytest.approx(1, abs=0.01)


def test_a_recording_that_was_cut_off_is_taken_as_far_as_it_goes() -> None:
    whole = _wav(spoken("yes"))

    assert pcm_of(whole[:-1_001]) == spoken("yes")[:-1_002]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"RIFF\x24\0\0\0WAVE",
        b"ID3\x04" + bytes(100),
        b"fLaC" + bytes(100),
        _wav(bytes(100))[:30],
        _wav(bytes(100)).replace(b"\x01\0\x01\0", b"\x03\0\x01\0", 1),
        _wav(bytes(100), rate=1),
        _wav(bytes(100), rate=4_000_000),
        _wav(bytes(100), channels=50),
    ],
    ids=["nothing", "a start", "no sound", "MP3", "FLAC", "half a header", "floats", "1 Hz", "4 MHz", "50 channels"],
)
def test_anything_else_is_refused_with_what_to_record_instead(content: bytes) -> None:
    with pytest.raises(RecognizerError, match="record mono, 16 bits, 16 kHz"):
        pcm_of(content)
