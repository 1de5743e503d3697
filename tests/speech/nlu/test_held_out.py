from functools import cache

import pytest

from skill.dialogue import safety
from speech.nlu.acceptance import EXACT_ONLY
from speech.nlu.exact_matcher import ExactMatcher
from speech.nlu.interaction_model import FALLBACK
from speech.nlu.invocation import OneShot, parse_invocation
from speech.nlu.language import load_language
from speech.nlu.samples import unique_samples
from speech.nlu.slot_types.registry import slot_parsers
from speech.nlu.tokens import tokenize
from speech.nlu.utterance import Utterance
from speech.skills.trust_steps import URGENT
from tests.speech.nlu.heldout import LabelledSentence, in_scope, out_of_scope
from tests.support.models import TODAY, device_recognizer, skill_model

MODEL = skill_model()
IN_SCOPE = in_scope()
OUT_OF_SCOPE = out_of_scope()

CRISIS_PHRASES = [
    "I am afraid of my partner",
    "he hits me",
    "I want to die",
    "I'm not safe",
    "my husband scares me",
    "she threatened to kill me",
    "I want to hurt myself",
    "he won't let me leave",
]


@cache
def recognized(sentence: str) -> LabelledSentence:
    result = device_recognizer().recognize(sentence)
    slots = {name: slot.id or slot.value for name, slot in result.slots.items()}
    return LabelledSentence(sentence, result.intent or "", slots)


def accuracy(wrong: list[LabelledSentence], every: list[LabelledSentence]) -> float:
    return 1 - len(wrong) / len(every)


def test_there_are_enough_sentences_and_some_for_every_intent() -> None:
    intents = {intent.name for intent in MODEL.intents} - {FALLBACK}

    assert len(IN_SCOPE) >= 160
    assert len(OUT_OF_SCOPE) >= 45
    assert intents == {each.intent for each in IN_SCOPE}
    assert len({each.sentence.casefold() for each in IN_SCOPE} | set(OUT_OF_SCOPE)) == len(IN_SCOPE) + len(OUT_OF_SCOPE)


def test_no_held_out_sentence_is_a_sample() -> None:
    """Otherwise the figures below say nothing about sentences that are new to it."""
    english = load_language("en")
    matcher = ExactMatcher(unique_samples(MODEL, english), english)
    parsers, joiners = slot_parsers(MODEL, english, lambda: TODAY), frozenset(english.texts("joiners"))
    sentences = [each.sentence for each in IN_SCOPE if each.intent not in EXACT_ONLY]

    samples = [each for each in sentences if matcher.match(Utterance(tokenize(each), parsers, joiners))]

    assert samples == []


def test_at_least_92_percent_of_the_intents_are_right() -> None:
    wrong = [found for each in IN_SCOPE if (found := recognized(each.sentence)).intent != each.intent]

    assert accuracy(wrong, IN_SCOPE) >= 0.92, wrong


def test_at_least_92_percent_of_the_sentences_are_recognized_with_the_right_slots() -> None:
    wrong = [found for each in IN_SCOPE if (found := recognized(each.sentence)) != each]

    assert accuracy(wrong, IN_SCOPE) >= 0.92, wrong


def test_at_least_92_percent_of_the_sentences_with_slots_are_recognized_with_the_right_slots() -> None:
    with_slots = [each for each in IN_SCOPE if each.slots]

    wrong = [found for each in with_slots if (found := recognized(each.sentence)) != each]

    assert accuracy(wrong, with_slots) >= 0.92, wrong


def test_at_most_8_percent_of_the_sentences_out_of_scope_match_an_intent() -> None:
    matched = [sentence for sentence in OUT_OF_SCOPE if device_recognizer().recognize(sentence).intent != FALLBACK]

    assert len(matched) <= 0.08 * len(OUT_OF_SCOPE), matched


@pytest.mark.parametrize("sentence", CRISIS_PHRASES)
def test_a_crisis_phrase_does_not_match_an_unrelated_intent(sentence: str) -> None:
    assert device_recognizer().recognize(sentence).intent in {FALLBACK, *safety.INTENTS.values()}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("Alexa, ask trust steps for the next step", "AMAZON.NextIntent", {}),
        ("ask trust steps to tell me more", "TellMeMoreIntent", {}),
        ("ask trust steps what the five steps are", "ListStepsIntent", {}),
        ("ask trust steps about boundaries", "GoToStepIntent", {"step": "boundaries"}),
        ("ask trust steps for step two", "GoToStepIntent", {"number": "2"}),
        ("tell trust steps that I finished step two", "CompleteStepIntent", {"number": "2"}),
        ("ask trust steps where I am", "ProgressIntent", {}),
        ("ask trust steps for an example", "ExampleIntent", {}),
        ("ask trust steps for the exercise", "PracticeIntent", {}),
        ("ask trust steps to help me find a therapist", "FindHelpIntent", {}),
        ("open trust steps and start the guide", "StartGuideIntent", {}),
        ("ask trust steps if this is therapy", "AboutIntent", {}),
        ("ask trust steps who can hear this", "PrivacyIntent", {}),
        ("ask trust steps for help", "AMAZON.HelpIntent", {}),
    ],
)
def test_a_one_shot_request_is_recognized(text: str, intent: str, slots: dict[str, str]) -> None:
    request = parse_invocation(text, MODEL.invocation_name, "en")

    assert isinstance(request, OneShot)
    assert recognized(request.text) == LabelledSentence(request.text, intent, slots)


def test_the_urgent_intents_are_those_that_the_detector_can_give() -> None:
    assert set(safety.INTENTS.values()) == URGENT
