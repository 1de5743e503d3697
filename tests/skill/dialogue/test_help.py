import pytest

from skill.dialogue import couple, safety
from skill.dialogue.help import OWN_HELP
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn
from tests.support.languages import texts
from tests.support.progress_states import ENGLISH, LIBRARY, PEOPLE, TODAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)

RESUME_QUESTIONS = [("new", "begin"), ("in the middle", "go_on"), ("finished", "weekly_rating")]
STAGES = [("new", "begin"), ("in the middle", "go_on"), ("finished", "revisit")]

WITHOUT_QUESTION = ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.RepeatIntent", "AMAZON.FallbackIntent"]


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize(("person", "stage"), STAGES)
def test_help_depends_on_the_place_and_ends_in_a_question(person: str, stage: str, *, one_shot: bool) -> None:
    session = DialogueSession(GUIDE, PEOPLE[person](GUIDE))
    help_text = session.turn().phrase(f"help_{stage}")

    reply = session.handle("AMAZON.HelpIntent", one_shot=one_shot)

    assert reply.speech == f"{help_text} What would you like to do?"
    assert reply.question == "what_next"


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("name", WITHOUT_QUESTION)
@pytest.mark.parametrize(("person", "stage"), STAGES)
def test_an_answer_without_a_question_gets_a_hint(person: str, stage: str, name: str, *, one_shot: bool) -> None:
    progress = PEOPLE[person](GUIDE)
    session = DialogueSession(GUIDE, progress)
    hint = session.turn().phrase(f"hint_{stage}")

    reply = session.handle(name, one_shot=one_shot)

    assert reply.speech.endswith(f"{hint} What would you like to do?")
    assert reply.question == "what_next"
    assert reply.progress == progress


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("AMAZON.YesIntent", "I hadn't asked anything just now."),
        ("AMAZON.NoIntent", "That's fine. I hadn't asked anything."),
        ("AMAZON.RepeatIntent", "I haven't said anything yet."),
        ("AMAZON.FallbackIntent", "I'm not sure I understood you."),
    ],
)
def test_each_answer_without_a_question_has_its_own_words(name: str, answer: str) -> None:
    reply = DialogueSession(GUIDE).handle(name)

    assert reply.speech.startswith(answer)


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {"what_next", couple.QUESTION} - safety.QUESTIONS))
def test_fallback_repeats_the_open_question(question: str) -> None:
    progress = progress_of(GUIDE, 2)
    turn = Turn(GUIDE, progress, TODAY, open_question=question)

    reply = INTENT_HANDLERS["AMAZON.FallbackIntent"](turn)

    untouched = ["Nothing is deleted."] if question == "forget" else []
    assert reply == turn.ask(question, "I'm not sure I understood you.", *untouched)._replace(is_miss=True)


@pytest.mark.parametrize("question", sorted(OWN_HELP))
def test_help_keeps_a_question_that_expects_more_than_yes_or_no(question: str) -> None:
    progress = progress_of(GUIDE, 2)
    turn = Turn(GUIDE, progress, TODAY, open_question=question)

    reply = INTENT_HANDLERS["AMAZON.HelpIntent"](turn)

    assert reply == turn.ask(question, turn.phrase(f"help_{question}"))


@pytest.mark.parametrize("place", ["begin", "go_on", "revisit"])
def test_help_at_every_place_names_reflections_check_ins_and_reminders(place: str) -> None:
    names = ("today's reflection", "check in", "set a reminder", "I need help now")

    missing = [(text, name) for text in GUIDE.phrases[f"help_{place}"] for name in names if name not in text]

    assert missing == []


def test_fallback_at_a_free_choice_gives_a_hint() -> None:
    turn = Turn(GUIDE, progress_of(GUIDE, 2), TODAY, open_question="what_next")

    reply = INTENT_HANDLERS["AMAZON.FallbackIntent"](turn)

    assert reply == turn.ask("what_next", "I'm not sure I understood you.", turn.phrase("hint_go_on"))._replace(
        is_miss=True
    )


def test_a_second_fallback_is_worded_differently() -> None:
    session = DialogueSession(GUIDE)
    session.handle("LaunchRequest")

    replies = [session.handle("AMAZON.FallbackIntent") for _ in range(2)]

    assert replies[0].speech != replies[1].speech
    assert [reply.question for reply in replies] == ["path", "path"]


