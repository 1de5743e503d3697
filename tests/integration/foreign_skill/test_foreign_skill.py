"""Talk to another skill in its own process, given only its model and its URL."""

import json
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from speech.__main__ import call
from tests.support.ports import free_port
from tests.support.process import environment

HERE = Path(__file__).parent
MODEL = str(HERE / "model.json")

Run = Callable[..., int | str]


@pytest.fixture
def quiz() -> Iterator[str]:
    """Run the skill and return its URL."""
    with subprocess.Popen(
        [sys.executable, HERE / "skill.py"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        process.terminate()


@pytest.fixture
def trust_steps(quiz: str, tmp_path: Path) -> Run:
    """A command for the quiz. Returns the exit status or the error message."""
    data = {"TRUST_STEPS_DATA": str(tmp_path / "data")}
    return lambda name, *arguments: call([name, "--model", MODEL, "--endpoint", quiz, *arguments], data)


def _reasons(quiz: str) -> list[str]:
    """Return the reasons with which the quiz's sessions ended."""
    with urlopen(f"{quiz}ended") as answer:
        reasons: list[str] = json.loads(answer.read())
    return reasons


def test_say_talks_to_it(trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    utterances = ("open planet quiz", "let's do two questions", "I think it is jupiter", "venus and mercury")

    status = trust_steps("say", *utterances, "--wav", str(tmp_path / "quiz.wav"))

    assert status == 0
    assert capfd.readouterr().out == (
        "> open planet quiz\n"
        "Welcome to the planet quiz. Listen. How many questions would you like?\n"
        "> let's do two questions\n"
        "All right, 2. Which planet is the largest?\n"
        "> I think it is jupiter\n"
        "Right. Which two planets have no moon?\n"
        "> venus and mercury\n"
        "Right. You knew 2 of 2.\n"
    )
    with wave.open(str(tmp_path / "quiz.wav")) as file:
        assert file.getnframes() > 5 * file.getframerate()


def test_its_plain_text_is_shown_and_spoken_unchanged(
    trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("say", "open planet quiz", "help", "--wav", str(tmp_path / "quiz.wav"))

    assert status == 0
    assert "There are eight planets & three questions. Is 3 < 8?" in capfd.readouterr().out


def test_it_gets_the_devices_screen(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    trust_steps("say", "--screen", "--json", "open planet quiz")

    assert "Look at the screen" in capfd.readouterr().out


def test_it_gets_the_reason_why_a_session_ends(trust_steps: Run, quiz: str) -> None:
    trust_steps("say", "--json", "open planet quiz", "exit")
    trust_steps("say", "--json", "open planet quiz")
    trust_steps("say", "--json", "open planet quiz", "help", "the violin teacher moved her lesson to monday")
    trust_steps("say", "--json", "open planet quiz", "stop")

    assert _reasons(quiz) == ["USER_INITIATED", "USER_INITIATED", "EXCEEDED_MAX_REPROMPTS"]


def test_its_error_is_one_line_and_ends_the_session(
    trust_steps: Run, quiz: str, capfd: pytest.CaptureFixture[str]
) -> None:
    status = trust_steps("say", "--json", "open planet quiz", "repeat that")

    error = f"{quiz} answered IntentRequest with 500 INTERNAL SERVER ERROR; its own log says why"
    assert status == 1
    assert capfd.readouterr().err.splitlines()[1:] == [f"trust-steps: > repeat that: {error}"]
    assert _reasons(quiz) == ["ERROR"]


def test_sentences_are_recognized_with_its_own_model(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    trust_steps("understand", "ask me three questions", "the red planet", "mars and the blue planet")

    results = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(each["intent"], {name: slot["value"] for name, slot in each["slots"].items()}) for each in results] == [
        ("StartQuizIntent", {"count": "3"}),
        ("AnswerIntent", {"planets": "the red planet"}),
        ("AnswerIntent", {"planets": "mars, the blue planet"}),
    ]


def test_its_conversation_file_is_played(trust_steps: Run, quiz: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = trust_steps("rehearse", str(HERE / "conversation.txt"))

    output, notes = capfd.readouterr()
    assert (status, output) == (0, f"{HERE / 'conversation.txt'}: ok\n1 conversation: 1 ok\n")
    assert notes.startswith("Skill: model.json (en-US), ")
    assert notes.endswith(f", called at {quiz}.\n")
    assert notes.count("\n") == 1
    assert _reasons(quiz) == ["EXCEEDED_MAX_REPROMPTS", "EXCEEDED_MAX_REPROMPTS", "USER_INITIATED"]


def test_a_different_answer_is_shown(trust_steps: Run, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    changed = Path(shutil.copy(HERE / "conversation.txt", tmp_path))
    changed.write_text(changed.read_text().replace("You knew 1 of 2.", "You knew nothing."))

    status = trust_steps("rehearse", str(changed))

    assert status == 1
    assert "\n-You knew nothing.\n+You knew 1 of 2.\n" in capfd.readouterr().out


def test_doctor_passes(trust_steps: Run, capfd: pytest.CaptureFixture[str]) -> None:
    status = trust_steps("doctor")

    lines = capfd.readouterr().out.splitlines()
    assert status == 0
    checks = ("skill", "model", "endpoint", "voice", "playback", "recognizer")
    assert [line.split(":")[0] for line in lines] == [f"ok   {check}" for check in checks]


def test_the_simulators_page_talks_to_it(quiz: str, tmp_path: Path) -> None:
    port = free_port()
    command = ["trust-steps", "run", "--model", MODEL, "--endpoint", quiz, "--locale", "en-GB"]
    with subprocess.Popen(command, env=environment(tmp_path, PORT=str(port)), stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert f"http://127.0.0.1:{port}" in run.stdout.readline()
        conversation = _post(port, "/simulator/conversations", {})
        answer = _post(port, f"/simulator/conversations/{conversation['name']}/say", {"sentence": "open planet quiz"})
        run.terminate()

    assert (conversation["skill"], conversation["locales"]) == ("planet quiz", ["en-GB"])
    assert answer["turns"][0]["words"].startswith("Welcome to the planet quiz.")


def _post(port: int, path: str, body: dict[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)) as response:
        answer: dict[str, Any] = json.loads(response.read())
    return answer
