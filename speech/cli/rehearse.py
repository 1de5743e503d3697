"""`rehearse`: play conversation files, compare the answers, and on request play or accept them."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from speech.cli.terminal import Styled, working
from speech.conversations.file_format import Exchange
from speech.conversations.player import PlayedLine
from speech.conversations.rehearsal import ConversationResult, rehearse
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.lambda_runtime.source_watch import SourceWatch
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.response_check import check_turn
from speech.skills.selection import SkillSelection
from speech.tts.player import AnswerPlayer

WATCH_INTERVAL: Final = 0.5
"""Seconds between two looks at the sources."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    device: Device
    clock: Clock
    player: AnswerPlayer | None
    """Plays the answers; None for no sound."""

    accepts_answers: bool
    """True to write the actual answers into the files."""

    print_line: Callable[..., None]
    print_note: Callable[[str], None]
    """Prints advice and errors; ignores an empty text."""

    reminders: RemindersApi | None = None
    """The service that the skill calls; None if it calls Alexa's own."""

    def run(self, path: Path) -> ConversationResult:
        """Play a file and print the result, with advice about each answer."""
        with working(str(path)) if self.player is None else nullcontext():
            result = rehearse(
                path,
                self.device,
                self.clock,
                self.reminders,
                accepts=self.accepts_answers,
                on_played=lambda played: self._report(path, played),
            )
        if result.verdict == "failed":
            self.print_note(f"trust-steps: {result.details}")
        else:
            self.print_line(f"{path}: ", Styled(result.verdict, result.verdict), f"\n{result.details}".rstrip())
        return result

    def _report(self, path: Path, played: PlayedLine) -> None:
        """Print advice about the answer, and play it."""
        title = f"> {played.line.utterance}" if isinstance(played.line, Exchange) else ""
        for sentence in check_turn(played.result):
            self.print_note(f"{path}: {title}: {sentence}")
        if self.player and played.result.speech:
            self.print_line(f"{title}\n{played.result.transcript}")
            self.print_note(self.player.say(played.result.speech, self.device.speaker.locale))
            self.player.wait()


class DeviceSet:
    """A device for each locale, all on one clock. Each starts when it is first needed, with a skill of its own."""

    def __init__(self, skill: SkillSelection, clock: Clock) -> None:
        self._skill = skill
        self._clock = clock
        self._stack = ExitStack()
        self._devices: dict[str, Device] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def for_file(self, path: Path) -> Device:
        """Return the device for a conversation file. Raises SpeechError."""
        locale = self._locale(path)
        if locale not in self._devices:
            device = self._stack.enter_context(self._skill.device(self._clock, locale))
            device.prepare()
            self._devices[locale] = device
        return self._devices[locale]

    def _locale(self, path: Path) -> str:
        """Return --locale, else the name of the file's folder if the skill speaks it, else the default."""
        folder = path.absolute().parent.name
        is_spoken = folder in self._skill.skill.locales()
        return folder if is_spoken and not self._skill.options.locale else self._skill.locale


def changes(watch: SourceWatch) -> Iterator[list[Path]]:
    """Yield each time that files change, without end."""
    while True:
        if changed := watch.changed():
            yield changed
        time.sleep(WATCH_INTERVAL)
