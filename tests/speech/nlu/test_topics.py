"""How often people who say something about themselves are not understood, on sentences written before any sample."""

from pathlib import Path

from speech.nlu.interaction_model import FALLBACK
from tests.support.models import device_recognizer, skill_model

ROOT = Path(__file__).parents[3]
MODEL = skill_model()
LINES = (ROOT / "tests" / "sentences" / "en" / "topics_held_out.tsv").read_text("utf-8").splitlines()
KNOWN = {intent.name for intent in MODEL.intents}
SENTENCES = [
    (set(intents.split()), text)
    for intents, text in (line.split("\t") for line in LINES if not line.startswith("#"))
    if KNOWN & set(intents.split())
]


def test_at_most_6_percent_of_what_people_say_about_themselves_is_not_understood() -> None:
    """Otherwise a person who says what hurts hears that the skill did not understand."""
    missed = [text for _, text in SENTENCES if device_recognizer().recognize(text).intent == FALLBACK]

    assert len(SENTENCES) >= 150
    assert len(missed) <= 0.06 * len(SENTENCES), missed


def test_at_most_8_percent_of_it_gets_the_words_for_something_else() -> None:
    wrong = [
        (text, intent)
        for wanted, text in SENTENCES
        if (intent := device_recognizer().recognize(text).intent) not in {FALLBACK, *wanted}
    ]

    assert len(wrong) <= 0.08 * len(SENTENCES), wrong
