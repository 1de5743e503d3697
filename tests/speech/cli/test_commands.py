import json
import socket
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from speech.__main__ import call
from speech.simulator.loopback import LOOPBACK
from tests.support.process import BIN, ROOT, environment

MODEL = str(ROOT / "tests" / "integration" / "foreign_skill" / "model.json")
NO_JSON = str(ROOT / "pyproject.toml")
NOWHERE = "http://127.0.0.1:1/"

Desk = Callable[..., int | str]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The command, with a data folder of its own; what it answers is the exit status or the line of an error."""
    return lambda *arguments, **settings: call(arguments, {"TRUST_STEPS_DATA": str(tmp_path / "data")} | settings)


def _process(folder: Path, *command: str, heard: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command, input=heard, env=environment(folder), cwd=ROOT, capture_output=True, timeout=60, check=False
    )


def test_what_is_said_and_answered_is_shown_and_recorded(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = desk("say", "open trust steps", "next", "--wav", str(tmp_path / "out.wav"))

    said, beside = capfd.readouterr()
    with wave.open(str(tmp_path / "out.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
    words = len(said.split()) - len([">", "open", "trust", "steps", ">", "next"])
    assert status == 0
    assert said.startswith("> open trust steps\nWelcome to Trust Steps.")
    assert "\n> next\nStep 1" in said
    assert beside == ""
    assert 110 < words / seconds * 60 < 220


def test_progress_is_kept_from_one_call_to_the_next(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk("say", "open trust steps", "go to step two", "--json")
    desk("say", "ask trust steps where i am", "--json")

    last = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert "step 2" in last["response"]["response"]["outputSpeech"]["ssml"]


def test_where_alexa_would_ask_for_a_permission_it_is_said(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    status = desk("say", "ask trust steps to remind me every day at eight in the evening", "yes", "--json")

    assert status == 0
    assert "Alexa asks, not the skill: may trust steps set reminders for you?" in capfd.readouterr().err


def test_as_json_every_exchange_is_a_line_and_nothing_is_heard(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    status = desk("say", "open trust steps", "exit", "--json", "--screen", "--locale", "en_gb")

    said, beside = capfd.readouterr()
    launch, leaving = map(json.loads, said.splitlines())
    assert status == 0
    assert beside == ""
    assert launch["request"]["request"]["locale"] == "en-GB"
    assert "Alexa.Presentation.APL" in launch["request"]["context"]["System"]["device"]["supportedInterfaces"]
    assert launch["response"]["response"]["shouldEndSession"] is False
    assert leaving["request"]["request"]["type"] == "SessionEndedRequest"
    assert leaving["response"] is None


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["say", "next"], "Start with: open trust steps"),
        (["say", "hi", "--model", "none.json", "--endpoint", NOWHERE], "none.json: cannot be read"),
        (["say", "hi", "--model", NO_JSON, "--endpoint", NOWHERE], "pyproject.toml: is not JSON"),
        (["say", "hi", "--model", MODEL], "--model needs --endpoint URL too"),
        (["talk", "--endpoint", NOWHERE], "--endpoint needs --model FILE too"),
        (["say", "hi", "--model", MODEL, "--endpoint", "here"], "'here' is not an address; write for example"),
        (["say", "open planet quiz", "--model", MODEL, "--endpoint", NOWHERE], f"{NOWHERE} does not answer"),
        (["say", "hi", "--locale", "english"], "--locale english: is not a locale; write for example en-GB"),
        (["understand", "hi", "--locale", "xx-XX"], "--locale xx-XX: the skill has no interaction model for it"),
        (["say", "open trust steps", "--wav", "none/out.wav"], "none/out.wav: No such file or directory; name a file"),
    ],
)
def test_what_a_person_can_get_wrong_is_told_in_a_line_with_the_mend(
    arguments: list[str], line: str, desk: Desk
) -> None:
    told = str(desk(*arguments))

    assert told.startswith("trust-steps: ")
    assert line in told
    assert "\n" not in told


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'LOUD'; it must be one of"),
        ({"REDIS_URL": "localhost"}, "REDIS_URL must begin with redis://"),
        ({"TRUST_STEPS_DATA": f"{NO_JSON}/data"}, "set TRUST_STEPS_DATA to a folder that can be written"),
        (
            {"TRUST_STEPS_DATA": f"{NO_JSON}/data", "REDIS_URL": "redis://127.0.0.1:1/0"},
            "pyproject.toml/data/secret: Not a directory",
        ),
    ],
)
def test_a_wrong_setting_is_told_in_a_line(settings: dict[str, str], line: str, desk: Desk) -> None:
    told = str(desk("say", "open trust steps", **settings))

    assert told.startswith("trust-steps: ")
    assert line in told
    assert "\n" not in told


def test_a_port_that_is_taken_is_told_in_a_line(desk: Desk) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        told = desk("run", PORT=str(taken.getsockname()[1]))

    assert str(told).startswith("trust-steps: port ")
    assert "set PORT to another one" in str(told)


def test_to_understand_a_sentence_takes_no_setting_and_no_store(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = desk("understand", "go to step two", "boundaries", LOG_LEVEL="loud")

    by_number, by_name = map(json.loads, capfd.readouterr().out.splitlines())
    assert status == 0
    assert by_number.keys() == {"utterance", "intent", "score", "slots"}
    assert by_number["slots"] == {"number": {"value": "2"}}
    assert by_name["intent"] == "GoToStepIntent"
    assert by_name["slots"]["step"] == {"value": "boundaries", "id": "boundaries"}
    assert list(tmp_path.iterdir()) == []


def test_one_can_talk_without_a_terminal_too(tmp_path: Path) -> None:
    ran = _process(tmp_path, str(BIN / "trust-steps"), "talk", heard=b"open trust steps\nexit\nexit\n")

    told = " ".join(ran.stdout.decode().split())
    assert ran.returncode == 0
    assert "trust steps: Welcome to Trust Steps." in told
    assert "The session is over." in told


def test_sentences_can_come_from_standard_input(tmp_path: Path) -> None:
    ran = _process(tmp_path, str(BIN / "trust-steps"), "understand", heard=b"next\ncaf\xe9\n")

    told = [json.loads(line)["intent"] for line in ran.stdout.splitlines()]
    assert told == ["AMAZON.NextIntent", "AMAZON.FallbackIntent"]
    assert ran.stderr == b""


def test_a_rehearsal_knows_nobody_and_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("> open trust steps\n> go to step two\n--- next day\n> ask trust steps where i am\n")

    asked = [
        desk("rehearse", str(talk)),
        desk("rehearse", "--accept", str(talk)),
        desk("rehearse", str(talk), str(talk)),
    ]

    assert asked == [1, 0, 0]
    assert "step 2" in talk.read_text()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_a_rehearsal_can_span_years(desk: Desk, tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text("> ask trust steps for step two\n--- 900 days later\n> open trust steps\n")

    status = desk("rehearse", "--accept", str(talk))

    assert status == 0
    assert talk.read_text().count("Step 2") == 1


def test_every_file_is_rehearsed_though_one_is_missing(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "talk.txt").write_text("> next\n(not for this skill)\n")

    status = desk("rehearse", str(tmp_path / "none.txt"), str(tmp_path / "talk.txt"))

    said, beside = capfd.readouterr()
    assert status == 1
    assert said == f"{tmp_path / 'talk.txt'}: ok\n"
    assert beside.startswith(f"trust-steps: {tmp_path / 'none.txt'}: No such file")


WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from speech.__main__ import call
sys.exit(call(sys.argv[3:], {"TRUST_STEPS_DATA": sys.argv[2]}))
"""


