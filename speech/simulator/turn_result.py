"""The result of one turn at a device: the speech, the request and response behind it, and what plays afterwards."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from speech.errors import SsmlError
from speech.simulator.audio_player import SILENT, PlayerState
from speech.simulator.response import SkillResponse
from speech.tts import transcript
from speech.tts.tokenizer import without_controls

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult


_ROOT: Final = re.compile(r"\s*<speak[^>]*>(.*)</speak>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EventResult:
    """An event of the audio player that was sent to the skill."""

    request: Mapping[str, Any]
    response: SkillResponse | None = None
    """None if there was none."""

    fault: str = ""
    """Why Alexa follows nothing of the response; empty if she does."""


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

    events: tuple[EventResult, ...] = ()
    """What the audio player did in the turn."""

    player: PlayerState = SILENT
    """What the audio player does after the turn."""

    notes: tuple[str, ...] = ()
    """What Alexa refused or ignored in the turn besides: calls of her API, and streams; a line each."""

    @property
    def responses(self) -> tuple[SkillResponse, ...]:
        """All responses of the turn, without those to events."""
        return (*self.earlier, self.response) if self.response else self.earlier

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


def joined_speech(*parts: str) -> str:
    """Join SSML that is said one after the other. Empty parts are left out."""
    said = [part for part in parts if part]
    if len(said) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(said)
    inner = [match[1] if (match := _ROOT.fullmatch(part)) else part for part in said]
    return f"<speak>{' '.join(inner)}</speak>"
