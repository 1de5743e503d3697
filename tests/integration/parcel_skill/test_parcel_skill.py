"""Plays a conversation with a skill that calls Alexa's API.

If it fails, the developer of such a skill needs an account and a deployment to try it.
"""

import json
from pathlib import Path

import pytest

from speech.__main__ import call

HERE = Path(__file__).parent
ADDRESS = "alexa::devices:all:address:full:read"


def trust_steps(command: str, data: Path, *arguments: str) -> int | str:
    """Return the exit status, or the error message."""
    skill = ("--model", str(HERE / "model.json"), "--handler", str(HERE / "lambda_function.py"))
    return call([command, *skill, *arguments], {"TRUST_STEPS_DATA": str(data)})


def test_the_api_answers_by_the_permissions_of_the_person(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = HERE / "conversation.txt"

    status = trust_steps("rehearse", tmp_path, str(file))

    output, notes = capfd.readouterr()
    assert output == f"{file}: ok\n1 conversation: 1 ok\n"
    assert status == 0
    assert notes.startswith("Skill: ")
    assert notes.count("\n") == 1


def test_options_grant_permissions_and_link_an_account(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = ("--grant", "read::alexa:device:all:address", "--access-token", "Ana-1", "--json")

    trust_steps("say", tmp_path, *options, "open parcel service", "where do i live", "list my parcels")

    output = capfd.readouterr().out
    assert "You live in Example." in output
    assert "The account of Ana-1 has two." in output


def test_a_refused_call_and_a_card_are_named_with_the_option_that_helps(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    trust_steps("say", tmp_path, "--json", "open parcel service", "where do i live", "list my parcels")

    _, consent, refused, link = capfd.readouterr().err.splitlines()
    assert consent == f"Card in the Alexa app: allow {ADDRESS}. With --grant SCOPE, a permission is granted."
    assert refused.startswith("Alexa's API answered GET /v1/devices/amzn1.ask.device.")
    assert refused.endswith(f"/settings/address with 403. Allow it with --grant {ADDRESS}")
    assert link.startswith("Card in the Alexa app: link your account. With --access-token TOKEN,")


def test_a_permission_that_alexa_does_not_know_is_refused_with_those_that_she_knows(tmp_path: Path) -> None:
    message = trust_steps("say", tmp_path, "--grant", "address", "open parcel service")

    assert str(message).startswith(
        "trust-steps: --grant address: not a permission that Alexa knows; write one of alexa"
    )
    assert ADDRESS in str(message)


def test_a_progressive_response_is_in_the_speech_as_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trust_steps("say", tmp_path, "--json", "open parcel service", "look for my parcel")

    first, second = (json.loads(line) for line in capfd.readouterr().out.splitlines())
    assert "speech" not in first
    assert second["speech"] == "<speak>One moment &amp; a bit, please. It was sent, 204.</speak>"
