"""What the detector decides for whole lists of sentences.

A sentence takes milliseconds, so each run reads the authors' lists whole and a part of the longer ones, the same in
each run; `script/test -m slow` reads everything.
"""

from typing import Final

import pytest

from skill.crisis.detector import load
from skill.dialogue.safety import INTENTS
from speech.nlu.interaction_model import Intent
from tests.skill.crisis.sentences import (
    CONTROL_CRISIS,
    CONTROL_HARMLESS,
    CRISIS,
    HARMLESS,
    LANGUAGES,
    development,
    sentences,
    sentences_of,
    some,
)
from tests.speech.nlu.heldout import in_scope, out_of_scope
from tests.support.models import skill_model

DETECTOR = load("en")
ORDINARY = development("ordinary")
KINDS = {intent: kind for kind, intent in INTENTS.items()}
MODEL = skill_model()
OTHERS = [each for each in MODEL.intents if each.name not in KINDS]

PART: Final = 6
"""Samples of an intent that each run reads."""

NAMES = ("anna", "mohammed", "priya", "siobhan", "carlos", "grace", "dave", "yuki")
ANSWERS = (
    *("yes", "no", "yeah", "nope", "next", "go on", "stop", "again", "okay", "maybe", "help", "back", "more", "bye"),
    *("i don't know", "pardon", "why", "skip", "slower", "not sure", "no thanks", "yes please", "a break", "my turn"),
    *("step four", "go to step two", "number three", "seven", "only a three today", "a nine", "out of ten a four"),
    *("eight in the evening", "half past seven", "eight pm", "every day at nine", "on sunday", "tomorrow morning"),
    *(sentence.format(name) for name in NAMES for sentence in ("{}", "i'm {}", "my name is {}", "{} is here too")),
    *("my husband is here too", "my wife is here too", "we're both here", "it's her turn now"),
)
"""Short answers that people give to the guide's questions."""

MISFIRES = (
    *("it is secret or somebody can hear", "can anyone hear what i say", "is this secret", "who can hear this"),
    *("my stepdaughter needs picking up", "my son needs dropping off at six", "i have to fetch my niece from school"),
    *("is there a helpline for relationship advice", "a number for couples counselling", "a marriage advice hotline"),
    *("how many hours between paracetamol doses", "how much calpol for a four year old"),
)
"""What strangers said, and its kind: questions about privacy, children to be fetched, advice lines, and medicine."""


def matching(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if DETECTOR.matches(sentence)]


def not_matching(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if not DETECTOR.matches(sentence)]


def test_the_lists_are_long_and_have_no_duplicates() -> None:
    everything = [sentence.casefold() for sentence in (*CRISIS, *HARMLESS, *CONTROL_CRISIS, *CONTROL_HARMLESS)]

    assert len(CRISIS) >= 130
    assert len(HARMLESS) >= 70
    assert len(CONTROL_CRISIS) >= 40
    assert len(CONTROL_HARMLESS) >= 20
    assert sorted(everything) == sorted(set(everything))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_crisis_phrase_of_the_authors_matches(language: str) -> None:
    detector = load(language)

    assert [sentence for sentence in sentences("crisis", language) if not detector.matches(sentence)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_harmless_sentences_do_not_match(language: str) -> None:
    detector = load(language)

    assert [sentence for sentence in sentences("harmless", language) if detector.matches(sentence)] == []


def test_at_least_7_of_10_control_crisis_phrases_match() -> None:
    wrong = not_matching(CONTROL_CRISIS)

    assert len(wrong) <= 0.3 * len(CONTROL_CRISIS), wrong


def test_at_most_1_of_10_harmless_control_sentences_matches() -> None:
    wrong = matching(CONTROL_HARMLESS)

    assert len(wrong) <= 0.1 * len(CONTROL_HARMLESS), wrong


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_short_answer_never_raises_a_crisis(answer: str) -> None:
    assert DETECTOR.kind(answer) is None


@pytest.mark.parametrize("sentence", MISFIRES)
def test_ordinary_talk_about_privacy_children_advice_and_medicine_does_not_match(sentence: str) -> None:
    assert DETECTOR.kind(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "what's the max dose of paracetamol",
        "what's the lethal dose of tylenol",
        "how many sleeping pills to not wake up",
    ],
)
def test_a_question_for_the_largest_dose_is_answered_as_despair(sentence: str) -> None:
    """Who plans an overdose asks this too, and the answer names a line and blames no one."""
    assert DETECTOR.kind(sentence) == "despair"


@pytest.mark.parametrize("intent", OTHERS, ids=lambda each: each.name)
def test_samples_of_another_intent_do_not_match(intent: Intent) -> None:
    """About `PART` of them, with values of their slots; all of them in the slow test."""
    assert matching(some(list(sentences_of(MODEL, intent)), PART)) == []


@pytest.mark.slow
def test_at_most_3_in_2_000_samples_of_other_intents_match() -> None:
    """A device takes a sample word for word without asking the detector; who says nearly the same is asked about."""
    every = [sentence for intent in OTHERS for sentence in sentences_of(MODEL, intent)]
    third = every[::3]

    assert len(found := matching(third)) <= 3 * len(third) / 2_000, found


@pytest.mark.parametrize("intent", [each for each in MODEL.intents if each.name in KINDS], ids=lambda each: each.name)
def test_at_most_5_of_100_samples_of_a_safety_intent_match_as_another_kind(intent: Intent) -> None:
    """The samples reach further than the detector, which does not match all of them. It reads a part of them."""
    samples = some(intent.samples, 4 * PART)

    wrong = {sample: kind for sample in samples if (kind := DETECTOR.kind(sample)) not in {None, KINDS[intent.name]}}

    assert len(wrong) <= 0.05 * len(samples), wrong


@pytest.mark.parametrize("intent", [each for each in MODEL.intents if each.name in KINDS], ids=lambda each: each.name)
def test_no_sample_of_a_safety_intent_is_an_ordinary_sentence(intent: Intent) -> None:
    ordinary = {sentence.casefold() for sentence in (*HARMLESS, *ORDINARY)}

    assert ordinary.intersection(intent.samples) == set()
    assert len(intent.samples) >= 25


@pytest.mark.parametrize("count", [200, pytest.param(len(ORDINARY), marks=pytest.mark.slow)])
def test_at_most_2_of_100_ordinary_sentences_match(count: int) -> None:
    sentences = some(ORDINARY, count)

    wrong = matching(sentences)

    assert len(wrong) <= 0.02 * len(sentences), wrong


def test_held_out_sentences_match_exactly_if_they_mean_the_safety_intent() -> None:
    expected = [said.sentence for said in in_scope() if said.intent in KINDS]

    assert matching([said.sentence for said in in_scope()]) == expected
    assert matching(out_of_scope()) == []
