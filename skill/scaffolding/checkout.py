"""A checkout of the repository, in which files are written."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import skill
from skill.errors import ContentError

ROOT: Final = Path(skill.__file__).parents[1]
MARKER: Final = "CONTRIBUTING.md"
"""A file that every checkout has, and no installed package."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Collects the changes, so that an error leaves every file as it was."""

    folder: Path = ROOT
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (self.folder / MARKER).is_file():
            raise ContentError(f"{self.folder} is no checkout of the repository; clone it, and run the command there")

    def read(self, path: str) -> str:
        """Return the text of a file, as it will be; empty if there is none."""
        file = self.folder / path
        return self._texts.get(path) or (file.read_text("utf-8") if file.is_file() else "")

    def has(self, path: str) -> bool:
        return path in self._texts or (self.folder / path).exists()

    def create(self, path: str, text: str) -> None:
        """Write a new file; a file that exists stays as it is."""
        if not self.has(path):
            self._texts[path] = text

    def change(self, path: str, text: str) -> None:
        if text != self.read(path):
            self._texts[path] = text

    def replace(self, path: str, old: str, new: str) -> None:
        """Raise ContentError if the file does not hold the old text."""
        text = self.read(path)
        if old not in text:
            raise ContentError(f"{path}: {old.strip().splitlines()[0]!r} was not found; make the change by hand")
        self.change(path, text.replace(old, new, 1))

    def write(self) -> list[str]:
        """Write the files, and return their paths."""
        for path, text in self._texts.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return sorted(self._texts)


def to_json(document: Any) -> str:
    """Return JSON as the interaction models are written."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
