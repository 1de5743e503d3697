"""What the page suggests to say. Otherwise a person reads phrases that do not fit what was asked."""

import pytest

from speech.nlu.interaction_model import InteractionModel, parse_model
from speech.web.suggestions import suggestions, yes_and_no

SAMPLES = {
    "MoreIntent": ["more", "tell me more"],
    "ExampleIntent": ["example", "an example"],
    "LookIntent": ["just looking", "all right"],
    "StepIntent": ["step {number}"],
    "AMAZON.YesIntent": ["yes"],
    "AMAZON.NoIntent": ["no"],
    "AMAZON.HelpIntent": ["help"],
    "AMAZON.StopIntent": ["stop"],
}


def _model(samples: dict[str, list[str]]) -> InteractionModel:
    intents = [
        {"name": name, "samples": texts, "slots": [{"name": "number", "type": "AMAZON.NUMBER"}]}
        for name, texts in samples.items()
    ]
    return parse_model({"languageModel": {"invocationName": "tea room", "intents": intents}}, "model.json")


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ("You can say: more, or: example.", ["more", "example"]),
        ("What next: more, or an example?", ["more", "an example"]),
        ("Say \u201cmore\u201d or \u201cexample\u201d.", ["more", "example"]),
        ("If you like, say: example. Shall I go on?", ["yes", "no", "example"]),
        ("Shall I go on?", ["yes", "no"]),
        ("\u00bfSigo?", ["yes", "no"]),
        ("What is your name?", []),
        ("From 1 to 10, how much?", []),
        ("All right. I tell you more.", []),
        ("", []),
    ],
)
def test_what_an_answer_names_is_suggested_then_help_and_stop(answer: str, named: list[str]) -> None:
    assert suggestions(answer, "", [], _model(SAMPLES), "en-US") == [*named, "help", "stop"]


def test_the_reprompt_is_read_if_the_answer_names_nothing() -> None:
    assert suggestions("Here it is.", "Say: more.", [], _model(SAMPLES), "en-US")[0] == "more"


def test_follow_ups_of_the_skill_come_as_samples_only() -> None:
    follow_ups = ["More", "All steps", "Tell me more"]

    assert suggestions("Here it is.", "", follow_ups, _model(SAMPLES), "en-US") == [
        "more",
        "tell me more",
        "help",
        "stop",
    ]


def test_a_model_without_yes_and_no_still_has_answers_to_alexas_own_question() -> None:
    model = _model({"MoreIntent": ["more"]})

    assert suggestions("Shall I?", "", [], model, "en-US") == []
    assert yes_and_no(model) == ["yes", "no"]
