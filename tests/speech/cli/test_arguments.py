"""The command line: what a mistyped word was meant to be, the version, ports, fresh starts and completion."""

import subprocess
from pathlib import Path

import pytest

from speech.__main__ import environment_of
from speech.cli.arguments import COMMANDS, parse, parsers
from speech.cli.completion import SHELLS, completion_script
from speech.errors import SpeechError


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["tlk"], "did you mean talk?"),
        (["rehears", "x.txt"], "did you mean rehearse?"),
        (["talk", "--locle", "en-GB"], "did you mean --locale?"),
        (["say", "--frehs", "hello"], "did you mean --fresh?"),
        (["new", "langauge", "it"], "did you mean language?"),
        (["completion", "bsh"], "did you mean bash?"),
    ],
)
def test_a_mistyped_word_gets_a_suggestion(
    arguments: list[str], suggestion: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse(arguments)

    assert exit_.value.code == 2
    assert capsys.readouterr().err.rstrip().endswith(suggestion)


@pytest.mark.parametrize("arguments", [["xyzzy"], ["talk", "--qqq"], ["say"], []])
def test_what_resembles_nothing_gets_no_suggestion(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(arguments)

    assert "did you mean" not in capsys.readouterr().err


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse(["--version"])

    assert exit_.value.code == 0
    assert capsys.readouterr().out.startswith("trust-steps ")


@pytest.mark.parametrize("port", ["0", "65536", "99999999999999", "-1", "x", "", "\u0663"])
def test_a_port_that_is_none_is_refused_with_its_option(port: str) -> None:
    with pytest.raises(SpeechError, match=r"--port .*: not a port; write a number from 1 to 65535"):
        parse(["run", f"--port={port}"])


def test_the_port_of_the_command_line_goes_before_that_of_the_environment() -> None:
    with environment_of(parse(["run", "--port", "9000"]), {"PORT": "8001"}) as settings:
        assert settings["PORT"] == "9000"


def test_a_fresh_start_has_a_data_folder_of_its_own_and_leaves_nothing() -> None:
    """Neither a Redis nor the person's own place is touched."""
    before = {"TRUST_STEPS_DATA": "/home/ana", "REDIS_URL": "redis://localhost"}

    with environment_of(parse(["talk", "--fresh"]), before) as settings:
        folder = Path(settings["TRUST_STEPS_DATA"])
        assert folder.is_dir()
        assert "REDIS_URL" not in settings

    assert not folder.exists()
    assert before["TRUST_STEPS_DATA"] == "/home/ana"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_has_every_command_and_option(shell: str) -> None:
    script = completion_script(shell, parsers()[1])

    assert [name for name in COMMANDS if name not in script] == []
    assert [option for option in ("locale", "fresh", "port", "junit") if option not in script] == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["trust-steps", "reh"], {"rehearse"}),
        (["trust-steps", "talk", "--fr"], {"--fresh"}),
        (["trust-steps", "new", "st"], {"step"}),
        (["trust-steps", "completion", ""], {"--help", "bash", "zsh", "fish"}),
    ],
)
def test_bash_completes_commands_and_options(typed: list[str], expected: set[str]) -> None:
    words = " ".join(f"'{word}'" for word in typed)
    script = f"{completion_script('bash', parsers()[1])}\nCOMP_WORDS=({words}) COMP_CWORD={len(typed) - 1}\n"

    bash = subprocess.run(
        ["bash"], input=f'{script}_trust_steps; echo "${{COMPREPLY[@]}}"', text=True, capture_output=True, check=True
    )

    assert set(bash.stdout.split()) == expected
    assert bash.stderr == ""
