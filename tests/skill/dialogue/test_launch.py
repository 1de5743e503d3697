import pytest

from skill.content import markup
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
    "finished": "revisit",
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

    assert reply.speech == "Welcome back. Shall we begin?"


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


@pytest.mark.parametrize("name", ["StartGuideIntent", "AMAZON.ResumeIntent"])
@pytest.mark.parametrize(
    ("person", "step"),
    [
        ("welcomed, not begun", 1),
        ("on the first step", 1),
        ("through a step's detail", 2),
        ("in the middle", 3),
        ("on the last step, others open", 2),
    ],
)
def test_starting_resumes_at_the_place(name: str, person: str, step: int) -> None:
    guide = guide_of(4)
    session = DialogueSession(guide, PEOPLE[person](guide))

    reply = session.handle(name)

    assert f"Guidance {step}." in reply.speech
    assert (session.current_step, reply.question) == (step, "more")


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
def test_a_finished_person_can_hear_a_step_again(name: str) -> None:
    session = DialogueSession(GUIDE, PEOPLE["finished"](GUIDE))

    reply = session.handle(name)

    assert reply.speech == "You've been through the whole guide. Would you like to hear one of the steps?"
    assert reply.progress == PEOPLE["finished"](GUIDE)


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
