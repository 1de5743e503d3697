import re
from dataclasses import replace

import pytest

from skill.content import helplines
from skill.content.markup import words
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.reply import Card, Reply
from skill.dialogue.safety import DESPAIR_QUESTIONS, INTENTS
from skill.dialogue.safety import QUESTIONS as SAFETY_QUESTIONS
from skill.dialogue.screen import SafetyScreen, default_screen
from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine, Purpose
from skill.progress import Progress
from tests.support.progress_states import ENGLISH, LIBRARY, PEOPLE, TODAY, DialogueSession

COUNTRIES = {code: country.in_language("en") for code, country in helplines.load().items()}


PURPOSES: dict[str, Purpose] = {"despair": "distress", "child": "child", "harm": "harm"}
"""The purpose of the lines for each kind but the first, which asks for the nation in Britain."""

every_intent = pytest.mark.parametrize("intent", INTENTS.values())
every_country = pytest.mark.parametrize("code", COUNTRIES)


def text(reply: Reply) -> str:
    return " ".join(words(reply.speech))


def card_offered(locale: str) -> DialogueSession:
    """Return a session at the question about the card."""
    session = DialogueSession(LIBRARY.guide(locale))
    session.handle("SafetyIntent")
    session.handle("AMAZON.YesIntent")
    return session


@every_country
@every_intent
def test_the_way_out_comes_first_then_warmth_then_the_emergency_number(intent: str, code: str) -> None:
    reply = DialogueSession(LIBRARY.guide(f"en-{code}")).handle(intent)

    ways_out = r"Say stop (to end this|at any time)\."
    number = COUNTRIES[code].emergency if intent == "SafetyDespairIntent" else COUNTRIES[code].against_violence
    in_this_order = rf"{ways_out} I'm glad you told me\. .*In danger now\? Call {number}"
    assert re.match(in_this_order, text(reply))


def test_where_the_police_have_a_number_of_their_own_it_is_named_against_violence_but_not_in_despair() -> None:
    """In Germany 112 reaches an ambulance, which has to call the police first."""
    speeches = {kind: DialogueSession(LIBRARY.guide("de-DE")).handle(name).speech for kind, name in INTENTS.items()}

    assert {kind for kind, speech in speeches.items() if ">110<" in speech} == {"abuse", "child", "harm"}
    assert {kind for kind, speech in speeches.items() if ">112<" in speech} == {"despair"}


def test_the_card_names_a_line_for_two_purposes_once() -> None:
    guide = replace(LIBRARY.guide("de-DE"), country=COUNTRIES["AT"])
    session = DialogueSession(guide)
    for name in ("SafetyIntent", "AMAZON.YesIntent", "AMAZON.YesIntent"):
        reply = session.handle(name)

    assert isinstance(reply.card, Card)
    assert reply.card.text.count("0800-400-777") == 1


@every_intent
def test_the_warm_words_differ_by_kind(intent: str) -> None:
    speeches = {DialogueSession(LIBRARY.guide("en-US")).handle(name).speech for name in INTENTS.values()}

    assert len(speeches) == len(INTENTS)
    assert ("It isn't your fault." in DialogueSession(LIBRARY.guide("en-US")).handle(intent).speech) == (
        intent == "SafetyIntent"
    )


@every_country
@pytest.mark.parametrize("kind", PURPOSES)
def test_the_line_for_the_purpose_is_spoken_and_no_other_unless_it_serves_only_some(kind: str, code: str) -> None:
    country = COUNTRIES[code]

    speech = DialogueSession(LIBRARY.guide(f"en-{code}")).handle(INTENTS[kind]).speech

    spoken = country.lines_for(PURPOSES[kind])
    heard = {line.number for line in country.lines if f">{line.number}<" in speech}
    assert heard
    assert heard <= {line.number for line in spoken}


@every_country
@every_intent
def test_a_line_for_certain_people_is_never_the_only_one(intent: str, code: str) -> None:
    speech = DialogueSession(LIBRARY.guide(f"en-{code}")).handle(intent).speech

    assert ("Women can" in speech or "Men can" in speech) <= ("Anyone can" in speech)


