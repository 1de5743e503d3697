"""How `talk` reads lines and shows answers: with a line editor on a terminal, line by line in a pipe."""

import os
import sys
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.output import ColorDepth

from speech.cli.terminal import MIN_COLUMNS
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.invocation import open_phrase

MENU_ROWS: Final = 4
"""Reserved below the prompt for completions."""

NOTE: Final = "ansigray"
ANSWER: Final = "ansicyan"


class LineEditor(Protocol):
    def read_line(self, speaker: str) -> str:
        """Return what the speaker types. Raises EOFError and KeyboardInterrupt."""

    def show_answer(self, label: str, text: str) -> None: ...

    def show_note(self, text: str) -> None:
        """Show a message of the simulator."""

    def show_json(self, text: str) -> None: ...

    def show_level(self, text: str) -> None:
        """Show how loud the microphone is, over the text before; an empty text erases it."""

    def on_typing(self, stop: Callable[[], None]) -> None:
        """Call `stop` when the person begins to type."""


class TerminalEditor:
    """Completes with Tab, and breaks lines between words."""

    def __init__(self, session: "PromptSession[str]") -> None:
        self.session = session

    def read_line(self, speaker: str) -> str:
        return self.session.prompt([("bold", f"{speaker}> ")]).strip()

    def show_answer(self, label: str, text: str) -> None:
        self._show(label, text, ANSWER)

    def show_note(self, text: str) -> None:
        self._show("", text, NOTE)

    def show_json(self, text: str) -> None:
        self._print([(NOTE, text)])

    def show_level(self, text: str) -> None:
        output = self.session.output
        output.write_raw("\r")
        output.erase_end_of_line()
        output.write(text)
        output.flush()

    def on_typing(self, stop: Callable[[], None]) -> None:
        self.session.default_buffer.on_text_changed += lambda buffer: stop() if buffer.text else None

    def _show(self, label: str, text: str, colour: str) -> None:
        width = max(MIN_COLUMNS, self.session.output.get_size().columns - 1)
        lines = [part for line in f"{label}{text}".splitlines() for part in textwrap.wrap(line, width)]
        self._print([(f"{colour} bold", label), (colour, "\n".join(lines).removeprefix(label))])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self.session.output, color_depth=_color_depth())


class PipeEditor:
    """Shows each sentence once, with its answer below, and notes apart from them."""

    def __init__(self, source: TextIO, answers: TextIO, notes: TextIO) -> None:
        self._source = source
        self._answers = answers
        self._notes = notes

    def read_line(self, speaker: str) -> str:
        line = self._source.readline()
        if not line:
            raise EOFError
        print(f"> {line.strip()}", file=self._answers, flush=True)
        return line.strip()

    def show_answer(self, label: str, text: str) -> None:
        print(text, file=self._answers, flush=True)

    def show_note(self, text: str) -> None:
        print(text, file=self._notes, flush=True)

    def show_json(self, text: str) -> None:
        print(text, file=self._answers, flush=True)

    def show_level(self, text: str) -> None:
        """A pipe shows no level."""

    def on_typing(self, stop: Callable[[], None]) -> None:
        """Nothing is typed into a pipe."""


def line_editor(model: InteractionModel, commands: Sequence[str], locale: str) -> LineEditor:
    """Return the editor for this terminal, or for a pipe."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return prompt(model, locale, commands)
    return PipeEditor(sys.stdin, sys.stdout, sys.stderr)


def prompt(
    model: InteractionModel, locale: str = "en-US", commands: Sequence[str] = (), **terminal: Any
) -> TerminalEditor:
    """Return a line editor that completes commands and the model's samples. Its history lasts for this process."""
    session: PromptSession[str] = PromptSession(
        completer=WordCompleter([*commands, *_sentences(model, locale)], ignore_case=True, sentence=True),
        complete_while_typing=True,
        reserve_space_for_menu=MENU_ROWS,
        color_depth=_color_depth(),
        **terminal,
    )
    return TerminalEditor(session)


def _color_depth() -> ColorDepth | None:
    """Return the depth without colours if the person wants none; None for what the terminal can do."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return ColorDepth.DEPTH_1_BIT if is_plain else None


def _sentences(model: InteractionModel, locale: str) -> list[str]:
    """Return the invocation, then all samples without slots."""
    samples = {sample for intent in model.intents for sample in intent.samples if "{" not in sample}
    return [open_phrase(model.invocation_name, locale), *sorted(samples)]


def delete_earlier_history(folder: Path) -> None:
    """Delete the file in which earlier versions stored what was typed."""
    with suppress(OSError):
        (folder / "said").unlink(missing_ok=True)
