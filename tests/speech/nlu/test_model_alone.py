"""What the model hears without the skill's detector, as on an Echo."""

from speech.skills.trust_steps import URGENT
from tests.skill.crisis.sentences import CONTROL_HARMLESS, development
from tests.support.models import model_recognizer, skill_model

CRISIS = development("crisis")


def heard(sentences: list[str]) -> list[str]:
    return [each for each in sentences if model_recognizer().recognize(each).intent in URGENT]


def test_the_model_alone_hears_7_of_10_crisis_sentences_that_are_not_its_samples() -> None:
    """The ordinary sentences of the same people are samples of the fallback, so other people are heard more often."""
    samples = {sample for intent in skill_model().intents for sample in intent.samples}

    unseen = [sentence for sentence in CRISIS if sentence not in samples]

    assert len(unseen) > 0.95 * len(CRISIS)
    assert len(heard(unseen)) >= 0.7 * len(unseen)


def test_the_model_alone_takes_few_harmless_control_sentences_for_a_crisis() -> None:
    assert len(heard(CONTROL_HARMLESS)) <= 0.1 * len(CONTROL_HARMLESS), heard(CONTROL_HARMLESS)
