import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from speech.__main__ import call
from speech.cli.doctor import examine
from tests.support.process import ROOT

QUIZ = str(ROOT / "tests" / "integration" / "foreign_skill" / "model.json")
NOWHERE = "http://127.0.0.1:1/"


def _told(capfd: pytest.CaptureFixture[str], status: int | str) -> tuple[int | str, dict[str, str]]:
    """The exit status, and the line of each check."""
    lines = [line for line in capfd.readouterr().out.splitlines() if not line.startswith(" ")]
    return status, {line[5:].partition(":")[0]: line for line in lines}


def _bad(lines: Mapping[str, str]) -> set[str]:
    return {name for name, line in lines.items() if line.startswith("BAD")}


def test_where_all_is_well_each_part_has_a_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, lines = _told(capfd, call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)}))

    assert _bad(lines) == set()
    assert list(lines) == ["voice", "playback", "model", "store", "content", "settings"]
    assert status == 0


@pytest.mark.parametrize(
    ("settings", "bad"),
    [
        ({"REDIS_URL": "localhost"}, {"settings": "REDIS_URL must begin with redis://", "store": "not tried"}),
        ({"LOG_LEVEL": "loud"}, {"settings": "must be one of DEBUG", "store": "not tried"}),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, {"store": "start it, or unset REDIS_URL"}),
        ({"TRUST_STEPS_DATA": str(ROOT / "pyproject.toml")}, {"store": "set TRUST_STEPS_DATA to a folder"}),
    ],
    ids=["no address", "no level", "nobody there", "no folder"],
)
def test_what_is_wrong_is_told_in_its_own_line_with_the_mend(
    settings: dict[str, str], bad: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, lines = _told(capfd, call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)} | settings))

    assert _bad(lines) & {"store", "content", "settings"} == set(bad)
    assert all(line in lines[name] for name, line in bad.items())
    assert status == 1


def test_without_what_plays_the_rest_is_well_and_the_mend_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "miniaudio", None)

    status, lines = _told(capfd, call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path)}))

    assert status == 0
    assert "pip install miniaudio" in lines["playback"]
    assert lines["playback"].endswith("Answers are kept as WAV files.")


def test_a_language_without_a_voice_and_a_model_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, lines = _told(capfd, call(["doctor", "--locale", "xx-XX"], {"TRUST_STEPS_DATA": str(tmp_path)}))

    assert _bad(lines) == {"voice", "model"}
    assert "No voice speaks xx-XX" in lines["voice"]
    assert "the skill has no interaction model for it" in lines["model"]
    assert status == 1


@pytest.mark.parametrize(
    ("model", "mend"),
    [("none.json", "give the path of a model file"), (str(ROOT / "pyproject.toml"), "is not JSON")],
    ids=["not there", "not JSON"],
)
def test_a_model_that_cannot_be_read_is_told(model: str, mend: str, capfd: pytest.CaptureFixture[str]) -> None:
    status, lines = _told(capfd, call(["doctor", "--model", model], {}))

    assert _bad(lines) == {"model"}
    assert mend in lines["model"]
    assert status == 1


def test_all_that_is_to_be_mended_in_a_model_is_told_a_line_each(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    intents = [{"name": "OneIntent"}, {"name": "TwoIntent"}]
    model = {"languageModel": {"invocationName": "Planet Quiz", "intents": intents}}
    (tmp_path / "model.json").write_text(json.dumps(model))

    status = call(["doctor", "--model", str(tmp_path / "model.json")], {})

    told = capfd.readouterr().out
    assert status == 1
    assert "BAD  model: " in told
    assert "OneIntent: has no samples; add what people say\n     " in told


def test_another_skill_is_visited_and_this_one_left_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    called = call(["doctor", "--model", QUIZ, "--endpoint", NOWHERE], {"TRUST_STEPS_DATA": str(tmp_path / "data")})

    status, lines = _told(capfd, called)
    assert list(lines) == ["voice", "playback", "model", "endpoint"]
    assert _bad(lines) == {"endpoint"}
    assert "is the skill running there?" in lines["endpoint"]
    assert status == 1
    assert list(tmp_path.iterdir()) == []


def test_every_check_is_made_whatever_the_others_find() -> None:
    def broken() -> str:
        raise LookupError("en.toml: [phrases] welcome is missing")

    findings = list(examine({"content": broken, "voice": lambda: "speaks"}, (LookupError,)))

    assert list(map(str, findings)) == ["BAD  content: en.toml: [phrases] welcome is missing", "ok   voice: speaks"]


def test_what_nobody_foresaw_is_not_taken_for_a_finding() -> None:
    def broken() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(examine({"content": broken}, (LookupError,)))
