import io
import json
import os
import socket
import subprocess
import sys
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE

import pytest

from speech.__main__ import call
from speech.simulator.loopback import LOOPBACK
from tests.support.process import BIN, ROOT, environment

MODEL = str(ROOT / "tests" / "integration" / "foreign_skill" / "model.json")
INSTALLED = "Skill: Trust Steps (en-US), which is installed."
NO_JSON = str(ROOT / "pyproject.toml")
UNREACHABLE = "http://127.0.0.1:1/"

Run = Callable[..., int | str]


@pytest.fixture
def trust_steps(tmp_path: Path) -> Run:
    """The command with an empty data folder. Returns the exit status or the error message."""
    return lambda *arguments, **settings: call(arguments, {"TRUST_STEPS_DATA": str(tmp_path / "data")} | settings)


def _run(folder: Path, *command: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command, input=stdin, env=environment(folder), cwd=ROOT, capture_output=True, timeout=60, check=False
    )


def test_say_shows_each_turn_and_saves_the_answers_sound(
    trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("say", "open trust steps", "next", "--wav", str(tmp_path / "out.wav"))

    out, err = capfd.readouterr()
    with wave.open(str(tmp_path / "out.wav")) as file:
        seconds = file.getnframes() / file.getframerate()
    words = len(out.split()) - len([">", "open", "trust", "steps", ">", "next"])
    assert status == 0
    assert out.startswith("> open trust steps\nWelcome to Trust Steps.")
    assert "\n> next\nStep 1" in out
    assert err == f"{INSTALLED}\n"
    assert 110 < words / seconds * 60 < 220


def test_progress_is_stored_between_two_runs(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    trust_steps("say", "open trust steps", "go to step two", "--json")
    trust_steps("say", "ask trust steps where i am", "--json")

    last = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert "step 2" in last["response"]["response"]["outputSpeech"]["ssml"]


def test_say_shows_alexas_question_for_a_permission(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    status = trust_steps("say", "ask trust steps to remind me every day at eight in the evening", "yes", "--json")

    assert status == 0
    assert "Alexa asks, not the skill: may trust steps set reminders for you?" in capfd.readouterr().err


def test_say_with_json_prints_one_line_per_turn_and_plays_nothing(
    trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("say", "open trust steps", "exit", "--json", "--screen", "--locale", "en_gb")

    out, err = capfd.readouterr()
    launch, leaving = map(json.loads, out.splitlines())
    assert status == 0
    assert err == "Skill: Trust Steps (en-GB), which is installed.\n"
    assert launch["request"]["request"]["locale"] == "en-GB"
    assert "Alexa.Presentation.APL" in launch["request"]["context"]["System"]["device"]["supportedInterfaces"]
    assert launch["response"]["response"]["shouldEndSession"] is False
    assert leaving["request"]["request"]["type"] == "SessionEndedRequest"
    assert leaving["response"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["say", "next"], "with: open trust steps"),
        (["say", "hi", "--model", "none.json", "--endpoint", UNREACHABLE], "none.json: cannot be read"),
        (["say", "hi", "--model", NO_JSON, "--endpoint", UNREACHABLE], "pyproject.toml: is not JSON"),
        (["say", "hi", "--model", MODEL], "--model needs --endpoint URL"),
        (["talk", "--endpoint", UNREACHABLE], "--endpoint needs --model FILE"),
        (["say", "hi", "--model", MODEL, "--endpoint", "here"], "'here' is not an address; write for example"),
        (["say", "open planet quiz", "--model", MODEL, "--endpoint", UNREACHABLE], f"{UNREACHABLE} does not answer"),
        (["say", "hi", "--locale", "english"], "--locale english: not a locale; write for example en-GB"),
        (["understand", "hi", "--locale", "xx-XX"], "--locale xx-XX: the skill has no interaction model for it"),
        (
            ["say", "open trust steps", "--wav", "none/out.wav"],
            "none/out.wav: No such file or directory; give the path of",
        ),
    ],
)
def test_a_user_error_is_one_line_with_a_hint(arguments: list[str], message: str, trust_steps: Run) -> None:
    error = str(trust_steps(*arguments))

    assert error.startswith("trust-steps: ")
    assert message in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("settings", "message"),
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
def test_an_invalid_setting_is_one_line(settings: dict[str, str], message: str, trust_steps: Run) -> None:
    error = str(trust_steps("say", "open trust steps", **settings))

    assert error.startswith("trust-steps: ")
    assert message in error
    assert "\n" not in error


def test_an_occupied_port_is_an_error_with_a_hint(trust_steps: Run) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        error = trust_steps("run", "--port", str(port))

    assert str(error).startswith(f"trust-steps: port {port} is not available")
    assert str(error).endswith(" (Address already in use); choose another one: --port PORT")


def test_understand_needs_no_settings_and_no_store(
    trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("understand", "go to step two", "boundaries", LOG_LEVEL="loud")

    by_number, by_name = map(json.loads, capfd.readouterr().out.splitlines())
    assert status == 0
    assert by_number.keys() == {"utterance", "intent", "score", "by", "slots", "others"}
    assert by_number["slots"] == {"number": {"value": "2"}}
    assert by_name["intent"] == "GoToStepIntent"
    assert by_name["slots"]["step"] == {"value": "boundaries", "id": "boundaries"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sentence", "intent", "reason"),
    [
        ("open trust steps", "LaunchRequest", "launch"),
        ("alexa, ask trust steps to set a reminder", "SetReminderIntent", "sample"),
        ("ask trust steps to tell her he put his hands round my throat", "SafetyIntent", "crisis"),
        ("he put his hands round my throat when i found the letters", "SafetyIntent", "crisis"),
        ("he hits me", "SafetyIntent", "sample"),
        ("could you tell me a bit more about it", "TellMeMoreIntent", "similar"),
        ("purple monkey dishwasher", "AMAZON.FallbackIntent", "fallback"),
        ("Alexa, exit", "SessionEndedRequest", "exit"),
    ],
)
def test_understand_shows_what_the_device_makes_of_a_sentence(
    sentence: str, intent: str, reason: str, trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("understand", sentence)

    heard = json.loads(capfd.readouterr().out)
    assert (heard["utterance"], heard["intent"], heard["by"]) == (sentence, intent, reason)


def test_understand_shows_the_request_after_the_skills_name(
    trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("understand", "alexa, ask trust steps to set a reminder", "set a reminder")

    one_shot, in_session = map(json.loads, capfd.readouterr().out.splitlines())
    assert one_shot == {**in_session, "utterance": one_shot["utterance"], "request": "set a reminder"}


def test_understand_shows_the_runners_up_unless_the_match_is_exact(
    trust_steps: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("understand", "give me a little extra detail", "tell me more")

    similar, exact = map(json.loads, capfd.readouterr().out.splitlines())
    scores = [other["score"] for other in similar["others"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert "TellMeMoreIntent" not in {other["intent"] for other in similar["others"]}
    assert exact["others"] == []


def all_of(screen: io.RawIOBase) -> bytes:
    """Read until the other end is closed, which Linux reports as an error. One read may return only a part."""
    content = b""
    with suppress(OSError):
        while part := screen.read(8_000):
            content += part
    return content


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("as_json", [False, True], ids=["table", "--json"])
def test_on_a_terminal_understand_shows_a_table_or_json(*, as_json: bool, tmp_path: Path) -> None:
    terminal, end = os.openpty()
    options = ["--json"] if as_json else []
    command = [str(BIN / "trust-steps"), "understand", "boundaries", "purple monkey", *options]

    with io.FileIO(terminal) as screen:
        subprocess.run(command, env=environment(tmp_path), stdout=end, timeout=60, check=True)
        os.close(end)
        lines = all_of(screen).decode().splitlines()

    if as_json:
        assert [json.loads(line)["intent"] for line in lines] == ["GoToStepIntent", "AMAZON.FallbackIntent"]
    else:
        assert lines[0].split() == ["SCORE", "BY", "INTENT", "SENTENCE"]
        assert lines[1].split() == ["1.00", "sample", "GoToStepIntent", "boundaries", "step=boundaries", "(boundaries)"]
        assert lines[2].split()[1:] == ["fallback", "AMAZON.FallbackIntent", "purple", "monkey"]


def test_talk_in_a_pipe_prints_each_sentence_once_with_its_answer_below(tmp_path: Path) -> None:
    process = _run(tmp_path, str(BIN / "trust-steps"), "talk", "--fresh", stdin=b"open trust steps\nexit\nexit\n")

    lines = process.stdout.decode().splitlines()
    assert process.returncode == 0
    assert lines[0] == "> open trust steps"
    assert lines[1].startswith("Welcome to Trust Steps.")
    assert [line for line in lines if line.startswith("> ")] == ["> open trust steps", "> exit", "> exit"]
    assert b"\x1b" not in process.stdout + process.stderr
    assert b"The session is over." in process.stderr


@pytest.mark.parametrize("command", [["talk", "--fresh"], ["understand"], ["completion", "zsh"]], ids=" ".join)
def test_a_pipe_that_is_cut_gives_no_traceback(command: list[str], tmp_path: Path) -> None:
    """As in `trust-steps talk | head -1`."""
    process = subprocess.Popen(
        [str(BIN / "trust-steps"), *command], stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment(tmp_path), cwd=ROOT
    )
    assert process.stdin
    assert process.stdout
    process.stdout.close()

    _, errors = process.communicate(b"open trust steps\nnext\n" * 200, timeout=60)

    assert b"Traceback" not in errors
    assert b"Exception" not in errors
    assert process.returncode == 1


def test_understand_reads_standard_input(tmp_path: Path) -> None:
    process = _run(tmp_path, str(BIN / "trust-steps"), "understand", stdin=b"next\ncaf\xe9\n")

    intents = [json.loads(line)["intent"] for line in process.stdout.splitlines()]
    assert intents == ["AMAZON.NextIntent", "AMAZON.FallbackIntent"]
    assert process.stderr.decode() == f"{INSTALLED}\n"


def test_a_rehearsal_starts_with_an_empty_store_and_deletes_it(trust_steps: Run, tmp_path: Path) -> None:
    file = tmp_path / "conversation.txt"
    file.write_text("> open trust steps\n> go to step two\n--- next day\n> ask trust steps where i am\n")

    statuses = [
        trust_steps("rehearse", str(file)),
        trust_steps("rehearse", "--accept", str(file)),
        trust_steps("rehearse", str(file), str(file)),
    ]

    assert statuses == [1, 0, 0]
    assert "step 2" in file.read_text()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_a_rehearsal_can_span_years(trust_steps: Run, tmp_path: Path) -> None:
    file = tmp_path / "conversation.txt"
    file.write_text("> ask trust steps for step two\n--- 900 days later\n> open trust steps\n")

    status = trust_steps("rehearse", "--accept", str(file))

    assert status == 0
    assert file.read_text().count("Step 2") == 1


def test_other_files_are_rehearsed_if_one_is_missing(
    trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "conversation.txt").write_text("> next\n(not for this skill)\n")

    status = trust_steps("rehearse", str(tmp_path / "none.txt"), str(tmp_path / "conversation.txt"))

    out, err = capfd.readouterr()
    assert status == 1
    assert out == f"{tmp_path / 'conversation.txt'}: ok\n2 conversations: 1 ok, 1 failed\n"
    assert err.startswith(f"{INSTALLED}\ntrust-steps: {tmp_path / 'none.txt'}: No such file")


WITHOUT_PACKAGE = """
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
def test_a_missing_package_is_one_line_with_a_hint(package: str, command: list[str], tmp_path: Path) -> None:
    process = _run(tmp_path, sys.executable, "-c", WITHOUT_PACKAGE, package, str(tmp_path), *command)

    lines = process.stderr.decode().splitlines()
    assert process.returncode == 1
    assert len(lines) == 2
    assert lines[1].startswith("trust-steps: ")
    assert lines[1].endswith("pip install 'trust-steps[simulator]'")


WITHOUT_SIMULATOR = """
import sys
from speech.errors import EXTRAS
sys.modules |= dict.fromkeys(EXTRAS)
from speech.__main__ import call
sys.exit(call(["run"], {"TRUST_STEPS_DATA": sys.argv[1], "PORT": sys.argv[2]}))
"""


def test_run_needs_no_package_of_the_simulator(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        process = _run(tmp_path, sys.executable, "-c", WITHOUT_SIMULATOR, str(tmp_path), str(port))

    assert process.stderr.decode().splitlines()[-1].startswith(f"trust-steps: port {port} is not available")


def test_a_closed_pipe_is_not_reported(tmp_path: Path) -> None:
    command = [str(BIN / "trust-steps"), "understand", *["next"] * 5_000]

    with subprocess.Popen(command, env=environment(tmp_path), stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        err = process.stderr.read()

    assert err.decode() == f"{INSTALLED}\n"


IMPORTED_MODULES = """
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
def test_a_command_imports_only_what_it_needs(command: list[str], unneeded: set[str], tmp_path: Path) -> None:
    process = _run(tmp_path, sys.executable, "-c", IMPORTED_MODULES, str(tmp_path), *command)

    assert process.returncode == 0
    assert unneeded.isdisjoint(process.stderr.decode().strip("[]\n").replace("'", "").split(", "))
