"""If these fail, a developer with an older model, or a model with a number in it, cannot use the simulator."""

import json
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.interaction_model import InteractionModel, ModelError, SlotDefinition, parse_model, read_model


def _model(*, samples: object = None, values: object = None) -> dict[str, Any]:
    intent = {
        "name": "OrderIntent",
        "slots": [{"name": "size", "type": "SIZE"}],
        "samples": samples or ["order {size}"],
    }
    types = [{"name": "SIZE", "values": values}]
    return {"languageModel": {"invocationName": "tea room", "intents": [intent], "types": types}}


def _value(value: object, id_: object = None, synonyms: object = None) -> dict[str, Any]:
    return {"id": id_, "name": {"value": value, "synonyms": synonyms}}


def _samples(model: InteractionModel) -> dict[str, tuple[str, ...]]:
    return {intent.name: intent.samples for intent in model.intents}


@pytest.mark.parametrize(
    ("value", "names", "id_"),
    [
        (_value(7, 1), ("7",), "1"),
        (_value("large", 0), ("large",), "0"),
        (_value("large", 1.5), ("large",), "1.5"),
        (_value("large", "", ["", "big", None, 12]), ("large", "big", "12"), None),
        (_value("large", " "), ("large",), None),
        (_value(value=True), ("true",), None),
    ],
)
def test_a_number_is_read_as_text_and_an_empty_synonym_is_none(value: object, names: object, id_: object) -> None:
    size = parse_model(_model(values=[value]), "en.json").types[0].values[0]

    assert (size.names, size.id) == (names, id_)


def test_an_empty_sample_is_left_out() -> None:
    model = parse_model(_model(samples=["", "order {size}", "  ", 12]), "en.json")

    assert model.intents[0].samples == ("order {size}", "12")


def test_a_note_names_the_first_place_of_each_kind_of_change() -> None:
    values = [_value(7, 1), _value("large", 2, ["", ""])]

    notes = parse_model({"interactionModel": _model(samples=[""], values=values)}, "en.json").notes

    assert notes == (
        "intents[0].samples[0]: an empty sample is left out",
        "types[0].values[0].id: a number is read as text, and 2 more like it",
        "types[0].values[1].name.synonyms[0]: an empty synonym is left out, and 1 more like it",
    )


def test_a_model_in_the_current_format_needs_no_note() -> None:
    assert parse_model(_model(values=[_value("large", "L")]), "en.json").notes == ()


def test_the_format_of_2017_is_read_from_both_of_its_files(tmp_path: Path) -> None:
    slots = [
        {"name": "Item", "type": "ITEM"},
        {"name": "Count", "type": "NUMBER"},
        {"name": "Query", "type": "AMAZON.LITERAL"},
    ]
    schema = {"intents": [{"intent": "RecipeIntent", "slots": slots}, {"intent": "AMAZON.HelpIntent"}]}
    (tmp_path / "tea.IntentSchema.json").write_text(json.dumps(schema))
    (tmp_path / "tea.SampleUtterances.txt").write_text(
        "RecipeIntent how can i make {Item}\n\nRecipeIntent  make {two|Count} of {green tea|Item}\n"
        "RecipeIntent make {three|Count} of {coffee|Item}\nAMAZON.HelpIntent help me please\n"
    )
    (tmp_path / "customSlotTypes").mkdir()
    (tmp_path / "customSlotTypes" / "ITEM").write_text("green tea\ncoffee\n")

    model = read_model(tmp_path / "tea.IntentSchema.json")

    assert _samples(model) == {
        "RecipeIntent": ("how can i make {Item}", "make {Count} of {Item}"),
        "AMAZON.HelpIntent": ("help me please",),
    }
    assert [slot.type for slot in model.intents[0].slots] == ["ITEM", "AMAZON.NUMBER", "AMAZON.SearchQuery"]
    assert [value.name for value in model.types[0].values] == ["green tea", "coffee"]
    assert model.invocation_name == "my skill"
    assert [note[:36] for note in model.notes] == [
        "this is the format of 2017 (IntentSc",
        "invocationName is missing, so it is ",
    ]


