"""All samples of an intent count, so people are understood in words that no single sample has together."""

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from speech.nlu.intent_classifier import IntentClassifier
from speech.nlu.samples import Template
from tests.support.process import ROOT

SAMPLES: dict[str, list[Template]] = {
    "MoreIntent": [("tell", "me", "more"), ("more", "of", "this", "step"), ("go", "deeper")],
    "RemindIntent": [("remind", "me", "every", "day"), ("set", "a", "reminder", "at", "{AMAZON.TIME}")],
    "AMAZON.FallbackIntent": [("the", "dog", "ate", "it"), ("what", "is", "the", "weather")],
}
CLASSIFIER = IntentClassifier(SAMPLES, "AMAZON.FallbackIntent")
WORDS = st.sampled_from(sorted({word for each in SAMPLES.values() for template in each for word in template}))


def test_the_intent_whose_samples_share_most_words_is_the_most_probable() -> None:
    probable = {
        sentence: max(probabilities, key=lambda intent: probabilities[intent])
        for sentence in ("more of this day", "set me a reminder", "is the dog at it")
        for probabilities in [CLASSIFIER.probabilities(tuple(sentence.split()))(())]
    }

    assert probable == {
        "more of this day": "MoreIntent",
        "set me a reminder": "RemindIntent",
        "is the dog at it": "AMAZON.FallbackIntent",
    }


def test_who_did_it_counts_for_more_than_the_words_that_both_intents_have() -> None:
    """Otherwise a person who says "I kissed another man" is comforted for a partner's affair."""
    deeds = ("kissed another man", "kissed another woman", "slept with another man")
    theirs = [f"{who} {deed}" for who in ("he", "she") for deed in deeds] + ["he lied to me again"]
    mine = [
        f"i {deed}" for deed in ("kissed another person", "kissed my boss", "slept with my boss", "lied to my wife")
    ]
    samples: dict[str, list[Template]] = {
        "CheatedOnIntent": [tuple(sample.split()) for sample in theirs],
        "ILiedIntent": [tuple(sample.split()) for sample in mine],
        "AMAZON.FallbackIntent": [("what", "is", "the", "weather")],
    }
    classifier = IntentClassifier(samples, "AMAZON.FallbackIntent")

    probabilities = classifier.probabilities(("i", "kissed", "another", "man"))(())

    assert max(probabilities, key=lambda intent: probabilities[intent]) == "ILiedIntent"


def test_the_same_samples_give_the_same_probabilities_in_every_process() -> None:
    """Otherwise a sentence is understood today and not tomorrow: sets of words have another order in each process."""
    code = (
        "from tests.speech.nlu.test_intent_classifier import CLASSIFIER; print(CLASSIFIER.probabilities(('me',))(()))"
    )
    command = [sys.executable, "-c", code]

    printed = {
        subprocess.run(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(printed) == 1


@given(st.lists(WORDS | st.text(max_size=4), max_size=60))
def test_the_probabilities_add_up_to_one(tokens: list[str]) -> None:
    probabilities = CLASSIFIER.probabilities(tuple(tokens))(())

    assert probabilities.keys() == SAMPLES.keys()
    assert abs(sum(probabilities.values()) - 1) < 1e-9
