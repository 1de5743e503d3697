import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from speech.nlu.language import LanguageError
from speech.nlu.slot_types.numbers import numbers
from speech.nlu.tokens import words

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "ja", "hi", "ar", "nl"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 7, 16, 21, 99, 100, 342, 999])
def test_a_number_spelled_out_is_read_in_every_language(language: str, number: int) -> None:
    spelled = RbnfEngine.for_language(language).format_number(number).text

    assert numbers(language).cardinal(words(spelled)) == number


@given(st.integers(min_value=0, max_value=999_999))
def test_every_english_number_is_read(number: int) -> None:
    spelled = RbnfEngine.for_language("en").format_number(number).text

    assert numbers("en").cardinal(words(spelled)) == number
    assert numbers("en").cardinal((str(number),)) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("a hundred and one", 101),
        ("one hundred and twenty-one", 121),
        ("a dozen", 12),
        ("oh", 0),
        ("two thousand and six", 2006),
        ("two million", 2_000_000),
        ("banana", None),
        ("twenty banana", None),
        ("thousand banana", None),
        ("1 2", None),
    ],
)
def test_a_number_is_read_as_people_say_it(said: str, number: int | None) -> None:
    assert numbers("en").cardinal(words(said)) == number


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("de", "zweitausendsechsundzwanzig", 2026),
        ("it", "milleuno", 1001),
        ("pt", "dois mil e um", 2001),
        ("fr", "deux mille vingt-six", 2026),
        ("nl", "duizend", 1000),
    ],
)
def test_thousands_are_put_together_as_each_language_does(language: str, said: str, number: int) -> None:
    assert numbers(language).cardinal(words(said)) == number


@pytest.mark.parametrize(("said", "number"), [("third", 3), ("twenty first", 21), ("3rd", 3), ("three", None)])
def test_an_ordinal_is_read_and_a_cardinal_is_none(said: str, number: int | None) -> None:
    assert numbers("en").ordinal(words(said)) == number


def test_a_language_may_have_cardinals_without_ordinals() -> None:
    assert numbers("ta").cardinal(("7",)) == 7
    assert numbers("ta").ordinal(("7",)) is None


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("six oh four five", "6045"),
        ("nineteen eighty four", "1984"),
        ("twenty oh six", "2006"),
        ("two thousand and six", "2006"),
        ("1999", "1999"),
        ("ninety nine", None),
        ("one two three", None),
        ("one two three four five", None),
    ],
)
def test_four_digits_are_read_however_they_are_grouped(said: str, digits: str | None) -> None:
    assert numbers("en").four_digits(words(said)) == digits


def test_a_language_without_number_words_is_refused_by_name() -> None:
    with pytest.raises(LanguageError, match=r"^xx: its number words are not known; use one of .*\ben\b"):
        numbers("xx")
