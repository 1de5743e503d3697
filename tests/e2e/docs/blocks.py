"""Reads the fenced blocks of the Markdown documents."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
DOCUMENTS: Final = (
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
_FENCE: Final = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    document: str
    language: str
    text: str
    before: str
    """The text of the document before the block."""

    @property
    def commands(self) -> list[str]:
        """One command per line, without comments. A backslash joins a line with the next."""
        lines = self.text.replace("\\\n", " ").splitlines()
        commands = (" ".join(re.sub(r"(^|\s)#.*$", "", line).split()) for line in lines)
        return [command for command in commands if command]


def blocks() -> list[Block]:
    found = []
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        found += [
            Block(str(document.relative_to(ROOT)), fence[2], fence[3], text[: fence.start()])
            for fence in _FENCE.finditer(text)
        ]
    return found
