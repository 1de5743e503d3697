import pytest

from speech.nlu.language import language
from speech.nlu.slot_types.numbers import numbers
from speech.nlu.slot_types.times import Times
from speech.nlu.tokens import words


@pytest.mark.parametrize(
    ("said", "time"),
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
def test_a_time_of_day_is_read_as_alexa_sends_it(said: str, time: str | None) -> None:
    assert Times(language("en"), numbers("en")).read(words(said)) == time


def test_figures_are_a_time_in_a_language_that_has_no_file() -> None:
    assert Times(language("nl"), numbers("nl")).read(("19:30",)) == "19:30"
