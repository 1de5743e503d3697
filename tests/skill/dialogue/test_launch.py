from datetime import timedelta
from itertools import combinations, pairwise
from math import comb

import pytest

from skill.content import markup
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Turn
from skill.progress import Progress
from tests.support.progress_states import (
    ENGLISH,
    LIBRARY,
    PEOPLE,
    TODAY,
    YESTERDAY,
    DialogueSession,
    guide_of,
    progress_of,
)

GUIDE = guide_of(3)

RESUME_QUESTIONS = {
    "new": "path",
    "welcomed, not begun": "begin",
    "on the first step": "go_on",
    "through a step's detail": "go_on",
    "in the middle": "go_on",
    "on the last step": "go_on",
    "on the last step, others open": "go_on",
    "finished": "weekly_rating",
}
"""The question with which each person resumes."""


def test_a_new_person_hears_what_the_skill_is_and_is_asked_what_brings_them() -> None:
    session = DialogueSession(ENGLISH)

    reply = session.handle("LaunchRequest")

    assert reply.speech.startswith("Welcome to Trust Steps.")
    assert "It isn't therapy." in reply.speech
    assert reply.question == "path"
    assert reply.progress == Progress(welcomed=TODAY)


def test_a_welcomed_person_does_not_hear_the_welcome_again() -> None:
    session = DialogueSession(GUIDE)
    session.handle("LaunchRequest")
    session.handle("AMAZON.StopIntent")

    reply = session.handle("LaunchRequest")

    assert "Welcome to Trust Steps" not in reply.speech
    assert reply.question == "begin"


@pytest.mark.parametrize(("person", "question"), RESUME_QUESTIONS.items(), ids=RESUME_QUESTIONS)
def test_a_launch_asks_the_question_for_the_place(person: str, question: str) -> None:
    reply = DialogueSession(GUIDE, PEOPLE[person](GUIDE)).handle("LaunchRequest")

    assert reply.question == question


@pytest.mark.parametrize("locale", LIBRARY.guides)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_launch_mentions_no_step_and_no_history_because_others_may_listen(person: str, locale: str) -> None:
    guide = LIBRARY.guide(locale)
    reply = DialogueSession(guide, PEOPLE[person](guide)).handle("LaunchRequest")

    words = " ".join(markup.words(f"{reply.speech} {reply.reprompt}"))
    speech = words.replace(guide.phrase("steps_many", total=len(guide.steps)), "")

    assert not any(step.title in speech or step.short in speech for step in guide.steps)
    assert not any(character.isdigit() for character in speech)
    assert not any(word in speech for word in (" done", "finished", " again", "completed"))


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "new"])
def test_a_launch_of_a_known_person_changes_nothing(person: str) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle("LaunchRequest")

    assert reply.progress == progress


every_way_to_go_on = pytest.mark.parametrize("name", ["StartGuideIntent", "AMAZON.ResumeIntent"])


@every_way_to_go_on
@pytest.mark.parametrize(("person", "step"), [("welcomed, not begun", 1), ("on the last step, others open", 2)])
def test_a_step_that_was_not_heard_is_presented(name: str, person: str, step: int) -> None:
    guide = guide_of(4)
    session = DialogueSession(guide, PEOPLE[person](guide))

    reply = session.handle(name)

    assert f"Guidance {step}." in reply.speech
    assert (session.current_step, reply.question) == (step, "more")


@every_way_to_go_on
@pytest.mark.parametrize(
    ("person", "step", "question"),
    [
        ("on the first step", 1, "more"),
        ("in the middle", 3, "more"),
        ("through a step's detail", 2, "example"),
        ("through a step's example", 2, "practice"),
    ],
)
def test_what_was_heard_is_recalled_in_a_sentence_and_not_said_once_more(
    name: str, person: str, step: int, question: str
) -> None:
    """A person who comes back three times heard the same 51 words three times."""
    guide = guide_of(4)
    session = DialogueSession(guide, PEOPLE[person](guide))

    reply = session.handle(name)

    assert f"step {step}, short {step}: gist {step}." in reply.speech
    assert not any(text in reply.speech for text in ("Guidance", "Detail", "Example", "Practice"))
    assert (reply.question, reply.progress) == (question, PEOPLE[person](guide))


@every_way_to_go_on
@pytest.mark.parametrize(
    ("person", "speech"),
    [
        ("on the first step", 'Step 1: Title 1. <break time="600ms"/> Detail 1 a.'),
        ("through a step's detail", 'Step 2: Title 2. <break time="600ms"/> Example 2.'),
        ("through a step's example", "Practice 2."),
    ],
)
def test_a_one_shot_that_goes_on_gives_the_next_part(name: str, person: str, speech: str) -> None:
    reply = DialogueSession(GUIDE, PEOPLE[person](GUIDE)).handle(name, one_shot=True)

    assert (reply.speech, reply.question) == (speech, None)


