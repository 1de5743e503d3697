from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.conversations.device_events import PLAYER_EVENTS, AccountChange, PlayerEvent, SecondsLater
from speech.conversations.expectations import Expectation, parse
from speech.conversations.file_format import (
    PERMISSION_STATUSES,
    REMINDERS_EVENTS,
    Comment,
    ConversationError,
    DaysLater,
    Exchange,
    Line,
    PermissionReply,
    PersonChange,
    RemindersEvent,
    difference,
    read,
    read_file,
    write,
    write_file,
)
from speech.simulator.permissions import SCOPES

CONVERSATION = """\
# A first visit.
--- Ana
> open paint box
Welcome. Which colour
  would you like?

> ...
Red, perhaps?
--- next day
> stop
@ session: closed
Bye.
@ no card
--- 3 days later
--- somebody
> open paint box
--- permission granted
Thank
you.
--- reminders away
"""

WORDS = st.lists(st.text("ab.#>-@*|", min_size=1), max_size=40).map(" ".join)
FACTS = ("@ card", "@ no card", "@ slot size id: L", "@ card: a*")
EXPECTATIONS = st.lists(st.sampled_from(FACTS).map(parse), max_size=3)
LINES = st.one_of(
    st.builds(Comment, st.one_of(st.just(""), WORDS.map("# {}".format).map(str.rstrip))),
    st.builds(DaysLater, st.integers(1, 1_000)),
    st.builds(PersonChange, st.sampled_from(["", "Ana", "Ben", "\u0905\u0928\u093e"])),
    st.builds(Exchange, WORDS.filter(bool), WORDS, EXPECTATIONS.map(tuple)),
    st.builds(PermissionReply, st.sampled_from(sorted(PERMISSION_STATUSES)), WORDS, EXPECTATIONS.map(tuple)),
    st.builds(RemindersEvent, st.sampled_from(REMINDERS_EVENTS)),
    st.builds(SecondsLater, st.integers(1, 9_999)),
    st.builds(PlayerEvent, st.sampled_from(PLAYER_EVENTS), WORDS, EXPECTATIONS.map(tuple)),
    st.builds(AccountChange, st.sampled_from(["account linked", "account unlinked"])),
    st.builds(AccountChange, st.sampled_from(["grant", "revoke"]), st.sampled_from(SCOPES)),
)


def test_every_kind_of_line_is_read() -> None:
    assert read(CONVERSATION) == [
        Comment("# A first visit."),
        PersonChange("Ana"),
        Exchange("open paint box", "Welcome. Which colour would you like?"),
        Comment(""),
        Exchange("...", "Red, perhaps?"),
        DaysLater(1),
        Exchange("stop", "Bye.", (Expectation("session", "", "closed"), Expectation("card", "", None, is_absent=True))),
        DaysLater(3),
        PersonChange(""),
        Exchange("open paint box"),
        PermissionReply("granted", "Thank you."),
        RemindersEvent("away"),
    ]


@given(st.lists(LINES, max_size=36), WORDS.filter(bool))
def test_written_lines_are_read_back(lines: list[Line], words: str) -> None:
    conversation = [*lines, Exchange(words)]

    assert read(write(conversation)) == conversation


@given(WORDS)
def test_answers_are_wrapped(words: str) -> None:
    assert all(len(line) <= 102 or " " not in line.strip() for line in write([Exchange("hello", words)]).splitlines())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Welcome.", "line 1: an answer without an utterance"),
        ("> hello\n\nWelcome.", "line 3: an answer without an utterance"),
        ("# a remark\nWelcome.\n> hello", "line 2: an answer without an utterance"),
        ("> hello\n>", "line 2: the utterance is empty"),
        (
            "> hello\n--- tomorrow",
            "line 2: not a direction; write --- next day, --- 3 days later, --- Ana, --- somebody, ",
        ),
        ("---\n> hello", "line 1: not a direction; write --- next day"),
        ("--- a day later\n> hello", "line 1: not a direction; write --- next day"),
        ("# only a remark", "the conversation has no utterance"),
        ("", "the conversation has no utterance"),
        ("> [red", "line 1"),
        ("@ intent: X\n> hello", "line 1: an expectation without an utterance"),
        ("> hello\n@ itent: X", "line 2: not an expectation; write @ and one of intent, slot, "),
        ("> hello\n/(/", "/(/ is not a regular expression"),
        ("> open paint box\nHello.\n> [", "line 3"),
        (
            "> hello\n" + "--- 9999 days later\n" * 400,
            "line 5: 39,996 days have passed; the maximum is 36,500",
        ),
    ],
)
def test_an_invalid_line_is_named(text: str, message: str) -> None:
    with pytest.raises(ConversationError) as error:
        read(text)

    assert message in str(error.value)


def test_an_invalid_line_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "conversation.txt").write_text("Welcome.")

    with pytest.raises(ConversationError, match=r"conversation\.txt: line 1: "):
        read_file(tmp_path / "conversation.txt")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match=r"conversation\.txt: No such file"):
        read_file(tmp_path / "conversation.txt")


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "conversation.txt").write_bytes(b"> caf\xe9")

    with pytest.raises(ConversationError, match=r"conversation\.txt: not UTF-8 text"):
        read_file(tmp_path / "conversation.txt")


def test_an_unwritable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConversationError, match=f"{tmp_path}: Is a directory"):
        write_file(tmp_path, [Exchange("hello")])


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "conversation.txt").write_bytes(b"\xef\xbb\xbf> hello\r\nWelcome.\r\n")

    assert read_file(tmp_path / "conversation.txt") == [Exchange("hello", "Welcome.")]


def test_wrapping_and_spaces_make_no_difference() -> None:
    expected = read("> hello\nWelcome to\n    the   paint box.")

    assert difference(expected, [Exchange("hello", "Welcome to the paint box.")]) == ""


def test_a_wildcard_is_no_sentence_of_its_own_in_a_difference() -> None:
    """It would be shown as a difference, though it stands for any words."""
    expected = read("> hello\nWelcome. It is Monday. *\n")

    diff = difference(expected, [Exchange("hello", "Welcome. It is Tuesday. Which colour?")])

    assert [line for line in diff.splitlines()[3:] if line.startswith("-")] == ["-It is Monday. *"]


def test_a_difference_shows_the_sentence_and_its_context() -> None:
    expected = [Exchange("hello", "Welcome. It is Monday. Which colour?"), Exchange("red", "Good.")]

    diff = difference(expected, [Exchange("hello", "Welcome. It is Tuesday. Which colour?"), Exchange("red", "Good.")])

    assert diff.splitlines()[3:] == [
        " > hello",
        " Welcome.",
        "-It is Monday.",
        "+It is Tuesday.",
        " Which colour?",
        " > red",
    ]
