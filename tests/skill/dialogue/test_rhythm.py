"""How often people are asked, in which words, and how much they hear at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

import pytest

from skill.content import markup
from skill.content.schema import MOST_WORDS
from skill.dialogue.intents import INTENTS, QUESTIONS
from skill.dialogue.reply import Reply
from skill.dialogue.safety import INTENTS as SAFETY_INTENTS
from skill.dialogue.safety import QUESTIONS as SAFETY_QUESTIONS
from skill.guide import Guide
from speech.conversations.file_format import Exchange, read_file
from tests.support.invitations import closing_sentence, is_yes_or_no
from tests.support.progress_states import ENGLISH, LIBRARY, DialogueSession

CONVERSATIONS: Final = Path(__file__).parents[2] / "conversations"
MEDIAN_WORDS: Final = 30
MOST_REPLIES_A_STEP: Final = 4
MOST_YES_OR_NO: Final = 0.6
MOST_TIMES: Final = 2
"""How often a question may come in the same words, and a phrase of a session in fewer than three wordings."""

WORDINGS: Final = 3
DAYS: Final = range(739_000, 739_030)
"""A month of ordinals: the day chooses the first wording."""

SESSIONS: Final = 400
TURNS: Final = 30
SLOTS: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "GoToStepIntent": ({"number": "2"}, {"number": "9"}, {"step": "the moon"}),
    "CompleteStepIntent": ({}, {"number": "1"}, {"number": "9"}),
    "CheckInIntent": ({}, {"rating": "7"}, {"rating": "11"}),
    "SetReminderIntent": ({}, {"time": "07:30"}, {"time": "?"}),
}
OFTEN: Final = (
    *("AMAZON.YesIntent",) * 8,
    *("AMAZON.NoIntent", "AMAZON.NextIntent", "AMAZON.FallbackIntent", "TellMeMoreIntent", "NotSureIntent") * 4,
)
"""What people say more often than the rest."""

FIXED: Final = ("safety_", "card_", "ask_safety", "ask_nation", "ask_card", "couple_quiet_wait")
"""Words that come the same each time, so that a person can rely on them.

These are help lines and what goes with them, and the silence in which two people talk.
"""

LABELS: Final = ("touch_", "screen_", "clock_", "span_", "steps_", "step", "say_help")
"""Parts of a sentence, and names that must stay the same."""

REPORTS: Final = (
    "rating_",
    "place",
    "some_done",
    "none_done",
    "days_come",
    "known",
    "reminder_known",
    "reflections_known",
)
"""What is stored, read out on request in the words of the privacy page."""

FACTS: Final = ("about", "privacy", "find_help")
"""What a person asks for by name: what this is not, who can listen, how to find a therapist."""


ALONE: Final = {"steady", "couple", "forget"}
"""An exercise that is asked for again, who should not take turns, and what a yes deletes: the same words each time."""


def say_yes_to_the_end(day: int, guide: Guide) -> list[Reply]:
    session = DialogueSession(guide, first_turn_count=day)
    replies = [session.handle("LaunchRequest")]
    while replies[-1].question and len(replies) < 100:
        replies.append(session.handle("AMAZON.YesIntent"))
    return replies


@pytest.mark.parametrize("locale", LIBRARY.guides)
def test_a_person_who_only_says_yes_is_not_led_through_a_questionnaire(locale: str) -> None:
    for day in DAYS:
        replies = say_yes_to_the_end(day, LIBRARY.guides[locale])
        asked = Counter(closing_sentence(reply.speech) for reply in replies if reply.question)
        yes_or_no = sum(is_yes_or_no(reply.speech, locale) for reply in replies)

        assert replies[-1].question is None
        assert len(replies) <= MOST_REPLIES_A_STEP * (len(LIBRARY.guides[locale].steps) + 1)
        assert yes_or_no <= MOST_YES_OR_NO * len(replies)
        assert [question for question, times in asked.items() if times > MOST_TIMES] == []


def test_every_reply_makes_one_invitation() -> None:
    several = [
        reply.speech
        for day in DAYS
        for reply in say_yes_to_the_end(day, ENGLISH)
        if reply.question and reply.speech.count("?") > 1
    ]

    assert several == []


@dataclass
class CountingPhrases(Mapping[str, tuple[str, ...]]):
    """Counts how often each phrase is said in a session."""

    phrases: Mapping[str, tuple[str, ...]]
    counts: Counter[str] = field(default_factory=Counter)

    def __getitem__(self, key: str) -> tuple[str, ...]:
        self.counts[key] += 1
        return self.phrases[key]

    def __contains__(self, key: object) -> bool:
        return key in self.phrases

    def __iter__(self) -> Iterator[str]:
        return iter(self.phrases)

    def __len__(self) -> int:
        return len(self.phrases)


@cache
def phrases_said_often() -> frozenset[str]:
    """Simulate people who say anything at all, and return the phrases that one of them heard more than twice."""
    random = Random(15)
    found: set[str] = set()
    names = (*OFTEN, *sorted(INTENTS - set(SAFETY_INTENTS.values())))
    for day in range(SESSIONS):
        phrases = CountingPhrases(ENGLISH.phrases)
        session = DialogueSession(replace(ENGLISH, phrases=phrases), first_turn_count=day)
        reply = session.handle("LaunchRequest")
        for _ in range(TURNS):
            if reply.question is None or reply.question in SAFETY_QUESTIONS:
                break
            name = random.choice(names)
            if name in {"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent", "AMAZON.PauseIntent"}:
                continue
            reply = session.handle(name, one_shot=False, **random.choice(SLOTS.get(name, ({},))))
        found |= {key for key, times in phrases.counts.items() if times > MOST_TIMES}
    return frozenset(found)


def test_the_simulation_hears_most_questions_often() -> None:
    asked = {f"ask_{question}" for question in QUESTIONS}

    assert len(phrases_said_often() & asked) > len(asked) / 2


def test_a_phrase_that_can_come_more_than_twice_in_a_session_has_three_wordings() -> None:
    exempt = (*FIXED, *LABELS, *REPORTS, *FACTS)
    often = {key for key in phrases_said_often() - ALONE if not key.startswith(exempt)}

    assert {key: len(set(ENGLISH.phrases[key])) for key in often if len(set(ENGLISH.phrases[key])) < WORDINGS} == {}


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - SAFETY_QUESTIONS))
def test_a_question_asked_again_comes_in_other_words(question: str) -> None:
    session = DialogueSession(ENGLISH)
    replies = []

    for _ in range(WORDINGS):
        replies.append(session.turn().ask(question))
        session.follow(replies[-1])

    assert len({reply.speech for reply in replies}) == WORDINGS


def test_most_replies_of_the_conversations_are_short() -> None:
    steps = [step for guide in LIBRARY.guides.values() for step in guide.steps]
    exercises = tuple(" ".join(markup.words(step.practice)) for step in steps)
    answers = [
        line.answer for file in CONVERSATIONS.glob("*/*.txt") for line in read_file(file) if isinstance(line, Exchange)
    ]
    lengths = [markup.word_count(answer) for answer in answers if not answer.startswith(exercises)]

    assert median(lengths) <= MEDIAN_WORDS
    assert max(lengths) <= MOST_WORDS


def test_a_person_who_only_says_yes_hears_no_long_reply() -> None:
    exercises = tuple(step.practice for step in ENGLISH.steps)
    replies = [reply.speech for reply in say_yes_to_the_end(DAYS[0], ENGLISH)]

    lengths = [markup.word_count(speech) for speech in replies if not speech.startswith(exercises)]

    assert max(lengths) <= MOST_WORDS
