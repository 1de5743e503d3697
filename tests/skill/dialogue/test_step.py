import pytest

from skill.progress import Progress
from tests.support.progress_states import PEOPLE, TODAY, YESTERDAY, DialogueSession, guide_of, progress_of
from tests.support.wordings import is_said

GUIDE = guide_of(3)


def test_a_step_is_presented_with_number_title_and_guidance() -> None:
    reply = DialogueSession(GUIDE).handle("GoToStepIntent", one_shot=True, number="2")

    assert reply.speech == 'Step 2: Title 2. <break time="600ms"/> Guidance 2.'


def test_tell_me_more_gives_the_detail_part_by_part_and_the_example_with_the_last_one() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    replies = [session.handle("TellMeMoreIntent") for _ in range(3)]

    assert replies[0].speech.startswith("Detail 2 a. ")
    assert replies[1].speech.startswith("Detail 2 b. Example 2. ")
    assert is_said(replies[2].speech, "no_more")
    assert [reply.question for reply in replies] == ["more", "practice", "practice"]


def test_tell_me_more_after_the_last_part_changes_nothing() -> None:
    progress = PEOPLE["through a step's detail"](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle("TellMeMoreIntent")

    assert reply.progress == progress


def test_tell_me_more_continues_in_the_next_session() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("TellMeMoreIntent", one_shot=True)

    reply = session.handle("TellMeMoreIntent", one_shot=True)

    assert reply.speech == "Detail 2 b. Example 2."


def test_a_step_presented_again_starts_its_detail_again() -> None:
    session = DialogueSession(GUIDE, PEOPLE["through a step's detail"](GUIDE))
    session.handle("GoToStepIntent", number="2")

    reply = session.handle("TellMeMoreIntent")

    assert "Detail 2 a." in reply.speech


def test_tell_me_more_before_the_first_step_describes_the_skill() -> None:
    session = DialogueSession(GUIDE)

    reply = session.handle("TellMeMoreIntent")

    assert reply.speech.startswith("I'm a program, written by people, for adults")
    assert reply.question == "begin"
    assert reply.progress == Progress()


@pytest.mark.parametrize(
    ("name", "text", "question"),
    [("ExampleIntent", "Example", "practice"), ("PracticeIntent", "Practice", "done")],
)
def test_example_and_exercise_are_those_of_the_current_step(name: str, text: str, question: str) -> None:
    progress = progress_of(GUIDE, 2)

    reply = DialogueSession(GUIDE, progress).handle(name)

    assert f"{text} 2." in reply.speech
    assert reply.question == question
    assert reply.progress == progress


@pytest.mark.parametrize(("name", "text"), [("ExampleIntent", "Example"), ("PracticeIntent", "Practice")])
def test_example_and_exercise_before_the_first_step_move_to_it(name: str, text: str) -> None:
    session = DialogueSession(GUIDE)

    reply = session.handle(name)

    assert f"{text} 1." in reply.speech
    assert session.current_step == 1


def test_the_exercise_of_a_done_step_leads_to_the_next() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=(1,)))

    reply = session.handle("PracticeIntent")

    assert reply.question == "go_on"


def test_the_current_step_is_marked_as_done_and_the_next_is_offered() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))

    session.last_reply = session.turn().ask("done")

    reply = session.handle("CompleteStepIntent")

    assert reply.speech == "Step 1 is done. Would you like to go on to step 2, short 2?"
    assert session.done == {1}
    assert reply.progress.done == {"step-1": TODAY}


@pytest.mark.parametrize("question", [None, "more", "next", "forget", "rate"])
def test_a_step_marked_without_being_asked_for_comes_with_the_way_back(question: str | None) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.last_reply = session.turn().ask(question) if question else None

    reply = session.handle("CompleteStepIntent", number="2")

    assert reply.speech.startswith("Step 2 is done. If you'd rather stay with it, say: back to step 2.")


@pytest.mark.parametrize("slots", [{"number": "3"}, {"step": "step-3"}], ids=["by number", "by name"])
def test_marking_another_step_as_done_keeps_the_place(slots: dict[str, str]) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    reply = session.handle("CompleteStepIntent", one_shot=False, **slots)

    assert reply.speech.startswith("Step 3 is done.")
    assert (session.current_step, session.done) == (2, {3})


@pytest.mark.parametrize("on", [1, 2, 3])
def test_a_step_that_is_already_done_changes_nothing(on: int) -> None:
    progress = progress_of(GUIDE, on, done=(2,))

    reply = DialogueSession(GUIDE, progress).handle("CompleteStepIntent", number="2")

    assert reply.speech.startswith("Step 2 is already marked as done.")
    assert reply.question == "go_on"
    assert reply.progress == progress


def test_marking_the_last_open_step_gives_the_closing() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1, 2)))

    reply = session.handle("CompleteStepIntent")

    assert reply.speech.startswith("You've been through the whole guide.")
    assert reply.speech.endswith(session.turn().phrase("closing"))
    assert (reply.question, session.done) == (None, {1, 2, 3})


def test_the_last_step_leads_back_to_an_open_one() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 3, done=(1,)))

    session.last_reply = session.turn().ask("done")

    reply = session.handle("CompleteStepIntent")

    assert reply.speech == "Step 3 is done. Would you like to go on to step 2, short 2?"


def test_before_the_first_step_there_is_none_to_mark() -> None:
    reply = DialogueSession(GUIDE).handle("CompleteStepIntent")

    assert reply.speech == "You haven't begun the steps yet. Shall we begin?"
    assert reply.progress == Progress()


@pytest.mark.parametrize("slots", [{"number": "9"}, {"step": "the moon"}], ids=["by number", "by name"])
def test_an_unknown_step_is_asked_for_again_and_none_is_marked(slots: dict[str, str]) -> None:
    progress = progress_of(GUIDE, 2)

    reply = DialogueSession(GUIDE, progress).handle("CompleteStepIntent", one_shot=False, **slots)

    assert reply.question == "which_done"
    assert reply.progress == progress


def test_the_step_named_next_is_marked_and_not_presented() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("CompleteStepIntent", number="9")

    reply = session.handle("GoToStepIntent", number="1")

    assert "step 1 done" in reply.speech
    assert session.done == {1}


def test_a_first_completion_keeps_its_date_when_the_step_is_done_again() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1, done=(1,)))

    session.handle("CompleteStepIntent")

    assert session.progress.done == {"step-1": YESTERDAY}
