import pytest

from speech.nlu.language import load_language
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.slot_types.times import TimeParser
from speech.nlu.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half past seven in the evening", "19:30"),
        ("7:30 pm", "19:30"),
        ("7pm", "19:00"),
        ("19:30", "19:30"),
        ("seven thirty p.m.", "19:30"),
        ("seven oh five", "07:05"),
        ("eight in the morning", "08:00"),
        ("a quarter to eight", "07:45"),
        ("ten to nine", "08:50"),
        ("ten minutes past one in the afternoon", "13:10"),
        ("nine o'clock at night", "21:00"),
        ("two at night", "02:00"),
        ("twelve at night", "00:00"),
        ("twelve am", "00:00"),
        ("twelve pm", "12:00"),
        ("every evening at eight", "20:00"),
        ("every night at ten", "22:00"),
        ("eight every evening", "20:00"),
        ("evening at half past seven", "19:30"),
        ("in the morning at seven", "07:00"),
        ("tonight at nine", "21:00"),
        ("quarter to nine each night", "20:45"),
        ("every afternoon around three", "15:00"),
        ("0630", "06:30"),
        ("1830", "18:30"),
        ("1830 hours", "18:30"),
        ("2560", None),
        ("every evening", None),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("morning", "MO"),
        ("the afternoon", "AF"),
        ("this evening", "EV"),
        ("night", "NI"),
        ("twenty five", None),
        ("25:00", None),
        ("banana", None),
        ("pm", None),
    ],
)
def test_a_time_of_day_is_parsed_as_alexa_sends_it(text: str, expected: str | None) -> None:
    assert TimeParser(load_language("en"), load_numbers("en")).parse(tokenize(text)) == expected


def test_a_clock_time_in_digits_is_parsed_in_a_language_without_a_file() -> None:
    assert TimeParser(load_language("nl"), load_numbers("nl")).parse(("19:30",)) == "19:30"
