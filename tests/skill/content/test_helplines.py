import re
from datetime import date
from typing import get_args

import pytest

from skill import locales
from skill.content import helplines
from skill.errors import ContentError
from skill.helplines import Country, HelpLine, Purpose
from tests.support.progress_states import ENGLISH, LIBRARY

COUNTRIES = helplines.load()
LINES = [
    pytest.param(line, id=f"{country.code}-{line.purpose}-{line.name}")
    for country in COUNTRIES.values()
    for line in country.lines
]
SPOKEN = [
    pytest.param(line, id=f"{country.code}-{line.purpose}-{line.name}")
    for country in COUNTRIES.values()
    for line in dict.fromkeys(
        [*country.parts, *(line for purpose in get_args(Purpose) for line in country.lines_for(purpose))]
    )
]

GOOD = """
[[countries]]
code = "XX"
emergency = "112"
emergency_sources = ["the police", "a newspaper"]

[[countries.lines]]
purpose = "abuse"
name = "the Example Line"
number = "0800-555-0100"
hours = "at any hour"
last_verified = 2026-10-07
sources = ["the operator", "a newspaper"]
"""

INVALID = {
    "invalid TOML": ("[[countries]]", "[[countries", "helplines.toml: is not TOML: Expected"),
    "lines that are not tables": (
        "[[countries.lines]]\n",
        "lines = 1\n[[countries]]\n",
        "helplines.toml: countries.XX.lines: must be",
    ),
    "a country without emergency number": ('emergency = "112"\n', "", "helplines.toml: countries.XX: .*'emergency'"),
    "a country without a code": ('code = "XX"\n', "", r"helplines.toml: countries.\?: .*'code'"),
    "one source for the emergency number": (
        '["the police", "a newspaper"]',
        '["the police"]',
        "helplines.toml: countries.XX: emergency, web, police and emergency_text need at least 2 sources",
    ),
    "one source for the web address": (
        "[[countries.lines]]",
        'web = "example.org"\nweb_sources = ["the operator"]\n[[countries.lines]]',
        "helplines.toml: countries.XX: emergency, web, police and emergency_text need at least 2 sources",
    ),
    "one source for the number of the police": (
        "[[countries.lines]]",
        'police = "110"\npolice_sources = ["the police"]\n[[countries.lines]]',
        "helplines.toml: countries.XX: emergency, web, police and emergency_text need at least 2 sources",
    ),
    "one source for the number to write to": (
        "[[countries.lines]]",
        'emergency_text = "114"\nemergency_text_sources = ["the police"]\n[[countries.lines]]',
        "helplines.toml: countries.XX: emergency, web, police and emergency_text need at least 2 sources",
    ),
    "an unknown key of a country": ("emergency =", 'song = "la"\nemergency =', "countries.XX: .*'song'"),
    "an unknown key of a line": ("number =", 'nmuber = "1"\nnumber =', "countries.XX.the Example Line: .*'nmuber'"),
    "a line without a date": ("last_verified = 2026-10-07\n", "", "countries.XX.the Example Line: .*'last_verified'"),
    "a line without a number": ('number = "0800-555-0100"\n', "", "countries.XX.the Example Line: .*'number'"),
    "a text as the date": (
        "2026-10-07",
        '"2026-10-07"',
        "countries.XX.the Example Line.last_verified: must be a date",
    ),
    "an integer as the number": (
        '"0800-555-0100"',
        "8005550100",
        "countries.XX.the Example Line.number: must be a text",
    ),
    "a text as the sources": (
        '["the operator", "a newspaper"]',
        '"the operator"',
        "countries.XX.the Example Line.sources: must be a list of texts",
    ),
    "an empty source": (
        '["the operator", "a newspaper"]',
        '["the operator", ""]',
        "countries.XX.the Example Line.sources: must be a list of texts",
    ),
    "a text as the languages": (
        "number =",
        'languages = "fr"\nnumber =',
        "countries.XX.the Example Line.languages: must be a list of texts",
    ),
    "a name in no language": (
        'name = "the Example Line"',
        "name = { en = 3 }",
        "countries.XX.3.name: must be a text, or texts by language",
    ),
    "a number in two languages": (
        'number = "0800-555-0100"',
        'number = { en = "1" }',
        "countries.XX.the Example Line.number: must be a text",
    ),
    "an unknown purpose": (
        '"abuse"',
        '"abuze"',
        "countries.XX.the Example Line.purpose: must be one of abuse, distress",
    ),
}


def test_an_empty_file_has_no_countries() -> None:
    assert helplines.parse("") == {}


