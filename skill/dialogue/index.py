"""The index of the skill: what every intent means, and what yes, no and a named step mean after each question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from skill.dialogue import helping, leaving, opening, safety, step, steps
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
    "safety": Question(yes=safety.tell_safety, no=safety.end_safety),
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
    "StartGuideIntent": opening.start_guide,
    "GoToStepIntent": name_step,
    "ListStepsIntent": steps.list_steps,
    "TellMeMoreIntent": step.tell_me_more,
    "ExampleIntent": step.example,
    "PracticeIntent": step.practice,
    "CompleteStepIntent": steps.complete_step,
    "ProgressIntent": steps.tell_progress,
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
