import pytest

from skill.progress import Progress
from tests.support.progress_states import PEOPLE, TODAY, YESTERDAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


def test_a_step_is_told_by_number_title_and_guidance() -> None:
    reply = DialogueSession(GUIDE).handle("GoToStepIntent", one_shot=True, number="2")

    assert reply.speech == "Step 2: Title 2. Guidance 2."


def test_tell_me_more_tells_the_detail_part_by_part_and_then_offers_the_example() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    replies = [session.handle("TellMeMoreIntent") for _ in range(3)]

    assert [reply.speech.partition(". ")[0] for reply in replies] == [
        "Detail 2 a",
        "Detail 2 b",
        "That's all I have to say on this step",
    ]
    assert [reply.question for reply in replies] == ["more", "example", "example"]


def test_after_the_last_part_tell_me_more_moves_nothing() -> None:
    progress = PEOPLE["through a step's detail"](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle("TellMeMoreIntent")

    assert reply.progress == progress


def test_tell_me_more_goes_on_the_next_day_where_it_stopped() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("TellMeMoreIntent", one_shot=True)

    reply = session.handle("TellMeMoreIntent", one_shot=True)

    assert reply.speech == "Detail 2 b."


def test_a_step_that_is_told_anew_has_all_its_detail_to_tell() -> None:
    session = DialogueSession(GUIDE, PEOPLE["through a step's detail"](GUIDE))
    session.handle("GoToStepIntent", number="2")

    reply = session.handle("TellMeMoreIntent")

    assert "Detail 2 a." in reply.speech


def test_before_the_first_step_tell_me_more_tells_about_the_guide() -> None:
    session = DialogueSession(GUIDE)

    reply = session.handle("TellMeMoreIntent")

    assert reply.speech.startswith("Trust Steps is for adults")
    assert reply.question == "begin"
    assert reply.progress == Progress()


@pytest.mark.parametrize(
    ("name", "text", "question"),
    [("ExampleIntent", "Example", "practice"), ("PracticeIntent", "Practice", "done")],
)
def test_words_and_exercise_are_those_of_the_step_that_the_person_is_on(name: str, text: str, question: str) -> None:
    progress = progress_of(GUIDE, 2)

    reply = DialogueSession(GUIDE, progress).handle(name)

    assert f"{text} 2." in reply.speech
    assert reply.question == question
    assert reply.progress == progress


@pytest.mark.parametrize(("name", "text"), [("ExampleIntent", "Example"), ("PracticeIntent", "Practice")])
def test_with_nothing_begun_they_are_the_first_steps_and_there_the_person_is_then(name: str, text: str) -> None:
    session = DialogueSession(GUIDE)

    reply = session.handle(name)

    assert f"{text} 1." in reply.speech
    assert session.current_step == 1


def test_after_the_exercise_of_a_step_that_is_done_the_way_leads_on() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=(1,)))

    reply = session.handle("PracticeIntent")

    assert reply.question == "go_on"


def test_the_step_that_the_person_is_on_is_marked_as_done_and_the_next_is_offered() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))

    reply = session.handle("CompleteStepIntent")

    assert reply.speech == "Step 1 is done. Would you like to go on to step 2, short 2?"
    assert session.done == {1}
    assert reply.progress.done == {"step-1": TODAY}


@pytest.mark.parametrize("slots", [{"number": "3"}, {"step": "step-3"}], ids=["by number", "by name"])
def test_another_step_is_marked_as_done_by_name_or_number_and_the_place_stays(slots: dict[str, str]) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    reply = session.handle("CompleteStepIntent", one_shot=False, **slots)

    assert reply.speech.startswith("Step 3 is done.")
    assert (session.current_step, session.done) == (2, {3})


@pytest.mark.parametrize("on", [1, 2, 3])
def test_a_step_that_is_done_already_is_named_and_moves_nothing(on: int) -> None:
    progress = progress_of(GUIDE, on, done=(2,))

    reply = DialogueSession(GUIDE, progress).handle("CompleteStepIntent", number="2")

    assert reply.speech.startswith("Step 2 is already marked as done.")
    assert reply.question == "go_on"
    assert reply.progress == progress


def test_marking_the_last_open_step_brings_the_closing() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1, 2)))

    reply = session.handle("CompleteStepIntent")

    assert reply.speech.startswith("You've been through the whole guide.")
    assert reply.speech.endswith(session.turn().phrase("closing"))
    assert (reply.question, session.done) == (None, {1, 2, 3})


def test_the_last_step_is_not_the_end_while_another_is_open() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1,)))

    reply = session.handle("CompleteStepIntent")

    assert reply.speech == "Step 3 is done. Would you like to go on to step 2, short 2?"


def test_with_nothing_begun_there_is_no_step_to_mark() -> None:
    reply = DialogueSession(GUIDE).handle("CompleteStepIntent")

    assert reply.speech == "You haven't begun the steps yet. Shall we begin?"
    assert reply.progress == Progress()


@pytest.mark.parametrize("slots", [{"number": "9"}, {"step": "the moon"}], ids=["by number", "by name"])
def test_a_step_that_is_not_there_is_asked_for_again_and_none_is_marked(slots: dict[str, str]) -> None:
    progress = progress_of(GUIDE, 2)

    reply = DialogueSession(GUIDE, progress).handle("CompleteStepIntent", one_shot=False, **slots)

    assert reply.question == "which_done"
    assert reply.progress == progress


def test_the_step_named_after_that_is_marked_and_not_told() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("CompleteStepIntent", number="9")

    reply = session.handle("GoToStepIntent", number="1")

    assert "step 1 done" in reply.speech
    assert session.done == {1}


def test_a_first_completion_keeps_its_date_when_the_step_is_done_again() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=(1,)))

    session.handle("CompleteStepIntent")

    assert session.progress.done == {"step-1": YESTERDAY}
