import re
import tomllib
from pathlib import Path

import pytest

from speech import errors

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_modules_are_those_of_the_projects_extra() -> None:
    packages = tomllib.loads(PROJECT.read_text())["project"]["optional-dependencies"]["simulator"]
    own = (package for package in packages if not package.startswith("pyobjc"))  # pyttsx3's: the engine reports it
    assert {re.split(r"[^\w-]", package)[0].replace("-", "_") for package in own} == errors.MODULES


def test_the_hint_names_the_missing_module_and_how_to_install_it() -> None:
    assert errors.hint(ModuleNotFoundError(name="pyttsx3")) == (
        "pyttsx3 is not installed; get it with: pip install 'trust-steps[simulator]'"
    )


def test_a_missing_module_outside_the_extra_is_raised_again() -> None:
    with pytest.raises(ModuleNotFoundError):
        errors.hint(ModuleNotFoundError(name="speech.nowhere"))