def test_going_on_within_a_step_gives_the_part_that_was_just_offered() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("GoToStepIntent", number="2")

    replies = [session.handle("AMAZON.ResumeIntent").speech for _ in range(3)]

    assert [
        text
        for text, reply in zip(("Detail 2 a.", "Detail 2 b. Example 2.", "Practice 2."), replies, strict=True)
        if text not in reply
    ] == []


def test_a_person_who_only_tried_an_exercise_before_the_welcome_begins_at_the_beginning() -> None:
    session = DialogueSession(GUIDE)
    session.handle("PracticeIntent", one_shot=True)
    session.handle("LaunchRequest")

    reply = session.handle("AMAZON.YesIntent")

    assert "Guidance 1." in reply.speech


def greeting(*, days: int, minute: int = 0, hour: int = 20) -> str:
    """Return the speech of a launch so many days after the last visit."""
    progress = progress_of(ENGLISH, 2).record_visit(TODAY.date() - timedelta(days=days))
    now = TODAY.replace(hour=hour, minute=minute)
    return INTENT_HANDLERS["LaunchRequest"](Turn(ENGLISH, progress, now, turn_count=now.toordinal())).speech


def test_the_opening_differs_after_no_day_one_day_three_days_and_forty_days() -> None:
    kinds = [ENGLISH.phrases[key] for key in ("back_today", "welcome_back", "back_after_days", "back_after_weeks")]

    openings = [greeting(days=days) for days in (0, 1, 3, 40)]

    assert [any(opening.startswith(each) for each in kind) for opening, kind in zip(openings, kinds, strict=True)] == [
        True
    ] * 4
    assert len(set(openings)) == 4


def test_a_second_visit_in_the_same_minute_sounds_different_once_something_was_heard() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2).record_visit(TODAY.date()))
    openings = []
    for _ in range(3):
        session.turn_count = 0
        openings.append(session.handle("LaunchRequest").speech)
        session.handle("TellMeMoreIntent")

    assert len(set(openings)) == 3


def test_visits_of_a_day_rarely_open_with_the_same_words() -> None:
    """Four visits sounded the same. Nothing more is stored for this, so the minute of the day decides."""
    openings = [greeting(days=0, hour=hour, minute=minute) for hour in range(7, 23) for minute in range(60)]

    same = sum(one == other for one, other in combinations(openings, 2))

    assert same < 0.1 * comb(len(openings), 2)
    assert all(one != other for one, other in pairwise(openings))


@pytest.mark.parametrize("name", ["StartGuideIntent", "AMAZON.ResumeIntent", "AMAZON.StartOverIntent"])
def test_a_new_person_who_starts_is_welcomed_first(name: str) -> None:
    reply = DialogueSession(GUIDE).handle(name, one_shot=True)

    assert reply.speech.startswith("Welcome to Trust Steps.")
    assert reply.question == "path"


def test_a_new_person_who_is_already_on_a_step_is_not_welcomed() -> None:
    session = DialogueSession(GUIDE)
    session.handle("GoToStepIntent", one_shot=True, number="2")

    reply = session.handle("StartGuideIntent")

    assert "Guidance 2." in reply.speech


@pytest.mark.parametrize("name", ["StartGuideIntent", "AMAZON.ResumeIntent"])
def test_a_finished_person_hears_how_it_goes_on_from_week_to_week(name: str) -> None:
    session = DialogueSession(GUIDE, PEOPLE["finished"](GUIDE))

    reply = session.handle(name)

    assert reply.speech.startswith("You've been through the whole guide. From here it goes week by week")
    assert (reply.question, reply.progress) == ("weekly_rating", PEOPLE["finished"](GUIDE))


@pytest.mark.parametrize("one_shot", [False, True])
def test_starting_over_asks_for_confirmation_first(*, one_shot: bool) -> None:
    progress = progress_of(GUIDE, 3, done=(1, 2))

    reply = DialogueSession(GUIDE, progress).handle("AMAZON.StartOverIntent", one_shot=one_shot)

    assert reply.question == "start_over"
    assert reply.progress == progress


def test_confirmed_starting_over_goes_to_the_first_step_with_nothing_done() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1, 2)))
    session.handle("AMAZON.StartOverIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert "Guidance 1." in reply.speech
    assert (session.current_step, session.done) == (1, set())
    assert reply.progress.welcomed == YESTERDAY


@pytest.mark.parametrize("name", ["AMAZON.NoIntent", "AMAZON.CancelIntent"])
def test_declined_starting_over_keeps_the_place(name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1, 2)))
    session.handle("AMAZON.StartOverIntent")

    reply = session.handle(name)

    assert "Everything stays as it was." in reply.speech
    assert reply.question == "go_on"
    assert reply.progress == progress_of(GUIDE, 3, done=(1, 2))


def test_starting_over_before_the_first_step_begins() -> None:
    session = DialogueSession(GUIDE, PEOPLE["welcomed, not begun"](GUIDE))

    reply = session.handle("AMAZON.StartOverIntent")

    assert "Guidance 1." in reply.speech
    assert reply.question == "more"
