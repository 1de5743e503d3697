from datetime import time

import pytest

from skill.dialogue.time_of_day import from_number, parse, to_clock, to_words
from tests.support.progress_states import ENGLISH, LIBRARY


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("20:00", time(20)),
        ("07:30", time(7, 30)),
        ("00:00", time(0)),
        ("07:30:15", time(7, 30)),
        ("MO", time(8)),
        ("AF", time(14)),
        ("EV", time(19)),
        ("NI", time(21)),
        ("24:00", None),
        ("7:30", None),
        ("0\u0667:30", None),
        ("?", None),
        ("", None),
    ],
)
def test_a_slot_value_is_parsed_to_a_time_or_none(value: str, at: time | None) -> None:
    assert parse(value) == at


@pytest.mark.parametrize(
    ("number", "at"),
    [
        ("8", time(8)),
        ("6", time(18)),
        ("1", time(13)),
        ("12", time(12)),
        ("20", time(20)),
        ("0", time(0)),
        ("24", time(0)),
        ("25", None),
        ("800", None),
        ("?", None),
    ],
)
def test_a_bare_number_is_a_waking_hour(number: str, at: time | None) -> None:
    assert from_number(number) == at


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(0), "midnight"),
        (time(0, 30), "12:30 at night"),
        (time(3), "3 at night"),
        (time(7, 5), "7:05 in the morning"),
        (time(12), "noon"),
        (time(12, 15), "12:15 in the afternoon"),
        (time(17, 59), "5:59 in the afternoon"),
        (time(20), "8 in the evening"),
        (time(23, 45), "11:45 at night"),
    ],
)
def test_a_time_is_put_into_words(at: time, words: str) -> None:
    assert to_words(ENGLISH, at) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [(time(0), "minuit"), (time(0, 15), "minuit 15"), (time(1, 15), "1 heure 15"), (time(12, 15), "12 heures 15")],
)
def test_a_language_can_say_the_first_hour_of_the_day_by_a_name(at: time, words: str) -> None:
    """A French reminder at 0:15 must not be confirmed as "0 heures 15", which is not said."""
    assert to_words(LIBRARY.guide("fr-FR"), at) == words


def test_a_formatted_time_can_be_parsed() -> None:
    assert parse(to_clock(time(6, 45))) == time(6, 45)
