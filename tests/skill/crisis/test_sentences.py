from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from skill.crisis.detector import load
from speech.nlu.interaction_model import Intent, read_model
from tests.skill.crisis.sentences import ALIKE, CONTROL_ALIKE, CONTROL_SAID, SAID
from tests.speech.nlu.heldout import in_scope, out_of_scope

RULE = load("en")
MODEL = read_model(Path(__file__).parents[3] / "interaction_models" / "en.json")
SAFETY = "SafetyIntent"


def heard(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if RULE.matches(sentence)]


def missed(sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if not RULE.matches(sentence)]


def spoken(intent: Intent) -> Iterator[str]:
    """Its samples, with everything that its slots may hold, or a number."""
    kinds = [MODEL.type(slot.type) for slot in intent.slots]
    fillings = [[name for value in kind.values for name in value.names] if kind else ["three"] for kind in kinds]
    for sample, filling in product(intent.samples, product(*fillings)):
        sentence = sample
        for slot, words in zip(intent.slots, filling, strict=True):
            sentence = sentence.replace(f"{{{slot.name}}}", words)
        yield sentence


def test_the_lists_are_long_and_say_nothing_twice() -> None:
    every = [sentence.casefold() for sentence in (*SAID, *ALIKE, *CONTROL_SAID, *CONTROL_ALIKE)]

    assert len(SAID) >= 130
    assert len(ALIKE) >= 70
    assert len(CONTROL_SAID) >= 40
    assert len(CONTROL_ALIKE) >= 20
    assert sorted(every) == sorted(set(every))


def test_97_of_100_cries_for_help_are_heard() -> None:
    wrong = missed(SAID)

    assert len(wrong) <= 0.03 * len(SAID), wrong


def test_what_only_sounds_alike_raises_no_alarm() -> None:
    assert heard(ALIKE) == []


def test_of_cries_that_the_rule_was_never_tuned_on_7_in_10_are_heard() -> None:
    wrong = missed(CONTROL_SAID)

    assert len(wrong) <= 0.3 * len(CONTROL_SAID), wrong


def test_of_what_sounds_alike_and_the_rule_was_never_tuned_on_1_in_10_raises_an_alarm_at_most() -> None:
    wrong = heard(CONTROL_ALIKE)

    assert len(wrong) <= 0.1 * len(CONTROL_ALIKE), wrong


@pytest.mark.parametrize("intent", [each for each in MODEL.intents if each.name != SAFETY], ids=lambda each: each.name)
def test_no_sample_of_another_intent_raises_an_alarm(intent: Intent) -> None:
    assert heard(list(spoken(intent))) == []


def test_every_sample_of_the_safety_intent_is_heard() -> None:
    safety = next(intent for intent in MODEL.intents if intent.name == SAFETY)

    assert missed(list(safety.samples)) == []


def test_held_out_sentences_are_heard_exactly_where_they_cry_for_help() -> None:
    cries = [said.sentence for said in in_scope() if said.intent == SAFETY]

    assert heard([said.sentence for said in in_scope()]) == cries
    assert heard(out_of_scope()) == []
