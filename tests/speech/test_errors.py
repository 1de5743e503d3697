import re
import tomllib
from pathlib import Path

import pytest

from speech import errors

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_extra_is_that_of_the_project() -> None:
    packages = tomllib.loads(PROJECT.read_text())["project"]["optional-dependencies"]["simulator"]

    own = (package for package in packages if not package.startswith("pyobjc"))  # pyttsx3's: the engine tells of it
    assert {re.split(r"[^\w-]", package)[0].replace("-", "_") for package in own} == errors.MODULES


def test_what_is_missing_is_named_with_the_mend() -> None:
    assert errors.hint(ModuleNotFoundError(name="pyttsx3")) == (
        "pyttsx3 is not installed; get it with: pip install 'trust-steps[simulator]'"
    )


def test_what_the_extra_does_not_bring_is_a_fault_of_our_own() -> None:
    with pytest.raises(ModuleNotFoundError):
        errors.hint(ModuleNotFoundError(name="speech.nowhere"))
