from skill.dialogue import my_data
from skill.dialogue.reply import Done, Failure, Forget
from skill.progress import Progress
from tests.support.progress_states import TODAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)


def test_forgetting_is_asked_once_more_even_in_one_breath() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))

    reply = session.handle("ForgetMeIntent", one_shot=True)

    assert reply.question == "forget"
    assert reply.effect is None


def test_a_yes_asks_for_all_to_be_deleted_and_promises_nothing_yet() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).set_reminder("a-token", "20:00", TODAY))
    session.handle("ForgetMeIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert reply.effect == Forget("a-token")
    assert "couldn't delete" in reply.speech


def test_what_was_deleted_is_said_and_the_session_ends() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget(""), Done())

    assert reply.speech.startswith("It's all deleted.")
    assert "reminder" not in reply.speech
    assert (reply.question, reply.progress) == (None, Progress())


def test_a_reminder_that_may_still_be_there_is_told() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget("a-token"), Done("a-token"))

    assert reply.speech.startswith("It's all deleted. ")
    assert "reminder" in reply.speech


def test_what_could_not_be_deleted_is_never_said_to_be() -> None:
    turn = DialogueSession(GUIDE, progress_of(GUIDE, 2)).turn()

    reply = my_data.report_deletion(turn, Forget(""), Failure.UNKNOWN)

    assert "deleted" not in reply.speech
    assert reply.progress == turn.progress
