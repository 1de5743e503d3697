import pytest
from hypothesis import given
from hypothesis import strategies as st
from unicode_rbnf import RbnfEngine

from speech.nlu.language import LanguageError
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.tokens import tokenize

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "ja", "hi", "ar", "nl"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 7, 16, 21, 99, 100, 342, 999])
def test_a_spelled_out_number_is_parsed_in_every_language(language: str, number: int) -> None:
    spelled = RbnfEngine.for_language(language).format_number(number).text

    assert load_numbers(language).cardinal(tokenize(spelled)) == number


@given(st.integers(min_value=0, max_value=999_999))
def test_every_english_number_is_parsed(number: int) -> None:
    spelled = RbnfEngine.for_language("en").format_number(number).text

    assert load_numbers("en").cardinal(tokenize(spelled)) == number
    assert load_numbers("en").cardinal((str(number),)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("a hundred and one", 101),
        ("one hundred and twenty-one", 121),
        ("a dozen", 12),
        ("oh", 0),
        ("two thousand and six", 2006),
        ("two million", 2_000_000),
        ("three billion and one", 3_000_000_001),
        ("half a dozen", 6),
        ("banana", None),
        ("twenty banana", None),
        ("thousand banana", None),
        ("1 2", None),
    ],
)
def test_a_number_is_parsed_as_people_say_it(text: str, number: int | None) -> None:
    assert load_numbers("en").cardinal(tokenize(text)) == number


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("de", "zweitausendsechsundzwanzig", 2026),
        ("it", "milleuno", 1001),
        ("pt", "dois mil e um", 2001),
        ("fr", "deux mille vingt-six", 2026),
        ("nl", "duizend", 1000),
    ],
)
def test_thousands_are_composed_as_each_language_does(language: str, text: str, number: int) -> None:
    assert load_numbers(language).cardinal(tokenize(text)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("minus five", -5),
        ("negative twenty one", -21),
        ("-5", -5),
        ("one two three", 123),
        ("double oh seven", 7),
        ("0042", 42),
        ("nineteen eighty four", 1984),
        ("two dozen", 24),
        ("minus one thousand two hundred", -1200),
        ("2.5", None),
        ("two point five", None),
        ("minus", None),
        ("double", None),
        ("one hundred one two", None),
        ("9" * 5000, None),
    ],
)
def test_what_a_number_slot_takes_is_a_whole_number(text: str, number: int | None) -> None:
    assert load_numbers("en").whole(tokenize(text)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("third", 3),
        ("twenty first", 21),
        ("3rd", 3),
        ("hundredth", 100),
        ("one hundred and first", 101),
        ("two hundredth", 200),
        ("thousandth", 1000),
        ("three", None),
        ("two third", None),
    ],
)
def test_an_ordinal_is_parsed_and_a_cardinal_is_not(text: str, number: int | None) -> None:
    assert load_numbers("en").ordinal(tokenize(text)) == number


def test_a_language_can_have_cardinals_without_ordinals() -> None:
    assert load_numbers("ta").cardinal(("7",)) == 7
    assert load_numbers("ta").ordinal(("7",)) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("six oh four five", "6045"),
        ("nineteen eighty four", "1984"),
        ("twenty oh six", "2006"),
        ("two thousand and six", "2006"),
        ("1999", "1999"),
        ("0042", "0042"),
        ("double oh four two", "0042"),
        ("zero zero zero seven", "0007"),
        ("double oh seven", None),
        ("ninety nine", None),
        ("one two three", None),
        ("one two three four five", None),
    ],
)
def test_four_digits_are_parsed_in_any_grouping(text: str, digits: str | None) -> None:
    assert load_numbers("en").four_digits(tokenize(text)) == digits


def test_an_error_names_a_language_without_number_words() -> None:
    with pytest.raises(LanguageError, match=r"^xx: its number words are not known; use one of .*\ben\b"):
        load_numbers("xx")
