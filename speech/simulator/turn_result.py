"""The result of one turn at a device: the speech, and the request and response behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from speech.errors import SsmlError
from speech.simulator.response import SkillResponse
from speech.tts import transcript
from speech.tts.tokenizer import without_controls

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult


@dataclass(frozen=True, slots=True)
class TurnResult:
    speech: str = ""
    """SSML; empty if the device says nothing."""

    request: Mapping[str, Any] | None = None
    """None if nothing was sent."""

    response: SkillResponse | None = None
    """None if none was requested: for a reprompt, and when the session ends."""

    recognition: "RecognitionResult | None" = None
    """None if there was no utterance to recognize."""

    reprompt: str = ""
    """SSML that follows if the person says nothing; empty if the device does not listen, or says no more."""

    dialog: str = ""
    """Where the dialog stands, in one line; empty if there is none."""

    earlier: tuple[SkillResponse, ...] = ()
    """The responses before the last one, if Dialog.Delegate led to another request at once."""

    @property
    def transcript(self) -> str:
        """The speech as text, with marks for pauses and sounds; broken markup is returned unchanged."""
        return self._read(transcript.transcript)

    @property
    def words(self) -> str:
        """The transcript without marks for pauses and sounds."""
        return self._read(transcript.words)

    def _read(self, read: Callable[[str], str]) -> str:
        try:
            return read(self.speech)
        except SsmlError:
            return " ".join(without_controls(self.speech).split())
