"""The index of the skill: what every intent means, and what yes, no and a named step mean after each question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from skill.dialogue import check_in, help, launch, my_data, reflections, reminders, safety, steps
from skill.dialogue.reply import CancelReminder, EffectOutcome, Reply, SetReminder
from skill.dialogue.turn import Turn

Action = Callable[[Turn], Reply]


@dataclass(frozen=True, slots=True)
class Question:
    """What the answers to a question mean. It is worded by the phrases ask_NAME and ask_NAME_again."""

    yes: Action
    no: Action
    step: Action = steps.go_to_step
    """What naming a step means."""


QUESTIONS: Final[Mapping[str, Question]] = {
    "begin": Question(yes=launch.start_guide, no=launch.pause),
    "go_on": Question(yes=launch.start_guide, no=steps.ask_which),
    "revisit": Question(yes=steps.ask_which, no=launch.stop),
    "more": Question(yes=steps.tell_me_more, no=steps.offer_practice),
    "example": Question(yes=steps.example, no=steps.offer_practice),
    "practice": Question(yes=steps.practice, no=steps.offer_done),
    "done": Question(yes=steps.complete_step, no=launch.pause),
    "next": Question(yes=launch.start_guide, no=launch.pause),
    "again": Question(yes=steps.tell_again, no=help.give_help),
    "which": Question(yes=steps.ask_which, no=launch.stop),
    "which_done": Question(yes=steps.ask_which_done, no=launch.keep_place, step=steps.complete_step),
    "start_over": Question(yes=launch.confirm_start_over, no=launch.keep_place),
    "another": Question(yes=reflections.another, no=launch.pause),
    "rate": Question(yes=check_in.ask_rating, no=launch.pause, step=check_in.rate_number),
    "remind_when": Question(yes=reminders.ask_when, no=reminders.drop, step=reminders.take_number),
    "remind": Question(yes=reminders.confirm, no=reminders.drop, step=reminders.take_number),
    "forget": Question(yes=my_data.confirm, no=launch.keep_place),
    "safety": Question(yes=safety.tell_safety, no=safety.offer_card),
    "card": Question(yes=safety.send_card, no=safety.end_safety),
    "what_next": Question(yes=launch.start_guide, no=launch.stop),
}


def yes(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.yes(turn) if question else help.unsure_of_yes(turn)


def no(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.no(turn) if question else help.unsure_of_no(turn)


def name_step(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.step(turn) if question else steps.go_to_step(turn)


INTENT_HANDLERS: Final[Mapping[str, Action]] = {
    "LaunchRequest": launch.launch,
    "Connections.Response": reminders.hear_permission,
    "StartGuideIntent": launch.start_guide,
    "GoToStepIntent": name_step,
    "ListStepsIntent": steps.list_steps,
    "TellMeMoreIntent": steps.tell_me_more,
    "ExampleIntent": steps.example,
    "PracticeIntent": steps.practice,
    "CompleteStepIntent": steps.complete_step,
    "ProgressIntent": my_data.tell_progress,
    "DailyReflectionIntent": reflections.reflect,
    "AnotherReflectionIntent": reflections.another,
    "CheckInIntent": check_in.check_in,
    "ForgetMeIntent": my_data.forget_me,
    "WhatYouKnowIntent": my_data.tell_what_is_known,
    "SetReminderIntent": reminders.set_reminder,
    "CancelReminderIntent": reminders.cancel_reminder,
    "SafetyIntent": safety.tell_safety,
    "FindHelpIntent": help.find_help,
    "AboutIntent": help.about,
    "AMAZON.NextIntent": steps.next_step,
    "AMAZON.PreviousIntent": steps.previous_step,
    "AMAZON.RepeatIntent": help.repeat,
    "AMAZON.StartOverIntent": launch.start_over,
    "AMAZON.ResumeIntent": launch.start_guide,
    "AMAZON.PauseIntent": launch.pause,
    "AMAZON.YesIntent": yes,
    "AMAZON.NoIntent": no,
    "AMAZON.HelpIntent": help.give_help,
    "AMAZON.FallbackIntent": help.fallback,
    "AMAZON.StopIntent": launch.stop,
    "AMAZON.CancelIntent": launch.cancel,
    "AMAZON.NavigateHomeIntent": launch.stop,
}
"""Intent or request name to what it means."""

INTENTS: Final = frozenset(INTENT_HANDLERS) - {"LaunchRequest", "Connections.Response"}
"""The meanings that an interaction model has to know."""

EFFECT_HANDLERS: Final[Mapping[type, Callable[[Turn, Any, EffectOutcome], Reply]]] = {
    SetReminder: reminders.tell_set,
    CancelReminder: reminders.tell_cancelled,
}
"""What is said after an effect was carried out, or was not. A permission is told by a later request; forgetting a
person is told by `forgetting`, since nothing may be kept after it."""
