"""The week: what is offered to those who are through with the steps, and the look back."""

from datetime import date, datetime, timedelta
from typing import Final

import pytest

from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Turn
from skill.progress import Progress
from tests.support.progress_states import ENGLISH, PEOPLE, TODAY, DialogueSession, guide_of, progress_of

GUIDE: Final = guide_of(3)
MONDAY: Final = TODAY - timedelta(days=TODAY.weekday())
PROMPT: Final = GUIDE.steps[0].reflections[0].key


def finished() -> Progress:
    return PEOPLE["finished"](GUIDE)


def at(progress: Progress, now: datetime) -> Turn:
    return Turn(GUIDE, progress, now)


def visited(progress: Progress, *days: date) -> Progress:
    for day in days:
        progress = progress.record_visit(day)
    return progress


@pytest.mark.parametrize(
    ("earlier_days", "question"),
    [((), "weekly_rating"), ((0,), "weekly_exercise"), ((0, 2), "thought"), ((-3, -2, -1), "weekly_rating")],
)
def test_the_visits_of_a_week_bring_a_check_in_then_an_exercise_then_thoughts(
    earlier_days: tuple[int, ...], question: str
) -> None:
    days = [(MONDAY + timedelta(days=day)).date() for day in earlier_days]

    turn = at(visited(finished(), *days), MONDAY + timedelta(days=3))

    assert turn.resume_question == question


@pytest.mark.parametrize(
    ("progress", "question"),
    [
        (finished().rate(5, TODAY.date()), "thought"),
        (finished().rate(5, MONDAY.date()), "thought"),
        (finished().rate(5, MONDAY.date() - timedelta(days=1)), "weekly_rating"),
        (finished().rate(5, TODAY.date()).record_prompt(PROMPT, TODAY.date()), "revisit"),
        (finished().record_prompt(PROMPT, TODAY.date() - timedelta(days=1)), "weekly_rating"),
    ],
)
def test_what_the_person_already_had_is_not_offered_a_second_time(progress: Progress, question: str) -> None:
    assert at(progress, TODAY).resume_question == question


def test_a_person_who_is_not_through_is_offered_the_steps() -> None:
    assert at(progress_of(GUIDE, 2), TODAY).resume_question == "go_on"


def test_a_finished_person_is_not_asked_the_same_on_every_visit_of_a_week() -> None:
    """The offer to hear one of the steps was made for ever."""
    progress, questions = finished(), []
    for day in range(7):
        reply = INTENT_HANDLERS["LaunchRequest"](at(progress, MONDAY + timedelta(days=day)))
        questions.append(reply.question)
        progress = progress.record_visit((MONDAY + timedelta(days=day)).date())

    assert questions == ["weekly_rating", "weekly_exercise", *["thought"] * 5]


def test_the_exercise_is_the_same_all_week_and_every_step_has_its_turn() -> None:
    session = DialogueSession(GUIDE, finished())

    speeches = [
        INTENT_HANDLERS["AMAZON.YesIntent"](
            at(finished(), MONDAY + timedelta(weeks=week, days=day))._replace(open_question="weekly_exercise")
        ).speech
        for week in range(3)
        for day in (0, 6)
    ]

    assert speeches[0::2] == speeches[1::2]
    assert len(set(speeches)) == len(session.guide.steps)


def test_the_weekly_exercise_moves_and_marks_nothing_and_ends_without_a_question() -> None:
    session = DialogueSession(GUIDE, visited(finished(), MONDAY.date()))
    session.handle("LaunchRequest")

    reply = session.handle("AMAZON.YesIntent")

    assert reply.speech.endswith("Take it with you into the week.")
    assert (reply.question, reply.progress) == (None, visited(finished(), MONDAY.date()))


LAST_WEEK: Final = MONDAY.date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("progress", "then"),
    [
        (progress_of(GUIDE, 2).rate(5, LAST_WEEK), "look_back"),
        (progress_of(GUIDE, 2).rate(5, LAST_WEEK - timedelta(days=20)), "go_on"),
        (progress_of(GUIDE, 2).rate(5, LAST_WEEK).rate(5, MONDAY.date()), "go_on"),
        (progress_of(GUIDE, 2), "go_on"),
    ],
)
def test_the_first_check_in_of_a_week_offers_a_look_back(progress: Progress, then: str) -> None:
    session = DialogueSession(GUIDE, progress)

    assert session.handle("CheckInIntent", rating="5").question == then


def test_care_comes_before_a_look_back() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).rate(9, LAST_WEEK))

    assert session.handle("CheckInIntent", rating="2").question == "slow_minute"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(4, 6, "went from 4 to 6. Something has eased"), (6, 5, "It was a harder week"), (5, 5, "Your rating held at 5.")],
)
def test_a_look_back_gives_the_days_and_how_the_rating_moved(before: int, after: int, words: str) -> None:
    progress = progress_of(GUIDE, 2).rate(before, LAST_WEEK).rate(after, TODAY.date())
    session = DialogueSession(GUIDE, visited(progress, LAST_WEEK, MONDAY.date()))

    reply = session.handle("LookBackIntent", one_shot=True)

    assert reply.speech.startswith("This past week you came by on 3 days. ")
    assert words in reply.speech
    assert reply.question is None


def test_a_look_back_on_nothing_scolds_no_one() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2).rate(5, TODAY.date() - timedelta(days=40)))

    reply = session.handle("LookBackIntent")

    assert reply.speech.startswith("There isn't a week to look back on yet.")
    assert reply.question == "go_on"
