import re
import tomllib
from pathlib import Path

import pytest

from speech import errors

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


MODULE_OF = {"piper_tts": "piper"}
"""The module that a package installs, where it has another name."""


@pytest.mark.parametrize("extra", ["simulator", "listen", "piper"])
def test_the_modules_are_those_of_the_projects_extra(extra: str) -> None:
    packages = tomllib.loads(PROJECT.read_text())["project"]["optional-dependencies"][extra]
    names = {re.split(r"[^\w-]", package)[0].replace("-", "_") for package in packages}
    own = {MODULE_OF.get(name, name) for name in names} - {"pyobjc_framework_cocoa", "trust_steps"}
    assert own == {module for module, named in errors.EXTRAS.items() if named == extra}


@pytest.mark.parametrize(
    ("module", "extra"), [("pyttsx3", "simulator"), ("faster_whisper", "listen"), ("piper", "piper")]
)
def test_the_hint_names_the_missing_module_and_how_to_install_it(module: str, extra: str) -> None:
    error = ModuleNotFoundError(name=module)
    assert errors.hint(error) == f"{module} is not installed; get it with: pip install 'trust-steps[{extra}]'"


def test_a_missing_module_outside_the_extra_is_raised_again() -> None:
    with pytest.raises(ModuleNotFoundError):
        errors.hint(ModuleNotFoundError(name="speech.nowhere"))
