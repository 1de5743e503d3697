"""The daily reminder: set, changed or cancelled only after a yes, and reported as done only once Alexa confirmed it."""

from datetime import time, timedelta
from typing import Final

from skill.dialogue import time_of_day
from skill.dialogue.reply import (
    AskPermission,
    CancelReminder,
    ConsentCard,
    Done,
    EffectOutcome,
    Failure,
    Reply,
    SetReminder,
)
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Turn

ASK_AGAIN_AFTER: Final = timedelta(days=7)
"""Amazon's guidelines for reminders: after a refusal, do not ask for the permission for at least a week."""


def set_reminder(turn: Turn) -> Reply:
    """Propose the requested time. A reminder needs an explicit yes, so even a one-shot gets a question."""
    slot = turn.slots.get("time")
    if slot is None:
        return ask_when(turn)
    at = time_of_day.parse(slot.value)
    return _propose(turn, at) if at else turn.ask("remind_when", turn.phrase("no_such_time"))


def ask_when(turn: Turn) -> Reply:
    return turn.ask("remind_when", turn.phrase("all_right"))


def answer_with_number(turn: Turn) -> Reply:
    """Take a bare number or a rating as an hour; the name of a step still leads to that step."""
    number = turn.slots.get("number") or turn.slots.get("rating")
    if number is None:
        return go_to_step(turn)
    at = time_of_day.from_number(number.value)
    return _propose(turn, at) if at else turn.ask("remind_when", turn.phrase("no_such_time"))


def confirm(turn: Turn) -> Reply:
    return _set(turn, turn.proposed_time, may_ask=_may_ask(turn))


def decline(turn: Turn) -> Reply:
    """Drop the proposed time. This does not count as refusing reminders, since the person had asked for one."""
    return turn.ask(turn.resume_question, turn.phrase("reminder_dropped"))


def doubt_reminder(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_remind"))


def answer_permission(turn: Turn) -> Reply:
    """Handle the answer to Alexa's own question. The token carries the time to which the person said yes before."""
    status, token = turn.slots.get("status"), turn.slots.get("token")
    at = time_of_day.parse(token.value) if token else None
    if status and status.value == "ACCEPTED":
        return _set(turn, at, may_ask=False) if at else ask_when(turn)
    if status and status.value == "DENIED":
        moved = turn.with_progress(turn.progress.refuse_reminders(turn.now))
        return moved.ask(moved.resume_question, moved.phrase("reminder_refused"))._replace(card=ConsentCard())
    return turn.close(turn.phrase("reminder_unanswered"))


def report_set(turn: Turn, effect: SetReminder, outcome: EffectOutcome) -> Reply:
    moved = turn._replace(proposed_time=effect.time)
    match outcome:
        case Done(token):
            clock = time_of_day.to_clock(effect.time)
            moved = moved.with_progress(turn.progress.set_reminder(token, clock, turn.now))
            return moved.answer(moved.phrase("reminder_set"), then=moved.resume_question)
        case Failure.NOT_PERMITTED if effect.may_ask:
            asking = moved.close(moved.phrase("reminder_permission"))
            return asking._replace(effect=AskPermission(time_of_day.to_clock(effect.time)))
        case Failure.NOT_PERMITTED:
            refusal = moved.answer(moved.phrase("reminder_not_permitted"), then=moved.resume_question)
            return refusal._replace(card=ConsentCard())
        case Failure.UNSUPPORTED:
            return moved.answer(moved.phrase("reminder_not_here"), then=moved.resume_question)
        case Failure.BUSY:
            return moved.answer(moved.phrase("reminder_busy"), then=moved.resume_question)
        case _:
            return moved.answer(moved.phrase("reminder_unsure"), then=moved.resume_question)


def cancel_reminder(turn: Turn) -> Reply:
    """Request the cancellation. Until the effect has run, the speech says that the reminder may still exist."""
    reminder = turn.progress.reminder
    if reminder is None or not reminder.is_set:
        return turn.answer(turn.phrase("no_reminder"), then=turn.resume_question)
    effect = CancelReminder(reminder.token)
    return report_cancelled(turn, effect, Failure.UNKNOWN)._replace(effect=effect)


def report_cancelled(turn: Turn, _: CancelReminder, outcome: EffectOutcome) -> Reply:
    match outcome:
        case Done() | Failure.NOT_FOUND:
            moved = turn.with_progress(turn.progress.clear_reminder(turn.now))
            return moved.answer(moved.phrase("reminder_cancelled"), then=moved.resume_question)
        case Failure.NOT_PERMITTED | Failure.UNSUPPORTED:
            return turn.answer(turn.phrase("reminder_locked"), then=turn.resume_question)
        case Failure.BUSY:
            return turn.answer(turn.phrase("reminder_busy"), then=turn.resume_question)
        case _:
            return turn.answer(turn.phrase("reminder_may_stay"), then=turn.resume_question)


def _propose(turn: Turn, at: time) -> Reply:
    """Ask for a yes. If there is a reminder already, tell its time too, so that the person hears what changes."""
    proposing = turn._replace(proposed_time=at)
    reminder = turn.progress.reminder
    if reminder is None or not reminder.is_set:
        return proposing.ask("remind")
    present = time_of_day.parse(reminder.clock)
    if present is None or present == at:
        return proposing.ask("remind", turn.phrase("reminder_instead"))
    words = time_of_day.to_words(turn.guide, present)
    return proposing.ask("remind_change", turn.phrase("reminder_present", present=words))


def _set(turn: Turn, at: time, *, may_ask: bool) -> Reply:
    """Request the reminder. Until the effect has run, the speech says that it is not certain."""
    reminder = turn.progress.reminder
    effect = SetReminder(at, turn.phrase("reminder_text"), reminder.token if reminder else "", may_ask)
    return report_set(turn, effect, Failure.UNKNOWN)._replace(effect=effect)


def _may_ask(turn: Turn) -> bool:
    refused = turn.progress.refused_reminders
    return refused is None or turn.now - refused >= ASK_AGAIN_AFTER
