import ast
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.docs.blocks import ROOT, blocks
from tests.e2e.docs.commands import COMMANDS, By, Run, Serves
from tests.support.process import BIN, environment, running_in

NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "build", "dist")
SHELL = {"sh"}
OTHER_BLOCKS = ("<!-- conversation:", "<!-- excerpt:", "<!-- file:", "<!-- workflow -->", "## How it is built")
"""The text before a block that holds no commands. The other modules of this folder check these blocks."""

RUN = [
    pytest.param(command, marks=pytest.mark.slow if how.is_slow else ())
    for command, how in sorted(COMMANDS.items())
    if isinstance(how, Run)
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree that shares its .venv, which must be up to date so that no command renews it."""
    subprocess.run([ROOT / "script" / "setup"], check=True)
    tree = tmp_path_factory.mktemp("copy") / "trust-steps"
    shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
    (tree / ".venv").symlink_to(ROOT / ".venv")
    return tree


def _documented() -> set[str]:
    return {command for block in blocks() if block.language in SHELL for command in block.commands}


def test_the_table_lists_every_command_in_the_documents() -> None:
    assert sorted(_documented() - set(COMMANDS)) == []


def test_the_documents_hold_every_command_in_the_table() -> None:
    assert sorted(set(COMMANDS) - _documented()) == []


def test_a_test_checks_every_other_block() -> None:
    others = [block for block in blocks() if block.language not in SHELL]

    assert others
    assert [block for block in others if not any(mark in block.before[-200:] for mark in OTHER_BLOCKS)] == []


@pytest.mark.parametrize("command", sorted(command for command, how in COMMANDS.items() if isinstance(how, By)))
def test_the_test_of_a_command_exists(command: str) -> None:
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


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(command for command, how in COMMANDS.items() if isinstance(how, Serves)))
def test_a_server_of_a_document_answers(command: str, copy: Path, tmp_path: Path) -> None:
    """As on a machine whose PATH does not hold the project's programs."""
    env = environment(tmp_path)
    env["PATH"] = os.pathsep.join(folder for folder in env["PATH"].split(os.pathsep) if Path(folder) != BIN)

    with running_in(copy, f"sh -c {shlex.quote(command)}", env) as service:
        assert service.get("/healthz")[0] == 200
