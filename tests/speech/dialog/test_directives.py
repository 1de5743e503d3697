"""How the Dialog directives are read. If one fails, a malformed directive ends in a traceback, or passes unnoticed."""

from typing import Any

import pytest

from speech.dialog.directives import (
    DialogDirective,
    DynamicEntities,
    UpdatedIntent,
    UpdatedSlot,
    dialog_directive,
    dynamic_entities,
)
from speech.json_reader import JsonNode
from speech.nlu.interaction_model import SlotType, TypeValue
from speech.simulator.response import ResponseError, read_response

RENDER = {"type": "Alexa.Presentation.APL.RenderDocument"}
OTTERS = {"id": "t9", "name": {"value": "river otters", "synonyms": ["otters"]}}
DYNAMIC = "Dialog.UpdateDynamicEntities"


def nodes(*directives: Any) -> JsonNode:
    return JsonNode(list(directives), "response.directives")


@pytest.mark.parametrize(
    ("directives", "expected"),
    [
        ([], None),
        ([RENDER], None),
        ([{"type": DYNAMIC, "updateBehavior": "CLEAR"}], None),
        ([RENDER, {"type": "Dialog.Delegate"}], DialogDirective("Dialog.Delegate")),
        ([{"type": "Dialog.Delegate", "updatedIntent": None}], DialogDirective("Dialog.Delegate")),
        (
            [{"type": "Dialog.ElicitSlot", "slotToElicit": "size"}],
            DialogDirective("Dialog.ElicitSlot", "size"),
        ),
        (
            [{"type": "Dialog.ConfirmSlot", "slotToConfirm": "size"}],
            DialogDirective("Dialog.ConfirmSlot", "size"),
        ),
        (
            [{"type": "Dialog.ConfirmIntent", "updatedIntent": {"name": "OrderIntent"}}],
            DialogDirective("Dialog.ConfirmIntent", "", UpdatedIntent("OrderIntent", "NONE", None)),
        ),
    ],
)
def test_the_directive_that_asks_is_found(directives: list[Any], expected: DialogDirective | None) -> None:
    assert dialog_directive(nodes(*directives)) == expected


def test_an_updated_intent_is_read_as_the_sdks_send_it() -> None:
    slots = {
        "size": {"name": "size", "value": "large", "confirmationStatus": "CONFIRMED", "source": "USER"},
        "drink": {"name": "drink", "confirmationStatus": "NONE"},
        "count": {"value": ""},
        "toppings": {"slotValue": {"type": "List", "values": [{"value": "ham"}, {"value": "corn"}]}},
    }
    change = {"name": "OrderIntent", "confirmationStatus": "DENIED", "slots": slots}

    directive = dialog_directive(nodes({"type": "Dialog.Delegate", "updatedIntent": change}))

    assert directive is not None
    assert directive.updated == UpdatedIntent(
        "OrderIntent",
        "DENIED",
        {
            "size": UpdatedSlot(("large",), "CONFIRMED"),
            "drink": UpdatedSlot((), "NONE"),
            "count": UpdatedSlot((), "NONE"),
            "toppings": UpdatedSlot(("ham", "corn"), "NONE"),
        },
    )


def updating(**intent: Any) -> dict[str, Any]:
    return {"type": "Dialog.Delegate", "updatedIntent": {"name": "OrderIntent", **intent}}


@pytest.mark.parametrize(
    ("directives", "rule"),
    [
        (
            [{"type": "Dialog.Delegate"}, {"type": "Dialog.ElicitSlot", "slotToElicit": "size"}],
            "directives must have at most one of Dialog.Delegate, .* not Dialog.Delegate and Dialog.ElicitSlot",
        ),
        ([{"type": "Dialog.ElicitSlot"}], r"directives\[0\]\.slotToElicit is missing"),
        (
            [RENDER, {"type": "Dialog.ElicitSlot", "slotToElicit": 5}],
            r"directives\[1\]\.slotToElicit must be a non-empty",
        ),
        ([{"type": "Dialog.ConfirmSlot", "slotToElicit": "size"}], "slotToConfirm is missing"),
        (
            [{"type": "Dialog.Delegate", "updatedIntent": "OrderIntent"}],
            "updatedIntent must be an object, not 'OrderIntent'",
        ),
        ([{"type": "Dialog.Delegate", "updatedIntent": {}}], r"updatedIntent\.name is missing"),
        (
            [updating(confirmationStatus="MAYBE")],
            "confirmationStatus must be one of NONE, CONFIRMED, DENIED, not 'MAYBE'",
        ),
        ([updating(slots=[])], r"updatedIntent\.slots must be an object"),
        ([updating(slots={"size": "large"})], r"slots\.size must be an object"),
        ([updating(slots={"size": {"value": 5}})], r"slots\.size\.value must be a non-empty string, not 5"),
        ([updating(slots={"size": {"value": ["large"]}})], r"slots\.size\.value must be a non-empty string"),
        ([updating(slots={"size": {"name": "drink"}})], "slots.size.name must be 'size', as its key, not 'drink'"),
        ([updating(slots={"size": {"name": ["size"]}})], "slots.size.name must be 'size'"),
        ([{"type": DYNAMIC}], "updateBehavior is missing"),
        ([{"type": DYNAMIC, "updateBehavior": "ADD"}], "updateBehavior must be one of REPLACE, CLEAR, not 'ADD'"),
        ([{"type": DYNAMIC, "updateBehavior": "REPLACE"}], "types is missing; add the slot types"),
        ([{"type": DYNAMIC, "updateBehavior": "REPLACE", "types": {}}], "types must be a list"),
        ([{"type": DYNAMIC, "updateBehavior": "REPLACE", "types": [{"values": []}]}], r"types\[0\]\.name is missing"),
        (
            [{"type": DYNAMIC, "updateBehavior": "REPLACE", "types": [{"name": "TEAM", "values": [{"name": "x"}]}]}],
            r"values\[0\]\.name must be an object",
        ),
    ],
)
def test_a_malformed_directive_is_refused_with_its_path(directives: list[Any], rule: str) -> None:
    with pytest.raises(ResponseError, match=f"the skill sent a response that Alexa would not accept: .*{rule}"):
        read_response({"response": {"directives": directives}}, "the skill")


@pytest.mark.parametrize(
    ("update", "expected", "size"),
    [
        ({"updateBehavior": "CLEAR"}, (), 0),
        ({"updateBehavior": "CLEAR", "types": [{"name": "TEAM", "values": [OTTERS]}]}, (), 0),
        (
            {"updateBehavior": "REPLACE", "types": [{"name": "TEAM", "values": [OTTERS, {"name": {"value": "owls"}}]}]},
            (SlotType("TEAM", (TypeValue("river otters", "t9", ("otters",)), TypeValue("owls", None, ()))),),
            3,
        ),
    ],
    ids=["clear", "clear with types", "replace"],
)
def test_dynamic_entities_are_read(update: dict[str, Any], expected: tuple[SlotType, ...], size: int) -> None:
    entities = dynamic_entities(nodes(RENDER, {"type": DYNAMIC, **update}))

    assert entities == DynamicEntities(expected)
    assert entities.size == size
