"""Answers heard while they are read: rendered, then played in the background, until somebody speaks again."""

from collections.abc import Callable

from speech.errors import SpeechError, SsmlError
from speech.tts.audio import Sound
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer


class AnswerPlayer:
    """One answer at a time. Where nothing can be heard here it says so once, and the words must do."""

    def __init__(self, play: Callable[[Sound], Playing] = play) -> None:
        self._play = play
        self._playing: Playing | None = None
        self._is_mute = False

    def say(self, ssml: str, locale: str) -> str:
        """Begins to speak; what came before falls silent. Answers a line to be shown, if something is to be told."""
        self.stop()
        if self._is_mute or not ssml:
            return ""
        try:
            self._playing = self._play(Synthesizer().render(ssml, locale))
        except SsmlError:
            return ""  # `advice` tells it
        except SpeechError as fault:
            self._is_mute = True
            return str(fault)
        return ""

    def wait(self) -> None:
        """Until the answer is over."""
        if self._playing:
            self._playing.wait()

    def stop(self) -> None:
        if self._playing:
            self._playing.stop()
            self._playing = None
