"""`rehearse`: play conversation files, compare the answers, and on request play or accept them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from speech.conversations.file_format import ConversationError, Exchange, Line, difference, read_file, write_file
from speech.conversations.player import PlayedLine, play
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.response_check import check_turn
from speech.tts.player import AnswerPlayer


@dataclass(frozen=True, slots=True)
class Rehearsal:
    device: Device
    clock: Clock
    player: AnswerPlayer | None
    """Plays the answers; None for no sound."""

    accepts_answers: bool
    """True to write the actual answers into the files."""

    print_line: Callable[[str], None]
    print_note: Callable[[str], None]
    """Prints advice and errors; ignores an empty text."""

    reminders: RemindersApi | None = None
    """The service that the skill calls; None if it calls Alexa's own."""

    def run(self, path: Path) -> bool:
        """Return False if the answers differ from the file and are not accepted, or if the file fails."""
        try:
            expected = read_file(path)
            lines = play(expected, self.device, self.clock, self.reminders)
            actual = [self._report(path, played) for played in lines]
            differences = difference(expected, actual)
            if differences and self.accepts_answers:
                write_file(path, actual)
        except ConversationError as error:
            self.print_note(f"trust-steps: {error}")
            return False
        except SpeechError as error:
            self.print_note(f"trust-steps: {path}: {error}")
            return False
        verdict = "ok" if not differences else "accepted" if self.accepts_answers else "differs"
        self.print_line("\n".join([f"{path}: {verdict}", differences]).rstrip())
        return verdict != "differs"

    def _report(self, path: Path, played: PlayedLine) -> Line:
        """Print advice about the answer, and play it."""
        title = f"> {played.line.utterance}" if isinstance(played.line, Exchange) else ""
        for sentence in check_turn(played.result):
            self.print_note(f"{path}: {title}: {sentence}")
        if self.player and played.result.speech:
            self.print_line(f"{title}\n{played.result.transcript}")
            self.print_note(self.player.say(played.result.speech, self.device.speaker.locale))
            self.player.wait()
        return played.line
