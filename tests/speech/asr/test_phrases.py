from pathlib import Path

from speech.asr.phrases import SAMPLES, phrases
from speech.nlu.interaction_model import FALLBACK, InteractionModel, parse_model
from speech.skills.interface import model_for
from speech.skills.trust_steps import GUARDED, TrustSteps


def _model() -> InteractionModel:
    intents = [
        {"name": "ColourIntent", "samples": ["{colour}", "paint it {colour}", "a warm one", "make it {colour}", "red"],
         "slots": [{"name": "colour", "type": "COLOUR"}]},
        {"name": "DateIntent", "samples": ["on {day}", "some day"], "slots": [{"name": "day", "type": "AMAZON.DATE"}]},
        {"name": "EraseIntent", "samples": ["erase it all"]},
        {"name": "AMAZON.StopIntent", "samples": []},
        {"name": FALLBACK, "samples": ["the weather is nice"]},
    ]  # fmt: skip
    types = [{"name": "COLOUR", "values": [{"name": {"value": "red"}}]}]
    language_model = {"invocationName": "paint box", "intents": intents, "types": types}
    return parse_model({"interactionModel": {"languageModel": language_model}}, "model")


def test_every_intent_comes_once_before_any_comes_twice_and_slots_are_filled() -> None:
    assert phrases(_model(), {"EraseIntent"}) == [
        "open paint box", "paint it red", "some day", "a warm one", "make it red"
    ]  # fmt: skip


def test_no_phrase_invites_to_hear_what_does_harm_by_mistake_or_what_is_not_for_the_skill() -> None:
    """A recognizer that is prompted with "forget me" hears it in a mumble."""
    model = model_for(TrustSteps({"TRUST_STEPS_DATA": str(Path.home())}), "en-US")
    prompted = phrases(model, GUARDED)

    harmful = {sample for intent in model.intents if intent.name in {*GUARDED, FALLBACK} for sample in intent.samples}
    assert prompted[0] == "open trust steps"
    assert harmful.intersection(prompted) == set()
    assert 50 < len(prompted) <= 1 + SAMPLES * len(model.intents)
