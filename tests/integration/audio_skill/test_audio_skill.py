"""Plays a conversation with a skill that streams, in Python and for Node.

If it fails, the developer of such a skill hears here something else than on an Echo.
"""

import json
import shutil
from pathlib import Path

import pytest

from speech.__main__ import call

HERE = Path(__file__).parent
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="Node is not installed, so its handlers are untested"
)


def trust_steps(command: str, handler: str, data: Path, *arguments: str) -> int | str:
    """Return the exit status, or the error message."""
    skill = ("--model", str(HERE / "model.json"), "--handler", str(HERE / "lambda" / handler))
    return call([command, *skill, *arguments], {"TRUST_STEPS_DATA": str(data)})


@pytest.mark.parametrize("handler", ["lambda_function.py", pytest.param("index.js", marks=needs_node)])
def test_streams_are_played_paused_and_queued_as_an_echo_does(
    handler: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = HERE / "conversation.txt"

    status = trust_steps("rehearse", handler, tmp_path, str(file))

    output, notes = capfd.readouterr()
    assert output == f"{file}: ok\n1 conversation: 1 ok\n"
    assert status == 0
    assert notes.startswith("Skill: ")
    assert notes.count("\n") == 1


def test_say_names_what_plays_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sentences = ("ask sea radio to play waves", "next")

    status = trust_steps("say", "lambda_function.py", tmp_path, "--wav", str(tmp_path / "out.wav"), *sentences)

    output, notes = capfd.readouterr()
    assert output == "> ask sea radio to play waves\nHere it is.\n> next\n(no speech)\n"
    assert notes.splitlines()[1:] == [
        "Audio player: PLAYING The waves at 0:00.",
        "Audio player: PLAYING The gulls at 0:00.",
    ]
    assert status == 0


def test_say_lists_the_events_of_the_player_as_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trust_steps("say", "lambda_function.py", tmp_path, "--json", "ask sea radio to play waves", "next")

    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    events = [[event["request"]["request"]["type"].rpartition(".")[2] for event in line["events"]] for line in lines]
    assert events == [["PlaybackStarted"], ["PlaybackStopped", "PlaybackStarted"]]
    assert lines[0]["events"][0]["response"] == {"version": "1.0", "response": {}}
