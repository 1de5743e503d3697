"""Answers that are neither yes nor no, played through the matcher and the dialogue: none of them does anything."""

from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from skill.dialogue import couple, safety
from skill.dialogue.intents import QUESTIONS
from skill.dialogue.reply import Reply
from speech.nlu.recognizer import RecognitionResult
from speech.skills.trust_steps import URGENT
from tests.support.models import device_recognizer
from tests.support.progress_states import DialogueSession, guide_of, progress_of

ROOT: Final = Path(__file__).parents[3]
GUIDE: Final = guide_of(5)
DELETES: Final = ("forget",)
COMPLETES: Final = ("done", "which_done")
STARTS_OVER: Final = ("start_over",)
SETS: Final = ("remind", "remind_change", "remind_when", "rate")
ENDS: Final = ("begin", "next", "revisit", "which", "another")
"""A no to these ends the session."""

GUARDED: Final = (*DELETES, *COMPLETES, *STARTS_OVER, *SETS, *ENDS)

OURS: Final = """\
not sure
i'm not sure
i'm really not sure about this
maybe
hmm maybe
well maybe
perhaps
i don't know
i really don't know
i'm not ready
i am not ready for that yet
that was hard
yeah but no but
i wouldn't say yes exactly
yes and no
hard to say
it depends
who knows
let me think about it
i can't decide
we'll see
dunno
whatever
do what you want
what a stupid question
are you serious
you're getting on my nerves
leave me alone will you
for crying out loud
oh come on
don't you start
i'm so angry right now
this is ridiculous
how dare you ask me that
why are you asking
what do you mean by all
which one do you mean
sorry i was somewhere else
hang on what did you ask
i wasn't paying attention
were you talking to me
mum where's my jacket
the kettle's boiling
put the dog out
he just walked in
is dinner ready
i'm at work till eight
it was eight years ago
we have two kids
i've told you three times
my sister's number five
""".splitlines()

ASKS_TO_END: Final = frozenset(
    {
        "hang on what did you ask",
        "she's crying give us a minute will you",
        "he just walked in",
        "only if she's not in the room",
    }
)
"""A wish for a pause, or a warning that another person listens: it ends the session."""


def from_development_file() -> list[str]:
    lines = (ROOT / "tests/sentences/en/intents_development.tsv").read_text("utf-8").splitlines()
    return [line.rpartition("\t")[2] for line in lines if line.startswith("unsure\t")]


UNSURE: Final = [*OURS, *from_development_file()]


@cache
def recognized(sentence: str) -> RecognitionResult:
    return device_recognizer().recognize(sentence)


def at(question: str) -> DialogueSession:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2, done=(1,)))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")
    return session


def harm(question: str, sentence: str) -> str:
    """Return what an answer did that the person did not ask for; empty if nothing."""
    session, result = at(question), recognized(sentence)
    slots = {name: slot.value for name, slot in result.slots.items()}
    before = session.progress
    reply = session.handle(result.intent or "AMAZON.FallbackIntent", one_shot=False, **slots)
    did = {
        "an effect": reply.effect is not None,
        "marked steps": reply.progress.done != before.done,
        "a rating": reply.progress.history.past_ratings != before.history.past_ratings,
        "the end": reply.question is None,
    }
    return ", ".join(name for name, is_done in did.items() if is_done)


def test_there_are_more_than_fifty_unsure_answers_of_our_own_and_some_written_blind() -> None:
    assert len(OURS) > 50
    assert len(from_development_file()) > 150


@pytest.mark.parametrize("question", GUARDED)
def test_an_unsure_answer_deletes_completes_sets_and_ends_nothing(question: str) -> None:
    found = {sentence: did for sentence in UNSURE if (did := harm(question, sentence))}

    assert {sentence: did for sentence, did in found.items() if sentence not in ASKS_TO_END} == {}


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {couple.QUESTION} - safety.QUESTIONS))
def test_not_sure_at_every_question_changes_nothing_and_leads_on(question: str) -> None:
    session = at(question)
    before = session.progress

    reply = session.handle("NotSureIntent")

    assert (reply.progress, reply.effect) == (before, None)
    assert reply.question not in {None, question}


@pytest.mark.parametrize(
    ("question", "answer", "then"),
    [
        ("forget", "Nothing is deleted.", "go_on"),
        ("start_over", "Then nothing changes.", "go_on"),
        ("done", "Then it stays open.", "again"),
        ("which_done", "I haven't marked anything.", "go_on"),
        ("remind", "I've changed nothing.", "go_on"),
        ("remind_change", "I've changed nothing.", "go_on"),
        ("remind_when", "I've changed nothing.", "go_on"),
        ("rate", "I've noted nothing.", "thought"),
        ("begin", "You don't have to be sure.", "list"),
        ("more", "Let it settle first.", "example"),
        ("another", "One thought is plenty", "go_on"),
        ("practice", "You don't have to be sure.", "thought"),
        ("thought", "You don't have to decide anything.", "what_next"),
    ],
)
def test_not_sure_has_its_own_kind_reply_and_a_smaller_offer(question: str, answer: str, then: str) -> None:
    reply = at(question).handle("NotSureIntent")

    assert answer in reply.speech
    assert reply.question == then


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - safety.QUESTIONS))
def test_thanks_are_acknowledged_and_the_question_is_asked_again(question: str) -> None:
    session = at(question)

    reply = session.handle("ThanksIntent")

    assert reply == at(question).turn().ask(question, "You're welcome.")


