"""Two people on one speaker take turns: who is asked, how it goes on, and how it ends."""

from typing import Final

import pytest

from skill.dialogue import couple
from skill.dialogue.reply import CoupleTurn, Reply
from tests.support.models import device_recognizer
from tests.support.progress_states import ENGLISH, PEOPLE, DialogueSession, guide_of, progress_of

GUIDE: Final = guide_of(3)


def taking_turns(number: int = 1) -> DialogueSession:
    """Return a session in which the turn with this number was just announced."""
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 3))
    session.handle("CoupleIntent")
    session.handle("AMAZON.YesIntent")
    for _ in range(number - 1):
        session.handle("SwitchIntent")
    return session


@pytest.mark.parametrize("between", [(), ("AMAZON.NoIntent",), ("AMAZON.NoIntent", "ListStepsIntent")])
def test_the_warning_about_fear_is_said_once_in_a_session(between: tuple[str, ...]) -> None:
    """Said again and again, it sounds as if the guide suspected one of the two."""
    session = DialogueSession(ENGLISH)
    session.handle("CoupleIntent")
    for name in between:
        session.handle(name)

    reply = session.handle("CoupleIntent")

    assert any(reply.speech.startswith(words) for words in ENGLISH.phrases["couple_again"])
    assert "afraid" not in reply.speech
    assert reply.question == "couple"


@pytest.mark.parametrize("name", ["CoupleIntent", "SwitchIntent"])
@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("person", PEOPLE)
def test_before_anything_begins_both_are_asked_and_fear_is_named_as_a_reason_against_it(
    person: str, name: str, *, one_shot: bool
) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle(name, one_shot=one_shot)

    assert "who both want it" in reply.speech
    assert "Where one is afraid of the other, it isn't the right thing." in reply.speech
    assert "A no needs no reason." in reply.speech
    assert (reply.question, reply.progress) == ("couple", progress)


@pytest.mark.parametrize("name", ["SwitchIntent", "CoupleIntent", "ThanksIntent", "AMAZON.FallbackIntent"])
def test_without_a_plain_yes_it_does_not_begin(name: str) -> None:
    """One of two may press: "my turn" is no consent of both."""
    session = DialogueSession(GUIDE)
    session.handle("CoupleIntent")

    assert session.handle(name).question == "couple"


@pytest.mark.parametrize("name", ["AMAZON.NoIntent", "NotSureIntent"])
def test_a_no_to_taking_turns_is_accepted_without_asking_who_said_it(name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    session.handle("CoupleIntent")

    reply = session.handle(name)

    assert reply.question == "thought"
    assert not any(word in reply.speech for word in ("afraid", "safe", "help", "why", "who"))
    assert reply.progress == progress_of(GUIDE, 2)


def test_each_of_two_speaks_once_and_says_once_what_they_heard() -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2))
    session.handle("CoupleIntent")
    topic = ENGLISH.steps[1].together

    replies = [session.handle(name) for name in ("AMAZON.YesIntent", *["SwitchIntent"] * 3)]

    assert [topic in reply.speech for reply in replies] == [True, False, True, False]
    assert ["says back" in reply.speech or "says it back" in reply.speech for reply in replies] == [
        False,
        True,
        False,
        True,
    ]
    assert [reply.speech.count('<break time="10s"/>') for reply in replies] == [6, 4, 6, 4]
    assert [reply.question for reply in replies] == ["turn", "turn", "turn", None]


def test_at_the_end_two_people_get_a_prompt_for_two_and_the_store_none() -> None:
    """Recorded, it would come later as the day's thought of the one who asks alone."""
    session = taking_turns(3)
    before = session.progress

    reply = session.handle("SwitchIntent")

    for_two = [each.text for step in ENGLISH.steps for each in step.reflections if each.is_for_two]
    assert any(reply.speech.endswith(text) for text in for_two)
    assert session.progress == before


@pytest.mark.parametrize("name", ["SwitchIntent", "AMAZON.YesIntent", "AMAZON.NextIntent", "StartGuideIntent"])
def test_switch_yes_next_and_ready_go_on_to_the_next_turn(name: str) -> None:
    reply = taking_turns(1).handle(name)

    assert reply.couple_turn == CoupleTurn("boundaries", 2)


@pytest.mark.parametrize(
    "name", ["AMAZON.NoIntent", "NotSureIntent", "AMAZON.FallbackIntent", "AMAZON.ResumeIntent", "CheatedOnIntent"]
)
def test_what_they_say_to_each_other_gives_them_time_and_is_no_mistake(name: str) -> None:
    """After a minute the microphone opens, and it hears the end of what they were saying."""
    reply = taking_turns(3).handle(name)

    assert not any(reply.speech.startswith(each) for each in ENGLISH.phrases["missed"])
    assert reply.speech.count('<break time="10s"/>') == 3
    assert (reply.question, reply.couple_turn) == ("turn", CoupleTurn("boundaries", 3))


@pytest.mark.parametrize(
    "sentence",
    [
        "stop",
        "cancel",
        "pause",
        "i don't want to do this any more",
        "i don't want to do this with him",
        "stop this",
        "i want to stop",
        "this is too much",
        "not in front of her",
    ],
)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_wish_to_stop_ends_it_at_once_and_no_one_has_to_explain(number: int, sentence: str) -> None:
    reply = taking_turns(number).handle(device_recognizer().recognize(sentence).intent or "")

    assert reply.speech in ENGLISH.phrases["couple_stopped"]
    assert reply.question is None


