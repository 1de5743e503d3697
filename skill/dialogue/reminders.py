"""A daily reminder: set, changed and cancelled, each only after a yes, and told as done only when it was."""

from datetime import time, timedelta
from typing import Final

from skill.dialogue import time_of_day
from skill.dialogue.reply import AskPermission, CancelReminder, Done, EffectOutcome, Failure, Reply, SetReminder
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Turn

UNASKED: Final = timedelta(days=7)
"""Amazon's guidelines for reminders: who refused is not asked again for at least a week."""


def set_reminder(turn: Turn) -> Reply:
    """Proposes the time that was named. Always asks, even when asked in one breath: each reminder needs a yes."""
    slot = turn.slots.get("time")
    if slot is None:
        return ask_when(turn)
    at = time_of_day.read(slot.value)
    return _propose(turn, at) if at else turn.ask("remind_when", turn.phrase("no_such_time"))


def ask_when(turn: Turn) -> Reply:
    """At what time it is to be."""
    return turn.ask("remind_when", turn.phrase("all_right"))


def take_number(turn: Turn) -> Reply:
    """A bare number is an hour here; a step that is named is still that step."""
    number = turn.slots.get("number")
    at = time_of_day.of_number(number.value) if number else None
    return _propose(turn, at) if at else go_to_step(turn)


def confirm(turn: Turn) -> Reply:
    """A yes to the time and to every day: now it may be set."""
    return _set(turn, turn.proposed_time, may_ask=_may_ask(turn))


def drop(turn: Turn) -> Reply:
    """A no to this time. It is no refusal of reminders, for the person had asked for one."""
    return turn.ask(turn.resume_question, turn.phrase("reminder_dropped"))


def hear_permission(turn: Turn) -> Reply:
    """The answer to Alexa's own question. The yes to the time, which came before it, rides in the token."""
    status, token = turn.slots.get("status"), turn.slots.get("token")
    at = time_of_day.read(token.value) if token else None
    if status and status.value == "ACCEPTED":
        return _set(turn, at, may_ask=False) if at else ask_when(turn)
    if status and status.value == "DENIED":
        moved = turn.with_progress(turn.progress.refuse_reminders(turn.now))
        return moved.ask(moved.resume_question, moved.phrase("reminder_refused"))
    return turn.close(turn.phrase("reminder_unanswered"))


def tell_set(turn: Turn, effect: SetReminder, outcome: EffectOutcome) -> Reply:
    """What Alexa's answer means to the person; told as set only when it was."""
    moved = turn._replace(proposed_time=effect.time)
    match outcome:
        case Done(token):
            moved = moved.with_progress(turn.progress.remind(token, time_of_day.written(effect.time), turn.now))
            return moved.answer(moved.phrase("reminder_set"), then=moved.resume_question)
        case Failure.NOT_PERMITTED if effect.may_ask:
            asking = moved.close(moved.phrase("reminder_permission"))
            return asking._replace(effect=AskPermission(time_of_day.written(effect.time)))
        case Failure.NOT_PERMITTED:
            return moved.answer(moved.phrase("reminder_not_permitted"), then=moved.resume_question)
        case Failure.NOT_HERE:
            return moved.answer(moved.phrase("reminder_not_here"), then=moved.resume_question)
        case Failure.BUSY:
            return moved.answer(moved.phrase("reminder_busy"), then=moved.resume_question)
        case _:
            return moved.answer(moved.phrase("reminder_unsure"), then=moved.resume_question)


def cancel_reminder(turn: Turn) -> Reply:
    """Until Alexa has answered, it is told as one that may stay."""
    reminder = turn.progress.reminder
    if reminder is None or not reminder.is_set:
        return turn.answer(turn.phrase("no_reminder"), then=turn.resume_question)
    effect = CancelReminder(reminder.token)
    return tell_cancelled(turn, effect, Failure.AWAY)._replace(effect=effect)


def tell_cancelled(turn: Turn, _: CancelReminder, outcome: EffectOutcome) -> Reply:
    """What Alexa's answer means to the person; told as gone only when it is."""
    match outcome:
        case Done() | Failure.GONE:
            moved = turn.with_progress(turn.progress.clear_reminder(turn.now))
            return moved.answer(moved.phrase("reminder_cancelled"), then=moved.resume_question)
        case Failure.NOT_PERMITTED | Failure.NOT_HERE:
            return turn.answer(turn.phrase("reminder_locked"), then=turn.resume_question)
        case Failure.BUSY:
            return turn.answer(turn.phrase("reminder_busy"), then=turn.resume_question)
        case _:
            return turn.answer(turn.phrase("reminder_may_stay"), then=turn.resume_question)


def _propose(turn: Turn, at: time) -> Reply:
    proposing = turn._replace(proposed_time=at)
    reminder = turn.progress.reminder
    instead = [turn.phrase("reminder_instead")] if reminder and reminder.is_set else []
    return proposing.ask("remind", *instead)


def _set(turn: Turn, at: time, *, may_ask: bool) -> Reply:
    """Until somebody carries it out, the reply says no more than that it is not certain."""
    reminder = turn.progress.reminder
    effect = SetReminder(at, turn.phrase("reminder_text"), reminder.token if reminder else "", may_ask)
    return tell_set(turn, effect, Failure.AWAY)._replace(effect=effect)


def _may_ask(turn: Turn) -> bool:
    refused = turn.progress.refused_reminders
    return refused is None or turn.now - refused >= UNASKED
