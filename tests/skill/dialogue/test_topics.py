"""What people say about themselves gets warm words and one offer, and leaves no trace but a path that was asked for."""

import re
from datetime import datetime, timedelta
from typing import Final

import pytest

from skill.content.markup import seconds, word_count
from skill.dialogue import couple, safety
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen
from skill.dialogue.topics import TOPICS
from skill.dialogue.turn import Turn
from tests.support.progress_states import ENGLISH, LIBRARY, PEOPLE, TODAY, DialogueSession, progress_of

NIGHT: Final = TODAY.replace(hour=23, minute=30)
EXPLICIT: Final = re.compile(
    r"\byou (should|must|need to|ought to|have to) (leave|stay|go|end|divorce|forgive|break)\b|\bleave (him|her)\b"
)

every_topic = pytest.mark.parametrize("intent", TOPICS)


def breathe(turn: Turn) -> Reply:
    return INTENT_HANDLERS["SteadyIntent"](turn)


@every_topic
@pytest.mark.parametrize("one_shot", [False, True])
def test_a_topic_gets_an_offer_and_nothing_is_stored(intent: str, *, one_shot: bool) -> None:
    """A person who says what hurts is never sent away, and never leaves it on a shared speaker."""
    progress = {name: person(ENGLISH) for name, person in PEOPLE.items()}

    replies = {
        name: DialogueSession(ENGLISH, each).handle(intent, one_shot=one_shot) for name, each in progress.items()
    }

    assert [name for name, reply in replies.items() if reply.question not in QUESTIONS] == []
    assert [name for name, reply in replies.items() if reply.progress != progress[name]] == []


@every_topic
def test_a_topic_has_three_wordings_of_two_or_three_short_sentences(intent: str) -> None:
    wordings = ENGLISH.phrases[f"topic_{TOPICS[intent].name}"]

    assert len(wordings) >= 3
    assert [text for text in wordings if len(re.findall(r"[.?!](?: |$)", text)) not in {1, 2, 3}] == []
    assert [text for text in wordings if word_count(text) > 35] == []


@every_topic
@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_no_topic_advises_to_leave_or_to_stay(locale: str, intent: str) -> None:
    wordings = LIBRARY.guides[locale].phrases[f"topic_{TOPICS[intent].name}"]

    assert [text for text in wordings if EXPLICIT.search(text)] == []


@pytest.mark.parametrize("intent", ["ShouldILeaveIntent", "MistrustedIntent"])
def test_where_there_may_be_fear_the_words_for_help_are_said(intent: str) -> None:
    """Being checked on, and thinking of leaving, can be dangerous."""
    wordings = ENGLISH.phrases[f"topic_{TOPICS[intent].name}"]

    assert [text for text in wordings if "I need help now" not in text] == []


@every_topic
def test_the_same_topic_three_times_in_a_row_is_worded_three_times(intent: str) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))

    replies = [session.handle(intent).speech for _ in range(3)]

    assert len(set(replies)) == 3


@pytest.mark.parametrize("at", [TODAY, NIGHT], ids=["day", "night"])
def test_breathing_takes_60_to_90_seconds_and_has_real_pauses(at: datetime) -> None:
    turn = DialogueSession(ENGLISH).turn()._replace(now=at)

    replies = [breathe(turn._replace(turn_count=count)) for count in range(3)]

    assert [reply.speech for reply in replies if not 60 <= seconds(reply.speech) <= 90] == []
    assert all(reply.speech.count("<break") > 10 for reply in replies)


def test_at_night_breathing_ends_without_a_question_once_it_was_enough() -> None:
    """A person who is almost asleep should not be asked to go on with the steps."""
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    reply = breathe(session.turn()._replace(now=NIGHT))

    assert "Nights make everything louder." in reply.speech
    assert reply.question == "steady_more"

    night = session.turn()._replace(now=NIGHT, open_question="steady_more")
    assert INTENT_HANDLERS["AMAZON.NoIntent"](night).question is None
    assert INTENT_HANDLERS["AMAZON.NoIntent"](night._replace(now=TODAY)).question == "go_on"


@pytest.mark.parametrize("question", [None, *sorted(QUESTIONS.keys() - safety.QUESTIONS)])
def test_breathing_begins_from_anywhere(question: str | None) -> None:
    turn = DialogueSession(ENGLISH, progress_of(ENGLISH, 2)).turn()._replace(open_question=question)

    assert "Let your shoulders drop." in breathe(turn).speech


@pytest.mark.parametrize("question", [None, *sorted(QUESTIONS.keys() - safety.QUESTIONS - {couple.QUESTION})])
@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_where_others_listen_it_ends_at_once_in_words_that_tell_them_nothing(
    locale: str, question: str | None, *, one_shot: bool
) -> None:
    """A question aloud, or "I'll say nothing more", shows the other person that there is something."""
    guide = LIBRARY.guide(locale)
    turn = DialogueSession(guide, progress_of(guide, 2)).turn(one_shot=one_shot)._replace(open_question=question)

    reply = INTENT_HANDLERS["OverheardIntent"](turn)

    assert reply.speech in guide.phrases["topic_overheard"]
    assert word_count(reply.speech) <= 6
    assert (reply.question, reply.progress) == (None, turn.progress)


def test_breathing_as_a_one_shot_ends_after_the_exercise() -> None:
    reply = DialogueSession(ENGLISH).handle("SteadyIntent", one_shot=True)

    assert (reply.question, reply.speech.endswith("That's enough.")) == (None, True)


def test_breathing_is_shown_line_by_line_on_a_screen() -> None:
    assert DialogueSession(ENGLISH).handle("SteadyIntent").screen == ExerciseScreen("A minute to breathe")


@pytest.mark.parametrize(
    ("intent", "step"),
    [
        ("JealousIntent", "root-cause"),
        ("OldWoundIntent", "root-cause"),
        ("TalkBadlyIntent", "communicate"),
        ("MistrustedIntent", "boundaries"),
        ("ForgiveIntent", "forgiveness"),
    ],
)
def test_a_yes_to_the_offer_of_a_step_presents_that_step(intent: str, step: str) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 5))
    session.handle(intent)

    session.handle("AMAZON.YesIntent")

    assert session.progress.place
    assert session.progress.place.step == step


def test_an_offer_to_breathe_that_was_just_made_is_not_made_again() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    session.handle("HurtIntent")

    assert session.handle("AngryIntent").question == "go_on"


def test_the_hours_of_the_night_are_those_in_which_people_want_to_sleep() -> None:
    turn = DialogueSession(ENGLISH).turn()
    midnight = TODAY.replace(hour=0, minute=0)

    replies = [breathe(turn._replace(now=midnight + timedelta(hours=hour))) for hour in range(24)]
    hours = [hour for hour, reply in enumerate(replies) if "louder" in reply.speech]

    assert hours == [0, 1, 2, 3, 4, 5, 22, 23]
