import pytest

from speech.nlu.language import Language, load_language
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
        ("1.7 hours", "PT1H42M"),
        ("1.333 hours", None),
        ("two point five hours", "PT2H30M"),
        ("two point two five hours", "PT2H15M"),
        ("two and a quarter hours", "PT2H15M"),
        ("three quarters of a minute", "PT45S"),
        ("1.5 days", "P1DT12H"),
        ("a couple of hours", "PT2H"),
        ("two fortnights", "P4W"),
        ("a decade", "P10Y"),
        ("1h30m", "PT1H30M"),
        ("1h30", "PT1H30M"),
        ("90s", "PT90S"),
        ("2.5h", "PT2H30M"),
        ("an hour and a half and ten seconds", "PT1H30M10S"),
        ("an hour or two", None),
        ("a month and a half", None),
        ("1.5 hours 20", None),
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


GERMAN = Language(
    "de",
    {
        "articles": ["eine", "einer"],
        "joiners": ["und"],
        "duration": {
            "whole": ["{count} {unit}", "{count} komma {decimals} {unit}"],
            "fractions": {"eine halbe {unit}": "1/2", "anderthalb {unit}": "3/2"},
            "units": {"stunde": "TH", "stunden": "TH", "minuten": "TM", "std": "TH"},
        },
    },
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("eine halbe Stunde", "PT30M"),
        ("anderthalb Stunden", "PT1H30M"),
        ("zwei Komma fünf Stunden", "PT2H30M"),
        ("eine Stunde und zehn Minuten", "PT1H10M"),
        ("2std", "PT2H"),
    ],
)
def test_another_language_needs_data_alone(text: str, expected: str) -> None:
    assert DurationParser(GERMAN, load_numbers("de")).parse(tokenize(text)) == expected
