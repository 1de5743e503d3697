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
        ("one hour thirty", "PT1H30M"),
        ("two minutes and ten", "PT2M10S"),
        ("1.5 hours", "PT1H30M"),
        ("1.7 hours", None),
        ("ten mins", "PT10M"),
        ("2 hrs", "PT2H"),
        ("two days ten", None),
        ("minutes", None),
        ("a week and a half", None),
        ("banana", None),
    ],
)
def test_a_duration_is_parsed_as_alexa_sends_it(text: str, expected: str | None) -> None:
    assert DurationParser(load_language("en"), load_numbers("en")).parse(tokenize(text)) == expected