@pytest.mark.parametrize(
    ("code", "kind", "quiet"),
    [
        ("US", "abuse", "Or text START to 88788."),
        ("US", "despair", "Call or text 988 ."),
        ("GB", "despair", "Or text SHOUT to 85258 ."),
        ("GB", "harm", "Or chat at respectphoneline dot org dot uk."),
        ("AU", "abuse", "Or text 0458-737-732 ."),
    ],
)
def test_a_line_has_its_quiet_way_in_the_same_breath(code: str, kind: str, quiet: str) -> None:
    reply = DialogueSession(LIBRARY.guide(f"en-{code}")).handle(INTENTS[kind])

    assert quiet.replace(" ", "") in text(reply).replace(" ", "")


LINES = {
    "de-DE": {
        "abuse": "Wähl 110. Für Frauen: das Hilfetelefon, 116-016. Für alle: die TelefonSeelsorge, 0800-111-0-111.",
        "despair": "Wähl 112. Die TelefonSeelsorge ist rund um die Uhr da: 0800-111-0-111. Chat: telefonseelsorge",
        "child": "Für junge Leute: nachmittags das Kinder- und Jugendtelefon, 116-111. Für alle: die TelefonSeelsorge",
        "harm": "Wähl 110. Die TelefonSeelsorge ist rund um die Uhr da: 0800-111-0-111.",
    },
    "es-ES": {
        "abuse": "Para mujeres: 016. Por mensaje: WhatsApp al 600-000-016. Para cualquiera: el Teléfono de la"
        " Esperanza, 717-003-717.",
        "despair": "La línea de ayuda atiende a cualquier hora: 024.",
        "child": "El Teléfono ANAR atiende a cualquier hora: 900-20-20-10. O por chat, en anar punto org.",
        "harm": "El Teléfono de la Esperanza atiende a cualquier hora: 717-003-717.",
    },
    "es-MX": {
        "abuse": "Para mujeres: 079. Luego marca 1. Para cualquiera: la Línea de la Vida, 800-911-2000.",
        "child": "La Línea de la Vida atiende a cualquier hora: 800-911-2000.",
    },
    "es-US": {
        "despair": "La línea de ayuda atiende a cualquier hora: 988. Luego marca 2. Por mensaje: AYUDA al 988.",
    },
    "fr-FR": {
        "abuse": "appelle le 17. Sans parler : SMS au 114. Pour les femmes : le 3919. Pour tous : en journée,"
        " France Victimes, au 116-006.",
        "despair": "appelle le 112. La ligne de soutien répond à toute heure au 3114.",
        "child": "appelle le 17. Sans parler : SMS au 114. Allô Enfance en Danger répond à toute heure au 119.",
        "harm": "appelle le 17. La ligne d'écoute répond tous les jours en journée au 08-019-019-11.",
    },
    "fr-CA": {
        "abuse": "appelle le 911. Au Québec, SOS violence conjugale, au 1-800-363-9010. Par texto : 438-601-1211."
        " Pour les femmes, aussi hebergementfemmes point ca.",
        "despair": "appelle le 911. La ligne d'aide répond à toute heure. Appelle ou texte le 988.",
        "child": "Pour les jeunes : Jeunesse, J'écoute, au 1-800-668-6868. Par texto : PARLER au 686868. Au Québec, SOS"
        " violence conjugale, au 1-800-363-9010.",
    },
}


@pytest.mark.parametrize(
    ("locale", "kind", "lines"),
    [(locale, kind, lines) for locale, kinds in LINES.items() for kind, lines in kinds.items()],
)
def test_each_hears_a_line_for_their_danger_and_how_to_write_for_help(locale: str, kind: str, lines: str) -> None:
    """Who has the other in the next room can not call.

    No beaten man is sent to a line against suicide, and no child to one for women.
    """
    reply = DialogueSession(LIBRARY.guide(locale)).handle(INTENTS[kind])

    assert lines.replace(" ", "") in text(reply).replace(" ", "")


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("fr-FR", "SafetyIntent", '<say-as interpret-as="cardinal">17</say-as>'),
        ("fr-FR", "SafetyIntent", '<sub alias="trente-neuf dix-neuf">3919</sub>'),
        ("fr-FR", "SafetyDespairIntent", '<sub alias="trente et un quatorze">3114</sub>'),
        ("fr-CA", "SafetyDespairIntent", '<say-as interpret-as="digits">911</say-as>'),
        ("fr-CA", "SafetyDespairIntent", '<say-as interpret-as="telephone">988</say-as>'),
    ],
)
def test_a_number_is_said_as_people_of_the_country_say_it(locale: str, name: str, said: str) -> None:
    """In France 3919 is known as "trente-neuf dix-neuf"; said digit by digit it is not recognized."""
    assert said in DialogueSession(LIBRARY.guide(locale)).handle(name).speech


