"""Record from the microphone, in the format that speech recognizers take."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Any, Final

from speech.asr.interface import SAMPLE_RATE
from speech.errors import NoMicrophone
from speech.tts.playback import silence_alsa_errors

PERIOD_MS: Final = 32
PATIENCE: Final = 5.0
"""Seconds without any sample after which the microphone counts as broken."""


@contextmanager
def recording(backends: Sequence[Any] = ()) -> Iterator[Iterator[bytes]]:
    """Record while the context is open, and yield the PCM piece by piece, without end. Raises NoMicrophone.

    It takes the first of miniaudio's backends that works. The silent null backend is used only if it is named.
    """
    silence_alsa_errors()
    try:
        import miniaudio
    except ImportError as error:
        raise NoMicrophone("Recording needs miniaudio. Install it with: pip install miniaudio") from error
    real = [backend for backend in miniaudio.Backend if backend is not miniaudio.Backend.NULL]
    pieces: Queue[bytes] = Queue()
    try:
        device = miniaudio.CaptureDevice(
            input_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=SAMPLE_RATE,
            buffersize_msec=PERIOD_MS,
            backends=list(backends) or real,
        )
        filling = _fill(pieces)
        next(filling)
        device.start(filling)
    except miniaudio.MiniaudioError as error:
        raise NoMicrophone("No microphone found; connect one and allow this program to use it.") from error
    try:
        yield _take(pieces)
    finally:
        device.close()


def _fill(pieces: "Queue[bytes]") -> Generator[None, bytes, None]:
    while True:
        pieces.put(bytes((yield)))


def _take(pieces: "Queue[bytes]") -> Iterator[bytes]:
    while True:
        try:
            yield pieces.get(timeout=PATIENCE)
        except Empty:
            raise NoMicrophone("The microphone records nothing; choose another one in the system's settings.") from None
