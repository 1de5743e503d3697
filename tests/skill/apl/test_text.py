import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.apl.text import Piece, lines, numbers_apart, plain
from skill.content import markup
from tests.support.progress_states import ENGLISH

CALL = 'Call <prosody rate="slow"><say-as interpret-as="digits">911</say-as></prosody>. Or wait.'


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Hello.", "Hello."),
        (CALL, "Call 911. Or wait."),
        ('You <emphasis level="moderate">never</emphasis>, ever.', "You never, ever."),
        ('One.<break time="2s"/>Two.', "One. Two."),
        ("<p>One.</p><p>Two.</p>Three.", "One. Two. Three."),
        ('Look at <sub alias="example dot com">example.com</sub>.', "Look at example.com."),
        ("Salt & pepper, 1 < 2", "Salt & pepper, 1 < 2"),
        ("", ""),
    ],
    ids=["plain", "number", "emphasis", "break", "paragraphs", "alias", "special characters", "nothing"],
)
def test_what_is_said_is_read_without_its_markup(said: str, read: str) -> None:
    assert plain(said) == read


@given(st.text(st.characters(exclude_categories=["C"])))
def test_words_without_markup_are_read_as_they_are(text: str) -> None:
    assert plain(text) == " ".join(text.split())


def test_a_line_lasts_until_the_listener_has_followed_it() -> None:
    told = lines('Think of one thing. <break time="7s"/> Say <break time="300ms"/> it aloud.')

    assert [line.text for line in told] == ["Think of one thing.", "Say it aloud."]
    assert [line.seconds for line in told] == pytest.approx([4 * 0.4 + 7, 3 * 0.4 + 0.3])


@pytest.mark.parametrize(
    "practice", [step.practice for step in ENGLISH.steps], ids=[step.key for step in ENGLISH.steps]
)
def test_the_lines_of_an_exercise_last_as_long_as_the_exercise(practice: str) -> None:
    told = lines(practice)

    assert sum(line.seconds for line in told) == pytest.approx(markup.seconds(practice))
    assert " ".join(line.text for line in told) == plain(practice)


def test_pauses_alone_make_no_line() -> None:
    assert lines('<break time="2s"/> <break time="3s"/>') == []


def test_a_number_to_dial_stands_apart_from_the_words_around_it() -> None:
    pieces = numbers_apart(CALL)

    assert pieces == [Piece("Call"), Piece("911", is_number=True), Piece("Or wait.")]


def test_a_date_is_no_number_to_dial() -> None:
    pieces = numbers_apart('On the <say-as interpret-as="ordinal">3</say-as> of May.')

    assert pieces == [Piece("On the 3 of May.")]
