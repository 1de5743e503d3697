from dataclasses import replace
from datetime import time, timedelta

import pytest

from skill.dialogue.intents import EFFECT_HANDLERS
from skill.dialogue.reminders import ASK_AGAIN_AFTER, report_set
from skill.dialogue.reply import CancelReminder, Done, Failure, SetReminder
from tests.support.progress_states import PEOPLE, TODAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)
EIGHT = SetReminder(time(8), "text", may_ask=True)


def on_second_step() -> DialogueSession:
    return DialogueSession(GUIDE, progress_of(GUIDE, 2))


def with_reminder() -> DialogueSession:
    return DialogueSession(GUIDE, PEOPLE["reminded"](GUIDE))


def test_a_reminder_without_a_time_asks_for_the_time() -> None:
    reply = on_second_step().handle("SetReminderIntent", one_shot=True)

    assert reply.question == "remind_when"


def test_an_invalid_time_is_asked_for_again() -> None:
    reply = on_second_step().handle("SetReminderIntent", time="whenever")

    assert reply.speech.startswith("I didn't get the time.")
    assert reply.question == "remind_when"


@pytest.mark.parametrize("question", ["remind_when", "remind"])
@pytest.mark.parametrize(("number", "hour"), [("9", "9 in the morning"), ("3", "3 in the afternoon")])
def test_a_bare_number_is_proposed_as_the_hour(question: str, number: str, hour: str) -> None:
    session = on_second_step()
    session.last_reply = session.turn().ask(question)

    reply = session.handle("GoToStepIntent", number=number)

    assert hour in reply.speech
    assert reply.question == "remind"


@pytest.mark.parametrize("question", ["remind_when", "remind", "remind_change"])
@pytest.mark.parametrize("number", ["25", "99", "?"])
def test_after_a_number_that_is_not_an_hour_the_time_is_asked_for_again(number: str, question: str) -> None:
    session = on_second_step()
    session.last_reply = session.turn().ask(question)

    reply = session.handle("GoToStepIntent", number=number)

    assert reply.speech == "I didn't get the time. At what time of day shall I remind you?"
    assert reply.question == "remind_when"


@pytest.mark.parametrize("question", ["remind_when", "remind", "remind_change"])
def test_a_rating_after_a_question_for_a_time_is_an_hour(question: str) -> None:
    session = on_second_step()
    session.last_reply = session.turn().ask(question)

    reply = session.handle("CheckInIntent", rating="8")

    assert "8 in the morning" in reply.speech
    assert reply.question == "remind"
    assert reply.progress.history.past_ratings == []


def test_a_change_reads_back_the_old_and_the_new_time() -> None:
    reply = with_reminder().handle("SetReminderIntent", time="01:00")

    assert reply.speech == "You have one at 8 in the evening. Shall I change it to 1 at night?"
    assert reply.question == "remind_change"


@pytest.mark.parametrize("clock", ["20:00", "", "?"])
def test_without_an_old_time_that_differs_only_the_new_one_is_read_back(clock: str) -> None:
    session = on_second_step()
    session.progress = session.progress.set_reminder("a token", clock, TODAY)

    reply = session.handle("SetReminderIntent", time="20:00")

    assert reply.speech.startswith("This takes the place of the reminder that you have. Shall I remind you every day")
    assert reply.question == "remind"


def test_a_named_step_is_presented() -> None:
    session = on_second_step()
    session.handle("SetReminderIntent")

    assert "Guidance 3." in session.handle("GoToStepIntent", step="step-3").speech


def test_another_time_replaces_the_proposed_one() -> None:
    session = on_second_step()
    session.handle("SetReminderIntent", time="20:00")
    session.handle("SetReminderIntent", time="07:00")

    effect = session.handle("AMAZON.YesIntent").effect

    assert isinstance(effect, SetReminder)
    assert effect.time == time(7)
    assert effect.token == ""
    assert effect.may_ask


@pytest.mark.parametrize("part", ["MO", "AF", "EV", "NI"])
def test_a_part_of_the_day_is_proposed_as_an_hour(part: str) -> None:
    reply = on_second_step().handle("SetReminderIntent", time=part)

    assert reply.question == "remind"
    assert any(figure.isdecimal() for figure in reply.speech)


def test_a_change_replaces_the_existing_reminder() -> None:
    session = with_reminder()
    session.handle("SetReminderIntent", time="07:00")

    effect = session.handle("AMAZON.YesIntent").effect

    assert isinstance(effect, SetReminder)
    assert effect.token == "a token"


def test_a_yes_alone_promises_nothing_and_stores_nothing() -> None:
    session = on_second_step()
    session.handle("SetReminderIntent", time="07:00")
    before = session.progress

    reply = session.handle("AMAZON.YesIntent")

    assert "I can't promise" in reply.speech
    assert reply.progress == before


def test_a_confirmed_reminder_is_stored_with_its_time() -> None:
    reply = report_set(on_second_step().turn(), EIGHT, Done("a new token"))

    stored = reply.progress.reminder
    assert stored
    assert (stored.token, stored.clock, stored.is_set) == ("a new token", "08:00", True)


@pytest.mark.parametrize("failure", Failure)
@pytest.mark.parametrize("effect", [EIGHT, replace(EIGHT, may_ask=False)], ids=["may ask", "may not ask"])
def test_a_failed_reminder_is_neither_stored_nor_reported_as_set(effect: SetReminder, failure: Failure) -> None:
    turn = on_second_step().turn()

    reply = report_set(turn, effect, failure)

    assert reply.progress == turn.progress
    assert "I'll remind you" not in reply.speech


@pytest.mark.parametrize("outcome", [Failure.NOT_PERMITTED, Failure.UNSUPPORTED, Failure.BUSY, Failure.UNKNOWN])
def test_a_reminder_that_may_still_exist_stays_stored(outcome: Failure) -> None:
    session = with_reminder()
    effect = session.handle("CancelReminderIntent").effect

    reply = EFFECT_HANDLERS[CancelReminder](session.turn(), effect, outcome)

    assert effect == CancelReminder("a token")
    assert reply.progress == session.progress


@pytest.mark.parametrize("outcome", [Done(), Failure.NOT_FOUND])
def test_a_deleted_reminder_is_cleared(outcome: Done | Failure) -> None:
    session = with_reminder()

    reply = EFFECT_HANDLERS[CancelReminder](session.turn(), CancelReminder("a token"), outcome)

    assert reply.progress.reminder
    assert not reply.progress.reminder.is_set


@pytest.mark.parametrize(("ago", "may_ask"), [(ASK_AGAIN_AFTER - timedelta(minutes=1), False), (ASK_AGAIN_AFTER, True)])
def test_the_permission_is_not_asked_for_within_a_week_of_a_refusal(ago: timedelta, *, may_ask: bool) -> None:
    session = on_second_step()
    session.progress = session.progress.refuse_reminders(TODAY - ago)
    session.last_reply = session.turn().ask("remind")

    effect = session.handle("AMAZON.YesIntent").effect

    assert isinstance(effect, SetReminder)
    assert effect.may_ask is may_ask


def test_the_reminder_text_does_not_mention_the_subject() -> None:
    (text,) = GUIDE.phrases["reminder_text"]

    assert not {"trust", "step", "steps", "partner", "relationship"} & set(text.lower().strip(".").split())
    assert len(text.split()) < 10
