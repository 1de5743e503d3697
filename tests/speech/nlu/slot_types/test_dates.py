from datetime import date

import pytest

from speech.nlu.language import Language, load_language
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
        ("last christmas", "2025-12-25"),
        ("christmas 2030", "2030-12-25"),
        ("new year's day", "2027-01-01"),
        ("easter", "2027-03-28"),
        ("good friday", "2027-03-26"),
        ("thanksgiving", "2026-11-26"),
        ("next thanksgiving", "2026-11-26"),
        ("black friday", "2026-11-27"),
        ("memorial day", "2027-05-31"),
        ("summer", "2027-SU"),
        ("in the spring", "2027-SP"),
        ("autumn", "2026-FA"),
        ("winter", "2026-WI"),
        ("the summer of 2030", "2030-SU"),
        ("the nineties", "199X"),
        ("the twenties", "202X"),
        ("the eighteen seventies", "187X"),
        ("1980s", "198X"),
        ("the 60s", "196X"),
        ("next quarter", "2027-Q1"),
        ("in a fortnight", "2026-12-07"),
        ("in a couple of days", "2026-11-25"),
        ("in three weeks' time", "2026-12-14"),
        ("two weeks from tomorrow", "2026-12-08"),
        ("a week on thursday", "2026-12-03"),
        ("the day after christmas", "2026-12-26"),
        ("three days before easter", "2027-03-25"),
        ("the week after next", "2026-W50"),
        ("saturday the second of january", "2027-01-02"),
        ("friday the thirteenth", "2027-08-13"),
        ("the year two thousand", "2000"),
        ("in nine hundred decades", None),
        ("monday morning", None),
        ("this evening", None),
        ("monday week", None),
        ("the week after monday", "2026-11-30"),
        ("2027-01-05", "2027-01-05"),
        ("2027/01/05", "2027-01-05"),
        ("2027-13-05", None),
        ("25/12/2027", "2027-12-25"),
        ("12/01/2027", None),
        ("13/13/2027", None),
        ("5.6", None),
        ("banana", None),
    ],
)
def test_a_date_is_parsed_as_alexa_sends_it(text: str, expected: str | None) -> None:
    assert DateParser(load_language("en"), load_numbers("en"), lambda: MONDAY).parse(tokenize(text)) == expected


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    dates = DateParser(load_language("en"), load_numbers("en"), lambda: date(2027, 1, 1))

    assert dates.parse(("this", "week")) == "2026-W53"
    assert dates.parse(("last", "month")) == "2026-12"


@pytest.mark.parametrize(
    ("text", "american", "british"),
    [
        ("12/01/2027", "2027-12-01", "2027-01-12"),
        ("3-4-27", "2027-03-04", "2027-04-03"),
        ("1/2", "2027-01-02", "2027-02-01"),
        ("31/12", "2026-12-31", "2026-12-31"),
        ("mother's day", "2027-05-09", "2027-03-07"),
    ],
)
def test_the_region_decides_what_a_numeric_date_or_a_holiday_means(text: str, american: str, british: str) -> None:
    parsed = [
        DateParser(load_language(locale), load_numbers(locale), lambda: MONDAY).parse(tokenize(text))
        for locale in ("en-US", "en-GB")
    ]

    assert parsed == [american, british]


@pytest.mark.parametrize("year", [1, 9999])
@pytest.mark.parametrize(
    "text", ["last christmas", "next easter", "last monday", "next month", "february 29", "tomorrow"]
)
def test_no_date_at_the_ends_of_the_calendar_stops_the_device(text: str, year: int) -> None:
    """Such a date is right or None, and no exception."""
    day = date(year, 1 if year == 1 else 12, 1 if year == 1 else 31)

    parsed = DateParser(load_language("en"), load_numbers("en"), lambda: day).parse(tokenize(text))

    assert parsed is None or parsed[:4].isdecimal()


GERMAN = Language(
    "de",
    {
        "articles": ["der", "die", "das", "ein", "eine", "einer"],
        "date": {
            "weekdays": ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"],
            "months": ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september"],
            "days": [
                "{day} {month} {year}",
                "der {day} {month}",
                "{holiday}",
                "{season}",
                "im {season}",
                "die {decade}",
            ],
            "from_now": ["in {count} {unit}"],
            "after": ["{date} in {count} {unit}"],
            "seasons": {"sommer": "summer"},
            "decades": {"neunziger": 9},
            "decade_endings": ["er"],
            "units": {"woche": "day 7", "wochen": "day 7", "tagen": "day 1"},
            "periods": {"heute": "day 0"},
            "holidays": {"ostern": {"easter": 0}, "buß und bettag": {"month": 11, "weekday": 3, "nth": 3}},
        },
    },
    "DE",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21. Mai 2027", "2027-05-21"),
        ("der dritte Mai", "2027-05-03"),
        ("5.6.2027", "2027-06-05"),
        ("in vierzehn Tagen", "2026-12-07"),
        ("heute in einer Woche", "2026-11-30"),
        ("im Sommer", "2027-SU"),
        ("Ostern", "2027-03-28"),
        ("die Neunziger", "199X"),
        ("die 1990er", "199X"),
    ],
)
def test_another_language_needs_data_alone(text: str, expected: str) -> None:
    assert DateParser(GERMAN, load_numbers("de"), lambda: MONDAY).parse(tokenize(text)) == expected