def test_more_names_the_line_for_everyone_beside_the_one_for_women_and_the_one_for_despair() -> None:
    session = card_offered("es-ES")

    assert session.last_reply
    assert re.findall(r"telephone\">([\d-]+)", session.last_reply.speech) == ["016", "717-003-717", "024"]


def test_a_request_to_call_is_answered_that_the_skill_can_not() -> None:
    assert "I can't call anyone." in DialogueSession(LIBRARY.guide("en-US")).handle("SafetyIntent").speech


def test_in_india_the_national_line_comes_first() -> None:
    speech = DialogueSession(LIBRARY.guide("en-IN")).handle("SafetyIntent").speech

    assert "14490" in speech
    assert ">181<" not in speech


@every_intent
@pytest.mark.parametrize("locale", ["en", "en-ZA", "xx-XX", ""])
def test_an_unknown_country_gets_no_number(locale: str, intent: str) -> None:
    reply = DialogueSession(LIBRARY.guide(locale)).handle(intent)

    assert "Call your local emergency number" in reply.speech
    assert not any(character.isdigit() for character in reply.speech)


def test_a_line_with_a_single_source_is_never_spoken() -> None:
    line = HelpLine("abuse", "the Rumoured Line", "555-0100", "at any hour", TODAY.date(), ("a forum",))
    country = Country("US", "911", ("one", "other"), (line,))

    reply = DialogueSession(replace(ENGLISH, country=country)).handle("SafetyIntent")

    assert "911" in reply.speech
    assert "555-0100" not in reply.speech
    assert "Rumoured" not in reply.speech


@every_intent
@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_more_is_offered_and_nothing_is_stored(person: str, intent: str, *, one_shot: bool) -> None:
    guide = LIBRARY.guide("en-US")
    progress = PEOPLE[person](guide)

    reply = DialogueSession(guide, progress).handle(intent, one_shot=one_shot)

    assert reply.question == ("despair" if intent == "SafetyDespairIntent" else "safety")
    assert reply.progress == progress


def test_in_britain_the_nation_is_asked_before_four_numbers() -> None:
    session = DialogueSession(LIBRARY.guide("en-GB"))
    reply = session.handle("SafetyIntent")

    assert text(reply).endswith(
        "Call 999 . Can't speak? Press 55. Are you in England, Scotland, Wales or Northern Ireland?"
    )

    reply = session.handle("NationIntent", nation="scotland")
    assert "0800-027-1234" in reply.speech
    assert "Men can call the Men's Advice Line" in reply.speech
    assert "0808-2000-247" not in reply.speech


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "TellMeMoreIntent", "NationIntent"])
def test_without_the_nation_the_numbers_of_all_four_are_given(answer: str) -> None:
    session = DialogueSession(LIBRARY.guide("en-GB"))
    session.handle("SafetyIntent")

    reply = session.handle(answer)

    assert re.findall(r"(England|Scotland|Wales|Northern Ireland):", reply.speech) == [
        line.part for line in COUNTRIES["GB"].parts
    ]


def test_a_nation_out_of_the_blue_is_not_understood() -> None:
    session, other = DialogueSession(), DialogueSession()

    assert session.handle("NationIntent", nation="wales") == other.handle("AMAZON.FallbackIntent")


@every_country
def test_more_names_the_lines_for_violence_and_despair_and_offers_a_card(code: str) -> None:
    session = card_offered(f"en-{code}")

    assert session.last_reply
    assert session.last_reply.question == "card"
    assert session.last_reply.card is None
    assert "If you're thinking of ending your life," in session.last_reply.speech
    assert "Others on this account could read them there." in session.last_reply.speech


SAFE_AFTER = (
    "AMAZON.YesIntent",
    "AMAZON.RepeatIntent",
    "AMAZON.HelpIntent",
    "FindHelpIntent",
    "SlowerIntent",
    "TellMeMoreIntent",
)


