"""The tables of the dialogue: what every intent, answer and button means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from skill.dialogue import (
    check_in,
    clarification,
    couple,
    help,  # noqa: A004 - named as its intent
    launch,
    my_data,
    paths,
    reflections,
    reminders,
    safety,
    steps,
    topics,
    week,
)
from skill.dialogue.reply import CancelReminder, EffectOutcome, Reply, SetReminder
from skill.dialogue.screen import Button
from skill.dialogue.turn import Turn
from skill.guide import Guide

Handler = Callable[[Turn], Reply]

BUTTONS: Final[Mapping[str, str | None]] = {
    "yes": "AMAZON.YesIntent",
    "no": "AMAZON.NoIntent",
    "next": "AMAZON.NextIntent",
    "previous": "AMAZON.PreviousIntent",
    "help": "AMAZON.HelpIntent",
    "begin": "StartGuideIntent",
    "go_on": "StartGuideIntent",
    "list": "ListStepsIntent",
    "more": "TellMeMoreIntent",
    "example": "ExampleIntent",
    "practice": "PracticeIntent",
    "done": "CompleteStepIntent",
    "reflection": "DailyReflectionIntent",
    "another": "AnotherReflectionIntent",
    "steady": "SteadyIntent",
    "happened": "SomethingHappenedIntent",
    "worry": "WorryIntent",
    "talks": "TalkBadlyIntent",
    "looking": "JustLookingIntent",
    "switch": "SwitchIntent",
    "end": "AMAZON.StopIntent",
    "hide": None,
}
"""Every button, with the intent that it stands for; None if the document handles it without a request.

