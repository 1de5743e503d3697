"""What a terminal gets and a pipe does not: colours, wrapped lines, and a note while something takes long."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final, NamedTuple, TextIO

from speech.simulator.control_characters import escape_controls

MIN_COLUMNS: Final = 20
"""Some terminals report a width of zero."""

PATIENCE: Final = 1.0
"""Seconds before a note says what takes so long."""

STYLES: Final[Mapping[str, str]] = {
    "bold": "1",
    "answer": "36",
    "ok": "32",
    "FAIL": "31;1",
    "differs": "33;1",
    "failed": "31;1",
    "accepted": "32",
}
"""Codes of the Select Graphic Rendition."""


def has_colours(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a stream is a terminal with colours. https://no-color.org says how people turn them off."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


class Styled(NamedTuple):
    """A text in one of `STYLES`."""

    text: str
    style: str


def rendered(part: str | Styled, stream: TextIO | None = None) -> str:
    """Return a text in its colours, on a terminal that has them. Control characters of the text itself are escaped."""
    text, style = part if isinstance(part, Styled) else (part, "")
    code, text = STYLES.get(style), escape_controls(text)
    return f"\x1b[{code}m{text}\x1b[0m" if code and has_colours(stream or sys.stdout) else text


def wrapped(text: str, stream: TextIO | None = None) -> str:
    """Return a text whose lines break between words on a terminal, and not at all in a pipe."""
    if not (stream or sys.stdout).isatty():
        return text
    return "\n".join(part for line in text.splitlines() for part in textwrap.wrap(line, columns()) or [""])


def columns() -> int:
    return max(MIN_COLUMNS, shutil.get_terminal_size().columns - 1)


@contextmanager
def working(label: str, stream: TextIO | None = None, patience: float = PATIENCE) -> Iterator[None]:
    """Show a note on a terminal while the block takes longer than a second, and remove it at the end."""
    target = stream or sys.stderr
    if not target.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    is_done = Event()
    note = Thread(target=_note_when_late, args=(label, target, is_done, patience), daemon=True)
    note.start()
    try:
        yield
    finally:
        is_done.set()
        note.join()


def _note_when_late(label: str, stream: TextIO, is_done: Event, patience: float) -> None:
    if is_done.wait(patience):
        return
    text = f"{label} ..."[: columns()]
    stream.write(text)
    stream.flush()
    is_done.wait()
    stream.write(f"\r{' ' * len(text)}\r")
    stream.flush()