def test_a_file_is_parsed_to_countries() -> None:
    countries = helplines.parse(GOOD)

    assert countries == {
        "XX": Country(
            code="XX",
            emergency="112",
            emergency_sources=("the police", "a newspaper"),
            lines=(
                HelpLine(
                    purpose="abuse",
                    name="the Example Line",
                    number="0800-555-0100",
                    hours="at any hour",
                    last_verified=date(2026, 10, 7),
                    sources=("the operator", "a newspaper"),
                ),
            ),
            web="",
            web_sources=(),
        )
    }


def test_a_line_has_its_words_in_the_language_of_the_locale() -> None:
    """A Spanish speaker in the United States hears the name and the way to write in Spanish."""
    text = GOOD.replace('"the Example Line"', '{ en = "the Example Line", es = "la línea de ejemplo" }')
    country = helplines.parse(text)["XX"]

    names = [country.in_language(language).lines[0].name for language in ("en", "es", "fr")]

    assert names == ["the Example Line", "la línea de ejemplo", "the Example Line"]


def test_a_line_is_given_in_its_languages_only() -> None:
    """A French speaker in Canada hears Quebec's line, an English speaker in Vancouver does not."""
    country = helplines.parse(GOOD.replace("number =", 'languages = ["fr"]\nnumber ='))["XX"]

    given = [bool(country.in_language(language).lines) for language in ("en", "fr")]

    assert given == [False, True]


def test_the_site_of_a_country_is_in_the_language_of_the_locale() -> None:
    """A French speaker who only hears it can not spell an English address."""
    site = 'web = { en = "shelters.org", fr = "abris.org" }\nweb_sources = ["the operator", "a newspaper"]'
    country = helplines.parse(GOOD.replace("[[countries.lines]]", f"{site}\n[[countries.lines]]"))["XX"]

    assert [country.in_language(language).web for language in ("en", "fr", "de")] == [
        "shelters.org",
        "abris.org",
        "shelters.org",
    ]


def test_a_key_is_pressed_only_in_the_languages_that_have_one() -> None:
    """A menu that offers Spanish under 2 must not send English speakers there."""
    text = GOOD.replace("hours =", 'press = { es = "2" }\nhours =')
    country = helplines.parse(text)["XX"]

    assert [country.in_language(language).lines[0].press for language in ("en", "es", "fr")] == ["", "2", ""]


@pytest.mark.parametrize(("good", "bad", "message"), INVALID.values(), ids=INVALID)
def test_an_invalid_entry_is_rejected_with_its_name(good: str, bad: str, message: str) -> None:
    assert good in GOOD

    with pytest.raises(ContentError, match=message):
        helplines.parse(GOOD.replace(good, bad, 1))


@pytest.mark.parametrize("text", ["countries = 1", "countries = [1]", "[countries]"])
def test_countries_that_are_not_tables_are_rejected(text: str) -> None:
    with pytest.raises(ContentError, match=r"helplines.toml: countries: must be \[\[tables\]\]"):
        helplines.parse(text)


def test_a_duplicate_country_is_rejected() -> None:
    with pytest.raises(ContentError, match="duplicate code"):
        helplines.parse(GOOD + GOOD)


def test_every_locale_has_a_country() -> None:
    """A person in danger must hear the numbers of their own country."""
    listed = {locale for language in LIBRARY.guides for locale in locales.locales_of(language) if "-" not in language}

    assert len(listed) > 4
    assert {locale.partition("-")[2] for locale in listed} - COUNTRIES.keys() == set()


@pytest.mark.parametrize("country", COUNTRIES.values(), ids=COUNTRIES)
def test_every_country_has_an_emergency_number_and_a_help_line_or_site(country: Country) -> None:
    assert re.fullmatch(r"\d{3}", country.emergency)
    assert len(set(country.emergency_sources)) >= 2
    assert not country.police or re.fullmatch(r"\d{2,3}", country.police)
    assert country.parts or country.national("abuse") or (country.web and len(set(country.web_sources)) >= 2)
    assert country.national("distress")


@pytest.mark.parametrize("line", SPOKEN)
def test_every_spoken_line_has_two_sources_and_a_date(line: HelpLine) -> None:
    assert len(set(line.sources)) >= 2
    assert line.last_verified > date(2025, 1, 1)


@pytest.mark.parametrize("line", LINES)
def test_every_number_consists_of_digits(line: HelpLine) -> None:
    assert re.fullmatch(r"\d+(-\d+)*", line.number)


@pytest.mark.parametrize("line", LINES)
def test_the_name_and_the_hours_fit_the_sentence(line: HelpLine) -> None:
    assert line.name.isprintable()
    assert not line.name.endswith(".")
    assert f"hours_{line.hours}" in ENGLISH.phrases or " " in line.hours
    assert not line.whom or f"whom_{line.whom}" in ENGLISH.phrases
