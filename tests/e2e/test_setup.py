"""script/setup in a tree of its own, with wheels from a folder in place of the package index."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.process import ROOT

pytestmark = pytest.mark.slow

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """
import shutil
def build_editable(folder, *_):
    shutil.copy("wheels/tree-1-py3-none-any.whl", folder)
    return "tree-1-py3-none-any.whl"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script" / "setup", tmp_path / "script" / "setup")
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "backend.py").write_text(BACKEND)
    (tmp_path / "wheels").mkdir()
    _wheel(tmp_path, "tree")
    return tmp_path


def _wheel(tree: Path, name: str) -> str:
    """A wheel in the folder; answers its hash."""
    path = tree / "wheels" / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{name}-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{name}-1.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _pin(tree: Path, **hashes: str) -> None:
    pins = (f"{name} \\\n    --hash=sha256:{digest}\n    # via a test\n" for name, digest in hashes.items())
    (tree / "requirements-dev.txt").write_text("# by a test\n" + "".join(pins).replace(" \\", "==1 \\"))


def _set_up(tree: Path) -> "subprocess.CompletedProcess[str]":
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tree / "wheels"), "PIP_CONFIG_FILE": os.devnull}
    env = {"PATH": os.environ["PATH"], "PYTHON": sys.executable, **offline}
    return subprocess.run(
        [tree / "script" / "setup"], env=env, capture_output=True, text=True, timeout=120, check=False
    )


def _installed(tree: Path) -> set[str]:
    return {path.name.partition("-")[0] for path in tree.glob(".venv/lib/python*/site-packages/*-1.dist-info")}


def test_what_some_machines_have_no_wheel_of_is_left_out_and_named(tree: Path) -> None:
    _pin(tree, needed=_wheel(tree, "needed"), miniaudio="0" * 64, playwright=_wheel(tree, "playwright"))

    first, again = _set_up(tree), _set_up(tree)

    assert first.returncode == 0, first.stderr
    assert "no wheel for this machine of miniaudio. All else is set up" in first.stderr
    assert _installed(tree) == {"needed", "playwright", "tree"}
    assert (again.returncode, again.stderr) == (0, "")


def test_without_a_wheel_of_what_is_needed_it_fails_and_names_it(tree: Path) -> None:
    _pin(tree, needed="0" * 64, miniaudio="0" * 64)

    done = _set_up(tree)

    assert done.returncode == 1
    assert "No matching distribution found for needed==1" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("script/setup: pip could not install what is pinned")
    assert not (tree / ".venv" / "pins").exists()


def test_a_wheel_that_is_not_the_pinned_one_is_never_just_left_out(tree: Path) -> None:
    _wheel(tree, "miniaudio")
    _pin(tree, needed=_wheel(tree, "needed"), miniaudio="0" * 64)

    done = _set_up(tree)

    assert done.returncode == 1
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tree / ".venv" / "pins").exists()
