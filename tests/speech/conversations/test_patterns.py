"""If these fail, conversation files of skills with random wording fail, or accept what they should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.conversations.patterns import PatternError, literal, matches

MATCHES = [
    ("Hello Ana.", "Hello Ana."),
    ("*", ""),
    ("*", "Anything at all."),
    ("Hello *", "Hello"),
    ("Hello *", "Hello dear Ana"),
    ("* bye", "bye"),
    ("* bye", "Good bye"),
    ("Hello *, bye.", "Hello, bye."),
    ("Hello *, bye.", "Hello Ana and Ben, bye."),
    ("Step * of *.", "Step 1 of 5."),
    ("step*.", "steps."),
    ("* and * and *", "this and that and more"),
    ("(Hello | Hi there), Ana.", "Hi there, Ana."),
    ("It is (very | ) good.", "It is good."),
    ("It is (very | ) good.", "It is very good."),
    ("(Well, | ) yes.", "yes."),
    ("(Well, | ) yes.", "Well, yes."),
    ("Good (day | (morning | evening) to you).", "Good evening to you."),
    ("Good morning. | Good evening, *.", "Good evening, Ana."),
    ("Bye. | See you :(", "See you :("),
    ("(no speech)", "(no speech)"),
    ("Say it (or not).", "Say it (or not)."),
    (r"2 \* 3 \| 4 \\ 5", r"2 * 3 | 4 \ 5"),
    (r"C:\new", r"C:\new"),
    (r"\/etc/", "/etc/"),
    (r"/Step \d of \d\./", "Step 3 of 5."),
    ("/(?i)hello|hi/", "HI"),
    ("1 + 1 = 2? [yes] {no} ^$.", "1 + 1 = 2? [yes] {no} ^$."),
]
DIFFERENT = [
    ("Hello Ana.", "Hello Ana"),
    ("", "Hello"),
    ("Hello * bye", "Hellobye"),
    ("(Hello | Hi), Ana.", ", Ana."),
    ("Good (day | evening).", "Good night."),
    ("Yes. | No.", "Yes. No."),
    (r"2 \* 3", "2 and 3"),
    (r"/Step \d/", "Step 3 of 5."),
    ("1.5", "1a5"),
]


@pytest.mark.parametrize(("pattern", "text"), MATCHES)
def test_an_answer_is_as_expected(pattern: str, text: str) -> None:
    assert matches(pattern, text)


@pytest.mark.parametrize(("pattern", "text"), DIFFERENT)
def test_another_answer_is_a_difference(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@given(st.text("ab *|()/\\."), st.text("ab *|()/\\."))
def test_an_answer_that_is_written_literally_matches_itself_alone(text: str, other: str) -> None:
    assert matches(literal(text), text)
    assert text == other or not matches(literal(text), other)


@pytest.mark.parametrize("pattern", ["/(/", "/[/", "/a{9999999999999}/"])
def test_an_invalid_regular_expression_is_an_error(pattern: str) -> None:
    with pytest.raises(PatternError, match="is not a regular expression"):
        matches(pattern, "a")
