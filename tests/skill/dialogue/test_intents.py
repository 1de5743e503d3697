import pytest

from skill.dialogue import safety
from skill.dialogue.help import OWN_HELP
from skill.dialogue.intents import QUESTIONS
from skill.dialogue.reply import Reply
from tests.support.progress_states import DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)

ANSWERS = {
    "path": ("Guidance 2.", "Shall we go on where you left off?"),
    "steady": ("Breathe in, slowly.", "What would you like to do?"),
    "steady_more": ("Breathe in, slowly.", "Shall we go on where you left off?"),
    "breathe_first": ("Breathe in, slowly.", "Take all the time you need."),
    "therapist": ("Your doctor can suggest", "What would you like to do?"),
    "hear_cause": ("Guidance 2.", "What would you like to do?"),
    "hear_talk": ("Guidance 2.", "What would you like to do?"),
    "hear_boundaries": ("Guidance 2.", "What would you like to do?"),
    "hear_forgiveness": ("Guidance 2.", "What would you like to do?"),
    "words_apology": ("You could begin:", "What would you like to do?"),
    "words_asking": ("You could say:", "What would you like to do?"),
    "words_owning": ("You could begin:", "What would you like to do?"),
    "begin": ("Guidance 2.", "Take all the time you need."),
    "list": ("1: short 1. 2: short 2. 3: short 3.", "Take all the time you need."),
    "thought": ("Reflection", "Take all the time you need."),
    "go_on": ("step 2, short 2: gist 2.", "1: short 1. 2: short 2. 3: short 3."),
    "revisit": ("1: short 1. 2: short 2. 3: short 3.", "Goodbye for now."),
    "weekly_rating": ("From 1 to 10", "Take all the time you need."),
    "weekly_exercise": ("Take it with you into the week.", "Take all the time you need."),
    "look_back": ("There isn't a week to look back on yet.", "Take all the time you need."),
    "slow_minute": ("Let your shoulders drop.", "If you'd like someone to talk to"),
    "couple": ("Decide who speaks first", "That's fine, and it needs no reason."),
    "turn": ("Taking turns is only for two people", "Take your time."),
    "more": ("Detail 2 a.", "Shall we try an exercise?"),
    "example": ("Example 2.", "Shall we try an exercise?"),
    "practice": ("Practice 2.", "Shall I mark this step as done, and go on?"),
    "done": ("Step 2 is done. Step 3: Title 3.", "Take all the time you need."),
    "next": ("step 2, short 2: gist 2.", "Take all the time you need."),
    "again": ("Guidance 2.", "You can say: next, go back"),
    "which": ("1: short 1. 2: short 2. 3: short 3.", "Goodbye for now."),
    "which_done": ("Which one is done?", "Everything stays as it was."),
    "start_over": ("Guidance 1.", "Everything stays as it was."),
    "another": ("Reflection", "Take all the time you need."),
    "rate": ("From 1 to 10", "Take all the time you need."),
    "remind_when": ("At what time of day", "I've changed nothing."),
    "remind": ("Alexa gave me no clear answer", "I've changed nothing."),
    "remind_change": ("Alexa gave me no clear answer", "I've changed nothing."),
    "forget": ("I couldn't delete it just now.", "Nothing is deleted."),
    "safety": ("Call your local emergency number.", "Okay. Goodbye."),
    "nation": ("Call your local emergency number", "Okay. Goodbye."),
    "card": ("Okay. Goodbye.", "Okay. Goodbye."),
    "despair": ("Call your local emergency number.", "Okay. Goodbye."),
    "despair_card": ("Okay. Goodbye.", "Okay. Goodbye."),
    "still_here": ("Do you?", "Okay. Goodbye."),
    "what_next": ("step 2, short 2: gist 2.", "Goodbye for now."),
}
"""The replies to yes and no after each question, for a person on the second of three steps."""


def at_question(question: str) -> DialogueSession:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")
    return session


def test_the_table_has_every_question() -> None:
    assert ANSWERS.keys() == QUESTIONS.keys()


@pytest.mark.parametrize(("question", "answer"), [(name, yes) for name, (yes, _) in ANSWERS.items()], ids=ANSWERS)
def test_yes_answers_the_open_question(question: str, answer: str) -> None:
    reply = at_question(question).handle("AMAZON.YesIntent")

    assert answer in reply.speech


@pytest.mark.parametrize(("question", "answer"), [(name, no) for name, (_, no) in ANSWERS.items()], ids=ANSWERS)
def test_no_answers_the_open_question(question: str, answer: str) -> None:
    reply = at_question(question).handle("AMAZON.NoIntent")

    assert answer in reply.speech


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "start_over"])
def test_no_never_changes_progress(question: str) -> None:
    session = at_question(question)
    before = session.progress

    session.handle("AMAZON.NoIntent")

    assert session.progress == before


@pytest.mark.parametrize(
    "question",
    sorted(
        QUESTIONS.keys() - {"path", "which_done", "rate", "remind_when", "remind", "remind_change"} - safety.QUESTIONS
    ),
)
def test_a_step_named_at_a_question_is_presented(question: str) -> None:
    reply = at_question(question).handle("GoToStepIntent", number="3")

    assert "Guidance 3." in reply.speech


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - safety.QUESTIONS))
@pytest.mark.parametrize("name", ["AMAZON.PreviousIntent", "ListStepsIntent", "SafetyIntent"])
def test_other_intents_work_at_every_question(name: str, question: str) -> None:
    reply = at_question(question).handle(name)

    assert reply == DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle(name)


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - OWN_HELP - safety.QUESTIONS))
def test_help_works_at_every_question_without_its_own_help(question: str) -> None:
    reply = at_question(question).handle("AMAZON.HelpIntent")

    assert reply == DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle("AMAZON.HelpIntent")


@pytest.mark.parametrize(
    "name", ["AMAZON.YesIntent", "AMAZON.NoIntent", "NotSureIntent", "ThanksIntent", "PrivacyIntent"]
)
def test_a_question_of_another_release_counts_as_none(name: str) -> None:
    reply = at_question("a removed question").handle(name)

    assert reply == DialogueSession(GUIDE, progress_of(GUIDE, 2)).handle(name)
