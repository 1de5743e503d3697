import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from skill import locales
from speech.__main__ import call
from speech.cli.doctor import run_checks
from tests.support.process import ROOT

QUIZ = str(ROOT / "tests" / "integration" / "foreign_skill" / "model.json")
UNREACHABLE = "http://127.0.0.1:1/"
UNLIKE_ANY_SAMPLE = "the water looks like a way out tonight"
"""A crisis phrase that only the detector recognizes."""


def _lines(capfd: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The printed line of each check."""
    lines = [line for line in capfd.readouterr().out.splitlines() if not line.startswith(" ")]
    return {line[5:].partition(":")[0]: line for line in lines}


def _failed(lines: Mapping[str, str]) -> set[str]:
    return {name for name, line in lines.items() if line.startswith("FAIL")}


def test_every_check_passes_on_a_working_machine(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)})

    lines = _lines(capfd)
    assert _failed(lines) == set()
    languages = [f"language {language}" for language in locales.languages()]
    of_simulator, of_skill = (
        ["skill", "model", "voice", "playback", "recognizer"],
        ["store", "content", "crisis", "settings"],
    )
    assert list(lines) == [*of_simulator, *of_skill, *languages]
    assert lines["skill"] == "ok   skill: Trust Steps (en-US), which is installed"
    assert "en: patterns and a trained classifier" in lines["crisis"]
    assert status == 0


@pytest.mark.parametrize(
    ("settings", "failures"),
    [
        ({"REDIS_URL": "localhost"}, {"settings": "REDIS_URL must begin with redis://", "store": "not tried"}),
        pytest.param(
            {"LOG_LEVEL": "loud"}, {"settings": "must be one of DEBUG", "store": "not tried"}, marks=pytest.mark.slow
        ),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, {"store": "start it, or unset REDIS_URL"}),
        pytest.param(
            {"TRUST_STEPS_DATA": str(ROOT / "pyproject.toml")},
            {"store": "set TRUST_STEPS_DATA to a folder"},
            marks=pytest.mark.slow,
        ),
    ],
    ids=["not a URL", "not a level", "no Redis", "not a folder"],
)
def test_a_failed_check_has_a_line_with_a_hint(
    settings: dict[str, str], failures: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)} | settings)

    lines = _lines(capfd)
    assert _failed(lines) & {"store", "content", "settings"} == set(failures)
    assert all(text in lines[name] for name, text in failures.items())
    assert status == 1


def test_without_miniaudio_every_check_passes_and_playback_has_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)

    status = call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)})

    lines = _lines(capfd)
    assert status == 0
    assert "pip install miniaudio" in lines["playback"]
    assert lines["playback"].endswith("say --wav FILE writes the sound, and run plays it in the browser.")


def test_a_locale_without_a_voice_and_a_model_fails(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor", "--locale", "xx-XX"], {"TRUST_STEPS_DATA": str(tmp_path)})

    lines = _lines(capfd)
    assert _failed(lines) == {"voice", "model"}
    assert "No voice speaks xx-XX" in lines["voice"]
    assert "the skill has no interaction model for it" in lines["model"]
    assert status == 1


@pytest.mark.parametrize(
    ("model", "hint"),
    [("none.json", "give the path of a model file"), (str(ROOT / "pyproject.toml"), "is not JSON")],
    ids=["missing", "not JSON"],
)
def test_a_model_that_cannot_be_read_fails(model: str, hint: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor", "--model", model], {})

    lines = _lines(capfd)
    assert _failed(lines) == {"model"}
    assert hint in lines["model"]
    assert status == 1


def test_each_problem_of_a_model_has_a_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    intents = [{"name": "OneIntent"}, {"name": "TwoIntent"}]
    model = {"languageModel": {"invocationName": "Planet Quiz", "intents": intents}}
    (tmp_path / "model.json").write_text(json.dumps(model))

    status = call(["doctor", "--model", str(tmp_path / "model.json")], {})

    out = capfd.readouterr().out
    assert status == 1
    assert "FAIL model: " in out
    assert "FAIL model: 2 intents; 1 error, which Amazon refuses; " in out
    assert "\n     error: " in out
    assert "OneIntent: has no samples; add what people say\n     " in out


def test_a_model_with_hints_alone_passes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Amazon builds such a model, so a check in CI must not fail."""
    intents = [{"name": "OneIntent", "samples": ["one", "one"]}, {"name": "TwoIntent"}]
    model = {"languageModel": {"invocationName": "planet quiz", "intents": intents}}
    (tmp_path / "model.json").write_text(json.dumps(model))

    status = call(["doctor", "--model", str(tmp_path / "model.json")], {})

    lines = _lines(capfd)
    assert "2 intents; 0 errors, which Amazon refuses; " in lines["model"]
    assert _failed(lines) <= {"voice"}
    assert status == (1 if "voice" in _failed(lines) else 0)


def test_it_counts_the_crisis_phrases_that_the_model_alone_recognizes(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sentences = tmp_path / "sentences.tsv"
    lines = ("crisis-abuse\the hits me", f"crisis-abuse\t{UNLIKE_ANY_SAMPLE}", "", "ordinary\ttell me more")
    sentences.write_text("\n".join(["# kind\ttext", *lines]))

    status = call(["doctor", "--sentences", str(sentences)], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    assert status == 0
    assert _lines(capfd)["sentences"].endswith(
        "the model alone recognizes 1 of 2 (50.0%) crisis phrases, and takes 0 of 1 (0.0%) other sentences for one"
    )


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"tell me more\n", "no line begins with crisis"),
        pytest.param(b"crisis\t\xff\n", "give the path of a text file in UTF-8", marks=pytest.mark.slow),
        pytest.param(None, "give the path of a text file", marks=pytest.mark.slow),
    ],
    ids=["no crisis phrase", "not UTF-8", "missing"],
)
def test_a_file_without_crisis_phrases_fails(
    content: bytes | None, hint: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    sentences = tmp_path / "sentences.tsv"
    if content is not None:
        sentences.write_bytes(content)

    status = call(["doctor", "--sentences", str(sentences)], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    lines = _lines(capfd)
    assert status == 1
    assert _failed(lines) == {"sentences"}
    assert hint in lines["sentences"]


def test_sentences_are_counted_for_the_installed_skill_only() -> None:
    error = call(["doctor", "--sentences", "sentences.tsv", "--model", QUIZ], {})

    assert error == "trust-steps: --sentences is for the installed skill; leave out --model, --endpoint and --handler"


def test_another_skill_is_checked_without_checking_the_installed_one(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = call(["doctor", "--model", QUIZ, "--endpoint", UNREACHABLE], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    lines = _lines(capfd)
    assert list(lines) == ["skill", "model", "endpoint", "voice", "playback", "recognizer"]
    assert _failed(lines) == {"endpoint"}
    assert "is the skill running there?" in lines["endpoint"]
    assert status == 1
    assert list(tmp_path.iterdir()) == []


def test_parts_of_another_skills_project_fail_because_the_installed_one_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "en-US.json").write_text("{}")
    monkeypatch.chdir(tmp_path)

    status = call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    lines = _lines(capfd)
    assert _failed(lines) == {"skill"}
    assert lines["skill"].endswith("The checks below are of Trust Steps.")
    assert status == 1


def test_every_check_runs_after_a_failure() -> None:
    def broken() -> str:
        raise LookupError("en.toml: [phrases] welcome is missing")

    results = list(run_checks({"content": broken, "voice": lambda: "speaks"}, (LookupError,)))

    assert list(map(str, results)) == ["FAIL content: en.toml: [phrases] welcome is missing", "ok   voice: speaks"]


def test_an_unexpected_error_is_raised() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(run_checks({"content": broken}, (LookupError,)))
