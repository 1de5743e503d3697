import pytest

from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn
from tests.support.progress_states import PEOPLE, TODAY, DialogueSession, guide_of, progress_of

GUIDE = guide_of(3)

BY_PLACE = [("new", "begin"), ("in the middle", "go_on"), ("finished", "revisit")]

NOTHING_ASKED = ["AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.RepeatIntent", "AMAZON.FallbackIntent"]


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize(("person", "place"), BY_PLACE)
def test_help_fits_the_place_and_always_asks(person: str, place: str, *, one_shot: bool) -> None:
    session = DialogueSession(GUIDE, PEOPLE[person](GUIDE))
    help_here = session.turn().phrase(f"help_{place}")

    reply = session.handle("AMAZON.HelpIntent", one_shot=one_shot)

    assert reply.speech == f"{help_here} What would you like to do?"
    assert reply.question == "what_next"


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize("name", NOTHING_ASKED)
@pytest.mark.parametrize(("person", "place"), BY_PLACE)
def test_an_answer_to_nothing_is_met_with_what_can_be_said_here(
    person: str, place: str, name: str, *, one_shot: bool
) -> None:
    progress = PEOPLE[person](GUIDE)
    session = DialogueSession(GUIDE, progress)
    hint = session.turn().phrase(f"hint_{place}")

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
        ("AMAZON.FallbackIntent", "Sorry, I didn't catch that."),
    ],
)
def test_each_answer_to_nothing_has_words_of_its_own(name: str, answer: str) -> None:
    reply = DialogueSession(GUIDE).handle(name)

    assert reply.speech.startswith(answer)


@pytest.mark.parametrize("question", [question for question in QUESTIONS if question != "what_next"])
def test_what_is_not_understood_puts_the_open_question_again(question: str) -> None:
    progress = progress_of(GUIDE, 2)
    turn = Turn(GUIDE, progress, TODAY, open_question=question)

    reply = INTENT_HANDLERS["AMAZON.FallbackIntent"](turn)

    assert reply == turn.ask(question, "Sorry, I didn't catch that.")


def test_what_is_not_understood_at_a_free_choice_brings_a_hint() -> None:
    turn = Turn(GUIDE, progress_of(GUIDE, 2), TODAY, open_question="what_next")

    reply = INTENT_HANDLERS["AMAZON.FallbackIntent"](turn)

    assert reply == turn.ask("what_next", "Sorry, I didn't catch that.", turn.phrase("hint_go_on"))


def test_not_being_understood_twice_is_said_in_other_words() -> None:
    session = DialogueSession(GUIDE)
    session.handle("LaunchRequest")

    replies = [session.handle("AMAZON.FallbackIntent") for _ in range(2)]

    assert replies[0].speech != replies[1].speech
    assert [reply.question for reply in replies] == ["begin", "begin"]


@pytest.mark.parametrize("name", [name for name in INTENT_HANDLERS if name != "AMAZON.RepeatIntent"])
def test_repeat_says_the_same_with_the_same_question_and_moves_nothing(name: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2))
    said = session.handle(name)
    session.last_reply = said

    repeated = session.handle("AMAZON.RepeatIntent")

    assert repeated == said._replace(screen=None)


def test_repeat_keeps_what_another_speaker_moved_meanwhile() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("StartGuideIntent")
    session.progress = progress_of(GUIDE, 3, done=(1, 2))

    reply = session.handle("AMAZON.RepeatIntent")

    assert reply.progress == progress_of(GUIDE, 3, done=(1, 2))


def test_a_question_that_was_repeated_can_be_answered() -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 1))
    session.handle("StartGuideIntent")
    session.handle("AMAZON.RepeatIntent")

    reply = session.handle("AMAZON.YesIntent")

    assert "Detail 1 a." in reply.speech


@pytest.mark.parametrize(
    ("name", "opening"), [("AboutIntent", "Trust Steps is for adults"), ("FindHelpIntent", "Your doctor can suggest")]
)
@pytest.mark.parametrize(("person", "place"), BY_PLACE)
def test_what_this_is_and_where_help_is_found_are_told_anywhere(
    person: str, place: str, name: str, opening: str
) -> None:
    progress = PEOPLE[person](GUIDE)

    reply = DialogueSession(GUIDE, progress).handle(name)

    assert reply.speech.startswith(opening)
    assert (reply.question, reply.progress) == (place, progress)


def test_what_this_is_says_that_it_is_not_therapy_and_how_to_find_safety() -> None:
    reply = DialogueSession(GUIDE).handle("AboutIntent", one_shot=True)

    assert "It isn't therapy" in reply.speech
    assert "I need help now" in reply.speech


def test_a_reply_with_another_persons_progress_is_never_taken_over() -> None:
    hers, his = progress_of(GUIDE, 3, done=(1, 2)), progress_of(GUIDE, 1)
    last = Reply("Hers. Do you want more?", hers, "more", "Do you?")

    reply = INTENT_HANDLERS["AMAZON.RepeatIntent"](Turn(GUIDE, his, TODAY, open_question="more", last_reply=last))

    assert reply.progress == his
