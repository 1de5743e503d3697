"""What people say about themselves: two warm sentences that name what was heard, then one offer.

Nothing of it is stored, except a path if the skill had just asked what brought the person. No reply advises to stay or
to leave. A topic is answered with its offer even in a one-shot: a person who says that they are hurt is not sent away.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple

from skill.dialogue import paths
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen
from skill.dialogue.steps import present_step
from skill.dialogue.time_of_day import is_night
from skill.dialogue.turn import Turn


class Topic(NamedTuple):
    """One kind of thing that people say. Its words are the phrase topic_NAME."""

    name: str
    offer: str | None
    """A name in `QUESTIONS`; None for the question that leads on to the steps."""

    path: str | None = None
    """The path that it chooses in answer to the question what brought the person."""


TOPICS: Final[Mapping[str, Topic]] = {
    "SomethingHappenedIntent": Topic("happened", "steady", "happened"),
    "CheatedOnIntent": Topic("cheated_on", "steady", "happened"),
    "ILiedIntent": Topic("i_lied", "words_owning", "happened"),
    "MyFaultIntent": Topic("my_fault", "steady", "happened"),
    "ForgiveIntent": Topic("forgive", "hear_forgiveness", "happened"),
    "AngryIntent": Topic("angry", "steady", "happened"),
    "WorryIntent": Topic("worry", "steady", "worry"),
    "JealousIntent": Topic("jealous", "hear_cause", "worry"),
    "SuspicionIntent": Topic("suspicion", "words_asking", "worry"),
    "CheckPhoneIntent": Topic("check_phone", "words_asking", "worry"),
    "OldWoundIntent": Topic("old_wound", "hear_cause", "worry"),
    "NotEnoughIntent": Topic("not_enough", "hear_cause", "worry"),
    "TrustAgainIntent": Topic("trust_again", None, "happened"),
    "TalkBadlyIntent": Topic("talks", "hear_talk", "talks"),
    "GrownApartIntent": Topic("grown_apart", "hear_talk", "talks"),
    "MistrustedIntent": Topic("mistrusted", "hear_boundaries", "talks"),
    "ApologiseIntent": Topic("apologise", "words_apology", "happened"),
    "ShouldILeaveIntent": Topic("should_i_leave", "therapist", "happened"),
    "BrokeUpIntent": Topic("broke_up", "steady", "happened"),
    "HurtIntent": Topic("hurt", "steady", "happened"),
    "FamilyIntent": Topic("family", None, "happened"),
    "JustLookingIntent": Topic("looking", None, "looking"),
    "NotHelpingIntent": Topic("not_helping", "therapist"),
    "GoodNewsIntent": Topic("good_news", "rate"),
    "BreakIntent": Topic("break", "breathe_first"),
}
"""The topics by intent."""


def answer(topic: Topic, turn: Turn) -> Reply:
    words = turn.phrase(f"topic_{topic.name}")
    if turn.open_question == "path" and topic.path:
        return paths.choose(turn, topic.path, words)
    if topic.offer == turn.open_question == "steady":
        return turn.ask(turn.resume_question, words)
    return turn.ask(topic.offer or turn.resume_question, words)


def leave_unheard(turn: Turn) -> Reply:
    """End at once where others listen. A question, or a word about what was said, would tell them."""
    return turn.close(turn.phrase("topic_overheard"))


HANDLERS: Final[Mapping[str, Callable[[Turn], Reply]]] = {
    **{intent: partial(answer, topic) for intent, topic in TOPICS.items()},
    "OverheardIntent": leave_unheard,
}


def steady(turn: Turn) -> Reply:
    """Breathe with the person for about a minute. At night the opening words are about sleep."""
    opening = turn.phrase("steady_night" if is_night(turn.now.time()) else "steady_day")
    screen = ExerciseScreen(turn.phrase("screen_steady"))
    return turn.answer(opening, turn.phrase("steady"), then="steady_more", screen=lambda: screen)


def end_steady(turn: Turn) -> Reply:
    """At night, let the person sleep. By day, lead on to the steps."""
    if is_night(turn.now.time()):
        return turn.close(turn.phrase("steady_end"))
    return turn.ask(turn.resume_question, turn.phrase("all_right"))


def decline(turn: Turn) -> Reply:
    """Drop the offer of a topic, and leave open what comes next: the person may have more to say."""
    return turn.ask("what_next", turn.phrase("listening"))


def doubt(turn: Turn) -> Reply:
    """Take back the offer from a person who is not sure about it."""
    return turn.ask(turn.resume_question, turn.phrase("unsure_offer"))


def give_words(name: str, turn: Turn) -> Reply:
    """Give words that the person could begin with."""
    return turn.answer(turn.phrase(f"words_{name}"), then="what_next")


def hear_step(key: str, turn: Turn) -> Reply:
    """Present the step that the topic offered. If this guide has no such step, present the next open one."""
    return present_step(turn, turn.guide.step(key) or turn.next_open_step or turn.guide.first)