The label of a button is the phrase touch_NAME.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What the answers to a question mean. Its words are the phrases ask_NAME and ask_NAME_again."""

    yes: Handler
    no: Handler
    step: Handler = steps.go_to_step
    """Handles the name or number of a step."""

    unsure: Handler = help.offer_less
    """Handles an answer that is neither yes nor no. It deletes, completes and sets nothing."""

    rating: Handler = check_in.check_in
    """Handles a rating."""

    buttons: tuple[str, ...] = ("yes", "no")
    """Names in `BUTTONS`, the likeliest first: a small screen has room for two."""


def _offer(yes: Handler, no: Handler = topics.decline, *, unsure: Handler = topics.doubt) -> Question:
    """Return the question with which a topic offers something."""
    return Question(yes=yes, no=no, unsure=unsure)


QUESTIONS: Final[Mapping[str, Question]] = {
    "path": Question(
        yes=launch.start_guide,
        no=paths.skip,
        unsure=paths.doubt_path,
        buttons=("happened", "worry", "talks", "looking"),
    ),
    "begin": Question(
        yes=launch.start_guide, no=launch.pause, unsure=launch.doubt_beginning, buttons=("begin", "list")
    ),
    "list": Question(yes=steps.list_steps, no=launch.pause, unsure=help.leave_open, buttons=("list", "begin")),
    "thought": Question(
        yes=reflections.todays_prompt, no=launch.pause, unsure=help.leave_open, buttons=("reflection", "list")
    ),
    "go_on": Question(yes=launch.start_guide, no=steps.ask_which, buttons=("go_on", "reflection", "list")),
    "revisit": Question(yes=steps.ask_which, no=launch.stop, buttons=("list", "reflection")),
    "weekly_rating": Question(
        yes=check_in.ask_rating, no=launch.pause, unsure=help.leave_open, buttons=("yes", "no", "list")
    ),
    "weekly_exercise": Question(yes=week.exercise, no=launch.pause, buttons=("yes", "reflection", "list")),
    "look_back": Question(yes=week.look_back, no=launch.pause, unsure=help.leave_open),
    "slow_minute": Question(yes=topics.steady, no=check_in.offer_people),
    "couple": Question(yes=couple.begin, no=couple.decline, unsure=couple.doubt),
    "turn": Question(yes=couple.switch, no=couple.wait, unsure=couple.wait, buttons=("switch", "end")),
    "more": Question(
        yes=steps.tell_me_more,
        no=partial(steps.decline, "more"),
        unsure=steps.doubt_more,
        buttons=("more", "practice", "next", "previous"),
    ),
    "example": Question(
        yes=steps.example,
        no=partial(steps.decline, "example"),
        buttons=("example", "practice", "next", "previous"),
    ),
    "practice": Question(
        yes=steps.practice, no=partial(steps.decline, "practice"), buttons=("practice", "next", "previous")
    ),
    "done": Question(yes=steps.finish_step, no=launch.pause, unsure=steps.doubt_done, buttons=("done", "next")),
    "next": Question(yes=launch.start_guide, no=launch.pause, buttons=("next", "list")),
    "again": Question(yes=steps.repeat_step, no=help.give_help),
    "which": Question(yes=steps.ask_which, no=launch.stop, buttons=()),
    "which_done": Question(
        yes=steps.ask_which_done,
        no=launch.keep_place,
        step=steps.complete_step,
        unsure=steps.doubt_which_done,
        buttons=(),
    ),
    "start_over": Question(yes=launch.confirm_start_over, no=launch.keep_place, unsure=launch.doubt_starting_over),
    "another": Question(
        yes=reflections.another_prompt,
        no=launch.pause,
        unsure=reflections.doubt_another,
        buttons=("another", "list"),
    ),
    "rate": Question(
        yes=check_in.ask_rating,
        no=launch.pause,
        step=check_in.answer_with_number,
        unsure=check_in.doubt_rating,
        buttons=(),
    ),
    "remind_when": Question(
        yes=reminders.ask_when,
        no=reminders.decline,
        step=reminders.answer_with_number,
        unsure=reminders.doubt_reminder,
        rating=reminders.answer_with_number,
        buttons=(),
    ),
    "remind": Question(
        yes=reminders.confirm,
        no=reminders.decline,
        step=reminders.answer_with_number,
        unsure=reminders.doubt_reminder,
        rating=reminders.answer_with_number,
    ),
    "remind_change": Question(
        yes=reminders.confirm,
        no=reminders.decline,
        step=reminders.answer_with_number,
        unsure=reminders.doubt_reminder,
        rating=reminders.answer_with_number,
    ),
    "forget": Question(yes=my_data.confirm_deletion, no=launch.keep_place, unsure=my_data.doubt_deletion),
    "safety": Question(yes=safety.give_more, no=safety.end_safety, unsure=safety.end_safety, buttons=("hide",)),
    "nation": Question(yes=safety.give_more, no=safety.end_safety, unsure=safety.end_safety, buttons=("hide",)),
    "card": Question(yes=safety.send_card, no=safety.end_safety, unsure=safety.end_safety),
    "despair": Question(yes=safety.give_more, no=safety.end_safety, unsure=safety.stay, buttons=("hide",)),
    "despair_card": Question(yes=safety.send_card, no=safety.end_safety, unsure=safety.stay),
    safety.STILL_HERE: Question(yes=help.repeat, no=safety.end_safety, unsure=safety.stay, buttons=("hide",)),
    "steady": Question(yes=topics.steady, no=topics.decline, unsure=topics.doubt, buttons=("steady", "no")),
    "steady_more": _offer(topics.steady, topics.end_steady, unsure=topics.end_steady),
    "breathe_first": _offer(topics.steady, launch.pause, unsure=help.leave_open),
    "therapist": _offer(help.find_help),
    "hear_cause": _offer(partial(topics.hear_step, "root-cause")),
    "hear_talk": _offer(partial(topics.hear_step, "communicate")),
    "hear_boundaries": _offer(partial(topics.hear_step, "boundaries")),
    "hear_forgiveness": _offer(partial(topics.hear_step, "forgiveness")),
    "words_apology": _offer(partial(topics.give_words, "apology")),
    "words_asking": _offer(partial(topics.give_words, "asking")),
    "words_owning": _offer(partial(topics.give_words, "owning")),
    "what_next": Question(yes=launch.start_guide, no=launch.stop, buttons=("go_on", "list", "help")),
}

PROPOSALS: Final = frozenset({"start_over", "forget", "remind_when", "remind", "remind_change"})
"""The questions that cancel answers with no, without leaving."""


def yes(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.yes(turn) if question else help.yes_without_question(turn)


def no(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.no(turn) if question else help.no_without_question(turn)


def cancel(turn: Turn) -> Reply:
    """Cancel what the open question proposes; else leave."""
    return no(turn) if turn.open_question in PROPOSALS else launch.stop(turn)


def name_step(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.step(turn) if question else steps.go_to_step(turn)


def not_sure(turn: Turn) -> Reply:
    question = QUESTIONS.get(turn.open_question or "")
    return question.unsure(turn) if question else help.leave_open(turn)


def thank(turn: Turn) -> Reply:
    """Acknowledge, and keep the question open."""
    return help.acknowledge(_without_unknown_question(turn))


def tell_privacy(turn: Turn) -> Reply:
    """Say who can hear what was said."""
    return help.tell_privacy(_without_unknown_question(turn))


def with_known_question(handler: Handler) -> Handler:
    """Return a handler that takes a question of another release for none."""
    return lambda turn: handler(_without_unknown_question(turn))


def _without_unknown_question(turn: Turn) -> Turn:
    return turn if turn.open_question in QUESTIONS else turn._replace(open_question=None)


def rate(turn: Turn) -> Reply:
    """Handle a rating as the open question requires: a question for a time takes it as an hour."""
    question = QUESTIONS.get(turn.open_question or "")
    return question.rating(turn) if question and "rating" in turn.slots else check_in.check_in(turn)


HANDLERS: Final[Mapping[str, Handler]] = {
    "LaunchRequest": launch.launch,
    "Connections.Response": reminders.answer_permission,
    "StartGuideIntent": launch.start_guide,
    "GoToStepIntent": name_step,
    "ListStepsIntent": steps.list_steps,
    "TellMeMoreIntent": steps.tell_me_more,
    "ExampleIntent": steps.example,
    "PracticeIntent": steps.practice,
    "CompleteStepIntent": steps.complete_step,
    "ProgressIntent": my_data.report_progress,
    "DailyReflectionIntent": reflections.todays_prompt,
    "AnotherReflectionIntent": reflections.another_prompt,
    "CheckInIntent": rate,
    "NotSureIntent": not_sure,
    "ThanksIntent": thank,
    "ForgetMeIntent": my_data.forget_me,
    "WhatYouKnowIntent": my_data.list_stored_data,
    "SetReminderIntent": reminders.set_reminder,
    "CancelReminderIntent": reminders.cancel_reminder,
    "SafetyIntent": safety.give_numbers,
    "SafetyDespairIntent": safety.help_in_despair,
    "SafetyChildIntent": safety.help_for_child,
    "SafetyHarmIntent": safety.help_against_harm,
    "NationIntent": clarification.fallback,
    "FindHelpIntent": help.find_help,
    "AboutIntent": help.about,
    "CoupleIntent": couple.invite,
    "SwitchIntent": couple.invite,
    "LookBackIntent": week.look_back,
    "PrivacyIntent": tell_privacy,
    "ExplainIntent": with_known_question(clarification.explain),
    "SlowerIntent": clarification.slower,
    "ShorterIntent": with_known_question(clarification.shorter),
    "UsualDeliveryIntent": with_known_question(clarification.usual_delivery),
    "SteadyIntent": topics.steady,
    "ChangePathIntent": paths.ask_path,
    **topics.HANDLERS,
    "AMAZON.NextIntent": steps.next_step,
    "AMAZON.PreviousIntent": steps.previous_step,
    "AMAZON.RepeatIntent": help.repeat,
    "AMAZON.StartOverIntent": launch.start_over,
    "AMAZON.ResumeIntent": launch.start_guide,
    "AMAZON.PauseIntent": launch.pause,
    "AMAZON.YesIntent": yes,
    "AMAZON.NoIntent": no,
    "AMAZON.HelpIntent": help.give_help,
    "AMAZON.FallbackIntent": clarification.fallback,
    "AMAZON.StopIntent": launch.stop,
    "AMAZON.CancelIntent": cancel,
    "AMAZON.NavigateHomeIntent": launch.stop,
}
"""Handlers by the name of an intent or of a request without one, unless help lines were just given."""

SAFETY_HANDLERS: Final[Mapping[str, Handler]] = {
    **{name: HANDLERS[name] for name in (*safety.INTENTS.values(), "ForgetMeIntent", "NotSureIntent")},
    **{name: HANDLERS[name] for name in (f"AMAZON.{each}Intent" for each in ("Repeat", "Yes", "No"))},
    "NationIntent": safety.name_nation,
    "TellMeMoreIntent": safety.give_more,
    "FindHelpIntent": help.repeat,
    "SlowerIntent": help.repeat,
    "AMAZON.HelpIntent": help.repeat,
}
"""Handlers after help lines. Anything else ends the session: another person may have come in.

