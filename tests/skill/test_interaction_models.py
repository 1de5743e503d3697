import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from skill import locales
from skill.dialogue.intents import INTENTS
from speech.nlu.interaction_model import InteractionModel, read_model
from speech.nlu.lint import lint

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "interaction_models").glob("*.json"))
LARGEST = 1_500_000

every_model = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def model_in(file: Path) -> InteractionModel:
    return read_model(file)


def language_model(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))["interactionModel"]["languageModel"]
    return found


def test_there_is_a_model_for_english() -> None:
    assert "en" in {file.stem for file in FILES}


@every_model
def test_a_model_follows_amazons_rules_and_recognizes_every_sample(file: Path) -> None:
    findings = lint(model_in(file), file.stem, lambda: date(2026, 11, 23))

    assert [str(finding) for finding in findings] == []


@every_model
def test_the_invocation_name_of_every_model_is_that_of_the_skill(file: Path) -> None:
    assert model_in(file).invocation_name == "trust steps"


@every_model
def test_every_custom_intent_has_at_least_15_samples(file: Path) -> None:
    few = [intent.name for intent in model_in(file).intents if not intent.is_built_in and len(intent.samples) < 15]

    assert few == []


@every_model
def test_every_built_in_intent_except_the_fallback_has_samples(file: Path) -> None:
    without = [intent.name for intent in model_in(file).intents if not intent.samples]

    assert without == ["AMAZON.FallbackIntent"]


@every_model
def test_a_model_has_the_intents_that_amazon_requires(file: Path) -> None:
    required = {"Cancel", "Fallback", "Help", "NavigateHome", "Stop"}

    assert {f"AMAZON.{name}Intent" for name in required} <= {intent.name for intent in model_in(file).intents}


@every_model
def test_the_values_of_the_slot_type_step_are_the_steps_of_the_guide(file: Path) -> None:
    content = tomllib.loads(locales.read("en/phrases.toml"))

    steps = model_in(file).type("STEP")

    assert steps is not None
    assert [value.id for value in steps.values] == [step["key"] for step in content["steps"]]


@every_model
def test_every_step_has_at_least_ten_names(file: Path) -> None:
    steps = model_in(file).type("STEP")

    assert steps is not None
    assert [value.id for value in steps.values if len(value.names) < 10] == []


@every_model
def test_english_samples_are_lower_case(file: Path) -> None:
    samples = [sample for intent in model_in(file).intents for sample in intent.samples if file.stem.startswith("en")]

    assert [sample for sample in samples if sample != sample.lower()] == []


@every_model
def test_every_type_is_used(file: Path) -> None:
    model = model_in(file)

    assert {kind.name for kind in model.types} <= {slot.type for intent in model.intents for slot in intent.slots}


@every_model
def test_a_model_is_small_and_has_low_fallback_sensitivity(file: Path) -> None:
    sensitivity = language_model(file)["modelConfiguration"]["fallbackIntentSensitivity"]["level"]

    assert file.stat().st_size < LARGEST
    assert sensitivity == "LOW"


@every_model
def test_the_intents_of_a_model_are_those_of_the_skill(file: Path) -> None:
    names = {intent["name"] for intent in language_model(file)["intents"]}

    assert names == INTENTS
