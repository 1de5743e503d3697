import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.docs.blocks import ROOT, blocks
from tests.e2e.docs.commands import COMMANDS, By, Run
from tests.support.process import environment

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "build", "dist")
SHELL = {"sh"}
SHOWN = ("<!-- conversation:", "## How it is built")
"""What stands before a block that is no command: tests/e2e/docs/test_readme.py looks at both kinds."""

RUN = sorted(command for command, how in COMMANDS.items() if isinstance(how, Run))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree as it is here, with what was installed for it: it must be up to date, or a command would renew it."""
    subprocess.run([ROOT / "script" / "setup"], check=True)
    tree = tmp_path_factory.mktemp("copy") / "trust-steps"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    return tree


def _written() -> set[str]:
    return {command for block in blocks() if block.language in SHELL for command in block.commands}


def test_every_command_in_the_documents_is_accounted_for() -> None:
    assert sorted(_written() - set(COMMANDS)) == []


def test_every_account_is_of_a_command_in_the_documents() -> None:
    assert sorted(set(COMMANDS) - _written()) == []


def test_every_other_block_is_one_that_a_test_knows() -> None:
    others = [block for block in blocks() if block.language not in SHELL]

    assert others
    assert [block for block in others if not any(mark in block.before[-200:] for mark in SHOWN)] == []


@pytest.mark.parametrize("command", sorted(command for command, how in COMMANDS.items() if isinstance(how, By)))
def test_a_command_that_a_test_runs_has_that_test(command: str) -> None:
    how = COMMANDS[command]
    assert isinstance(how, By)
    file, _, name = how.place.partition("::")
    text = (ROOT / file).read_text("utf-8")

    if name:
        tests = {node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}
        assert name in tests
    else:
        assert command in text.splitlines()


@pytest.mark.parametrize("command", RUN)
def test_a_command_does_what_the_document_says(command: str, copy: Path, tmp_path: Path) -> None:
    how = COMMANDS[command]
    assert isinstance(how, Run)

    done = subprocess.run(
        ["sh", "-c", command],
        cwd=copy,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert (copy / how.leaves).exists()