@pytest.mark.parametrize("name", ["CompleteStepIntent", "NotHelpingIntent"])
def test_being_done_or_finding_it_of_no_use_ends_it_kindly(name: str) -> None:
    """After "we're done", another half minute of silence is a trap."""
    session = taking_turns(2)
    before = session.progress

    reply = session.handle(name)

    assert reply.speech in ENGLISH.phrases["couple_stopped"]
    assert (reply.question, reply.progress) == (None, before)


@pytest.mark.parametrize("sentence", ["ready", "we're ready", "ready to switch"])
def test_ready_is_heard_as_the_word_of_the_question_between_turns(sentence: str) -> None:
    """The question "Ready to switch?" invites the word, and two people must not land in step 1 for it."""
    session = taking_turns(1)

    reply = session.handle(device_recognizer().recognize(sentence).intent or "")

    assert reply.couple_turn == CoupleTurn("boundaries", 2)


def test_another_exercise_can_be_named_between_turns() -> None:
    """Two who have had enough of one subject can ask for another one."""
    reply = taking_turns(2).handle("CoupleIntent", one_shot=False, step="forgiveness")

    assert (reply.question, reply.couple_turn) == ("couple", CoupleTurn("forgiveness"))


@pytest.mark.parametrize("name", ["SafetyIntent", "SafetyDespairIntent", "SafetyChildIntent", "SafetyHarmIntent"])
def test_a_call_for_help_is_answered_between_turns(name: str) -> None:
    assert taking_turns(2).handle(name).question in {"safety", "despair"}


@pytest.mark.parametrize("name", ["AMAZON.HelpIntent", "ThanksIntent", "PrivacyIntent", "AMAZON.RepeatIntent"])
def test_a_question_between_turns_does_not_lose_the_turn(name: str) -> None:
    session = taking_turns(2)

    session.handle(name)

    assert session.handle("SwitchIntent").couple_turn == CoupleTurn("boundaries", 3)


def test_a_step_can_be_started_between_turns() -> None:
    reply = taking_turns(2).handle("GoToStepIntent", number="1")

    assert (reply.question, reply.couple_turn) == ("more", None)


@pytest.mark.parametrize(
    ("on", "named", "step"),
    [
        (1, None, "communicate"),
        (2, None, "communicate"),
        (3, None, "boundaries"),
        (4, None, "forgiveness"),
        (5, None, "communicate"),
        (2, "forgiveness", "forgiveness"),
        (3, "support", "boundaries"),
        (4, "the moon", "forgiveness"),
    ],
)
def test_the_exercise_is_that_of_the_named_or_current_step_else_the_first_one_for_two(
    on: int, named: str | None, step: str
) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, on))

    slots = {"step": named} if named else {}
    session.handle("CoupleIntent", one_shot=False, **slots)

    assert session.handle("AMAZON.YesIntent").couple_turn == CoupleTurn(step, 1)


def test_the_second_person_may_have_a_voice_of_their_own() -> None:
    """To the store, a recognized voice is another person, who has no place in the steps yet."""
    session = taking_turns(2)
    session.progress = PEOPLE["new"](ENGLISH)

    reply = session.handle("SwitchIntent")

    assert ENGLISH.steps[2].together in reply.speech
    assert reply.progress == PEOPLE["new"](ENGLISH)


def test_a_turn_that_the_session_does_not_know_begins_with_the_question_to_both() -> None:
    session = DialogueSession(GUIDE)
    session.last_reply = Reply("Ready?", session.progress, couple.QUESTION, "Ready?")

    assert session.handle("SwitchIntent").question == "couple"


@pytest.mark.parametrize("number", [4, 5, 999])
def test_after_the_last_turn_switch_ends_kindly(number: int) -> None:
    session = DialogueSession(GUIDE)
    turn = CoupleTurn("step-1", number)
    session.last_reply = Reply("Ready?", session.progress, couple.QUESTION, "Ready?", couple_turn=turn)

    reply = session.handle("SwitchIntent")

    assert reply.speech == GUIDE.phrase("couple_end")
    assert reply.question is None


def test_nothing_is_stored_of_it() -> None:
    session = taking_turns(3)
    before = progress_of(ENGLISH, 3)

    session.handle("SwitchIntent")

    assert session.progress == before


@pytest.mark.parametrize("sentence", ["he's here", "she's here", "he is in the room", "please don't let him hear this"])
def test_a_warning_that_someone_listens_is_not_taken_for_two_who_want_to_talk(sentence: str) -> None:
    assert device_recognizer().recognize(sentence).intent not in {"CoupleIntent", "SwitchIntent"}


@pytest.mark.parametrize(
    "sentence",
    ["we're both here but i'm scared of him", "he hits me when it's my turn", "i'm not safe doing this with him"],
)
def test_fear_said_beside_it_is_not_heard_as_couple_mode(sentence: str) -> None:
    assert device_recognizer().recognize(sentence).intent not in {"CoupleIntent", "SwitchIntent"}
