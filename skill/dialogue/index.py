"""The index of the skill: what every intent means, and what yes, no and a named step mean after each question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from skill.dialogue import (
    check_in,
    forgetting,
    helping,
    leaving,
    opening,
    reflection,
    reminding,
    safety,
    standing,
    step,
    steps,
)
from skill.dialogue.effects import CancelReminder, Outcome, SetReminder
from skill.dialogue.reply import Reply
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
    "begin": Question(yes=opening.start_guide, no=leaving.pause),
    "go_on": Question(yes=opening.start_guide, no=steps.ask_which),
    "revisit": Question(yes=steps.ask_which, no=leaving.stop),
    "more": Question(yes=step.tell_me_more, no=step.offer_practice),
    "example": Question(yes=step.example, no=step.offer_practice),
    "practice": Question(yes=step.practice, no=step.offer_done),
    "done": Question(yes=steps.complete_step, no=leaving.pause),
    "next": Question(yes=opening.start_guide, no=leaving.pause),
    "again": Question(yes=steps.tell_again, no=helping.give_help),
    "which": Question(yes=steps.ask_which, no=leaving.stop),
    "which_done": Question(yes=steps.ask_which_done, no=opening.keep_place, step=steps.complete_step),
    "start_over": Question(yes=opening.confirm_start_over, no=opening.keep_place),
    "another": Question(yes=reflection.another, no=leaving.pause),
    "rate": Question(yes=check_in.ask_rating, no=leaving.pause, step=check_in.rate_number),
    "remind_when": Question(yes=reminding.ask_when, no=reminding.drop, step=reminding.take_number),
    "remind": Question(yes=reminding.confirm, no=reminding.drop, step=reminding.take_number),
    "forget": Question(yes=forgetting.confirm, no=opening.keep_place),
    "safety": Question(yes=safety.tell_safety, no=safety.offer_card),
    "card": Question(yes=safety.send_card, no=safety.end_safety),
    "what_next": Question(yes=opening.start_guide, no=leaving.stop),
}


def yes(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.asked or "")
    return question.yes(turn) if question else helping.unsure_of_yes(turn)


def no(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.asked or "")
    return question.no(turn) if question else helping.unsure_of_no(turn)


def name_step(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.asked or "")
    return question.step(turn) if question else steps.go_to_step(turn)


ACTIONS: Final[Mapping[str, Action]] = {
    "LaunchRequest": opening.launch,
    "Connections.Response": reminding.hear_permission,
    "StartGuideIntent": opening.start_guide,
    "GoToStepIntent": name_step,
    "ListStepsIntent": steps.list_steps,
    "TellMeMoreIntent": step.tell_me_more,
    "ExampleIntent": step.example,
    "PracticeIntent": step.practice,
    "CompleteStepIntent": steps.complete_step,
    "ProgressIntent": standing.tell_progress,
    "DailyReflectionIntent": reflection.reflect,
    "AnotherReflectionIntent": reflection.another,
    "CheckInIntent": check_in.check_in,
    "ForgetMeIntent": forgetting.forget_me,
    "WhatYouKnowIntent": standing.tell_what_is_known,
    "SetReminderIntent": reminding.set_reminder,
    "CancelReminderIntent": reminding.cancel_reminder,
    "SafetyIntent": safety.tell_safety,
    "FindHelpIntent": helping.find_help,
    "AboutIntent": helping.about,
    "AMAZON.NextIntent": steps.next_step,
    "AMAZON.PreviousIntent": steps.previous_step,
    "AMAZON.RepeatIntent": helping.repeat,
    "AMAZON.StartOverIntent": opening.start_over,
    "AMAZON.ResumeIntent": opening.start_guide,
    "AMAZON.PauseIntent": leaving.pause,
    "AMAZON.YesIntent": yes,
    "AMAZON.NoIntent": no,
    "AMAZON.HelpIntent": helping.give_help,
    "AMAZON.FallbackIntent": helping.fallback,
    "AMAZON.StopIntent": leaving.stop,
    "AMAZON.CancelIntent": leaving.cancel,
    "AMAZON.NavigateHomeIntent": leaving.stop,
}
"""Intent or request name to what it means."""

INTENTS: Final = frozenset(ACTIONS) - {"LaunchRequest", "Connections.Response"}
"""The meanings that an interaction model has to know."""

OUTCOMES: Final[Mapping[type, Callable[[Turn, Any, Outcome], Reply]]] = {
    SetReminder: reminding.tell_set,
    CancelReminder: reminding.tell_cancelled,
}
"""What is said after an effect was carried out, or was not. A permission is told by a later request; forgetting a
person is told by `forgetting`, since nothing may be kept after it."""
