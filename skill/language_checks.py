"""What a language still needs: words, crisis phrases, store listing, pages, time zones and help lines."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from skill import locales
from skill.content import helplines, library
from skill.content.drafts import FEWEST_WORDS, Draft
from skill.content.markup import word_count
from skill.crisis import detector
from skill.errors import ContentError
from skill.helplines import Country, HelpLine
from skill.locales import REFERENCE
from skill.pages import views
from skill.skill_package import listing
from skill.toml_reader import read_toml

MOST_SHOWN: Final = 5
"""The problems of a file that a report names; the others are counted."""

_DAYS: Final = 1
"""Any number of days will do to see whether the pages can be made."""

_SPOKEN: Final = ("name", "text", "chat")
"""The fields of a help line with words of a language."""


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    language: str
    is_draft: bool
    """Marked as a draft, so that nothing that is missing is an error."""

    problems: tuple[str, ...]

    def report(self, most: int = MOST_SHOWN) -> list[str]:
        """Return a line for each problem, and for each file with more than `most` one that counts the others."""
        by_file: dict[str, list[str]] = {}
        for problem in self.problems:
            by_file.setdefault(problem.partition(":")[0], []).append(problem)
        return [line for file, found in by_file.items() for line in (*found[:most], *_rest(file, len(found) - most))]


def status(language: str, others: Callable[[str], list[str]] = lambda language: []) -> LanguageStatus:
    """Return what a language lacks. `others` finds more problems of it, such as those of its interaction model."""
    drafts = library.unfinished()
    mine = [draft for name, draft in drafts.items() if name.partition("-")[0] == language]
    checks = (_phrases(mine), _crisis(language), _listing(language), _pages(language), _places(language))
    problems = tuple(problem for check in checks for problem in _caught(check))
    is_draft = language in drafts and drafts[language].is_marked
    return LanguageStatus(language, is_draft, (*problems, *others(language)))


def _rest(file: str, count: int) -> Iterator[str]:
    if count > 0:
        yield f"{file}: and {count} more"


def _caught(problems: Iterator[str]) -> Iterator[str]:
    try:
        yield from problems
    except ContentError as error:
        yield from str(error).splitlines()


def _phrases(drafts: list[Draft]) -> Iterator[str]:
    for draft in drafts:
        yield from draft.problems


def _crisis(language: str) -> Iterator[str]:
    why = "without it the simulator recognizes no crisis phrase that is not a sample"
    return _file(f"{language}/crisis.toml", language, why, lambda _: detector.load(language))


def _listing(language: str) -> Iterator[str]:
    name = f"{language}/listing.toml"
    return _file(name, language, "it is the skill's page in the store", lambda text: listing.parse(name, text))


def _pages(language: str) -> Iterator[str]:
    why = "it is the privacy policy and the terms of use"
    return _file(f"{language}/pages.toml", language, why, lambda _: views.pages(_DAYS, language))


def _file(name: str, language: str, why: str, check: Callable[[str], object]) -> Iterator[str]:
    """Yield that the file is missing and why it is needed, or else what is not translated.

    `check` takes the text. Raise ContentError if it finds an error.
    """
    text = locales.read(name)
    if not text:
        yield f"{name}: is missing; {why}"
        return
    check(text)
    yield from _same_texts(name, read_toml(text, name), language)


def _same_texts(name: str, content: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the texts that are the same as in the reference's file."""
    if language == REFERENCE:
        return
    file = name.replace(language, REFERENCE, 1)
    known = dict(_texts(read_toml(locales.read(file), file)))
    same = set(known.values())
    yield from (f"{name}: {key}: is not translated" for key, text in _texts(content) if text in same)


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of some words with its key."""
    match value:
        case str():
            if word_count(value) >= FEWEST_WORDS:
                yield key, value
        case list():
            for number, each in enumerate(value, start=1):
                yield from _texts(each, f"{key}[{number}]")
        case dict():
            for name, each in value.items():
                yield from _texts(each, f"{key}.{name}" if key else name)


def _places(language: str) -> Iterator[str]:
    listed = {each: locales.locales_of(each) for each in locales.languages()}
    phrases = library.load(with_drafts=True).guide(locales.main_locale(language)).phrases
    yield from place_problems(language, listed, locales.time_zones(), helplines.load(), phrases)


def place_problems(
    language: str,
    listed: Mapping[str, Sequence[str]],
    zones: Mapping[str, Mapping[str, Any]],
    countries: Mapping[str, Country],
    phrases: Container[str],
) -> Iterator[str]:
    """Yield what is wrong with the time zone and the country of each locale. `listed` are the locales by language."""
    regions = [region for found in listed.values() for locale in found for region in _regions(locale, zones)]
    for locale in listed[language]:
        yield from _zone_problems(locale, zones.get(locale, {}))
        for region in _regions(locale, zones):
            if region not in countries:
                yield (
                    f"helplines.toml: countries.{region}: is missing; write a [[countries]] table with an emergency"
                    " number and lines, each with two sources"
                )
            else:
                country = countries[region].in_language(language)
                yield from _country(country, language, phrases, is_shared=regions.count(region) > 1)


def _regions(locale: str, zones: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the codes of the countries whose help lines are spoken in a locale, its own first."""
    return [locale.partition("-")[2], *zones.get(locale, {}).get("countries", {})]


def _zone_problems(locale: str, table: Mapping[str, Any]) -> Iterator[str]:
    zone = table.get("time_zone")
    if zone is None or not locales.is_zone(zone):
        problem = f"{zone} is not a time zone" if zone else "is missing"
        yield f'locales.toml: {locale}: {problem}; write for example time_zone = "Europe/Rome"'
    for code, names in table.get("countries", {}).items():
        for name in names:
            if not locales.is_zone(name):
                problem = f"{name} is not a time zone"
                yield f'locales.toml: {locale}.countries.{code}: {problem}; write for example "Europe/Vienna"'


def _country(country: Country, language: str, phrases: Container[str], *, is_shared: bool) -> Iterator[str]:
    name = f"helplines.toml: countries.{country.code}"
    if not country.national("distress"):
        yield f"{name}: has no line for distress that serves the whole country and has two sources"
    if not (country.parts or country.national("abuse") or country.web):
        yield f"{name}: has no line for abuse with two sources, and no web address"
    for line in country.lines:
        for key, value in (("hours", line.hours), ("whom", line.whom)):
            if value and " " not in value and f"{key}_{value}" not in phrases:
                yield f"{name}.{line.name}.{key}: {value!r} is no phrase {key}_{value}; write that phrase, or a table"
        if is_shared and not _speaks(line, language):
            yield f'{name}.{line.name}: write its words in {language}, as {{ {language} = "...", ... = "..." }}'


def _speaks(line: HelpLine, language: str) -> bool:
    """Whether each field with words is there in a language. Numbers are the same in all of them."""
    translated = line.translations.get(language, {})
    return all(key in translated or not any(map(str.isalpha, getattr(line, key))) for key in _SPOKEN)