@pytest.mark.parametrize(
    ("package", "command"),
    [
        ("pyttsx3", ["say", "open trust steps", "--wav", "/dev/null"]),
        ("espeakng_loader", ["say", "open trust steps", "--wav", "/dev/null"]),
        ("prompt_toolkit", ["talk"]),
        ("unicode_rbnf", ["understand", "hello"]),
    ],
)
def test_what_is_not_installed_is_told_in_a_line_with_the_mend(
    package: str, command: list[str], tmp_path: Path
) -> None:
    ran = _process(tmp_path, sys.executable, "-c", WITHOUT, package, str(tmp_path), *command)

    lines = ran.stderr.decode().splitlines()
    assert ran.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("trust-steps: ")
    assert lines[0].endswith("pip install 'trust-steps[simulator]'")


ALONE = """
import sys
from speech.errors import MODULES
sys.modules |= dict.fromkeys(MODULES)
from speech.__main__ import call
sys.exit(call(["run"], {"TRUST_STEPS_DATA": sys.argv[1], "PORT": sys.argv[2]}))
"""


def test_the_service_needs_nothing_of_the_desk(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        ran = _process(tmp_path, sys.executable, "-c", ALONE, str(tmp_path), str(port))

    assert ran.stderr.decode().startswith(f"trust-steps: port {port} is not available")


def test_whoever_reads_may_stop_reading(tmp_path: Path) -> None:
    command = [str(BIN / "trust-steps"), "understand", *["next"] * 5_000]

    with subprocess.Popen(command, env=environment(tmp_path), stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read()

    assert told == b""


LOADED = """
import sys
from speech.__main__ import call
status = call(sys.argv[2:], {"TRUST_STEPS_DATA": sys.argv[1]})
print(sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        (
            ["say", "open trust steps", "--wav", "/dev/null"],
            {"asyncio", "gunicorn", "miniaudio", "prometheus_client", "prompt_toolkit", "redis", "unicode_rbnf"},
        ),
        (["understand", "next"], {"flask", "ask_sdk_core", "cryptography", "redis", "pyttsx3", "prompt_toolkit"}),
    ],
    ids=["say", "understand"],
)
def test_no_more_is_loaded_than_is_needed(command: list[str], unneeded: set[str], tmp_path: Path) -> None:
    ran = _process(tmp_path, sys.executable, "-c", LOADED, str(tmp_path), *command)

    assert ran.returncode == 0
    assert unneeded.isdisjoint(ran.stderr.decode().strip("[]\n").replace("'", "").split(", "))
