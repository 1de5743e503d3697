"""A contributor follows CONTRIBUTING in a copy of the code: one command each, and what is missing is named."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import ROOT

CODE = ("skill", "speech", "interaction_models")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    for name in CODE:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "CONTRIBUTING.md", folder)
    return folder


def run(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(checkout), "TRUST_STEPS_DATA": str(checkout / "data")}
    command = [sys.executable, "-m", "speech", *arguments]
    return subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_a_new_language_talks_after_one_command(checkout: Path) -> None:
    """Icelandic, which Alexa does not speak, so that it stays new."""
    new = run(checkout, "new", "language", "is-IS", "is-DK")
    talk = run(checkout, "say", "--json", "--locale", "is-IS", "open trust steps", "yes", "the last step")
    package = run(checkout, "package", "--endpoint", "https://trust.example.org/alexa", "--out", "package")

    answers = [json.loads(line)["response"]["response"]["outputSpeech"]["ssml"] for line in talk.stdout.splitlines()]
    assert new.returncode == 0
    assert "is/phrases.toml: phrases.welcome: is not translated" in new.stdout
    assert [words in answer for words, answer in zip(("Welcome", "Step 1", "Step"), answers, strict=True)] == [True] * 3
    assert "is is a draft. " in talk.stderr
    assert "is/phrases.toml is a draft, so the service and the package leave is out" in package.stdout
    assert not list((checkout / "package").rglob("is-IS*"))


@pytest.mark.slow
def test_a_half_translated_language_without_a_mark_stops_nothing(checkout: Path) -> None:
    """A person wrote half of the words by hand, and invalid files beside them."""
    folder = checkout / "skill/locales/is"
    folder.mkdir()
    (folder / "phrases.toml").write_text('[phrases]\ngoodbye = "Bless bless, við sjáumst."\nsong = 3\n')
    (folder / "crisis.toml").write_text("triggers = 3\n")
    (folder / "listing.toml").write_text("locales = \n")
    (checkout / "interaction_models/is.json").write_text("{")

    english = run(checkout, "say", "--json", "open trust steps")
    package = run(checkout, "package", "--endpoint", "https://trust.example.org/alexa", "--out", "package")
    doctor = run(checkout, "doctor")

    assert (english.returncode, package.returncode, doctor.returncode) == (0, 0, 1)
    report = doctor.stdout.partition("FAIL language is")[2]
    for file in (
        "is/phrases.toml: ",
        "is/crisis.toml: triggers: must be",
        "is/listing.toml: is not TOML",
        "is.json",
    ):
        assert file in report


@pytest.mark.slow
def test_a_new_step_is_named_by_its_missing_fields(checkout: Path) -> None:
    new = run(checkout, "new", "step", "Keep it growing")
    say = run(checkout, "say", "--json", "open trust steps")

    missing = {line.partition("steps.")[2] for line in say.stderr.splitlines()}
    assert new.returncode == 0
    assert {f"keep-it-growing.{field}: missing" for field in ("guidance", "practice", "reflections")} <= missing


@pytest.mark.slow
def test_a_new_intent_is_named_by_its_missing_words(checkout: Path) -> None:
    new = run(checkout, "new", "intent", "TellJoke")
    say = run(checkout, "say", "--json", "open trust steps")

    assert new.returncode == 0
    assert "en/phrases.toml: phrases.tell_joke: must be a text or a list of texts" in say.stderr
