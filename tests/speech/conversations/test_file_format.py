from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.conversations.file_format import (
    ALERTS,
    PERMISSION,
    Alerts,
    Answered,
    ConversationError,
    Later,
    Line,
    Person,
    Remark,
    Said,
    difference,
    read,
    read_file,
    write,
    write_file,
)

WRITTEN = """\
# A first visit.
--- Ana
> open paint box
Welcome. Which colour
  would you like?

> ...
Red, perhaps?
--- next day
> stop
--- 3 days later
--- somebody
> open paint box
--- permission granted
Thank
you.
--- reminders away
"""

WORDS = st.lists(st.text("ab.#>-", min_size=1), max_size=40).map(" ".join)
LINES = st.one_of(
    st.builds(Remark, st.one_of(st.just(""), WORDS.map("# {}".format).map(str.rstrip))),
    st.builds(Later, st.integers(1, 1_000)),
    st.builds(Person, st.sampled_from(["", "Ana", "Ben", "\u0905\u0928\u093e"])),
    st.builds(Said, WORDS.filter(bool), WORDS),
    st.builds(Answered, st.sampled_from(sorted(PERMISSION)), WORDS),
    st.builds(Alerts, st.sampled_from(ALERTS)),
)


def test_what_is_said_its_answers_and_all_that_stands_between_are_read() -> None:
    assert read(WRITTEN) == [
        Remark("# A first visit."),
        Person("Ana"),
        Said("open paint box", "Welcome. Which colour would you like?"),
        Remark(""),
        Said("...", "Red, perhaps?"),
        Later(1),
        Said("stop"),
        Later(3),
        Person(""),
        Said("open paint box"),
        Answered("granted", "Thank you."),
        Alerts("away"),
    ]


@given(st.lists(LINES, max_size=36), WORDS.filter(bool))
def test_what_is_written_is_read_again(lines: list[Line], words: str) -> None:
    whole = [*lines, Said(words)]

    assert read(write(whole)) == whole


@given(WORDS)
def test_lines_are_wrapped(words: str) -> None:
    assert all(len(line) <= 102 or " " not in line.strip() for line in write([Said("hello", words)]).splitlines())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Welcome.", "line 1: this answers nothing"),
        ("> hello\n\nWelcome.", "line 3: this answers nothing"),
        ("# a remark\nWelcome.\n> hello", "line 2: this answers nothing"),
        ("> hello\n>", "line 2: nothing is said"),
        ("> hello\n--- tomorrow", "line 2: write --- next day, --- 3 days later, --- Ana, --- somebody, "),
        ("---\n> hello", "line 1: write --- next day"),
        ("--- a day later\n> hello", "line 1: write --- next day"),
        ("# only a remark", "nothing is said in it"),
        ("", "nothing is said in it"),
        ("> [red", "line 1"),
        ("> open paint box\nHello.\n> [", "line 3"),
        (
            "> hello\n" + "--- 9999 days later\n" * 400,
            "line 5: by now 39,996 days have passed; let no more than 36,500",
        ),
    ],
)
def test_a_crooked_line_is_named(text: str, fault: str) -> None:
    with pytest.raises(ConversationError) as error:
        read(text)

    assert fault in str(error.value)


def test_a_crooked_file_is_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Welcome.")

    with pytest.raises(ConversationError, match=r"talk\.txt: line 1: "):
        read_file(tmp_path / "talk.txt")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match=r"talk\.txt: No such file"):
        read_file(tmp_path / "talk.txt")


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_bytes(b"> caf\xe9")

    with pytest.raises(ConversationError, match=r"talk\.txt: is not text in UTF-8"):
        read_file(tmp_path / "talk.txt")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match=f"{tmp_path}: Is a directory"):
        write_file(tmp_path, [Said("hello")])


def test_a_file_from_another_system_is_read_as_well(tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_bytes(b"\xef\xbb\xbf> hello\r\nWelcome.\r\n")

    assert read_file(tmp_path / "talk.txt") == [Said("hello", "Welcome.")]


def test_there_is_no_difference_but_in_the_words() -> None:
    expected = read("> hello\nWelcome to\n    the   paint box.")

    assert difference(expected, [Said("hello", "Welcome to the paint box.")]) == ""


def test_a_difference_shows_the_sentence_and_what_is_around_it() -> None:
    expected = [Said("hello", "Welcome. It is Monday. Which colour?"), Said("red", "Good.")]

    told = difference(expected, [Said("hello", "Welcome. It is Tuesday. Which colour?"), Said("red", "Good.")])

    assert told.splitlines()[3:] == [
        " > hello",
        " Welcome.",
        "-It is Monday.",
        "+It is Tuesday.",
        " Which colour?",
        " > red",
    ]
