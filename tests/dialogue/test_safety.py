import re
from dataclasses import replace

import pytest

from skill.content import emergency
from skill.content.markup import words
from skill.helplines import Country, HelpLine
from skill.progress import Progress
from tests.people import ENGLISH, LIBRARY, PEOPLE, TODAY, Talk

COUNTRIES = emergency.load()


def to_be_heard(country: Country) -> list[str]:
    """What must be heard in a country, in this order."""
    lines = [line for purpose in ("abuse", "distress") if (line := country.line(purpose))]
    web = [country.web.replace(".", " dot ")] if country.web else []
    return [country.emergency, *(part for line in lines for part in (line.name, line.hours, line.number)), *web]


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_emergency_number_comes_first_and_then_the_countrys_lines(code: str) -> None:
    in_this_order = ".*".join(map(re.escape, to_be_heard(COUNTRIES[code])))

    reply = Talk(LIBRARY.guide(f"en-{code}")).means("SafetyIntent")

    assert re.search(in_this_order, " ".join(words(reply.speech)))


@pytest.mark.parametrize("locale", ["en", "en-ZA", "xx-XX", ""])
def test_in_a_country_that_is_not_known_no_number_is_guessed(locale: str) -> None:
    reply = Talk(LIBRARY.guide(locale)).means("SafetyIntent")

    assert "call your local emergency number" in reply.speech
    assert not any(character.isdigit() for character in reply.speech)


def test_a_line_that_one_source_alone_names_is_never_spoken() -> None:
    line = HelpLine("abuse", "the Rumoured Line", "555-0100", "at any hour", TODAY.date(), ("a forum",))
    country = Country("US", "911", ("one", "other"), (line,))

    reply = Talk(replace(ENGLISH, country=country)).means("SafetyIntent")

    assert "911" in reply.speech
    assert "555-0100" not in reply.speech
    assert "Rumoured" not in reply.speech


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_it_is_offered_again_and_nothing_of_it_is_kept(person: str, *, one_shot: bool) -> None:
    guide = LIBRARY.guide("en-US")
    progress = PEOPLE[person](guide)

    reply = Talk(guide, progress).means("SafetyIntent", one_shot=one_shot)

    assert reply.question == "safety"
    assert reply.progress == progress


def test_yes_tells_it_once_more_word_for_word() -> None:
    talk = Talk(LIBRARY.guide("en-US"))
    first = talk.means("SafetyIntent")

    again = talk.means("AMAZON.YesIntent")

    assert again == first


def test_afterwards_the_guide_does_not_push_on() -> None:
    talk = Talk(LIBRARY.guide("en-US"))
    talk.means("SafetyIntent")

    reply = talk.means("AMAZON.NoIntent")

    assert reply.question is None
    assert reply.speech.startswith("Please look after yourself.")
    assert reply.progress == Progress()
