"""Plays conversations with small skills of other people's kind, each in its own process, through `trust-steps`.

If one fails, the developer of such a skill hears here something else than on an Echo.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from speech.__main__ import call
from tests.support.process import ROOT

HERE = Path(__file__).parent

Run = Callable[..., int | str]


@contextmanager
def running(name: str) -> Iterator[str]:
    """Run the skill in this folder and yield its URL."""
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.integration.dialog_skills.{name}.skill"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        process.terminate()


def trust_steps(command: str, name: str, url: str, data: Path, *arguments: str) -> int | str:
    """Return the exit status, or the error message."""
    skill = ("--model", str(HERE / name / "model.json"), "--endpoint", url)
    return call([command, *skill, *arguments], {"TRUST_STEPS_DATA": str(data)})


@pytest.mark.parametrize("name", ["pet_match", "trip_planner", "pizza_order", "team_desk"])
def test_the_conversation_with_a_skill_is_played_as_alexa_plays_it(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = HERE / name / "conversation.txt"

    with running(name) as url:
        status = trust_steps("rehearse", name, url, tmp_path, str(file))

    output, notes = capfd.readouterr()
    assert output == f"{file}: ok\n1 conversation: 1 ok\n"
    assert status == 0
    assert notes.startswith("Skill: ")
    assert notes.count("\n") == 1


def test_an_auto_delegated_skill_gets_one_request_a_dialog(tmp_path: Path) -> None:
    sentences = ("ask trip planner to book a trip", "rome", "tomorrow", "two", "yes")

    with running("trip_planner") as url:
        trust_steps("say", "trip_planner", url, tmp_path, "--json", *sentences)
        trust_steps("say", "trip_planner", url, tmp_path, "--json", "ask trip planner to book a trip", "rome")
        with urlopen(f"{url}requests") as answer:
            requests = json.loads(answer.read())

    assert requests == ["IntentRequest"]


def test_a_directive_that_alexa_refuses_is_named_with_its_rule(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running("pet_match") as url:
        status = trust_steps("say", "pet_match", url, tmp_path, "--json", "open pet shelter", "help")

    assert status == 1
    assert capfd.readouterr().err.partition("\n")[2] == (
        "trust-steps: > help: Alexa would refuse the response: Dialog.Delegate: AMAZON.HelpIntent is one of Amazon's"
        " intents, which have no dialog; name one of the skill's own in updatedIntent\n"
    )
