from itertools import product
from pathlib import Path

import pytest

from skill.crisis.detector import load
from skill.dialogue.safety import INTENTS
from speech.nlu.interaction_model import Intent, read_model
from tests.skill.crisis.sentences import CONTROL_CRISIS, CONTROL_HARMLESS, CRISIS, HARMLESS, development
from tests.speech.nlu.heldout import in_scope, out_of_scope

DETECTOR = load("en")
ORDINARY = development("ordinary")
KINDS = {intent: kind for kind, intent in INTENTS.items()}
MODEL = read_model(Path(__file__).parents[3] / "interaction_models" / "en.json")


def matching(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if DETECTOR.matches(sentence)]


def not_matching(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if not DETECTOR.matches(sentence)]


def sentences_of(intent: Intent) -> list[str]:
    """Return its samples with every value of their slots, or a number."""
    kinds = [MODEL.type(slot.type) for slot in intent.slots]
    fillings = [[name for value in kind.values for name in value.names] if kind else ["three"] for kind in kinds]
    sentences = set()  # a sample without one of the slots is the same sentence for each of its values
    for sample, filling in product(intent.samples, product(*fillings)):
        sentence = sample
        for slot, words in zip(intent.slots, filling, strict=True):
            sentence = sentence.replace(f"{{{slot.name}}}", words)
        sentences.add(sentence)
    return sorted(sentences)


def test_the_lists_are_long_and_have_no_duplicates() -> None:
    everything = [sentence.casefold() for sentence in (*CRISIS, *HARMLESS, *CONTROL_CRISIS, *CONTROL_HARMLESS)]

    assert len(CRISIS) >= 130
    assert len(HARMLESS) >= 70
    assert len(CONTROL_CRISIS) >= 40
    assert len(CONTROL_HARMLESS) >= 20
    assert sorted(everything) == sorted(set(everything))


def test_at_least_97_of_100_crisis_phrases_match() -> None:
    wrong = not_matching(CRISIS)

    assert len(wrong) <= 0.03 * len(CRISIS), wrong


def test_harmless_sentences_do_not_match() -> None:
    assert matching(HARMLESS) == []


def test_at_least_7_of_10_control_crisis_phrases_match() -> None:
    wrong = not_matching(CONTROL_CRISIS)

    assert len(wrong) <= 0.3 * len(CONTROL_CRISIS), wrong


def test_at_most_1_of_10_harmless_control_sentences_matches() -> None:
    wrong = matching(CONTROL_HARMLESS)

    assert len(wrong) <= 0.1 * len(CONTROL_HARMLESS), wrong


@pytest.mark.parametrize(
    "intent", [each for each in MODEL.intents if each.name not in KINDS], ids=lambda each: each.name
)
def test_no_sample_of_another_intent_matches(intent: Intent) -> None:
    assert matching(sentences_of(intent)) == []


@pytest.mark.parametrize("intent", [each for each in MODEL.intents if each.name in KINDS], ids=lambda each: each.name)
def test_no_sample_of_a_safety_intent_matches_as_another_kind_or_is_ordinary(intent: Intent) -> None:
    """The samples reach further than the detector, which does not match all of them."""
    ordinary = {sentence.casefold() for sentence in (*HARMLESS, *ORDINARY)}

    assert {
        sample: kind for sample in intent.samples if (kind := DETECTOR.kind(sample)) not in {None, KINDS[intent.name]}
    } == {}
    assert ordinary.intersection(intent.samples) == set()
    assert len(intent.samples) >= 25


def test_at_most_2_of_100_ordinary_sentences_match() -> None:
    wrong = matching(ORDINARY)

    assert len(wrong) <= 0.02 * len(ORDINARY), wrong


def test_held_out_sentences_match_exactly_if_they_mean_the_safety_intent() -> None:
    expected = [said.sentence for said in in_scope() if said.intent in KINDS]

    assert matching([said.sentence for said in in_scope()]) == expected
    assert matching(out_of_scope()) == []
