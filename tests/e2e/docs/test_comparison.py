"""If these fail, docs/comparison.md promises something that no test shows."""

import ast
import re
from functools import cache

import pytest

from tests.e2e.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "comparison.md").read_text("utf-8")
COLUMNS = 7
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| | here", "| ---"))
]


@cache
def _tests(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_row_is_a_yes_or_has_a_reason_and_a_test_that_exists(row: list[str]) -> None:
    named = re.fullmatch(r"`(tests/\S+\.py)::(test_\w+)`", row[-1])

    assert len(row) == COLUMNS
    assert re.match(r"yes\b|no: \w+ ", row[1])
    assert named
    assert named[2] in _tests(named[1])


def test_the_page_has_all_of_its_rows() -> None:
    assert len(ROWS) > 40
