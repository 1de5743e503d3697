"""The line editor of the console."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from speech.nlu.interaction_model import InteractionModel

MENU_ROWS = 4
"""Reserved below the prompt for completions."""


def prompt(folder: Path, model: InteractionModel, **terminal: Any) -> "PromptSession[str]":
    """Return a line editor that completes the model's samples and stores its history in the folder."""
    return PromptSession(
        history=_history(folder / "said"),
        completer=WordCompleter(_sentences(model), ignore_case=True, sentence=True),
        complete_while_typing=True,
        reserve_space_for_menu=MENU_ROWS,
        **terminal,
    )


def _sentences(model: InteractionModel) -> list[str]:
    """Return the invocation, then all samples without slots."""
    samples = {sample for intent in model.intents for sample in intent.samples if "{" not in sample}
    return [f"open {model.invocation_name}", *sorted(samples)]


def _history(file: Path) -> History:
    """Open a file that only its owner can read. If it cannot be written, the history lasts for this process."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with file.open("ab"):
            return FileHistory(file)
    return InMemoryHistory()
