"""Play a sound in the background through the sound card."""

import atexit
import ctypes
from collections.abc import Generator, Sequence
from contextlib import suppress
from functools import cache
from threading import Event, Lock
from typing import Any

from speech.errors import NoLoudspeaker
from speech.tts.audio import WIDTH, Sound, silence

PERIOD = 0.05
"""Seconds of sound per buffer of the sound card."""

TAIL = silence(4 * PERIOD)
"""Silence after a sound: a sound card buffers a few periods, so without it the last word would be lost."""


def play(sound: Sound, backends: Sequence[Any] = ()) -> "Playing":
    """Start to play through the first of miniaudio's backends that works. Raises NoLoudspeaker.

    The silent null backend is used only if it is named.
    """
    silence_alsa_errors()
    try:
        import miniaudio
    except ImportError as error:
        raise NoLoudspeaker(
            "Playback needs miniaudio. Install it with: pip install miniaudio"
            " (on Linux on ARM, where it has no wheel, this needs a C compiler)."
        ) from error
    real = [backend for backend in miniaudio.Backend if backend is not miniaudio.Backend.NULL]
    try:
        device = miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=sound.rate,
            buffersize_msec=round(PERIOD * 1000),
            backends=list(backends) or real,
        )
        return Playing(device, sound)
    except miniaudio.MiniaudioError as error:
        raise NoLoudspeaker("No sound card found; nothing is played.") from error


class Playing:
    def __init__(self, device: Any, sound: Sound) -> None:
        self._device = device
        self._close_lock = Lock()
        self._ended = Event()
        self._is_complete = False
        device.stop_callback = self._ended.set
        atexit.register(self.stop)  # a device that is still playing would keep the process from ending
        frames = self._frames(sound.samples + TAIL.samples)
        next(frames)
        device.start(frames)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the sound ends or the time is up. Return whether the whole sound was played."""
        if self._ended.wait(seconds):
            self._close()
        return self._is_complete

    def stop(self) -> None:
        """Stop immediately."""
        self._ended.set()
        self._close()

    def _close(self) -> None:
        with self._close_lock:
            self._device.close()
        atexit.unregister(self.stop)

    def _frames(self, samples: bytes) -> Generator[bytes, int, None]:
        """Yield as many frames as miniaudio asks for each time."""
        start = 0
        frames = yield b""
        while start < len(samples):
            end = start + frames * WIDTH
            frames = yield samples[start:end]
            start = end
        self._is_complete = True
        self._ended.set()


@cache
def silence_alsa_errors() -> Any:
    """Stop ALSA from writing dozens of lines to standard error when there is no sound card.

    The cache keeps the returned handler alive, because ALSA goes on calling it.
    """
    handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    silent = handler(lambda *_: None)
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(silent)
    return silent
