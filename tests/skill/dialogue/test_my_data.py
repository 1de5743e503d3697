from skill.dialogue import my_data
from skill.dialogue.reply import Done, Failure, Forget
from skill.progress import Progress
from tests.support.progress_states import TODAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


def test_deletion_asks_for_confirmation_even_in_a_one_shot() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    reply = session.handle("ForgetMeIntent", one_shot=True)

    assert reply.question == "forget"
    assert reply.effect is None


def test_a_yes_requests_the_deletion_and_promises_nothing_yet() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).set_reminder("a-token", "20:00", TODAY))
    session.handle("ForgetMeIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert reply.effect == Forget("a-token")
    assert "couldn't delete" in reply.speech


def test_a_completed_deletion_is_reported_and_closes_the_session() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget(""), Done())

    assert reply.speech.startswith("It's all deleted.")
    assert "reminder" not in reply.speech
    assert (reply.question, reply.progress) == (None, Progress())


def test_a_reminder_that_may_still_exist_is_mentioned() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget("a-token"), Done("a-token"))

    assert reply.speech.startswith("It's all deleted. ")
    assert "reminder" in reply.speech


def test_a_failed_deletion_is_never_reported_as_done() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget(""), Failure.UNKNOWN)

    assert "deleted" not in reply.speech
    assert reply.progress == turn.progress
