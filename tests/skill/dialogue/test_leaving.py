import pytest

from skill.dialogue import couple, safety
from skill.dialogue.intents import PROPOSALS, QUESTIONS
from skill.dialogue.reply import Reply
from tests.support.progress_states import PEOPLE, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


@pytest.mark.parametrize(
    "name", ["AMAZON.StopIntent", "AMAZON.NavigateHomeIntent", "AMAZON.CancelIntent", "AMAZON.PauseIntent"]
)
@pytest.mark.parametrize("person", PEOPLE)
def test_leaving_closes_the_session_and_changes_nothing(person: str, name: str) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle(name)

    assert reply.question is None
    assert reply.progress == progress
    assert 1 < len(reply.speech.split()) < 16


@pytest.mark.parametrize("name", ["AMAZON.StopIntent", "AMAZON.NavigateHomeIntent"])
@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {couple.QUESTION} - safety.QUESTIONS))
def test_stop_leaves_at_every_question(question: str, name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")

    reply = session.handle(name)

    assert reply.speech.removeprefix("Nothing is deleted. ") in GUIDE.phrases["goodbye"]
    assert reply.question is None


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - PROPOSALS - {couple.QUESTION} - safety.QUESTIONS))
def test_cancel_leaves_at_every_other_question(question: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")

    reply = session.handle("AMAZON.CancelIntent")

    assert reply.speech in GUIDE.phrases["goodbye"]


@pytest.mark.parametrize("question", sorted(PROPOSALS))
def test_cancel_at_a_proposal_is_a_no_and_stays(question: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")

    reply = session.handle("AMAZON.CancelIntent")

    assert reply.question == "go_on"
    assert (reply.progress, reply.effect) == (session.progress, None)


@pytest.mark.parametrize(
    "name",
    [
        "AMAZON.NoIntent",
        "AMAZON.CancelIntent",
        "AMAZON.StopIntent",
        "AMAZON.NavigateHomeIntent",
        "AMAZON.PauseIntent",
        "AMAZON.FallbackIntent",
        "NotSureIntent",
        "PrivacyIntent",
    ],
)
def test_whatever_is_no_yes_to_the_deletion_says_that_nothing_is_deleted(name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("ForgetMeIntent")

    reply = session.handle(name)

    assert "deleted" in reply.speech
    assert (reply.progress, reply.effect) == (progress_of(GUIDE, 2), None)


def test_a_pause_says_that_the_person_can_come_back() -> None:
    reply = DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle("AMAZON.PauseIntent")

    assert reply.speech in GUIDE.phrases["pause"]


def test_no_goodbye_mentions_the_subject() -> None:
    revealing = {"trust", "step", "steps", "partner", "relationship", "safe", "help", "feel"}

    words = {word.strip(".,").lower() for goodbye in GUIDE.phrases["goodbye"] for word in goodbye.split()}

    assert not words & revealing
