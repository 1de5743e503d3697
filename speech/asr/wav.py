"""Read a WAV file as the PCM that speech recognizers take."""

import io
import wave
from typing import Final

from speech.asr.interface import SAMPLE_RATE, WIDTH
from speech.errors import RecognizerError

RATES: Final = range(8_000, 192_001)
MAX_CHANNELS: Final = 8


def pcm_of(file_content: bytes) -> bytes:
    """Return mono 16-bit PCM at `SAMPLE_RATE`. Raises RecognizerError unless it is a WAV file with PCM samples."""
    try:
        with wave.open(io.BytesIO(file_content)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames: bytes = file.readframes(file.getnframes())
    except (wave.Error, EOFError, RuntimeError) as error:
        raise RecognizerError(f"not a WAV file with PCM samples ({error}); record mono, 16 bits, 16 kHz") from error
    if rate not in RATES or channels > MAX_CHANNELS:
        raise RecognizerError(f"a WAV file of {channels} channels at {rate:,} Hz; record mono, 16 bits, 16 kHz")
    frames = frames[: len(frames) - len(frames) % (width * channels)]
    if (width, channels, rate) == (WIDTH, 1, SAMPLE_RATE):
        return frames
    return _converted(frames, width, channels, rate)


def _converted(frames: bytes, width: int, channels: int, rate: int) -> bytes:
    import miniaudio

    formats = (
        miniaudio.SampleFormat.UNSIGNED8,
        miniaudio.SampleFormat.SIGNED16,
        miniaudio.SampleFormat.SIGNED24,
        miniaudio.SampleFormat.SIGNED32,
    )
    wanted = miniaudio.SampleFormat.SIGNED16
    return bytes(miniaudio.convert_frames(formats[width - 1], channels, rate, frames, wanted, 1, SAMPLE_RATE))
