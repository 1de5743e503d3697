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


def expected_parts(country: Country) -> list[str]:
    """Return what the speech must contain in a country, in this order."""
    web = [country.web.replace(".", " dot ")] if country.web else []
    abuse = country.confirmed("abuse")
    in_parts = [part for line in abuse if line.part for part in (line.part, line.number)]
    national = [line for line in (*abuse, *country.confirmed("distress")) if not line.part]
    lines = [
        part for line in national for part in (line.name, *([line.whom] * bool(line.whom)), line.hours, line.number)
    ]
    return [country.emergency, *in_parts, *lines, *web]


def card_offered(locale: str) -> DialogueSession:
    """Return a session after the numbers, at the question about the card."""
    session = DialogueSession(LIBRARY.guide(locale))
    session.handle("SafetyIntent")
    session.handle("AMAZON.NoIntent")
    return session


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_emergency_number_comes_before_the_countrys_lines(code: str) -> None:
    in_this_order = ".*".join(map(re.escape, expected_parts(COUNTRIES[code])))

    reply = DialogueSession(LIBRARY.guide(f"en-{code}")).handle("SafetyIntent")

    assert re.search(in_this_order, " ".join(words(reply.speech)))


@pytest.mark.parametrize("locale", ["en", "en-ZA", "xx-XX", ""])
def test_an_unknown_country_gets_no_number(locale: str) -> None:
    reply = DialogueSession(LIBRARY.guide(locale)).handle("SafetyIntent")

    assert "call your local emergency number" in reply.speech
    assert not any(character.isdigit() for character in reply.speech)


def test_a_line_with_a_single_source_is_never_spoken() -> None:
    line = HelpLine("abuse", "the Rumoured Line", "555-0100", "at any hour", TODAY.date(), ("a forum",))
    country = Country("US", "911", ("one", "other"), (line,))

    reply = DialogueSession(replace(ENGLISH, country=country)).handle("SafetyIntent")

    assert "911" in reply.speech
    assert "555-0100" not in reply.speech
    assert "Rumoured" not in reply.speech


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_repetition_is_offered_and_nothing_is_stored(person: str, *, one_shot: bool) -> None:
    guide = LIBRARY.guide("en-US")
    progress = PEOPLE[person](guide)

    reply = DialogueSession(guide, progress).handle("SafetyIntent", one_shot=one_shot)

    assert reply.question == "safety"
    assert reply.progress == progress


def test_yes_repeats_it_word_for_word() -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    first = session.handle("SafetyIntent")

    again = session.handle("AMAZON.YesIntent")

    assert again == first


def test_in_britain_the_lines_of_all_four_nations_are_spoken() -> None:
    reply = DialogueSession(LIBRARY.guide("en-GB")).handle("SafetyIntent")

    assert re.findall(r"In ([\w ]+):", reply.speech) == ["England", "Scotland", "Wales", "Northern Ireland"]


@pytest.mark.parametrize("intents", [["SafetyIntent"], ["SafetyIntent", "AMAZON.YesIntent"]])
def test_the_card_is_offered_once_after_a_warning_who_can_read_it(intents: list[str]) -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    for name in intents:
        session.handle(name)

    offer = session.handle("AMAZON.NoIntent")

    assert "anyone who can open it on this account could read them" in offer.speech
    assert offer.question == "card"
    assert offer.card is None
    assert offer.progress == Progress()


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_card_has_every_confirmed_number_under_a_neutral_title(code: str) -> None:
    country = COUNTRIES[code]
    confirmed = [line for line in country.lines if line.is_confirmed]

    card = card_offered(f"en-{code}").handle("AMAZON.YesIntent").card

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


def test_the_card_says_whom_a_line_serves() -> None:
    card = card_offered("en-GB").handle("AMAZON.YesIntent").card

    assert card
    assert "Live Fear Free, Wales only: 0808-80-10-800, at any hour" in card.text
    assert "The Men's Advice Line, men only: 0808-801-0327, on weekdays in the daytime" in card.text


@pytest.mark.parametrize("name", sorted(INTENT_HANDLERS.keys() - {"AMAZON.YesIntent"}))
def test_only_a_yes_sends_a_card(name: str) -> None:
    assert card_offered("en-US").handle(name).card is None


@pytest.mark.parametrize("question", sorted({*QUESTIONS} - {"card"}))
def test_a_yes_to_any_other_question_sends_no_card(question: str) -> None:
    guide = LIBRARY.guide("en-US")

    reply = INTENT_HANDLERS["AMAZON.YesIntent"](
        Turn(guide, PEOPLE["in the middle"](guide), TODAY, open_question=question)
    )

    assert reply.card is None


def test_an_unknown_country_gets_no_card_offer() -> None:
    session = DialogueSession(LIBRARY.guide("en-ZA"))
    session.handle("SafetyIntent")

    reply = session.handle("AMAZON.NoIntent")

    assert reply.question is None


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "AMAZON.NoIntent"])
def test_the_session_closes_afterwards(answer: str) -> None:
    reply = card_offered("en-US").handle(answer)

    assert reply.question is None
    assert "Please look after yourself." in reply.speech
    assert reply.progress == Progress()
