"""A terminal gets colours and whole words; a pipe gets neither."""

from io import StringIO
from time import sleep

import pytest

from speech.cli.terminal import Styled, has_colours, rendered, working, wrapped


class Screen(StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Screen(), {"TERM": "xterm-256color"}, True),
        (Screen(), {"TERM": "xterm", "NO_COLOR": ""}, True),
        (Screen(), {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (Screen(), {"TERM": "dumb"}, False),
        (StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_only_a_terminal_whose_user_wants_them_has_colours(
    stream: StringIO, environment: dict[str, str], *, expected: bool
) -> None:
    assert has_colours(stream, environment) is expected


def test_words_stay_whole_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "31")
    text = "Trust issues are common. You are not alone with them.\n  Say: more."

    lines = wrapped(text, Screen()).splitlines()

    assert max(map(len, lines)) <= 30
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())


def test_what_a_skill_answers_cannot_colour_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the colours of the console itself reach the terminal."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    shown = rendered(Styled("\x1b[31mred", "answer"), Screen())

    assert shown.startswith("\x1b[36m")
    assert shown.endswith("\x1b[0m")
    assert shown.count("\x1b") == 2


def test_a_pipe_gets_the_text_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "31")
    text = "Trust issues are common. You are not alone with them."

    assert wrapped(text, StringIO()) == text
    assert rendered(Styled(text, "answer"), StringIO()) == text


def test_a_terminal_that_reports_no_width_still_shows_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1")

    assert wrapped("Welcome to Trust Steps.", Screen()) == "Welcome to Trust\nSteps."


def test_what_takes_long_is_named_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()

    with working("checking model", screen, patience=0):
        while not screen.getvalue():
            sleep(0.001)
        shown = screen.getvalue()

    assert shown == "checking model ..."
    assert screen.getvalue().endswith("\r")


def test_what_is_quick_is_not_named_and_a_pipe_gets_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    screen, pipe = Screen(), StringIO()

    with working("checking model", screen), working("checking model", pipe, patience=0):
        pass

    assert (screen.getvalue(), pipe.getvalue()) == ("", "")
