import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.nlu.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Um, can I hear step number three, please?", ["um", "can", "i", "hear", "step", "number", "three", "please"]),
        ("That\u2019s it! Don't stop.", ["that's", "it", "don't", "stop"]),
        ("half past seven P.M.", ["half", "past", "seven", "pm"]),
        ("at 7:30 a. m. sharp", ["at", "7:30", "am", "sharp"]),
        ("twenty-one or 1,500", ["twenty", "one", "or", "1500"]),
        ("1.5 or -5 by 2027-01-05.", ["1.5", "or", "-5", "by", "2027-01-05"]),
        ("a 7-up - or 3/4, not.", ["a", "7", "up", "or", "3/4", "not"]),
        ("Stra\u00dfe \u2728", ["strasse"]),
        ("\u090f\u0915 \u0939\u095b\u093e\u0930", ["\u090f\u0915", "\u0939\u091c\u093e\u0930"]),
        ("'quoted' words", ["quoted", "words"]),
    ],
    ids=[
        "punctuation",
        "apostrophes",
        "abbreviation",
        "clock",
        "digits",
        "numbers",
        "hyphens",
        "case and emoji",
        "hindi",
        "quotes",
    ],
)
def test_a_sentence_is_split_into_tokens(text: str, tokens: list[str]) -> None:
    assert list(tokenize(text)) == tokens


@given(st.text(max_size=60))
def test_tokenizing_tokens_again_changes_nothing(text: str) -> None:
    tokens = tokenize(text)

    assert tokenize(" ".join(tokens)) == tokens