@pytest.mark.parametrize("name", [name for name in INTENT_HANDLERS if name != "AMAZON.RepeatIntent"])
def test_repeat_gives_the_same_speech_and_question_and_changes_nothing(name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    reply = session.handle(name)
    session.last_reply = reply

    repeated = session.handle("AMAZON.RepeatIntent")

    assert repeated == reply._replace(screen=None, is_miss=False)


@pytest.mark.parametrize("misses", [1, 2, 3])
@pytest.mark.parametrize("name", ["AMAZON.RepeatIntent", "SlowerIntent"])
def test_repeat_gives_what_was_said_before_it_was_not_understood(name: str, misses: int) -> None:
    """A person who missed the step and is not understood wants the step again, not the apology."""
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    step = session.handle("GoToStepIntent", number="2")
    for _ in range(misses):
        session.handle("AMAZON.FallbackIntent")

    reply = session.handle(name)

    assert (reply.speech, reply.question, reply.reprompt) == (step.speech, step.question, step.reprompt)
    assert session.misses == 0


def test_repeat_keeps_a_change_made_on_another_device() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("StartGuideIntent")
    session.progress = progress_of(GUIDE, 3, done=(1, 2))

    reply = session.handle("AMAZON.RepeatIntent")

    assert reply.progress == progress_of(GUIDE, 3, done=(1, 2))


def test_a_repeated_question_can_be_answered() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("StartGuideIntent")
    session.handle("AMAZON.RepeatIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert "Detail 1 a." in reply.speech


@pytest.mark.parametrize(
    ("name", "opening"),
    [("AboutIntent", "I'm a program, written by people"), ("FindHelpIntent", "Your doctor can suggest")],
)
@pytest.mark.parametrize(("person", "question"), RESUME_QUESTIONS)
def test_about_and_find_help_work_at_every_place(person: str, question: str, name: str, opening: str) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle(name)

    assert reply.speech.startswith(opening)
    assert (reply.question, reply.progress) == (question, progress)


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_who_can_hear_this_is_answered_at_every_place(person: str) -> None:
    progress = PEOPLE[person](GUIDE)

    one_shot = DialogueSession(GUIDE, progress).handle("PrivacyIntent", one_shot=True)
    reply = DialogueSession(GUIDE, progress).handle("PrivacyIntent")

    assert reply.speech.startswith(one_shot.speech)
    assert reply.question == Turn(GUIDE, progress, TODAY).resume_question
    assert (one_shot.question, one_shot.progress) == (None, progress)


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {"forget"} - safety.QUESTIONS))
def test_who_can_hear_this_is_no_answer_to_a_question(question: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.last_reply = Reply("Do you?", session.progress, question, "Do you?")

    reply = session.handle("PrivacyIntent")

    assert (reply.question, reply.progress, reply.effect) == (question, session.progress, None)
    assert reply.speech.startswith("I keep your progress, never what you say.")


@pytest.mark.parametrize("locale", sorted(LIBRARY.guides))
def test_who_can_hear_this_names_alexas_history_in_at_most_45_words(locale: str) -> None:
    guide = LIBRARY.guide(locale)

    speech = DialogueSession(guide, progress_of(guide, 2)).handle("PrivacyIntent", one_shot=True).speech

    assert len(speech.split()) <= 45
    assert [words for words in texts(locale, "privacy") if words not in speech] == []


def test_about_says_that_it_is_not_therapy_and_names_the_safety_phrase() -> None:
    reply = DialogueSession(GUIDE).handle("AboutIntent", one_shot=True)

    assert "It isn't therapy" in reply.speech
    assert "I need help now" in reply.speech


def test_repeat_never_takes_over_another_persons_progress() -> None:
    hers, his = progress_of(GUIDE, 3, done=(1, 2)), progress_of(GUIDE, 1)
    last = Reply("Hers. Do you want more?", hers, "more", "Do you?")

    reply = INTENT_HANDLERS["AMAZON.RepeatIntent"](Turn(GUIDE, his, TODAY, open_question="more", last_reply=last))

    assert reply.progress == his
