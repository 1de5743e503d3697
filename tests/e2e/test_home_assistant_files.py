"""The files of the Home Assistant integration agree with each other and with the project."""

import json
import re
from typing import Any

import pytest

from skill import __version__
from tests.support.process import ROOT

FOLDER = ROOT / "custom_components" / "trust_steps"
MANIFEST: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
STRINGS: dict[str, Any] = json.loads((FOLDER / "strings.json").read_text("utf-8"))
CODE = "".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.py")))


def test_the_integration_has_the_version_of_the_project_and_the_name_of_its_folder() -> None:
    assert MANIFEST["version"] == __version__
    assert MANIFEST["domain"] == FOLDER.name
    assert f'DOMAIN: Final = "{FOLDER.name}"' in CODE


def test_the_english_translation_holds_the_strings() -> None:
    """Home Assistant reads the translations of an integration that is not its own, and never its strings.json."""
    assert json.loads((FOLDER / "translations" / "en.json").read_text("utf-8")) == STRINGS


@pytest.mark.parametrize("step", sorted(set(re.findall(r'step_id="(\w+)"', CODE))))
def test_every_form_has_words(step: str) -> None:
    assert STRINGS["config"]["step"][step]["description"]


def test_every_error_has_words() -> None:
    returned = set(re.findall(r'return "(\w+)"', CODE)) | {"no_conversation"}

    assert returned == set(STRINGS["config"]["error"])
    assert returned < set(STRINGS["config"]["abort"])
    assert set(re.findall(r'translation_key="(\w+)"|exceptions\.(\w+)\.', CODE)) == {
        ("cannot_connect", ""),
        ("", "no_answer"),
    }
    assert set(STRINGS["exceptions"]) == {"cannot_connect", "no_answer"}


def test_the_announced_name_is_the_one_that_the_manifest_looks_for() -> None:
    from fnmatch import fnmatch

    from speech.wyoming.discovery import SERVICE_TYPE, service_name

    (wanted,) = MANIFEST["zeroconf"]

    assert wanted["type"] == SERVICE_TYPE
    assert fnmatch(f"{service_name(10_700)}.{SERVICE_TYPE}".lower(), wanted["name"])


def test_hacs_names_the_home_assistant_that_the_documentation_names() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text("utf-8"))
    page = (ROOT / "docs" / "home-assistant.md").read_text("utf-8")

    assert f"Home Assistant {hacs['homeassistant'].removesuffix('.0')} or newer" in page
