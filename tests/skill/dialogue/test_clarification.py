"""Who could not follow hears it slower, shorter or plainer. Who was not understood never hears the same twice."""

import pytest

from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import RATES, Delivery
from tests.support.progress_states import ENGLISH, DialogueSession, progress_of

FALLBACK = "AMAZON.FallbackIntent"


def on_a_step() -> DialogueSession:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 4))
    session.handle("GoToStepIntent", number="4")
    return session


def test_slower_repeats_what_was_said_and_holds_for_the_session() -> None:
    session = on_a_step()
    before = session.last_reply

    reply = session.handle("SlowerIntent")
    session.handle("TellMeMoreIntent")

    assert before
    assert (reply.speech, reply.question) == (before.speech, before.question)
    assert session.delivery.rate == RATES[1]


def test_slower_twice_is_slower_still_and_has_an_end() -> None:
    delivery = Delivery()

    rates = [(delivery := delivery.after("SlowerIntent")).rate for _ in range(4)]

    assert rates == [0.85, 0.75, 0.75, 0.75]


def test_the_usual_way_of_speaking_can_be_had_again() -> None:
    session = on_a_step()
    for name in ("SlowerIntent", "ShorterIntent", "UsualDeliveryIntent"):
        session.handle(name)

    assert session.delivery == Delivery()


def test_shorter_gives_a_step_in_its_short_form_for_the_rest_of_the_session() -> None:
    session = on_a_step()

    session.handle("ShorterIntent")
    step = ENGLISH.steps[3]

    assert step.brief in session.handle("GoToStepIntent", step=step.key).speech
    assert step.brief_detail[0] in session.handle("TellMeMoreIntent").speech
    assert ENGLISH.phrase("about_short") in session.handle("AboutIntent").speech


def test_the_short_form_of_forgiveness_keeps_what_protects() -> None:
    step = ENGLISH.steps[3]

    assert "You never owe it." in step.brief
    assert "I need help now" in step.brief


@pytest.mark.parametrize("name", ["SlowerIntent", "ShorterIntent", "UsualDeliveryIntent"])
def test_a_one_shot_about_the_way_of_speaking_stays_open_since_it_holds_for_the_session(name: str) -> None:
    assert DialogueSession(ENGLISH).handle(name, one_shot=True).question == "begin"


@pytest.mark.parametrize("number", range(1, len(ENGLISH.steps) + 1))
def test_why_on_a_step_is_answered_in_plain_words_about_that_step(number: int) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, number))
    session.handle("GoToStepIntent", number=str(number))

    reply = session.handle("ExplainIntent")

    assert reply.speech.startswith(ENGLISH.steps[number - 1].plain)
    assert reply.question == "more"


@pytest.mark.parametrize("question", ["rate", "forget", "remind_when", "path"])
def test_why_at_a_question_explains_the_question_and_keeps_it(question: str) -> None:
    turn = DialogueSession(ENGLISH, progress_of(ENGLISH, 2)).turn()._replace(open_question=question)

    reply = INTENT_HANDLERS["ExplainIntent"](turn)

    assert reply.question == question


def test_what_is_not_understood_three_times_gets_three_answers_that_fit_the_place() -> None:
    session = on_a_step()

    first, second, third = [session.handle(FALLBACK) for _ in range(3)]

    assert first.question == second.question == "more"
    assert "You can say: more" in second.speech or "Try a word or two" in second.speech
    assert third.question == "steady"
    assert len({first.speech, second.speech, third.speech}) == 3


def test_an_understood_turn_in_between_starts_the_count_again() -> None:
    session = on_a_step()
    for name in (FALLBACK, FALLBACK, "TellMeMoreIntent", FALLBACK):
        reply = session.handle(name)

    assert reply.question == "more"
    assert "You can say" not in reply.speech


def test_a_number_that_is_not_understood_is_explained_the_second_time() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    session.handle("CheckInIntent")
    session.handle(FALLBACK)

    reply = session.handle(FALLBACK)

    assert reply.question == "rate"
    assert "hardly any trust" in reply.speech


def test_what_is_not_understood_at_the_question_of_deletion_deletes_nothing_and_says_so() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    session.handle("ForgetMeIntent")

    replies = [session.handle(FALLBACK) for _ in range(3)]

    assert [reply.effect for reply in replies] == [None] * 3
    assert "deleted" in replies[0].speech
    assert replies[2].question == "steady"


def test_no_words_of_the_fallback_say_that_the_person_was_not_clear() -> None:
    """The words that were not understood may have been about pain."""
    wordings = [text for key in ("missed", "missed_again", "missed_often") for text in ENGLISH.phrases[key]]

    assert [text for text in wordings if "didn't get that" in text or "didn't catch" in text] == []
