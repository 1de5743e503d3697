"""What people say that had no answer: each sentence is said in a conversation file, and answered there."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from speech.conversations.file_format import Exchange, read_file
from tests.support.progress_states import ENGLISH

FILES: Final = sorted((Path(__file__).parents[2] / "conversations").glob("*/*.txt"))
SAID: Final = (
    "i don't know",
    "i'm not sure",
    "not ready",
    "why",
    "what do you mean",
    "say that simpler",
    "slower",
    "shorter",
    "that doesn't help",
    "thanks",
    "who made you",
    "is this private",
    "my partner is listening",
    "he cheated on me",
    "i'm the jealous one",
    "i was the one who lied",
    "is it my fault",
    "should i leave",
    "should i check the phone",
    "how do i apologise",
    "how do i make her share her password",
    "we're both here",
    "my turn",
    "i can't sleep",
    "breathe with me",
    "i need a break",
    "are you human",
)
"""Twenty-seven sentences to which the skill once said that it did not understand."""

MISSED: Final = tuple(
    wording for key in ("missed", "missed_again", "missed_often", "hint_begin") for wording in ENGLISH.phrases[key]
)


@cache
def answers() -> Mapping[str, list[str]]:
    """Return what the conversation files expect after each sentence, said alone or in a one-shot."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in (line for file in FILES for line in read_file(file) if isinstance(line, Exchange)):
        found[line.utterance.removeprefix("ask trust steps ")].append(line.answer)
    return found


@pytest.mark.parametrize("sentence", SAID)
def test_a_conversation_shows_what_a_person_hears_who_says_so(sentence: str) -> None:
    heard = answers()[sentence]

    assert heard
    assert [answer for answer in heard if answer.startswith(MISSED)] == []
