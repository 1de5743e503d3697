from datetime import date

import pytest

from speech.nlu.language import load_language
from speech.nlu.slot_types.dates import DateParser
from speech.nlu.slot_types.numbers import load_numbers
from speech.nlu.tokens import tokenize

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("monday", "2026-11-23"),
        ("next monday", "2026-11-30"),
        ("on thursday", "2026-11-26"),
        ("november twenty fifth", "2026-11-25"),
        ("november first", "2027-11-01"),
        ("the third of may twenty twenty eight", "2028-05-03"),
        ("december 3rd", "2026-12-03"),
        ("february twenty ninth", "2028-02-29"),
        ("february thirtieth", None),
        ("november first zero zero zero zero", None),
        ("the fifth", "2026-12-05"),
        ("this week", "2026-W48"),
        ("next weekend", "2026-W49-WE"),
        ("next month", "2026-12"),
        ("march", "2027-03"),
        ("december", "2026-12"),
        ("last year", "2025"),
        ("2027", "2027"),
        ("this decade", "202X"),
        ("next winter", "2027-WI"),
        ("right now", "PRESENT_REF"),
        ("last monday", "2026-11-16"),
        ("last sunday", "2026-11-22"),
        ("the day before yesterday", "2026-11-21"),
        ("in two days", "2026-11-25"),
        ("three days from now", "2026-11-26"),
        ("in nine million days", None),
        ("ten thousand years ago", None),
        ("a week ago", "2026-11-16"),
        ("two months ago", "2026-09"),
        ("last weekend", "2026-W47-WE"),
        ("last summer", None),
        ("christmas", "2026-12-25"),
        ("new year's day", "2027-01-01"),
        ("2027-01-05", "2027-01-05"),
        ("2027-13-05", None),
        ("12/01/2027", None),
        ("banana", None),
    ],
)
def test_a_date_is_parsed_as_alexa_sends_it(text: str, expected: str | None) -> None:
    assert DateParser(load_language("en"), load_numbers("en"), lambda: MONDAY).parse(tokenize(text)) == expected


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    dates = DateParser(load_language("en"), load_numbers("en"), lambda: date(2027, 1, 1))

    assert dates.parse(("this", "week")) == "2026-W53"
    assert dates.parse(("last", "month")) == "2026-12"
