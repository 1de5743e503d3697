"""Play a skill's answers in the background."""

from collections.abc import Callable

from speech.errors import SpeechError, SsmlError
from speech.tts.audio import Sound
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer


class AnswerPlayer:
    """Plays one answer at a time. If speech does not work here, it reports that once and stays silent."""

    def __init__(
        self, play: Callable[[Sound], Playing] = play, synthesizer: Callable[[], Synthesizer] = Synthesizer
    ) -> None:
        """`synthesizer` may raise SpeechError."""
        self._play = play
        self._synthesizer = synthesizer
        self._playing: Playing | None = None
        self._is_muted = False

    def say(self, ssml: str, locale: str) -> str:
        """Start to play an answer in place of the last one. Return a message to show; empty if there is none."""
        self.stop()
        if self._is_muted or not ssml:
            return ""
        try:
            self._playing = self._play(self._synthesizer().render(ssml, locale))
        except SsmlError:
            return ""  # `check_response` reports it
        except SpeechError as error:
            self._is_muted = True
            return str(error)
        return ""

    def wait(self) -> None:
        """Wait until the answer has been played."""
        if self._playing:
            self._playing.wait()

    def stop(self) -> None:
        if self._playing:
            self._playing.stop()
            self._playing = None
