"""What is spoken for a text that Home Assistant passes on."""

from functools import cache

import pytest

from speech.errors import SsmlError
from speech.tts.synthesizer import Synthesizer
from speech.wyoming.voice import MAX_CHARACTERS, RecentAnswers, Script, Voice

BREATH = Script(('<speak>In. <break time="4s"/> And out.</speak>',), "en-US")


@cache
def _voice() -> Voice:
    return Voice(Synthesizer())


def test_an_answer_is_spoken_with_its_pauses() -> None:
    """A minute of breathing would otherwise be read out in seconds."""
    voice = Voice(Synthesizer())
    plain = voice.speak("In. And out.", "en-US").seconds

    voice.remember("In. And out.", BREATH)

    assert voice.speak("In. And out.", "en-US").seconds > plain + 3


@pytest.mark.parametrize("text", ["In. And out.", " in and OUT ", "In.\nAnd out!"])
def test_an_answer_is_known_by_its_letters(text: str) -> None:
    answers = RecentAnswers()
    answers.keep("In. And out.", BREATH)

    assert answers.find(text) == BREATH


@pytest.mark.parametrize("text", ["", "In.", "In. And out. More.", "..."])
def test_another_text_is_no_answer(text: str) -> None:
    answers = RecentAnswers()
    answers.keep("In. And out.", BREATH)

    assert answers.find(text) is None


def test_answers_are_forgotten_after_minutes_and_the_oldest_first() -> None:
    seconds = [0.0]
    answers = RecentAnswers(most=2, seconds=300, clock=lambda: seconds[0])
    for at, text in enumerate(("one", "two", "one", "three")):
        seconds[0] = float(at)
        answers.keep(text, BREATH)
    first = [answers.find(text) for text in ("one", "two", "three")]

    seconds[0] = 302.0

    assert first == [BREATH, None, BREATH]
    assert [answers.find(text) for text in ("one", "three")] == [None, BREATH]


@pytest.mark.parametrize(
    "text", ['<speak>one<break time="9s"/></speak>', "one < two & three", "one\x00two", "<!DOCTYPE speak>", "]]>"]
)
def test_an_unknown_text_is_never_taken_for_markup(text: str) -> None:
    assert 0 < _voice().speak(text, "en-US").seconds < 9


@pytest.mark.parametrize("text", ["", " ", "..."])
def test_a_text_without_words_makes_no_sound(text: str) -> None:
    assert _voice().speak(text, "en-US").seconds == 0


def test_markup_is_spoken_if_the_client_says_that_it_is() -> None:
    assert _voice().speak('<speak>one<break time="2s"/></speak>', "en-US", is_ssml=True).seconds > 2


@pytest.mark.parametrize(
    ("text", "is_ssml"),
    [
        ("a" * (MAX_CHARACTERS + 1), False),
        ("<speak>" + '<break time="10s"/>' * 40 + "</speak>", True),
        ("<speak><b></speak>", True),
        ('<!DOCTYPE a [<!ENTITY b "b">]><speak>&b;</speak>', True),
    ],
)
def test_what_would_take_too_long_or_is_broken_is_refused(text: str, is_ssml: bool) -> None:  # noqa: FBT001 - a table
    with pytest.raises(SsmlError):
        _voice().speak(text, "en-US", is_ssml=is_ssml)
