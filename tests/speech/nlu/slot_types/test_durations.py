import pytest

from speech.nlu.language import language
from speech.nlu.slot_types.durations import Durations
from speech.nlu.slot_types.numbers import numbers
from speech.nlu.tokens import words


@pytest.mark.parametrize(
    ("said", "length"),
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
def test_a_length_of_time_is_read_as_alexa_sends_it(said: str, length: str | None) -> None:
    assert Durations(language("en"), numbers("en")).read(words(said)) == length
