"""Another skill, in a process of its own, is talked to by its model and its address alone."""

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
from tests.support.process import environment, free_port

HERE = Path(__file__).parent
MODEL = str(HERE / "model.json")

Desk = Callable[..., int | str]


@pytest.fixture
def quiz() -> Iterator[str]:
    """The address of the skill."""
    with subprocess.Popen(
        [sys.executable, HERE / "skill.py"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        process.terminate()


@pytest.fixture
def desk(quiz: str, tmp_path: Path) -> Desk:
    """A command about the quiz; what it answers is the exit status or the line of an error."""
    data = {"TRUST_STEPS_DATA": str(tmp_path / "data")}
    return lambda name, *arguments: call([name, "--model", MODEL, "--endpoint", quiz, *arguments], data)


def _reasons(quiz: str) -> list[str]:
    """Why the quiz was told that its sessions ended."""
    with urlopen(f"{quiz}ended") as answer:
        reasons: list[str] = json.loads(answer.read())
    return reasons


def test_it_is_talked_to_from_the_first_word_to_the_last(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = ("open planet quiz", "let's do two questions", "I think it is jupiter", "venus and mercury")

    status = desk("say", *said, "--wav", str(tmp_path / "quiz.wav"))

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


def test_its_plain_text_is_shown_and_heard_as_it_is_written(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status = desk("say", "open planet quiz", "help", "--wav", str(tmp_path / "quiz.wav"))

    assert status == 0
    assert "There are eight planets & three questions. Is 3 < 8?" in capfd.readouterr().out


def test_it_sees_a_screen_where_there_is_one(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk("say", "--screen", "--json", "open planet quiz")

    assert "Look at the screen" in capfd.readouterr().out


def test_it_is_told_when_and_why_a_session_ends(desk: Desk, quiz: str) -> None:
    desk("say", "--json", "open planet quiz", "exit")
    desk("say", "--json", "open planet quiz")
    desk("say", "--json", "open planet quiz", "help", "purple monkey dishwasher")
    desk("say", "--json", "open planet quiz", "stop")

    assert _reasons(quiz) == ["USER_INITIATED", "USER_INITIATED", "EXCEEDED_MAX_REPROMPTS"]


def test_its_failure_is_told_in_a_line_and_to_itself(desk: Desk, quiz: str) -> None:
    told = desk("say", "--json", "open planet quiz", "repeat that")

    assert told == f"trust-steps: {quiz} answered IntentRequest with 500 INTERNAL SERVER ERROR; its own log says why"
    assert _reasons(quiz) == ["ERROR"]


def test_its_sentences_are_understood_from_its_own_model(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk("understand", "ask me three questions", "the red planet", "mars and the blue planet")

    told = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(each["intent"], {name: slot["value"] for name, slot in each["slots"].items()}) for each in told] == [
        ("StartQuizIntent", {"count": "3"}),
        ("AnswerIntent", {"planets": "the red planet"}),
        ("AnswerIntent", {"planets": "mars, the blue planet"}),
    ]


def test_its_conversation_is_rehearsed(desk: Desk, quiz: str, capfd: pytest.CaptureFixture[str]) -> None:
    status = desk("rehearse", str(HERE / "conversation.txt"))

    assert (status, *capfd.readouterr()) == (0, f"{HERE / 'conversation.txt'}: ok\n", "")
    assert _reasons(quiz) == ["EXCEEDED_MAX_REPROMPTS", "EXCEEDED_MAX_REPROMPTS", "USER_INITIATED"]


def test_a_conversation_that_it_no_longer_holds_is_shown_as_a_difference(
    desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    changed = Path(shutil.copy(HERE / "conversation.txt", tmp_path))
    changed.write_text(changed.read_text().replace("You knew 1 of 2.", "You knew nothing."))

    status = desk("rehearse", str(changed))

    assert status == 1
    assert "\n-You knew nothing.\n+You knew 1 of 2.\n" in capfd.readouterr().out


def test_the_doctor_finds_it_well(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    status = desk("doctor")

    lines = capfd.readouterr().out.splitlines()
    assert status == 0
    assert [line.split(":")[0] for line in lines] == ["ok   voice", "ok   playback", "ok   model", "ok   endpoint"]


def test_its_page_is_opened_and_talks_with_it(quiz: str, tmp_path: Path) -> None:
    port = free_port()
    command = ["trust-steps", "run", "--model", MODEL, "--endpoint", quiz, "--locale", "en-GB"]
    with subprocess.Popen(command, env=environment(tmp_path, PORT=str(port)), stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout
        assert f"http://127.0.0.1:{port}" in run.stdout.readline()
        talk = _asked(port, "/simulator/conversations", {})
        turn = _asked(port, f"/simulator/conversations/{talk['name']}/say", {"sentence": "open planet quiz"})["turns"][
            0
        ]
        run.terminate()

    assert (talk["skill"], talk["locales"]) == ("planet quiz", ["en-GB"])
    assert turn["words"].startswith("Welcome to the planet quiz.")


def _asked(port: int, path: str, body: dict[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)) as response:
        answer: dict[str, Any] = json.loads(response.read())
    return answer
