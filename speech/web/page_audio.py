"""What the page speaks and hears with."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from speech.asr.interface import SpeechRecognizer
from speech.tts.audio import Sound
from speech.tts.synthesizer import Synthesizer

CACHED_SOUNDS: Final = 16


class PageAudio:
    """Thread-safe."""

    def __init__(
        self, synthesizer: Callable[[], Synthesizer] = Synthesizer, recognizer: SpeechRecognizer | None = None
    ) -> None:
        """`synthesizer` is called when it is first needed, and may raise SpeechError. Without a recognizer, the page
        offers no microphone of its own.
        """
        self._synthesizer = synthesizer
        self.recognizer = recognizer
        self.render: Callable[[str, str], Sound] = lru_cache(CACHED_SOUNDS)(self._render)
        """Render SSML in a locale. Raises SsmlError, VoiceError."""

    def _render(self, ssml: str, locale: str) -> Sound:
        return self._synthesizer().render(ssml, locale)
