"""If these fail, a developer of another skill copies something from docs/other-skills.md that does not work."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from speech.__main__ import call
from speech.cli import arguments, doctor
from speech.conversations.expectations import SUBJECTS, parse
from speech.conversations.file_format import read
from speech.skills.selection import SkillSelection
from speech.skills.trust_steps import TrustSteps
from tests.e2e.docs.blocks import ROOT

PAGE = (ROOT / "docs" / "other-skills.md").read_text("utf-8")
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="Node is not installed, so its handlers are untested"
)
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


@pytest.mark.parametrize(
    "handler", [pytest.param("index.js", id="Node", marks=needs_node), pytest.param("lambda_function.py", id="Python")]
)
def test_the_smallest_project_works_as_it_is_written(
    handler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    files = dict(re.findall(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", PAGE, re.DOTALL))
    for name, text in files.items():
        if not name.startswith("lambda/") or name.endswith(handler):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    (conversation,) = (name for name in files if name.endswith(".conversation"))

    status = call(["rehearse", conversation], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    selection = SkillSelection(TrustSteps({}), arguments.parse(["doctor"]))
    assert (status, capfd.readouterr().out) == (0, f"{conversation}: ok\n1 conversation: 1 ok\n")
    assert "; 0 errors, which Amazon refuses; 0 hints" in doctor.model(selection.model(), "en-US", None)


def test_each_test_that_the_page_names_exists() -> None:
    named = re.findall(r"`(tests/\S+\.py)`", PAGE)

    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []
