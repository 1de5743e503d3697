import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.tts.say_as import cardinal, digits, ordinal, year


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "twenty-one"),
        ("de", "einundzwanzig"),
        ("fr", "vingt-et-un"),
        ("es", "veintiuno"),
        ("it", "ventuno"),
        ("pt", "vinte e um"),
        ("hi", "\u0907\u0915\u094d\u0915\u0940\u0938"),
        ("ar", "\u0648\u0627\u062d\u062f \u0648\u0639\u0634\u0631\u0648\u0646"),
        ("nl", "eenentwintig"),
        ("ja", "21"),
        ("tlh", "21"),
        ("../en", "21"),
    ],
)
def test_a_number_becomes_words_if_the_language_has_rules(language: str, expected: str) -> None:
    assert cardinal("21", language) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("-7", "minus seven"), ("3.14", "three point one four"), ("9" * 16, "9" * 16), ("many", "many")],
)
def test_negative_and_decimal_numbers_become_words_but_not_long_ones(number: str, expected: str) -> None:
    assert cardinal(number, "en") == expected


def test_ordinals_are_masculine() -> None:
    assert [ordinal("3", language) for language in ("en", "es", "it")] == ["third", "tercero", "terzo"]


def test_years_are_read_in_pairs() -> None:
    assert year("1984", "en") == "nineteen eighty-four"


def test_digits_are_read_one_by_one() -> None:
    assert digits("2026", "fr") == "deux z\u00e9ro deux six"


@given(st.from_regex(r"-?\d{1,20}(\.\d{1,5})?", fullmatch=True), st.sampled_from(["en", "de", "fr", "es", "ar", "hi"]))
def test_any_number_has_words(number: str, language: str) -> None:
    assert cardinal(number, language)
