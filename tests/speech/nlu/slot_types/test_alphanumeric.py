import pytest

from speech.nlu.language import load_language
from speech.nlu.slot_types.alphanumeric import AddressParser, AlphaNumericParser, PhoneNumberParser
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.tokens import tokenize

ENGLISH = load_language("en")
NUMBERS = load_numbers("en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five five five one two three four", "5551234"),
        ("double five oh one", "5501"),
        ("triple six", "666"),
        ("eight hundred five five five one two one two", "8005551212"),
        ("plus four four seven seven one two", "+447712"),
        ("+1 (509) 555-1212", "+15095551212"),
        ("nine one one", "911"),
        ("twenty one", None),
        ("double", None),
        ("1234567890123456", None),
        ("mum", None),
    ],
)
def test_a_phone_number_is_sent_without_punctuation(text: str, expected: str | None) -> None:
    assert PhoneNumberParser(ENGLISH, NUMBERS).parse(tokenize(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sixteen a", "16a"),
        ("j l nine oh five", "jl905"),
        ("a b c one two three", "abc123"),
        ("n seventeen", "n17"),
        ("abc123", "abc123"),
        ("seven dot two", "7.2"),
        ("a b", "ab"),
        ("a", None),
        ("dash five", None),
        ("a as in alpha", None),
        ("hello", None),
    ],
)
def test_letters_and_digits_are_sent_as_one_sequence(text: str, expected: str | None) -> None:
    assert AlphaNumericParser(ENGLISH, NUMBERS).parse(tokenize(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty one main street", "21 main street"),
        ("one twenty three main street", "123 main street"),
        ("two hundred and six main street", "206 main street"),
        ("one main street springfield nine eight one oh nine", "1 main street springfield 98109"),
        ("221b baker street", "221b baker street"),
        ("the old mill", "the old mill"),
    ],
)
def test_the_numbers_of_an_address_are_sent_in_digits(text: str, expected: str) -> None:
    assert AddressParser(NUMBERS).write(tokenize(text)) == expected
