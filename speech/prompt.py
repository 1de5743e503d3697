"""The prompt of `talk`: it remembers what was typed on other days, and offers what the skill listens for."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from speech.understanding.model import InteractionModel

ROWS = 4
"""Kept free under the prompt for what is offered."""


def prompt(folder: Path, model: InteractionModel, **terminal: Any) -> "PromptSession[str]":
    """A line editor that suggests what the skill listens for, and remembers what was typed."""
    return PromptSession(
        history=_history(folder / "said"),
        completer=WordCompleter(sentences(model), ignore_case=True, sentence=True),
        complete_while_typing=True,
        reserve_space_for_menu=ROWS,
        **terminal,
    )


def sentences(model: InteractionModel) -> list[str]:
    """What can be said word for word, the invocation first."""
    samples = {sample for intent in model.intents for sample in intent.samples if "{" not in sample}
    return [f"open {model.invocation_name}", *sorted(samples)]


def _history(file: Path) -> History:
    """For its owner alone; where it cannot be written, what is typed is remembered until the end."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with file.open("ab"):
            return FileHistory(file)
    return InMemoryHistory()
