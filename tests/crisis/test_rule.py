"""Cries for help are heard in any sentence, and what only sounds alike is not taken for one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.crisis.pattern import Patterns
from skill.crisis.rule import CrisisRule, load
from skill.errors import ContentError
from speech.understanding.model import read_model
from tests.speech.understanding.heldout import in_scope, out_of_scope

FOLDER = Path(__file__).parent
MODEL = read_model(FOLDER.parents[1] / "interaction_models" / "en.json")
RULE = load("en-US")


def sentences(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def heard(said: list[str]) -> float:
    return sum(map(RULE.hears, said)) / len(said)


def test_there_are_enough_sentences() -> None:
    assert len(sentences("said")) >= 130
    assert len(sentences("alike")) >= 70


def test_of_a_hundred_cries_for_help_at_least_97_are_heard() -> None:
    missed = [sentence for sentence in sentences("said") if not RULE.hears(sentence)]

    assert len(missed) <= 0.03 * len(sentences("said")), missed


@pytest.mark.parametrize("sentence", sentences("alike"))
def test_what_only_sounds_alike_is_no_false_alarm(sentence: str) -> None:
    assert not RULE.hears(sentence)


def test_most_cries_that_the_rule_was_never_tuned_on_are_heard_too() -> None:
    assert heard(sentences("control_said")) >= 0.7


def test_few_sentences_that_it_was_never_tuned_on_are_false_alarms() -> None:
    assert heard(sentences("control_alike")) <= 0.1


def test_no_sample_of_another_intent_is_a_false_alarm() -> None:
    others = [sample for intent in MODEL.intents if intent.name != "SafetyIntent" for sample in intent.samples]

    assert [sample for sample in others if RULE.hears(sample)] == []


def test_every_sample_of_the_intent_is_heard_by_the_rule() -> None:
    samples = next(intent.samples for intent in MODEL.intents if intent.name == "SafetyIntent")

    assert [sample for sample in samples if not RULE.hears(sample)] == []


def test_no_sentence_that_means_something_else_is_a_false_alarm() -> None:
    others = [said.sentence for said in in_scope() if said.intent != "SafetyIntent"]

    assert [sentence for sentence in (*others, *out_of_scope()) if RULE.hears(sentence)] == []


@pytest.mark.parametrize(
    "sentence", ["HE HITS ME", "he\u2019s hit me", "he hits, um, me", "he... he hits me!", "he hit hit me"]
)
def test_it_does_not_matter_how_it_is_written_down(sentence: str) -> None:
    assert RULE.hears(sentence)


@given(st.text())
def test_nothing_that_anybody_says_is_too_much_for_it(text: str) -> None:
    assert RULE.hears(text) in {True, False}


def test_in_a_language_without_a_file_nothing_is_heard() -> None:
    assert not load("xx-XX").hears("he hits me")


def test_a_crooked_pattern_is_refused() -> None:
    with pytest.raises((ValueError, KeyError, ContentError)):
        CrisisRule({"signs": [{"said": ["<nobody knows> hits me ("]}]})


def test_a_pattern_finds_whole_words_only() -> None:
    found = Patterns({}).any_of(["hit me"])

    assert found.search("he hit me . ")
    assert not found.search("he hit melons . ")