A wish to delete everything is asked about as ever: a person who is afraid must not believe that it was done.
"""

DESPAIR_HANDLERS: Final[Mapping[str, Handler]] = {
    **dict.fromkeys(HANDLERS, safety.stay),
    **SAFETY_HANDLERS,
    "NationIntent": safety.give_more,
    "OverheardIntent": safety.end_safety,
    **dict.fromkeys((f"AMAZON.{name}Intent" for name in ("Stop", "Cancel", "NavigateHome")), safety.end_safety),
}
"""Handlers after the help line for despair. Anything else stays with the person, who must not be hung up on."""


COUPLE_HANDLERS: Final[Mapping[str, Handler]] = {
    "SwitchIntent": couple.switch,
    "AMAZON.NextIntent": couple.switch,
    "StartGuideIntent": couple.switch,
    "CoupleIntent": couple.switch_or_invite,
    "AMAZON.ResumeIntent": couple.wait,
    "AMAZON.FallbackIntent": couple.wait,
    **dict.fromkeys(topics.HANDLERS, couple.wait),
    **dict.fromkeys(("BreakIntent", "OverheardIntent", "CompleteStepIntent", "NotHelpingIntent"), couple.stop),
    **dict.fromkeys((f"AMAZON.{name}Intent" for name in ("Stop", "Cancel", "Pause", "NavigateHome")), couple.stop),
}
"""Handlers while two people take turns, where they differ. What sounds like a topic is said to the partner."""


def _at_questions(name: str) -> Mapping[str, Handler]:
    """Return the handlers of an intent at the questions after which it means something else."""
    after_help_lines = dict.fromkeys(safety.QUESTIONS, SAFETY_HANDLERS.get(name, safety.end_safety))
    in_despair = dict.fromkeys(safety.DESPAIR_QUESTIONS, DESPAIR_HANDLERS[name])
    between_turns = {couple.QUESTION: COUPLE_HANDLERS[name]} if name in COUPLE_HANDLERS else {}
    return {**after_help_lines, **in_despair, **between_turns}


INTENT_HANDLERS: Final[Mapping[str, Handler]] = {
    name: partial(safety.handle, handler, _at_questions(name)) for name, handler in HANDLERS.items()
}
"""Handlers by the name of an intent or of a request without one."""

INTENTS: Final = frozenset(INTENT_HANDLERS) - {"LaunchRequest", "Connections.Response"}
"""The intents that an interaction model must define."""

EFFECT_HANDLERS: Final[Mapping[type, Callable[[Turn, Any, EffectOutcome], Reply]]] = {
    SetReminder: reminders.report_set,
    CancelReminder: reminders.report_cancelled,
}
"""Make the reply once the outcome of an effect is known.

Two effects are not listed: a later request answers `AskPermission`, and `Forget` ends in `my_data.report_deletion`
without storing anything.
"""


def buttons(question: str | None, guide: Guide) -> list[Button]:
    """Return the buttons to show after a question. A question of another release gets yes and no."""
    if question is None:
        return []
    names = QUESTIONS[question].buttons if question in QUESTIONS else ("yes", "no")
    return [Button(guide.phrase(f"touch_{name}"), (name,)) for name in names]
