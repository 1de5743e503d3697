"""The loudspeaker: plays a sound while the program goes on, can be interrupted, and owns up if there is none."""

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
"""Seconds that are handed to the sound card at a time."""

TAIL = silence(4 * PERIOD)
"""A sound card holds a few periods back; this pushes the last word out."""


def play(sound: Sound, backends: Sequence[Any] = ()) -> "Playing":
    """Start to play, through the first of miniaudio's backends that works.

    Unless it is asked for, the null backend is left out: it takes every sound, and nobody hears it.
    Raises NoLoudspeaker.
    """
    _keep_alsa_quiet()
    try:
        import miniaudio
    except ImportError as fault:
        raise NoLoudspeaker(
            "Playing needs miniaudio. Install it with: pip install miniaudio"
            " (on Linux on ARM, for which it has no wheel, that needs a C compiler)."
        ) from fault
    real = [backend for backend in miniaudio.Backend if backend is not miniaudio.Backend.NULL]
    try:
        device = miniaudio.PlaybackDevice(
            nchannels=1,
            sample_rate=sound.rate,
            buffersize_msec=round(PERIOD * 1000),
            backends=list(backends) or real,
        )
        return Playing(device, sound)
    except miniaudio.MiniaudioError as fault:
        raise NoLoudspeaker("No sound card was found, so nothing is played here.") from fault


class Playing:
    """A sound on its way out."""

    def __init__(self, device: Any, sound: Sound) -> None:
        self._device = device
        self._closes = Lock()
        self._ended = Event()
        self._is_heard = False
        device.stop_callback = self._ended.set
        atexit.register(self.stop)  # a device that still plays at the end of the program would never let it end
        frames = self._frames(sound.samples + TAIL.samples)
        next(frames)
        device.start(frames)

    def wait(self, seconds: float | None = None) -> bool:
        """Until the sound is over, or for so long; whether all of it was heard."""
        if self._ended.wait(seconds):
            self._close()
        return self._is_heard

    def stop(self) -> None:
        """At once, in the middle of a word."""
        self._ended.set()
        self._close()

    def _close(self) -> None:
        with self._closes:
            self._device.close()
        atexit.unregister(self.stop)

    def _frames(self, samples: bytes) -> Generator[bytes, int, None]:
        at = 0
        frames = yield b""
        while at < len(samples):
            end = at + frames * WIDTH
            frames = yield samples[at:end]
            at = end
        self._is_heard = True
        self._ended.set()


@cache
def _keep_alsa_quiet() -> Any:
    """Where there is no card, ALSA writes dozens of lines to standard error; NoLoudspeaker says it in one.

    The handler is returned to be kept: ALSA goes on calling it.
    """
    handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    silent = handler(lambda *_: None)
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(silent)
    return silent
