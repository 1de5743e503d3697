from dataclasses import replace

import pytest

from skill.dialogue.intents import INTENT_HANDLERS
from skill.guide import Guide
from tests.support.progress_states import PEOPLE, YESTERDAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


def without(number: int) -> Guide:
    """Return the guide after a release that removed a step."""
    return replace(GUIDE, steps=tuple(step for step in GUIDE.steps if step != GUIDE.steps[number - 1]))


def test_a_phrase_that_is_used_often_takes_its_wordings_in_turn() -> None:
    wordings = GUIDE.phrases["topic_hurt"]
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))

    replies = [session.handle("HurtIntent").speech for _ in wordings]

    assert [reply.startswith(wording) for reply, wording in zip(replies, wordings, strict=True)] == [True] * 3


@pytest.mark.parametrize(
    ("name", "slots", "place"),
    [
        ("StartGuideIntent", {}, 2),
        ("AMAZON.NextIntent", {}, 3),
        ("AMAZON.PreviousIntent", {}, 1),
        ("GoToStepIntent", {"number": "3"}, 3),
        ("CompleteStepIntent", {}, 2),
    ],
)
def test_a_one_shot_answers_closes_and_keeps_the_place(name: str, slots: dict[str, str], place: int) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    reply = session.handle(name, one_shot=True, **slots)

    assert (reply.question, reply.reprompt) == (None, None)
    assert session.current_step == place


@pytest.mark.parametrize(
    "name",
    [
        "TellMeMoreIntent",
        "ExampleIntent",
        "PracticeIntent",
        "ListStepsIntent",
        "ProgressIntent",
        "AboutIntent",
        "FindHelpIntent",
        "CompleteStepIntent",
        "AMAZON.NextIntent",
    ],
)
def test_within_a_session_the_same_answer_ends_in_a_question(name: str) -> None:
    one_shot = DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle(name, one_shot=True)

    in_a_session = DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle(name)

    assert in_a_session.speech.startswith(f"{one_shot.speech} ".replace("open Trust Steps and say:", "say:"))
    assert in_a_session.question is not None
    assert in_a_session.progress == one_shot.progress


@pytest.mark.parametrize("name", INTENT_HANDLERS)
@pytest.mark.parametrize("removed", [1, 2, 3])
def test_a_removed_step_breaks_nothing(removed: int, name: str) -> None:
    errors = []

    for person in PEOPLE:
        speech = DialogueSession(without(removed), PEOPLE[person](GUIDE)).handle(name).speech
        errors += [(person, trace, speech) for trace in (f"Guidance {removed}.", "of 3") if trace in speech]

    assert errors == []


def test_a_person_on_a_removed_step_resumes_with_the_first_open_step() -> None:
    session = DialogueSession(without(2), progress_of(GUIDE, 2, done=(1,)).hear_detail("step-2", 2, YESTERDAY))

    replies = [session.handle(name) for name in ("LaunchRequest", "AMAZON.YesIntent", "AMAZON.YesIntent")]

    assert replies[0].question == "go_on"
    assert "Step 2: Title 3." in replies[1].speech
    assert "Detail 3 a." in replies[2].speech


def test_the_detail_part_of_a_removed_step_does_not_count_for_another() -> None:
    session = DialogueSession(without(2), progress_of(GUIDE, 2, done=(1,)).hear_detail("step-2", 1, YESTERDAY))

    reply = session.handle("TellMeMoreIntent")

    assert "Detail 3 a." in reply.speech


def test_removed_steps_do_not_count_as_done() -> None:
    session = DialogueSession(without(1), progress_of(GUIDE, 2, done=(1,)))

    reply = session.handle("ProgressIntent", one_shot=True)

    assert reply.speech == "You're on step 1 of 2: short 2. None is marked as done yet, and there's no hurry."


def test_a_person_who_did_all_remaining_steps_has_finished() -> None:
    session = DialogueSession(without(3), progress_of(GUIDE, 3, done=(1, 2)))

    reply = session.handle("ProgressIntent", one_shot=True)

    assert reply.speech == "You've been through the whole guide."


def test_a_finished_person_resumes_with_a_new_step() -> None:
    session = DialogueSession(guide_of(4), PEOPLE["finished"](GUIDE))

    replies = [session.handle(name) for name in ("LaunchRequest", "AMAZON.YesIntent")]

    assert replies[0].question == "go_on"
    assert "Guidance 4." in replies[1].speech
