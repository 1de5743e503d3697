import json
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import interaction_models
from skill.content import library, markup
from skill.dialogue.intents import INTENTS
from skill.skill_package import listing
from skill.skill_package.writer import compact
from speech.nlu.interaction_model import FALLBACK, InteractionModel
from speech.nlu.invocation import parse_invocation
from speech.nlu.language import load_language
from speech.nlu.lint import lint
from speech.nlu.recognizer import Recognizer
from speech.skills.trust_steps import TrustSteps
from tests.support.languages import expression
from tests.support.models import device_recognizer

LARGEST = 1_500_000
LIBRARY: Final = library.load()
FILES = [file for file in interaction_models.files().values() if file.stem.partition("-")[0] in LIBRARY.guides]

every_model = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
english_first = pytest.mark.parametrize(
    "file", [pytest.param(file, id=file.stem, marks=() if file.stem == "en" else pytest.mark.slow) for file in FILES]
)
"""For what takes seconds: the other languages are slow tests."""


@cache
def model_in(file: Path) -> InteractionModel:
    return TrustSteps({}).read_model(file)


def language_model(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))["interactionModel"]["languageModel"]
    return found


def phrase_texts(locale: str) -> list[str]:
    return [spoken(wording) for wordings in LIBRARY.guides[locale].phrases.values() for wording in wordings]


def step_texts(locale: str) -> list[str]:
    steps = LIBRARY.guides[locale].steps
    return [spoken(text) for step in steps for text in (step.guidance, *step.detail, step.practice)]


def spoken(text: str) -> str:
    """Return a text with its placeholders filled, and without markup."""
    return re.sub(r"{\w*number}", "3", re.sub(r"{time}|{clock}", "eight", " ".join(markup.words(text))))


def test_there_is_a_model_for_english() -> None:
    assert "en" in {file.stem for file in FILES}


@english_first
def test_a_model_follows_amazons_rules_and_recognizes_every_sample(file: Path) -> None:
    findings = lint(model_in(file), file.stem, lambda: date(2026, 11, 23))

    assert [str(finding) for finding in findings] == []


@every_model
def test_the_store_page_names_the_skill_as_the_model_does(file: Path) -> None:
    """Otherwise people say what the page shows, and Alexa does not find the skill."""
    name = model_in(file).invocation_name
    page = next(page for page in listing.load() if page.language == file.stem.partition("-")[0])

    assert [phrase for phrase in page.example_phrases if name not in phrase.lower()] == []


@every_model
def test_every_custom_intent_has_at_least_15_samples(file: Path) -> None:
    few = [intent.name for intent in model_in(file).intents if not intent.is_built_in and len(intent.samples) < 15]

    assert few == []


@every_model
def test_every_intent_has_samples(file: Path) -> None:
    """Those of the fallback are ordinary sentences that sound like a request, or like danger."""
    assert [intent.name for intent in model_in(file).intents if not intent.samples] == []


@every_model
def test_a_model_has_the_intents_that_amazon_requires(file: Path) -> None:
    required = {"Cancel", "Fallback", "Help", "NavigateHome", "Stop"}

    assert {f"AMAZON.{name}Intent" for name in required} <= {intent.name for intent in model_in(file).intents}


@every_model
def test_the_values_of_the_slot_type_step_are_the_steps_of_the_guide(file: Path) -> None:
    steps = model_in(file).type("STEP")

    assert steps is not None
    assert [value.id for value in steps.values] == [step.key for step in LIBRARY.guides["en"].steps]


@every_model
def test_every_step_has_at_least_ten_names(file: Path) -> None:
    steps = model_in(file).type("STEP")

    assert steps is not None
    assert [value.id for value in steps.values if len(value.names) < 10] == []


@every_model
def test_english_samples_are_lower_case(file: Path) -> None:
    samples = [sample for intent in model_in(file).intents for sample in intent.samples if file.stem.startswith("en")]

    assert [sample for sample in samples if sample != sample.lower()] == []


@english_first
def test_no_sample_begins_with_a_wake_word_or_launches_the_skill(file: Path) -> None:
    """Alexa cuts that off before it matches a sample. The fallback has sentences that are not for the skill."""
    model, language = model_in(file), load_language(file.stem)
    wake_words = language.texts("invocation", "wake_words")
    samples = [each for intent in model.intents if intent.name != FALLBACK for each in intent.samples]

    calling = [each for each in samples if each.split()[0] in wake_words]
    launching = [each for each in samples if parse_invocation(each, model.invocation_name, file.stem) is not None]

    assert wake_words
    assert (calling, launching) == ([], [])


@every_model
def test_every_type_is_used(file: Path) -> None:
    model = model_in(file)

    assert {kind.name for kind in model.types} <= {slot.type for intent in model.intents for slot in intent.slots}


@every_model
def test_a_model_is_small_and_has_low_fallback_sensitivity(file: Path) -> None:
    sensitivity = language_model(file)["modelConfiguration"]["fallbackIntentSensitivity"]["level"]

    assert len(compact(interaction_models.read(file))) < LARGEST
    assert sensitivity == "LOW"


@every_model
def test_the_intents_of_a_model_are_those_of_the_skill(file: Path) -> None:
    names = {intent["name"] for intent in language_model(file)["intents"]}

    assert names == INTENTS


def is_sample(recognizer: Recognizer, words: str) -> bool:
    result = recognizer.recognize(words)
    return result.score == 1 and result.intent in INTENTS


@pytest.mark.parametrize(
    "locale",
    [pytest.param(name, marks=pytest.mark.slow if "-" in name else ()) for name in sorted(LIBRARY.guides)],
)
def test_every_phrase_that_the_skill_suggests_is_a_sample(locale: str) -> None:
    recognizer = device_recognizer(locale)
    phrases, steps = phrase_texts(locale), step_texts(locale)

    listed = [
        each
        for text in (*phrases, *steps)
        for found in expression(locale, "listed").findall(text)
        for each in expression(locale, "between").split(found)
    ]
    named = [found.split() for text in phrases for found in expression(locale, "named").findall(text)]
    prefixes = [[" ".join(words[: at + 1]) for at in range(len(words))] for words in named]

    assert len(listed) > 25
    assert len(named) > 10
    assert [each for each in listed if not is_sample(recognizer, each)] == []
    assert [each[-1] for each in prefixes if not any(is_sample(recognizer, words) for words in each)] == []


@every_model
def test_a_sample_with_a_rating_has_a_word_that_says_so(file: Path) -> None:
    intent = model_in(file).intent("CheckInIntent")

    assert intent
    samples = [each for each in intent.samples if "{rating}" in each]
    assert [each for each in samples if not expression(file.stem, "rating").search(each)] == []


@every_model
def test_every_sample_that_completes_a_step_has_a_completing_word(file: Path) -> None:
    intent = model_in(file).intent("CompleteStepIntent")

    assert intent
    assert [each for each in intent.samples if not expression(file.stem, "completing").search(each)] == []


@every_model
def test_not_sure_and_thanks_have_many_samples(file: Path) -> None:
    intents = [model_in(file).intent(name) for name in ("NotSureIntent", "ThanksIntent")]

    assert [intent.name for intent in intents if intent and len(intent.samples) < 20] == []
