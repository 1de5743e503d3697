"""The wheel, the source archive, and the wheel installed outside the tree, with this environment's dependencies."""

import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from skill import __version__
from tests.support.process import PROCFILE, ROOT, environment, running_in

pytestmark = pytest.mark.slow
PACKAGES = ("skill", "speech", "interaction_models")
DEPENDENCIES = sysconfig.get_path("purelib")


@dataclass(frozen=True, slots=True)
class Installed:
    folder: Path
    """An empty folder outside the tree."""

    bin: Path

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        program = [str(self.bin / command[0]), *command[1:]]
        env = environment(self.folder / "data")
        env.pop("PYTHONPATH", None)
        return subprocess.run(
            program, cwd=self.folder, env=env, capture_output=True, text=True, timeout=60, check=False
        )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home, folder = tmp_path_factory.mktemp("venv") / "venv", tmp_path_factory.mktemp("outside")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    python, wheel = home / "bin" / "python", next(built.glob("*.whl"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(f"{DEPENDENCIES}\n")
    return Installed(folder, home / "bin")


def _tracked() -> set[str]:
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(listed.stdout.splitlines())


def _is_junk(folder: str) -> bool:
    return folder in {"__pycache__", "node_modules"} or (folder.startswith(".") and folder.endswith("_cache"))


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert names == _tracked()


def test_the_source_archive_holds_no_junk(built: Path) -> None:
    root = f"trust_steps-{__version__}"
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.removeprefix(f"{root}/") for name in archive.getnames()}

    assert _tracked() <= names
    assert {"PKG-INFO", "pyproject.toml", "README.md", "LICENSE"} <= names
    assert [name for name in names if any(map(_is_junk, name.split("/")))] == []


def test_the_installed_wheel_is_used_and_not_the_tree(installed: Installed) -> None:
    printed = installed.run("python", "-c", "import skill, speech; print(skill.__file__, speech.__file__)")

    assert str(ROOT) not in printed.stdout
    assert printed.stdout.count("site-packages") == 2


def test_the_wheel_speaks(installed: Installed) -> None:
    done = installed.run("trust-steps", "say", "open trust steps", "--wav", "out.wav")

    assert done.returncode == 0, done.stderr
    assert "Welcome to Trust Steps" in done.stdout
    assert (installed.folder / "out.wav").stat().st_size > 100_000


def test_the_wheel_packages_the_skill(installed: Installed) -> None:
    done = installed.run("trust-steps", "package", "--endpoint", "https://trust.example.org/alexa", "--out", "package")

    assert done.returncode == 0, done.stderr
    assert (installed.folder / "package" / "skill-package" / "assets" / "images" / "en-US_512.png").exists()


def test_the_wheel_serves(installed: Installed, tmp_path: Path) -> None:
    command = PROCFILE.replace("gunicorn", f"{installed.bin / 'python'} -m gunicorn", 1)

    with running_in(installed.folder, command, environment(tmp_path)) as service:
        status, health = service.get("/healthz")
        refused = service.post("/alexa", b"{}")

    assert (status, health["version"]) == (200, __version__)
    assert refused == (400, b"")
