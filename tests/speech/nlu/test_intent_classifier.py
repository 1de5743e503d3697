"""All samples of an intent count, so people are understood in words that no single sample has together."""

from hypothesis import given
from hypothesis import strategies as st

from speech.nlu.intent_classifier import IntentClassifier
from speech.nlu.samples import Template

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


@given(st.lists(WORDS | st.text(max_size=4), max_size=60))
def test_the_probabilities_add_up_to_one(tokens: list[str]) -> None:
    probabilities = CLASSIFIER.probabilities(tuple(tokens))(())

    assert probabilities.keys() == SAMPLES.keys()
    assert abs(sum(probabilities.values()) - 1) < 1e-9
