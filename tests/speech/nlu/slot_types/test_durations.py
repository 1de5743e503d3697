import pytest

from speech.nlu.language import load_language
from speech.nlu.slot_types.durations import DurationParser
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ten minutes", "PT10M"),
        ("an hour and a half", "PT1H30M"),
        ("one and a half hours", "PT1H30M"),
        ("five hours ten minutes", "PT5H10M"),
        ("five hours and ten minutes", "PT5H10M"),
        ("half an hour", "PT30M"),
        ("three quarters of an hour", "PT45M"),
        ("half a day", "PT12H"),
        ("a year and a half", "P1Y6M"),
        ("a fortnight", "P2W"),
        ("two years three hours and four minutes", "P2YT3H4M"),
        ("ninety minutes", "PT90M"),
        ("minutes", None),
        ("a week and a half", None),
        ("banana", None),
    ],
)
def test_a_duration_is_parsed_as_alexa_sends_it(text: str, expected: str | None) -> None:
    assert DurationParser(load_language("en"), load_numbers("en")).parse(tokenize(text)) == expected
