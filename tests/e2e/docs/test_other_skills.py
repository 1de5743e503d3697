"""If these fail, a developer of another skill copies something from docs/other-skills.md that does not work."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from speech.__main__ import call
from speech.conversations.expectations import SUBJECTS, parse
from speech.conversations.file_format import read
from tests.e2e.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "other-skills.md").read_text("utf-8")
TEA_ROOM = ROOT / "tests" / "integration" / "project" / "tea_room"
LINES = [line.replace(r"\|", "|") for line in re.findall(r"^\| `((?:>|@|---|\(|/|One ).*?)` \|", PAGE, re.MULTILINE)]


def test_the_conversation_is_the_file_that_the_tests_play() -> None:
    excerpt = re.search(r"<!-- conversation: (\S+) -->\n```\n(.*?)```", PAGE, re.DOTALL)

    assert excerpt
    assert excerpt[2] == (ROOT / excerpt[1]).read_text("utf-8")


def test_each_line_of_the_tables_can_be_read() -> None:
    assert len(LINES) > 20
    assert all(read(line if line.startswith(">") else f"> hello\n{line}") for line in LINES)


def test_the_table_of_expectations_lists_each_of_them() -> None:
    listed = {parse(line).subject for line in LINES if line.startswith("@")}

    assert listed == set(SUBJECTS)


def test_the_workflow_rehearses_the_conversations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tea_room"
    shutil.copytree(TEA_ROOM, folder)
    monkeypatch.chdir(folder)
    (command,) = re.findall(r"- run: trust-steps (.*)", PAGE.split("<!-- workflow -->")[1])
    words = [each for word in shlex.split(command) for each in (sorted(map(str, Path().glob(word))) or [word])]

    status = call([*words, "--handler", "lambda/lambda_function.py"], {"TRUST_STEPS_DATA": str(tmp_path)})

    assert status == 0
    assert (folder / "report.xml").read_text("utf-8").count("<testcase ") == 2


def test_each_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)`", PAGE)

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