def test_the_format_of_2017_without_samples_names_the_file_that_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "IntentSchema.json"
    file.write_text('{"intents": [{"intent": "RecipeIntent"}]}')

    with pytest.raises(ModelError, match=r"IntentSchema\.json: is in .* put SampleUtterances\.txt with its samples"):
        read_model(file)


def test_samples_alone_are_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "SampleUtterances.txt"
    file.write_text("RecipeIntent how can i make {Item}")

    with pytest.raises(ModelError, match="give the IntentSchema"):
        read_model(file)


def test_a_language_model_without_its_outer_keys_is_read() -> None:
    inner = _model()["languageModel"]
    unnamed = {key: inner[key] for key in ("intents", "types")}

    assert parse_model(inner, "en.json").invocation_name == "tea room"
    assert _samples(parse_model(unnamed, "en.json")) == {"OrderIntent": ("order {size}",)}


JOVO_3 = {
    "invocation": "tea room",
    "intents": [
        {"name": "OrderIntent", "phrases": ["order {size}"], "inputs": [{"name": "size", "type": "SIZE"}]},
        {"name": "CountIntent", "phrases": ["{n}"], "inputs": [{"name": "n", "type": {"alexa": "AMAZON.NUMBER"}}]},
    ],
    "inputTypes": [{"name": "SIZE", "values": [{"value": "large", "id": "L", "synonyms": ["big"]}]}],
    "alexa": {"interactionModel": {"languageModel": {"intents": [{"name": "AMAZON.StopIntent", "samples": []}]}}},
}
JOVO_4 = {
    "invocation": {"alexaSkill": "tea room"},
    "intents": {
        "OrderIntent": {"phrases": ["order {size}"], "entities": {"size": {"type": "SIZE"}}},
        "CountIntent": {"phrases": ["{n}"], "entities": {"n": {"type": {"alexa": "AMAZON.NUMBER"}}}},
    },
    "entityTypes": {"SIZE": {"values": [{"value": "large", "id": "L", "synonyms": ["big"]}]}},
    "alexa": JOVO_3["alexa"],
}


@pytest.mark.parametrize("document", [JOVO_3, JOVO_4], ids=["Jovo 3", "Jovo 4"])
def test_a_model_of_jovo_is_read(document: object) -> None:
    model = parse_model(document, "en.json")

    assert model.invocation_name == "tea room"
    assert _samples(model) == {"OrderIntent": ("order {size}",), "CountIntent": ("{n}",), "AMAZON.StopIntent": ()}
    assert model.intents[1].slots == (SlotDefinition("n", "AMAZON.NUMBER", is_multiple=False),)
    assert [(value.names, value.id) for value in model.types[0].values] == [(("large", "big"), "L")]
    assert model.notes == ("this is a model of Jovo, read as one of Amazon's",)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"manifest": {}}, "en.json: is a skill manifest, no model; run in its folder"),
        ({"askcliResourcesVersion": "2020-03-31"}, "en.json: describes a project and is no model; run in its folder"),
        ({"luis_schema_version": "3.0", "intents": []}, "en.json: is a model for LUIS"),
        ({"intents": [], "types": []}, "en.json: languageModel is missing; add it"),
        ({"intents": [{"intent": "X", "slots": [7]}], "types": []}, "put SampleUtterances.txt"),
        ({"invocation": "a b", "intents": [{"phrases": ["x"]}]}, "languageModel.intents[0].name is missing; add it"),
        ({"invocation": 7, "intents": 8, "inputTypes": "x"}, "invocationName must be a non-empty string, not 7"),
        ({"interactionModel": [], "languageModel": 7}, "interactionModel must be an object"),
        ({"languageModel": {"invocationName": "x", "intents": 7, "types": {}}}, "languageModel.intents must be a list"),
    ],
)
def test_what_is_no_model_is_named(document: object, message: str) -> None:
    with pytest.raises(ModelError) as error:
        parse_model(document, "en.json")

    assert message in str(error.value)