@pytest.mark.parametrize("question", sorted(SAFETY_QUESTIONS - DESPAIR_QUESTIONS))
@pytest.mark.parametrize(
    "name", sorted(INTENT_HANDLERS.keys() - {*SAFE_AFTER, *INTENTS.values(), "NationIntent", "ForgetMeIntent"})
)
def test_whatever_does_not_ask_to_hear_more_ends_it_in_words_that_tell_nothing(name: str, question: str) -> None:
    guide = LIBRARY.guide("en-GB")
    progress = PEOPLE["in the middle"](guide)

    reply = INTENT_HANDLERS[name](Turn(guide, progress, TODAY, open_question=question))

    assert (reply.speech, reply.question, reply.card, reply.effect) == ("Okay. Goodbye.", None, None, None)
    assert reply.progress == progress


ENDS_DESPAIR = {
    "OverheardIntent",
    *(f"AMAZON.{name}Intent" for name in ("Stop", "Cancel", "No", "NavigateHome")),
}


@pytest.mark.parametrize("question", sorted(DESPAIR_QUESTIONS))
@pytest.mark.parametrize(
    "name",
    sorted(INTENT_HANDLERS.keys() - {*SAFE_AFTER, *INTENTS.values(), "NationIntent", "ForgetMeIntent"} - ENDS_DESPAIR),
)
def test_in_despair_it_stays_after_what_it_does_not_understand_and_a_listener_hears_little(
    name: str, question: str
) -> None:
    """A person who has just said that they want to die must not hear goodbye for "I don't know"."""
    guide = LIBRARY.guide("en-US")
    progress = PEOPLE["in the middle"](guide)

    reply = INTENT_HANDLERS[name](Turn(guide, progress, TODAY, open_question=question))

    assert (reply.question, reply.progress, reply.card, reply.effect) == ("still_here", progress, None, None)
    assert not re.search(r"\d|danger|hurt|die|life|suicide|crisis|help|number|safe|trust", reply.speech)


@pytest.mark.parametrize("question", sorted(DESPAIR_QUESTIONS))
@pytest.mark.parametrize("name", sorted(ENDS_DESPAIR))
def test_in_despair_a_wish_to_stop_and_a_listener_end_it_at_once(name: str, question: str) -> None:
    reply = INTENT_HANDLERS[name](Turn(ENGLISH, Progress(), TODAY, open_question=question))

    assert (reply.speech, reply.question) == ("Okay. Goodbye.", None)


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_it_stays_twice_in_a_row_in_different_words_and_then_ends(locale: str) -> None:
    """If only another person speaks in the room, it must not go on for ever."""
    session = DialogueSession(LIBRARY.guide(locale))
    session.handle("SafetyDespairIntent")

    replies = [session.handle(name) for name in ("AMAZON.FallbackIntent", "HurtIntent", "AMAZON.FallbackIntent")]

    assert [reply.question for reply in replies] == ["still_here", "still_here", None]
    assert replies[0].speech != replies[1].speech


@pytest.mark.parametrize("name", ["AMAZON.RepeatIntent", "AMAZON.HelpIntent", "AMAZON.YesIntent", "SlowerIntent"])
@pytest.mark.parametrize("misses", [1, 2])
def test_after_it_stayed_the_number_can_be_heard_again_and_it_stays_twice_more(misses: int, name: str) -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    first = session.handle("SafetyDespairIntent")
    for _ in range(misses):
        session.handle("AMAZON.FallbackIntent")

    again = session.handle(name)

    assert again == first
    assert [session.handle("AMAZON.FallbackIntent").question for _ in range(3)] == ["still_here", "still_here", None]


@every_country
@pytest.mark.parametrize("intent", ["SafetyIntent", "SafetyChildIntent", "SafetyHarmIntent"])
def test_a_person_in_despair_who_speaks_of_danger_too_is_still_not_hung_up_on(intent: str, code: str) -> None:
    """Otherwise the second thing that a person dares to say would end the talk about the first."""
    session = DialogueSession(LIBRARY.guide(f"en-{code}"))
    session.handle("SafetyDespairIntent")
    told = session.handle(intent)

    reply = session.handle("AMAZON.FallbackIntent")

    assert "to end this" not in told.speech
    assert reply.question in DESPAIR_QUESTIONS


