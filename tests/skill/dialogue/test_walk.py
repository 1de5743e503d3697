import pytest

from skill.dialogue.reply import Reply
from tests.support.progress_states import DialogueSession, guide_of

LENGTHS = (1, 3, 8)


def say_yes_to_the_end(session: DialogueSession) -> list[Reply]:
    """Say yes from the launch until the session closes, or for so many turns that the dialogue must be looping."""
    replies = [session.handle("LaunchRequest")]
    while replies[-1].question and len(replies) < 100:
        replies.append(session.handle("AMAZON.YesIntent"))
    return replies


def count(replies: list[Reply], text: str) -> int:
    return sum(text in reply.speech for reply in replies)


@pytest.mark.parametrize("steps", LENGTHS)
def test_yes_leads_through_everything_once_and_ends_in_the_closing(steps: int) -> None:
    session = DialogueSession(guide_of(steps))
    texts = [
        text for step in session.guide.steps for text in (step.guidance, *step.detail, step.example, step.practice)
    ]

    replies = say_yes_to_the_end(session)

    assert {text: count(replies, text) for text in texts} == dict.fromkeys(texts, 1)
    assert session.done == set(range(1, steps + 1))
    assert replies[-1].question is None
    assert replies[-1].speech.endswith(session.turn().phrase("closing"))


@pytest.mark.parametrize("steps", LENGTHS)
def test_next_presents_every_step_in_turn_and_offers_to_mark_the_last(steps: int) -> None:
    session = DialogueSession(guide_of(steps))
    session.handle("LaunchRequest")

    replies = [session.handle("AMAZON.NextIntent") for _ in range(steps + 1)]

    assert [[count([reply], step.guidance) for step in session.guide.steps] for reply in replies] == [
        *([int(at == number) for number in range(steps)] for at in range(steps)),
        [0] * steps,
    ]
    assert (session.current_step, session.done, replies[-1].question) == (steps, set(), "done")


@pytest.mark.parametrize("steps", LENGTHS)
def test_back_presents_every_step_before_the_last_and_ends_at_the_first(steps: int) -> None:
    session = DialogueSession(guide_of(steps))
    session.handle("GoToStepIntent", number=str(steps))

    replies = [session.handle("AMAZON.PreviousIntent") for _ in range(steps)]

    assert [count(replies, step.guidance) for step in session.guide.steps] == [1] * (steps - 1) + [0]
    assert (session.current_step, replies[-1].question) == (1, "again")


@pytest.mark.parametrize("steps", LENGTHS)
def test_the_list_names_every_step_with_its_number(steps: int) -> None:
    reply = DialogueSession(guide_of(steps)).handle("ListStepsIntent", one_shot=True)

    assert reply.speech.endswith(" ".join(f"{number}: short {number}." for number in range(1, steps + 1)))


@pytest.mark.parametrize("name", ["LaunchRequest", "ListStepsIntent", "AboutIntent", "AMAZON.HelpIntent"])
def test_a_guide_with_one_step_uses_the_singular(name: str) -> None:
    reply = DialogueSession(guide_of(1)).handle(name)

    assert "one step" in reply.speech
    assert "1 step" not in reply.speech
