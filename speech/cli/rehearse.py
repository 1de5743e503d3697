"""`rehearse`: conversation files are played and compared, heard where one listens, and written anew where one likes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from speech.conversations.file_format import ConversationError, Line, Said, difference, read_file, write_file
from speech.conversations.player import PlayedLine, play
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.response_check import check_response
from speech.tts.player import AnswerPlayer


@dataclass(frozen=True, slots=True)
class Rehearsal:
    device: Device
    clock: Clock
    speaker: AnswerPlayer | None
    """Says the answers aloud; None keeps quiet."""

    accepts: bool
    """The answers that came are written into the files."""

    tell: Callable[[str], None]
    """What the person asked to know."""

    note: Callable[[str], None]
    """What is said beside it; nothing, where the text is empty."""

    reminders: RemindersApi | None = None
    """Those that the skill asks for, where it is at home."""

    def perform(self, path: Path) -> bool:
        """Whether the conversation went as it is written, or is now written as it went."""
        try:
            expected = read_file(path)
            lines = play(expected, self.device, self.clock, self.reminders)
            actual = [self._heard(path, played) for played in lines]
            differs = difference(expected, actual)
            if differs and self.accepts:
                write_file(path, actual)
        except ConversationError as error:
            self.note(f"trust-steps: {error}")
            return False
        except SpeechError as error:
            self.note(f"trust-steps: {path}: {error}")
            return False
        verdict = "ok" if not differs else "accepted" if self.accepts else "differs"
        self.tell("\n".join([f"{path}: {verdict}", differs]).rstrip())
        return verdict != "differs"

    def _heard(self, path: Path, played: PlayedLine) -> Line:
        for sentence in check_response(played.outcome.response):
            self.note(f"{path}: {_title(played.line)}: {sentence}")
        if self.speaker and played.outcome.speech:
            self.tell(f"{_title(played.line)}\n{played.outcome.transcript}")
            self.note(self.speaker.say(played.outcome.speech, self.device.speaker.locale))
            self.speaker.wait()
        return played.line


def _title(line: Line) -> str:
    return f"> {line.utterance}" if isinstance(line, Said) else ""
