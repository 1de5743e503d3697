"""What comes of something said to a device, or of silence: what is heard, and what went over the wire for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from speech.errors import SsmlError
from speech.simulator.response import SkillResponse
from speech.tts import transcript

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What came of one thing that was said, or of silence."""

    speech: str = ""
    """SSML; empty where nothing is heard."""

    request: Mapping[str, Any] | None = None
    """None where nothing was sent."""

    answer: SkillResponse | None = None
    """None where none was asked for: at a reprompt, and when the session ends."""

    understood: "RecognitionResult | None" = None
    """None where there was nothing to understand."""

    @property
    def transcript(self) -> str:
        """What there is to read; broken markup as it is."""
        return self._read(transcript.transcript)

    @property
    def words(self) -> str:
        """The same without marks for pauses and sounds."""
        return self._read(transcript.words)

    def _read(self, read: Callable[[str], str]) -> str:
        try:
            return read(self.speech)
        except SsmlError:
            return " ".join(self.speech.split())
