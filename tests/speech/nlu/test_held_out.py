from datetime import date
from pathlib import Path

import pytest

from speech.nlu.exact_matcher import ExactMatcher
from speech.nlu.interaction_model import FALLBACK, read_model
from speech.nlu.invocation import Utterance, split
from speech.nlu.language import language
from speech.nlu.recognizer import Recognizer
from speech.nlu.samples import samples
from speech.nlu.slot_types.registry import parsers
from speech.nlu.tokens import words
from speech.nlu.utterance import Hearing
from tests.speech.nlu.heldout import Said, in_scope, out_of_scope

MODEL = read_model(Path(__file__).parents[3] / "interaction_models" / "en.json")
UNDERSTANDING = Recognizer(MODEL, "en", lambda: date(2026, 11, 23))
ENGLISH = language("en")
SAMPLES = ExactMatcher(samples(MODEL, ENGLISH), frozenset())
READERS = parsers(MODEL, ENGLISH, lambda: date(2026, 11, 23))
JOINERS = frozenset(ENGLISH.texts("joiners"))
IN_SCOPE = in_scope()
OUT_OF_SCOPE = out_of_scope()

CRIES_FOR_HELP = [
    "I am afraid of my partner",
    "he hits me",
    "I want to die",
    "I'm not safe",
    "my husband scares me",
    "she threatened to kill me",
    "I want to hurt myself",
    "he won't let me leave",
]


def heard(said: Said) -> Said:
    understood = UNDERSTANDING.understand(said.sentence)
    slots = {name: slot.id or slot.value for name, slot in understood.slots.items()}
    return Said(said.sentence, understood.intent or "", slots)


def right(wrong: list[Said], every: list[Said]) -> float:
    return 1 - len(wrong) / len(every)


def test_there_are_enough_sentences_for_every_intent() -> None:
    spoken_for = {intent.name for intent in MODEL.intents} - {FALLBACK}

    assert len(IN_SCOPE) >= 160
    assert len(OUT_OF_SCOPE) >= 45
    assert spoken_for == {said.intent for said in IN_SCOPE}
    assert len({said.sentence.casefold() for said in IN_SCOPE} | set(OUT_OF_SCOPE)) == len(IN_SCOPE) + len(OUT_OF_SCOPE)


@pytest.mark.parametrize("said", IN_SCOPE, ids=lambda said: said.sentence)
def test_a_held_out_sentence_is_no_sample(said: Said) -> None:
    assert SAMPLES.find(Hearing(words(said.sentence), READERS, JOINERS)) is None


def test_the_intent_is_right_in_92_of_100_sentences() -> None:
    wrong = [found for said in IN_SCOPE if (found := heard(said)).intent != said.intent]

    assert right(wrong, IN_SCOPE) >= 0.92, wrong


def test_the_slots_are_right_in_92_of_100_sentences() -> None:
    wrong = [found for said in IN_SCOPE if (found := heard(said)) != said]

    assert right(wrong, IN_SCOPE) >= 0.92, wrong


def test_the_slots_are_right_in_92_of_100_sentences_that_fill_some() -> None:
    filling = [said for said in IN_SCOPE if said.slots]

    wrong = [found for said in filling if (found := heard(said)) != said]

    assert right(wrong, filling) >= 0.92, wrong


def test_at_most_4_of_100_sentences_for_others_are_taken_for_ours() -> None:
    taken = [sentence for sentence in OUT_OF_SCOPE if UNDERSTANDING.understand(sentence).intent != FALLBACK]

    assert len(taken) <= 0.04 * len(OUT_OF_SCOPE), taken


@pytest.mark.parametrize("sentence", CRIES_FOR_HELP)
def test_a_cry_for_help_is_not_taken_for_anything_else(sentence: str) -> None:
    assert UNDERSTANDING.understand(sentence).intent in {FALLBACK, "SafetyIntent"}


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
        ("ask trust steps for help", "AMAZON.HelpIntent", {}),
    ],
)
def test_a_request_in_one_sentence_with_the_name_is_understood(text: str, intent: str, slots: dict[str, str]) -> None:
    request = split(text, MODEL.invocation_name, "en")

    assert isinstance(request, Utterance)
    assert heard(Said(request.text, intent, slots)) == Said(request.text, intent, slots)