@pytest.mark.parametrize(("one_shot", "question"), [(True, None), (False, "go_on")])
def test_thanks_without_a_question_lead_on_or_close(*, one_shot: bool, question: str | None) -> None:
    reply = DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle("ThanksIntent", one_shot=one_shot)

    assert reply.speech.startswith("You're welcome.")
    assert reply.question == question


@pytest.mark.parametrize("name", ["NotSureIntent", "ThanksIntent"])
@pytest.mark.parametrize("question", sorted(safety.QUESTIONS - safety.DESPAIR_QUESTIONS))
def test_after_the_help_lines_an_answer_that_asks_for_nothing_ends_quietly(question: str, name: str) -> None:
    reply = at(question).handle(name)

    assert reply.question is None


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "forget"])
def test_a_yes_deletes_only_after_the_question_whether_to_delete(question: str) -> None:
    reply = at(question).handle("AMAZON.YesIntent")

    assert type(reply.effect).__name__ != "Forget"


def test_asking_again_to_be_forgotten_only_asks() -> None:
    session = at("forget")

    reply = session.handle("ForgetMeIntent")

    assert reply.speech == "I'll delete it only if you say yes. Shall I delete it all?"
    assert (reply.question, reply.effect) == ("forget", None)


@pytest.mark.parametrize(
    ("question", "sentence", "intent"),
    [
        ("forget", "not sure", "NotSureIntent"),
        ("done", "i'm not ready", "NotSureIntent"),
        ("practice", "that was hard", "NotSureIntent"),
        ("forget", "maybe", "NotSureIntent"),
        ("more", "thank you", "ThanksIntent"),
        ("forget", "thanks that helped", "ThanksIntent"),
        ("forget", "yeah but no but", "NotSureIntent"),
        ("forget", "i wouldn't say yes exactly", "NotSureIntent"),
        ("remind_when", "at eight", "SetReminderIntent"),
        ("remind", "no at nine", "SetReminderIntent"),
        ("more", "are you keeping any of this", "WhatYouKnowIntent"),
        ("more", "clear everything you've got on us", "ForgetMeIntent"),
        ("forget", "my partner is listening is that stored", "PrivacyIntent"),
        ("more", "get rid of everything you've saved about me", "ForgetMeIntent"),
        ("begin", "i'm afraid not", "AMAZON.NoIntent"),
    ],
)
def test_what_was_misheard_has_an_exact_sample(question: str, sentence: str, intent: str) -> None:
    result = recognized(sentence)

    assert (result.intent, result.score) == (intent, 1)
    assert harm(question, sentence) == ("the end" if intent == "AMAZON.NoIntent" else "")


HARMLESS: Final = """\
i'm not okay
good morning dear
i worry all night
save that one
how has my trust changed
see you tomorrow
what's the weather tomorrow
i cannot talk openly with my husband
i can't speak freely with my wife
he beats me at chess
scared of losing him
afraid of being cheated on again
she wants to talk
we broke up
call my wife
only a two i'm afraid
""".splitlines()


@pytest.mark.parametrize("question", GUARDED)
def test_what_was_once_misheard_does_nothing_and_says_no_help_lines(question: str) -> None:
    wrong = {
        sentence: did or result.intent
        for sentence in HARMLESS
        for result in [recognized(sentence)]
        if (did := harm(question, sentence)) or result.intent in URGENT
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("every evening at eight", "20:00"),
        ("at eight every evening", "20:00"),
        ("every night at ten", "22:00"),
        ("at ten every night", "22:00"),
        ("every morning at seven", "07:00"),
    ],
)
def test_the_half_of_the_day_counts_wherever_it_stands(sentence: str, time: str) -> None:
    result = recognized(sentence)

    assert result.intent == "SetReminderIntent"
    assert result.slots["time"].value == time


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        *product(sorted(safety.QUESTIONS), ["he's here", "shh", "stop", "no", "never mind", "my husband is listening"]),
        *product(
            sorted(safety.QUESTIONS - safety.DESPAIR_QUESTIONS), ["play music", "what's for dinner", "no nothing dear"]
        ),
    ],
)
def test_what_an_overheard_person_says_after_the_help_lines_ends_the_session(question: str, sentence: str) -> None:
    session, result = at(question), recognized(sentence)

    reply = session.handle(result.intent or "AMAZON.FallbackIntent")

    assert reply.question is None
    assert len(reply.speech.split()) <= 4


@pytest.mark.parametrize("question", sorted(safety.DESPAIR_QUESTIONS))
@pytest.mark.parametrize(
    "sentence",
    [
        "i have pills here",
        "i'm alone",
        "i don't know",
        "please don't hang up",
        "can you stay with me",
        "i tried calling them",
        "breathe with me",
        "blue banana",
        "i'm so tired",
        "thank you",
        "wait",
    ],
)
def test_a_person_in_despair_is_not_hung_up_on_for_what_they_say(question: str, sentence: str) -> None:
    session, result = at(question), recognized(sentence)

    reply = session.handle(result.intent or "AMAZON.FallbackIntent")

    assert reply.question in safety.DESPAIR_QUESTIONS


@pytest.mark.parametrize(
    "sentence",
    ["please don't let him hear this", "quiet he mustn't hear me", "whisper please she can't find out i asked"],
)
def test_a_whispered_plea_is_heard_as_danger_and_never_repeats_the_last_words_aloud(sentence: str) -> None:
    assert recognized(sentence).intent in URGENT


@pytest.mark.parametrize("sentence", ["see you tomorrow", "what's the weather tomorrow"])
def test_what_is_said_to_others_does_not_stop_the_skill(sentence: str) -> None:
    assert recognized(sentence).intent not in {"AMAZON.StopIntent", "AMAZON.CancelIntent"}
