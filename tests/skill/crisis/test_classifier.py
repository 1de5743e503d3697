"""The classifier: a person is heard who says it in words that no pattern has."""

import re
from pathlib import Path

import pytest

from skill import locales
from skill.crisis.classifier import BIAS, CrisisClassifier, parse_weights
from skill.crisis.detector import load, parse
from skill.errors import ContentError
from tests.skill.crisis.sentences import development
from tools import crisis_training

PERSONS = re.compile("(?:my husband|he) ")
FILE = """
(bias)	-300	-300	-300	-300
scared of	0	0	0	800
-tir	0	900	0	0
""".lstrip()
EXAMPLES = [
    ("abuse", "he hit me again"),
    ("abuse", "my husband hit me hard"),
    ("despair", "i want to die"),
    ("despair", "i would rather die now"),
    ("ordinary", "he lied to me again"),
    ("ordinary", "i want to trust him"),
]


@pytest.mark.parametrize(
    ("sentence", "kind"), [("scared of him ", "abuse"), ("so tired ", "despair"), ("what a day ", None)]
)
def test_a_sentence_is_of_the_kind_whose_features_weigh_most(sentence: str, kind: str | None) -> None:
    estimate = CrisisClassifier(parse_weights(FILE), PERSONS).estimate(sentence)

    assert (estimate.kind if estimate.score > 0 else None) == kind


def test_persons_count_the_same() -> None:
    classifier = CrisisClassifier({}, PERSONS)

    shared = classifier.features("he hit me ")[0] & classifier.features("my husband hit me ")[0]

    assert {"@ hit", "@ hit me", "^ @ hit"} <= shared


def test_without_weights_only_the_triggers_decide() -> None:
    detector = parse(locales.read("en/crisis.toml"), "xx/crisis.toml")

    assert detector.kind("he hits me") == "abuse"
    assert detector.kind("he lies to me") is None


@pytest.mark.parametrize("line", ["scared\t1\t2\t3", "scared\t1\t2\t3\tmuch", "scared"])
def test_an_invalid_weight_is_rejected_with_its_file(line: str) -> None:
    with pytest.raises(ContentError, match=r"xx/crisis_weights\.tsv: "):
        parse("", "xx/crisis.toml", f"{FILE}{line}\n")


def test_training_separates_crisis_phrases_from_ordinary_sentences() -> None:
    labelled = [crisis_training.Labelled(kind, text) for kind, text in 3 * EXAMPLES]
    weights = crisis_training.train(load("en"), labelled)
    detector = parse(locales.read("en/crisis.toml"), "xx/crisis.toml", "\n".join(crisis_training.lines(weights)))

    found = {text: detector.kind(text) for _, text in EXAMPLES}

    assert found == {text: None if kind == "ordinary" else kind for kind, text in EXAMPLES}
    assert crisis_training.train(load("en"), labelled) == weights


def test_the_weights_hear_crisis_phrases_without_a_trigger() -> None:
    patterns = parse(locales.read("en/crisis.toml"), "en/crisis.toml")
    missed = [text for text in development("crisis") if not patterns.matches(text)]

    heard = [text for text in missed if load("en").matches(text)]

    assert len(heard) >= 0.9 * len(missed) > 0
    assert BIAS in parse_weights(locales.read("en/crisis_weights.tsv"))


def test_nothing_that_is_held_out_is_trained_on() -> None:
    assert [path for path in crisis_training.files() if "held_out" in Path(path).stem] == []
    assert {path.stem for path in crisis_training.files()} >= {"crisis_training", "crisis_development"}
