"""Checks documents, docstrings, comments and test names against a short list of words to avoid."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.e2e.docs.blocks import DOCUMENTS, ROOT

PLAIN: Final = {
    r"anew": "again",
    r"whoever": "anyone who, or name who it is",
    r"crooked": "invalid, or say what is wrong",
    r"mend(s|ed|ing)?": "fix, hint, correct",
    r"(told|tells)(?! apart)": "given, asked, informed; logs, reports, returns, says",
    r"desk": "simulator",
    r"lets? (\w+ ){1,3}be": "leaves, allows, ignores",
    r"nobody(?! else)": "no one, no user, or name the thing: no code, no request",
    r"somebody(?! else)": "a person, a user, a caller",
    r"(is|are) to be": "must be, will be, should be",
    r"where there is (one|none)": "if it exists, if it has one; None if",
}
"""Patterns of words, and what to write instead. What the skill says to people is not checked."""

PACKAGES: Final = ("interaction_models", "skill", "speech", "tests", "tools")
THIS: Final = Path(__file__)
GENERATED: Final = ROOT / "docs" / "reliability.md"
MARKDOWN: Final = (
    *(path for path in DOCUMENTS if path != GENERATED),
    ROOT / "CHANGELOG.md",
    *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.md"))),
)
PYTHON: Final = tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if path != THIS)

_QUOTED: Final = re.compile(r"```.*?```|<!-- bench: begin.*?bench: end -->|`[^`\n]*`|\"[^\"\n]*\"|“[^”\n]*”", re.DOTALL)
_WORDS: Final = re.compile("|".join(rf"\b(?P<w{i}>{pattern})\b" for i, pattern in enumerate(PLAIN)), re.IGNORECASE)


class Prose(NamedTuple):
    line: int
    text: str


def in_python(source: str) -> Iterator[Prose]:
    """Yield comments, docstrings and the names of tests. Spoken texts are other strings."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Prose(token.start[0], token.string)
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(docstring))):
                yield Prose(node.lineno, docstring)
            case ast.FunctionDef(name=name) if name.startswith("test_"):
                yield Prose(node.lineno, name.replace("_", " "))


def faults(prose: Prose) -> Iterator[str]:
    """Yield a line for each word to avoid. Code and quotations are not checked."""
    text = _QUOTED.sub(lambda quoted: re.sub(r"[^\n]", "_", quoted[0]), prose.text)
    for found in _WORDS.finditer(text):
        line = prose.line + text.count("\n", 0, found.start())
        plain = list(PLAIN.values())[int((found.lastgroup or "w0")[1:])]
        yield f'{line}: "{found[0]}": write {plain}'


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MARKDOWN, ids=_name)
def test_documents_are_in_plain_english(path: Path) -> None:
    found = [*faults(Prose(1, path.read_text("utf-8")))]

    assert found == [], "\n".join(found)


@pytest.mark.parametrize("package", PACKAGES)
def test_code_is_described_in_plain_english(package: str) -> None:
    sources = {path: path.read_text("utf-8") for path in PYTHON if path.is_relative_to(ROOT / package)}

    found = [
        f"{_name(path)}:{fault}"
        for path, source in sources.items()
        for prose in in_python(source)
        for fault in faults(prose)
    ]

    assert found == [], "\n".join(found)


def test_a_fault_names_the_line_and_the_plain_word() -> None:
    docstring = '"""A module.\n\nIt tells nobody."""\n'
    source = docstring + 'SPOKEN = "Nobody told you."  # whoever speaks\ndef test_mends_it(): ...\n'

    found = [fault for prose in in_python(source) for fault in faults(prose)]

    assert [fault.split(": write")[0] for fault in found] == [
        '4: "whoever"',
        '3: "tells"',
        '3: "nobody"',
        '5: "mends"',
    ]
    assert found[3] == '5: "mends": write fix, hint, correct'


def test_code_and_quotations_are_not_checked() -> None:
    prose = Prose(1, 'Nothing: `anew`, "Who told you?", ```\ndesk\n``` and a sign that tells apart two voices.')

    assert [*faults(prose)] == []
