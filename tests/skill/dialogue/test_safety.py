import re
from dataclasses import replace

import pytest

from skill.content import helplines
from skill.content.markup import words
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine
from skill.progress import Progress
from tests.support.progress_states import ENGLISH, LIBRARY, PEOPLE, TODAY, DialogueSession

COUNTRIES = helplines.load()


def to_be_heard(country: Country) -> list[str]:
    """What must be heard in a country, in this order."""
    web = [country.web.replace(".", " dot ")] if country.web else []
    abuse = country.confirmed("abuse")
    in_parts = [part for line in abuse if line.part for part in (line.part, line.number)]
    whole = [line for line in (*abuse, *country.confirmed("distress")) if not line.part]
    lines = [part for line in whole for part in (line.name, *([line.whom] * bool(line.whom)), line.hours, line.number)]
    return [country.emergency, *in_parts, *lines, *web]


def offered(locale: str) -> DialogueSession:
    """A session in which somebody heard the numbers, and is asked whether the app shall keep them."""
    session = DialogueSession(LIBRARY.guide(locale))
    session.handle("SafetyIntent")
    session.handle("AMAZON.NoIntent")
    return session


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_emergency_number_comes_first_and_then_the_countrys_lines(code: str) -> None:
    in_this_order = ".*".join(map(re.escape, to_be_heard(COUNTRIES[code])))

    reply = DialogueSession(LIBRARY.guide(f"en-{code}")).handle("SafetyIntent")

    assert re.search(in_this_order, " ".join(words(reply.speech)))


@pytest.mark.parametrize("locale", ["en", "en-ZA", "xx-XX", ""])
def test_in_a_country_that_is_not_known_no_number_is_guessed(locale: str) -> None:
    reply = DialogueSession(LIBRARY.guide(locale)).handle("SafetyIntent")

    assert "call your local emergency number" in reply.speech
    assert not any(character.isdigit() for character in reply.speech)


def test_a_line_that_one_source_alone_names_is_never_spoken() -> None:
    line = HelpLine("abuse", "the Rumoured Line", "555-0100", "at any hour", TODAY.date(), ("a forum",))
    country = Country("US", "911", ("one", "other"), (line,))

    reply = DialogueSession(replace(ENGLISH, country=country)).handle("SafetyIntent")

    assert "911" in reply.speech
    assert "555-0100" not in reply.speech
    assert "Rumoured" not in reply.speech


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_it_is_offered_again_and_nothing_of_it_is_kept(person: str, *, one_shot: bool) -> None:
    guide = LIBRARY.guide("en-US")
    progress = PEOPLE[person](guide)

    reply = DialogueSession(guide, progress).handle("SafetyIntent", one_shot=one_shot)

    assert reply.question == "safety"
    assert reply.progress == progress


def test_yes_tells_it_once_more_word_for_word() -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    first = session.handle("SafetyIntent")

    again = session.handle("AMAZON.YesIntent")

    assert again == first


def test_in_britain_the_lines_of_all_four_nations_are_heard() -> None:
    reply = DialogueSession(LIBRARY.guide("en-GB")).handle("SafetyIntent")

    assert re.findall(r"In ([\w ]+):", reply.speech) == ["England", "Scotland", "Wales", "Northern Ireland"]


@pytest.mark.parametrize("asked", [["SafetyIntent"], ["SafetyIntent", "AMAZON.YesIntent"]])
def test_the_numbers_are_offered_for_the_app_once_and_first_who_can_read_them_there(asked: list[str]) -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    for name in asked:
        session.handle(name)

    offer = session.handle("AMAZON.NoIntent")

    assert "anyone who can open it on this account could read them" in offer.speech
    assert offer.question == "card"
    assert offer.card is None
    assert offer.progress == Progress()


@pytest.mark.parametrize("code", COUNTRIES)
def test_after_a_yes_a_card_holds_every_confirmed_number_under_a_title_that_tells_nothing(code: str) -> None:
    country = COUNTRIES[code]
    confirmed = [line for line in country.lines if line.is_confirmed]

    card = offered(f"en-{code}").handle("AMAZON.YesIntent").card

    assert card
    assert card.title == "Numbers to keep"
    for part in (
        country.emergency,
        country.web,
        *(line.number for line in confirmed),
        *(line.web for line in confirmed),
    ):
        assert part in card.text
    assert "<" not in card.text


def test_a_line_that_is_not_for_everyone_says_so_on_the_card() -> None:
    card = offered("en-GB").handle("AMAZON.YesIntent").card

    assert card
    assert "Live Fear Free, Wales only: 0808-80-10-800, at any hour" in card.text
    assert "The Men's Advice Line, men only: 0808-801-0327, on weekdays in the daytime" in card.text


@pytest.mark.parametrize("name", sorted(INTENT_HANDLERS.keys() - {"AMAZON.YesIntent"}))
def test_nothing_but_a_yes_sends_a_card(name: str) -> None:
    assert offered("en-US").handle(name).card is None


@pytest.mark.parametrize("asked", sorted({*QUESTIONS} - {"card"}))
def test_a_yes_to_any_other_question_sends_no_card(asked: str) -> None:
    guide = LIBRARY.guide("en-US")

    reply = INTENT_HANDLERS["AMAZON.YesIntent"](Turn(guide, PEOPLE["in the middle"](guide), TODAY, open_question=asked))

    assert reply.card is None


def test_where_no_number_is_known_there_is_none_to_be_kept() -> None:
    session = DialogueSession(LIBRARY.guide("en-ZA"))
    session.handle("SafetyIntent")

    reply = session.handle("AMAZON.NoIntent")

    assert reply.question is None


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "AMAZON.NoIntent"])
def test_afterwards_the_guide_does_not_push_on(answer: str) -> None:
    reply = offered("en-US").handle(answer)

    assert reply.question is None
    assert "Please look after yourself." in reply.speech
    assert reply.progress == Progress()
