"""`trust-steps doctor` says what a language lacks, file by file."""

from dataclasses import replace

import pytest

from skill import locales
from skill.content import helplines
from skill.language_checks import LanguageStatus, place_problems, status
from tests.support.progress_states import ENGLISH


@pytest.mark.parametrize("language", locales.languages())
def test_every_finished_language_is_complete(language: str) -> None:
    found = status(language)

    assert found.is_draft or found.problems == ()


def test_other_checks_are_reported_too() -> None:
    assert status("en", lambda language: [f"{language}.json: has no samples"]).problems == ("en.json: has no samples",)


def test_the_problems_of_a_file_are_counted_after_the_first_few() -> None:
    problems = (*(f"it/phrases.toml: phrases.p{number}: missing" for number in range(9)), "it/pages.toml: is missing")

    assert LanguageStatus("it", is_draft=True, problems=problems).report(most=2) == [
        "it/phrases.toml: phrases.p0: missing",
        "it/phrases.toml: phrases.p1: missing",
        "it/phrases.toml: and 7 more",
        "it/pages.toml: is missing",
    ]


def test_a_time_zone_a_country_and_words_that_are_missing_are_named() -> None:
    """Two languages share the United States here, and the names of its lines are English."""
    listed = {"en": ("en-US", "en-XX"), "es": ("es-US",)}
    zones = {"en-US": {"time_zone": "Mars/Olympus"}}
    countries = helplines.load()
    lines = tuple(replace(line, translations={}) for line in countries["US"].lines)
    countries = {**countries, "US": replace(countries["US"], lines=lines)}

    problems = list(place_problems("en", listed, zones, countries, ENGLISH.phrases))

    assert [problem.partition(";")[0] for problem in problems if problem.startswith("locales.toml")] == [
        "locales.toml: en-US: Mars/Olympus is not a time zone",
        "locales.toml: en-XX: is missing",
    ]
    assert any(problem.startswith("helplines.toml: countries.XX: is missing") for problem in problems)
    assert any(f"{countries['US'].lines[0].name}: write its words in en" in problem for problem in problems)


def test_a_further_country_of_a_locale_is_checked_too() -> None:
    zones = {
        "en-US": {"time_zone": "America/New_York", "countries": {"AT": ["Europe/Vjenna"], "XX": ["Europe/Vienna"]}}
    }

    problems = list(place_problems("en", {"en": ("en-US",)}, zones, helplines.load(), ENGLISH.phrases))

    assert [problem.partition(";")[0] for problem in problems] == [
        "locales.toml: en-US.countries.AT: Europe/Vjenna is not a time zone",
        "helplines.toml: countries.XX: is missing",
    ]


def test_hours_that_no_phrase_says_are_named() -> None:
    line = replace(helplines.load()["US"].lines[0], hours="full_moon")
    countries = {"US": replace(helplines.load()["US"], lines=(line,))}

    problems = list(place_problems("en", {"en": ("en-US",)}, locales.time_zones(), countries, ENGLISH.phrases))

    assert any("hours: 'full_moon' is no phrase hours_full_moon; write that phrase" in problem for problem in problems)
    assert any("has no line for distress" in problem for problem in problems)
