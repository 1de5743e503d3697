import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.apl.text import Piece, plain, split_at_numbers, timed_lines
from skill.content import markup
from tests.support.progress_states import ENGLISH

CALL = 'Call <prosody rate="slow"><say-as interpret-as="digits">911</say-as></prosody>. Or wait.'


@pytest.mark.parametrize(
    ("speech", "text"),
    [
        ("Hello.", "Hello."),
        (CALL, "Call 911. Or wait."),
        ('You <emphasis level="moderate">never</emphasis>, ever.', "You never, ever."),
        ('One.<break time="2s"/>Two.', "One. Two."),
        ("<p>One.</p><p>Two.</p>Three.", "One. Two. Three."),
        ('Look at <sub alias="example dot com">example.com</sub>.', "Look at example.com."),
        ("Salt & pepper, 1 < 2", "Salt & pepper, 1 < 2"),
        ("Dis : oui. Ça va ?", "Dis\u00a0: oui. Ça va\u00a0?"),
        ("", ""),
    ],
    ids=["plain", "number", "emphasis", "break", "paragraphs", "alias", "special characters", "marks apart", "nothing"],
)
def test_the_text_is_the_speech_without_its_markup(speech: str, text: str) -> None:
    assert plain(speech) == text


@given(st.text(st.characters(exclude_categories=["C"])))
def test_text_without_markup_is_unchanged(text: str) -> None:
    assert plain(text).split() == text.split()


def test_a_line_lasts_until_the_end_of_its_pause() -> None:
    lines = timed_lines('Think of one thing. <break time="7s"/> Say <break time="300ms"/> it aloud.')

    assert [line.text for line in lines] == ["Think of one thing.", "Say it aloud."]
    assert [line.seconds for line in lines] == pytest.approx([4 * 0.4 + 7, 3 * 0.4 + 0.3])


@pytest.mark.parametrize(
    "practice", [step.practice for step in ENGLISH.steps], ids=[step.key for step in ENGLISH.steps]
)
def test_the_lines_of_an_exercise_last_as_long_as_the_exercise(practice: str) -> None:
    lines = timed_lines(practice)

    assert sum(line.seconds for line in lines) == pytest.approx(markup.seconds(practice))
    assert " ".join(line.text for line in lines) == plain(practice)


def test_pauses_alone_make_no_line() -> None:
    assert timed_lines('<break time="2s"/> <break time="3s"/>') == []


def test_a_number_to_dial_is_a_piece_of_its_own() -> None:
    pieces = split_at_numbers(CALL)

    assert pieces == [Piece("Call"), Piece("911", is_number=True), Piece("Or wait.")]


def test_a_number_that_is_said_in_words_is_a_piece_of_its_own_too() -> None:
    """People in France hear "trente-neuf dix-neuf", and must be able to read what to dial."""
    pieces = split_at_numbers('Le <sub alias="trente-neuf dix-neuf">3919</sub>, avec une <sub alias="k">clé</sub>.')

    assert [piece.text for piece in pieces if piece.is_number] == ["3919"]


def test_a_date_is_not_a_number_to_dial() -> None:
    pieces = split_at_numbers('On the <say-as interpret-as="ordinal">3</say-as> of May.')

    assert pieces == [Piece("On the 3 of May.")]
