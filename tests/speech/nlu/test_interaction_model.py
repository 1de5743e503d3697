import json
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.interaction_model import ModelError, SlotDefinition, TypeValue, parse_model, read_model


def document(**changes: Any) -> dict[str, Any]:
    model: dict[str, Any] = {
        "invocationName": "pizza planet",
        "intents": [
            {"name": "AMAZON.StopIntent"},
            {"name": "AMAZON.HelpIntent", "samples": ["i need a hand"]},
            {
                "name": "OrderIntent",
                "slots": [
                    {
                        "name": "topping",
                        "type": "TOPPING",
                        "multipleValues": {"enabled": True},
                        "samples": ["{topping}"],
                    },
                    {"name": "count", "type": "AMAZON.NUMBER"},
                ],
                "samples": ["order a pizza with {topping}"],
            },
        ],
        "types": [
            {
                "name": "TOPPING",
                "values": [
                    {"id": "HAM", "name": {"value": "ham", "synonyms": ["bacon"]}},
                    {"name": {"value": "olives"}},
                    {"id": "", "name": {"value": "corn", "synonyms": None}},
                ],
            },
            {"name": "AMAZON.City", "values": []},
        ],
    }
    return {"interactionModel": {"languageModel": model | changes}}


def test_a_model_is_read_with_its_intents_slots_and_values() -> None:
    model = parse_model(document(), "en.json")

    order = model.intent("OrderIntent")
    topping = model.type("TOPPING")
    assert order is not None
    assert topping is not None
    assert model.invocation_name == "pizza planet"
    assert [intent.name for intent in model.intents] == ["AMAZON.StopIntent", "AMAZON.HelpIntent", "OrderIntent"]
    assert order.slots == (
        SlotDefinition("topping", "TOPPING", is_multiple=True, samples=("{topping}",)),
        SlotDefinition("count", "AMAZON.NUMBER", is_multiple=False),
    )
    assert order.samples == ("order a pizza with {topping}",)
    assert topping.values == (
        TypeValue("ham", "HAM", ("bacon",)),
        TypeValue("olives", None, ()),
        TypeValue("corn", None, ()),
    )


def test_the_outer_key_may_be_missing() -> None:
    wrapped = document()

    assert parse_model(wrapped["interactionModel"], "en.json") == parse_model(wrapped, "en.json")


def test_a_model_without_types_has_none() -> None:
    assert parse_model(document(types=None), "en.json").types == ()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({}, "en.json: languageModel is missing; add it"),
        ([], "en.json: the document must be an object, not []"),
        ({"interactionModel": {}}, "en.json: interactionModel.languageModel is missing; add it"),
        (document(invocationName=None), "en.json: interactionModel.languageModel.invocationName is missing; add it"),
        (
            document(intents={"name": "X"}),
            "en.json: interactionModel.languageModel.intents must be a list, not {'name': 'X'}",
        ),
        (document(intents=[{}]), "en.json: interactionModel.languageModel.intents[0].name is missing; add it"),
        (
            document(intents=[{"name": " "}]),
            "en.json: interactionModel.languageModel.intents[0].name must be a non-empty string, not ' '",
        ),
        (
            document(intents=[{"name": "X", "samples": ["x", ["y"]]}]),
            "en.json: interactionModel.languageModel.intents[0].samples[1] must be a non-empty string, not ['y']",
        ),
        (
            document(intents=[{"name": "X", "slots": [{"name": "s"}]}]),
            "en.json: interactionModel.languageModel.intents[0].slots[0].type is missing; add it",
        ),
        (
            document(
                intents=[{"name": "X", "slots": [{"name": "s", "type": "T", "multipleValues": {"enabled": "no"}}]}]
            ),
            (
                "en.json: interactionModel.languageModel.intents[0].slots[0].multipleValues.enabled"
                " must be true or false, not 'no'"
            ),
        ),
        (
            document(types=[{"name": "T", "values": [{"name": "ham"}]}]),
            "en.json: interactionModel.languageModel.types[0].values[0].name must be an object, not 'ham'",
        ),
    ],
    ids=lambda case: case if isinstance(case, str) else "",
)
def test_an_error_names_the_file_and_the_key(broken: object, message: str) -> None:
    with pytest.raises(ModelError) as raised:
        parse_model(broken, "en.json")

    assert str(raised.value) == message


def test_a_model_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "en-US.json"
    file.write_text("\ufeff" + json.dumps(document()), "utf-8")

    model = read_model(file)

    assert model.source == str(file)
    assert model.invocation_name == "pizza planet"


def test_an_error_names_a_file_that_is_missing_or_not_json(tmp_path: Path) -> None:
    file = tmp_path / "de.json"
    with pytest.raises(ModelError, match=r"de\.json: cannot be read"):
        read_model(file)

    file.write_text("{")
    with pytest.raises(ModelError, match=r"de\.json: is not JSON"):
        read_model(file)
