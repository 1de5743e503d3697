import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.nlu.tokens import words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Um, can I hear step number three, please?", ["um", "can", "i", "hear", "step", "number", "three", "please"]),
        ("That\u2019s it! Don't stop.", ["that's", "it", "don't", "stop"]),
        ("half past seven P.M.", ["half", "past", "seven", "pm"]),
        ("at 7:30 a. m. sharp", ["at", "7:30", "am", "sharp"]),
        ("twenty-one or 1,500", ["twenty", "one", "or", "1500"]),
        ("Stra\u00dfe \u2728", ["strasse"]),
        ("\u090f\u0915 \u0939\u095b\u093e\u0930", ["\u090f\u0915", "\u0939\u091c\u093c\u093e\u0930"]),
        ("'quoted' words", ["quoted", "words"]),
    ],
    ids=["punctuation", "apostrophes", "abbreviation", "clock", "figures", "case and emoji", "hindi", "quotes"],
)
def test_a_sentence_becomes_words(text: str, said: list[str]) -> None:
    assert list(words(text)) == said


@given(st.text(max_size=60))
def test_words_of_words_are_the_same_words(text: str) -> None:
    said = words(text)

    assert words(" ".join(said)) == said