def test_what_was_not_understood_before_the_despair_does_not_shorten_the_staying() -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    for name in ("AMAZON.FallbackIntent", "AMAZON.FallbackIntent", "SafetyDespairIntent"):
        session.handle(name)

    assert session.handle("AMAZON.FallbackIntent").question == "still_here"


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "TellMeMoreIntent", "NationIntent"])
@pytest.mark.parametrize("code", COUNTRIES)
def test_more_in_despair_and_its_card_name_the_line_against_despair_first(code: str, answer: str) -> None:
    """A person who wants to die must not have to listen to the line against violence first."""
    country = COUNTRIES[code]
    session = DialogueSession(LIBRARY.guide(f"en-{code}"))
    session.handle("SafetyDespairIntent")

    more = session.handle(answer)
    card = session.handle("AMAZON.YesIntent").card

    number = country.lines_for("distress")[0].number
    assert more.speech.startswith("If you're thinking of ending your life,")
    assert re.findall(r"telephone\">([^<]+)", more.speech)[0] == number
    assert isinstance(card, Card)
    assert card.text.startswith(f"In danger now: {country.emergency}")
    assert number in card.text.split("\n\n")[1]


@pytest.mark.parametrize("question", sorted(SAFETY_QUESTIONS))
def test_forget_me_after_help_lines_asks_and_then_deletes(question: str) -> None:
    """A frightened person who says it and hears goodbye believes that everything is gone."""
    session = DialogueSession(LIBRARY.guide("en-US"), PEOPLE["in the middle"](LIBRARY.guide("en-US")))
    session.last_reply = Reply("Shall I?", session.progress, question, "Shall I?")

    asked = session.handle("ForgetMeIntent")

    assert (asked.question, asked.effect) == ("forget", None)
    assert type(session.handle("AMAZON.YesIntent").effect).__name__ == "Forget"


@pytest.mark.parametrize("question", sorted(SAFETY_QUESTIONS))
def test_every_question_about_danger_has_the_screen_that_disappears(question: str) -> None:
    assert isinstance(default_screen(question, ENGLISH), SafetyScreen)


@pytest.mark.parametrize("name", ["AMAZON.RepeatIntent", "AMAZON.HelpIntent", "FindHelpIntent"])
def test_it_can_be_heard_again_word_for_word(name: str) -> None:
    session = DialogueSession(LIBRARY.guide("en-US"))
    first = session.handle("SafetyDespairIntent")

    assert session.handle(name) == first


@pytest.mark.parametrize("question", sorted(SAFETY_QUESTIONS))
def test_no_reprompt_names_the_danger(question: str) -> None:
    reprompt = ENGLISH.phrase(f"ask_{question}_again")

    assert not re.search("danger|hurt|afraid|number|help|life|safe", reprompt)


@pytest.mark.parametrize("code", COUNTRIES)
def test_the_card_has_every_confirmed_number_under_a_neutral_title(code: str) -> None:
    country = COUNTRIES[code]
    confirmed = [line for line in country.lines if line.is_confirmed]

    card = card_offered(f"en-{code}").handle("AMAZON.YesIntent").card

    assert isinstance(card, Card)
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

    assert isinstance(card, Card)
    assert "Live Fear Free, Wales only: 0808-80-10-800, at any hour" in card.text
    assert "The Men's Advice Line, men only: 0808-801-0327, on weekdays in the daytime" in card.text


@pytest.mark.parametrize("name", sorted(INTENT_HANDLERS.keys() - {"AMAZON.YesIntent"}))
def test_only_a_yes_sends_a_card(name: str) -> None:
    assert card_offered("en-US").handle(name).card is None


@pytest.mark.parametrize("question", sorted({*QUESTIONS} - {"card", "despair_card"}))
def test_a_yes_to_any_other_question_sends_no_card(question: str) -> None:
    guide = LIBRARY.guide("en-US")

    reply = INTENT_HANDLERS["AMAZON.YesIntent"](
        Turn(guide, PEOPLE["in the middle"](guide), TODAY, open_question=question)
    )

    assert reply.card is None


def test_an_unknown_country_gets_no_card_offer() -> None:
    session = DialogueSession(LIBRARY.guide("en-ZA"))
    session.handle("SafetyIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert reply.question is None


@pytest.mark.parametrize("answer", ["AMAZON.YesIntent", "AMAZON.NoIntent"])
def test_the_session_closes_afterwards(answer: str) -> None:
    reply = card_offered("en-US").handle(answer)

    assert reply.question is None
    assert "Okay. Goodbye." in reply.speech
    assert reply.progress == Progress()
