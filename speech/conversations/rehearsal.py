"""Play a conversation file, and compare what it expects with what happens."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from speech.conversations.file_format import ConversationError, difference, read_file, write_file
from speech.conversations.player import PlayedLine, play
from speech.errors import SpeechError
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.reminders_api import RemindersApi

Verdict = Literal["ok", "accepted", "differs", "failed"]


@dataclass(frozen=True, slots=True)
class ConversationResult:
    path: Path
    verdict: Verdict
    seconds: float
    details: str = ""
    """The difference, or why it failed."""

    @property
    def is_ok(self) -> bool:
        return self.verdict in {"ok", "accepted"}


def rehearse(  # noqa: PLR0913 - the last three have sensible defaults
    path: Path,
    device: Device,
    clock: Clock,
    reminders: RemindersApi | None = None,
    *,
    accepts: bool = False,
    on_played: Callable[[PlayedLine], None] = lambda played: None,
) -> ConversationResult:
    """Play the file. With `accepts`, write what happens into it. `on_played` is called after each line."""
    started = time.monotonic()
    try:
        expected, actual = read_file(path), []
        hints: list[str] = []
        for played in play(expected, device, clock, reminders):
            on_played(played)
            actual.append(played.line)
            hints += played.hints
        differences = "\n".join(filter(None, (difference(expected, actual), *hints)))
        if differences and accepts:
            write_file(path, actual)
    except ConversationError as error:
        return ConversationResult(path, "failed", time.monotonic() - started, str(error))
    except SpeechError as error:
        return ConversationResult(path, "failed", time.monotonic() - started, f"{path}: {error}")
    verdict: Verdict = "ok" if not differences else "accepted" if accepts else "differs"
    return ConversationResult(path, verdict, time.monotonic() - started, differences)


def summary(results: list[ConversationResult]) -> str:
    """Return one line, such as "3 conversations: 2 ok, 1 differs"."""
    verdicts = [result.verdict for result in results]
    counts = [f"{verdicts.count(each)} {each}" for each in ("ok", "accepted", "differs", "failed") if each in verdicts]
    return f"{len(results)} {'conversation' if len(results) == 1 else 'conversations'}: {', '.join(counts)}"
