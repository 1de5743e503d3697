import pytest

from skill.dialogue.steps import OFFERS
from skill.progress import Progress
from tests.support.progress_states import PEOPLE, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


@pytest.mark.parametrize(
    "slots",
    [
        {"number": "2"},
        {"number": "02"},
        {"step": "step-2"},
        {"step": "step-2", "number": "3"},
        {"step": "step-2", "number": "?"},
        {"step": "the moon", "number": "2"},
    ],
    ids=["number", "leading zero", "name", "name before number", "name and no number", "number and no name"],
)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_step_is_presented_by_name_or_number_to_every_person(person: str, slots: dict[str, str]) -> None:
    session = DialogueSession(GUIDE, PEOPLE[person](GUIDE))

    reply = session.handle("GoToStepIntent", one_shot=False, **slots)

    assert "Guidance 2." in reply.speech
    assert (session.current_step, reply.question) == (2, OFFERS[session.progress.path][0])


@pytest.mark.parametrize(
    ("slots", "answer"),
    [
        ({"number": "9"}, "The steps are numbered from 1 to 3."),
        ({"number": "0"}, "The steps are numbered from 1 to 3."),
        ({"number": "-1"}, "The steps are numbered from 1 to 3."),
        ({"number": "1.5"}, "The steps are numbered from 1 to 3."),
        ({"number": "9" * 500}, "The steps are numbered from 1 to 3."),
        ({"number": "\u00b2"}, "The steps are numbered from 1 to 3."),
        ({"number": "?"}, "The steps are numbered from 1 to 3."),
        ({"number": ""}, "The steps are numbered from 1 to 3."),
        ({"step": "the moon"}, "I don't know that step. You can use a number from 1 to 3."),
        ({"step": "the moon", "number": "9"}, "The steps are numbered from 1 to 3."),
        ({}, "The guide has 3 steps."),
    ],
    ids=["nine", "zero", "minus", "fraction", "endless", "superscript", "?", "empty", "name", "both", "neither"],
)
@pytest.mark.parametrize("one_shot", [False, True])
def test_an_unknown_step_is_asked_for_and_nothing_changes(
    *, slots: dict[str, str], answer: str, one_shot: bool
) -> None:
    progress = progress_of(GUIDE, 2, done=(1,))

    reply = DialogueSession(GUIDE, progress).handle("GoToStepIntent", one_shot=one_shot, **slots)

    assert reply.speech == f"{answer} Which one would you like to hear?"
    assert reply.question == "which"
    assert reply.progress == progress


def test_the_step_named_next_is_presented() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("GoToStepIntent", number="9")

    reply = session.handle("GoToStepIntent", step="step-3")

    assert "Guidance 3." in reply.speech


def test_the_list_can_be_answered_with_a_number() -> None:
    session = DialogueSession(GUIDE)
    session.handle("ListStepsIntent")

    reply = session.handle("GoToStepIntent", number="3")

    assert "Guidance 3." in reply.speech
    assert session.current_step == 3


def test_next_begins_with_the_first_step() -> None:
    reply = DialogueSession(GUIDE).handle("AMAZON.NextIntent")

    assert "Guidance 1." in reply.speech


def test_next_presents_the_following_step_even_if_it_is_done() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=(2,)))

    reply = session.handle("AMAZON.NextIntent")

    assert "Guidance 2." in reply.speech
    assert (session.current_step, reply.question) == (2, "more")


@pytest.mark.parametrize(("done", "offered"), [((2,), 3), ((1,), 2)], ids=["over a done step", "back to an open one"])
def test_next_presents_the_offered_step(done: tuple[int, ...], offered: int) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=done))
    session.handle("CompleteStepIntent", one_shot=False, number="1" if 1 not in done else "3")

    reply = session.handle("AMAZON.NextIntent")

    assert f"Guidance {offered}." in reply.speech


def test_next_marks_nothing_as_done() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))

    session.handle("AMAZON.NextIntent")

    assert session.done == set()


def test_next_at_the_end_offers_to_mark_the_last_step() -> None:
    progress = progress_of(GUIDE, 3, done=(1,))

    reply = DialogueSession(GUIDE, progress).handle("AMAZON.NextIntent")

    assert reply.speech == "That was the last step. Shall I mark this step as done, and go on?"
    assert reply.progress == progress


def test_next_at_the_end_leads_to_an_open_step() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1, 3)))

    reply = session.handle("AMAZON.NextIntent")

    assert reply.speech == (
        "That was the last step. An earlier one isn't marked as done yet. Would you like to go on to step 2, short 2?"
    )
    assert "Guidance 2." in session.handle("AMAZON.YesIntent").speech


def test_next_at_the_end_of_a_finished_guide_gives_the_closing() -> None:
    session = DialogueSession(GUIDE, PEOPLE["finished"](GUIDE))

    reply = session.handle("AMAZON.NextIntent")

    assert reply.speech.startswith(session.turn().phrase("closing"))
    assert reply.question == "weekly_rating"


def test_previous_before_the_first_step_asks_to_begin() -> None:
    reply = DialogueSession(GUIDE).handle("AMAZON.PreviousIntent")

    assert reply.speech == "You haven't begun the steps yet. Shall we begin?"
    assert reply.progress == Progress()


def test_previous_presents_the_preceding_step() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3))

    reply = session.handle("AMAZON.PreviousIntent")

    assert "Guidance 2." in reply.speech
    assert session.current_step == 2


def test_previous_at_the_start_offers_the_first_step_again() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))

    reply = session.handle("AMAZON.PreviousIntent")

    assert reply.speech == "There's no step before this one. Would you like to hear it again?"
    assert reply.progress == progress_of(GUIDE, 1)
    assert "Guidance 1." in session.handle("AMAZON.YesIntent").speech


@pytest.mark.parametrize(
    ("person", "answer"),
    [
        ("new", "You haven't begun the steps yet."),
        ("welcomed, not begun", "You haven't begun the steps yet."),
        (
            "on the first step",
            "You're on step 1 of 3: short 1. None is marked as done yet, and there's no hurry.",
        ),
        ("on the last step", "You're on step 3 of 3: short 3. Marked as done: 2 of 3."),
        ("finished", "You've been through the whole guide."),
    ],
)
def test_the_progress_report_changes_nothing(person: str, answer: str) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle("ProgressIntent", one_shot=True)

    assert reply.speech == answer
    assert reply.progress == progress


@pytest.mark.parametrize(
    ("person", "question"), [("new", "begin"), ("in the middle", "go_on"), ("finished", "weekly_rating")]
)
def test_the_progress_report_in_a_session_ends_in_a_question(person: str, question: str) -> None:
    reply = DialogueSession(GUIDE, PEOPLE[person](GUIDE)).handle("ProgressIntent")

    assert reply.question == question
