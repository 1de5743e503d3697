from speech.nlu.interaction_model import Intent, SlotDefinition, TypeValue
from speech.nlu.slots import FilledSlot, SlotValue, alexa_slots

STEP = SlotDefinition("step", "STEP", is_multiple=False)
NUMBER = SlotDefinition("number", "AMAZON.NUMBER", is_multiple=False)
GO = Intent("GoIntent", (), (NUMBER, STEP))
SUPPORT = TypeValue("professional help", "support", ("the last one",))
NOT_CONFIRMED = {"confirmationStatus": "NONE"}


def authority(code: str, **values: object) -> dict[str, object]:
    name = "amzn1.er-authority.echo-sdk.amzn1.ask.skill.x.STEP"
    return {"resolutionsPerAuthority": [{"authority": name, "status": {"code": code}, **values}]}


def sent(intent: Intent, *filled: FilledSlot) -> dict[str, object]:
    return alexa_slots(intent, {each.name: each for each in filled}, "amzn1.ask.skill.x")


def test_slots_without_a_value_are_sent_empty() -> None:
    assert sent(GO) == {
        "number": {"name": "number", **NOT_CONFIRMED},
        "step": {"name": "step", **NOT_CONFIRMED},
    }


def test_a_number_is_sent_in_digits_without_resolutions() -> None:
    slots = sent(GO, FilledSlot("number", (SlotValue("3"),)))

    assert slots["number"] == {
        "name": "number",
        "value": "3",
        **NOT_CONFIRMED,
        "source": "USER",
        "slotValue": {"type": "Simple", "value": "3"},
    }


def test_a_known_value_is_sent_in_the_users_words_with_its_name_and_id() -> None:
    slots = sent(GO, FilledSlot("step", (SlotValue("the last one", "STEP", (SUPPORT,)),)))

    match = authority("ER_SUCCESS_MATCH", values=[{"value": {"name": "professional help", "id": "support"}}])
    assert slots["step"] == {
        "name": "step",
        "value": "the last one",
        "resolutions": match,
        **NOT_CONFIRMED,
        "source": "USER",
        "slotValue": {"type": "Simple", "value": "the last one", "resolutions": match},
    }


def test_an_unknown_value_is_sent_without_a_match() -> None:
    slots = sent(GO, FilledSlot("step", (SlotValue("jealousy", "STEP"),)))

    step = slots["step"]
    assert isinstance(step, dict)
    assert step["value"] == "jealousy"
    assert step["resolutions"] == authority("ER_SUCCESS_NO_MATCH")


def test_several_values_are_sent_as_a_list_and_one_value_is_not() -> None:
    steps = Intent("ManyIntent", (), (SlotDefinition("step", "STEP", is_multiple=True),))
    one, two = SlotValue("jealousy", "STEP"), SlotValue("the last one", "STEP", (SUPPORT,))

    several = sent(steps, FilledSlot("step", (one, two)))["step"]
    single = sent(steps, FilledSlot("step", (one,)))["step"]

    assert isinstance(several, dict)
    assert isinstance(single, dict)
    assert "value" not in several
    assert several["slotValue"]["type"] == "List"
    assert [value["value"] for value in several["slotValue"]["values"]] == ["jealousy", "the last one"]
    assert single["value"] == "jealousy"
    assert single["slotValue"]["type"] == "Simple"


def test_a_value_without_an_id_gets_a_stable_id() -> None:
    ham, corn = (
        FilledSlot("topping", (SlotValue(name, "TOPPING", (TypeValue(name, None, ()),)),)) for name in ("ham", "corn")
    )

    assert ham.id
    assert ham.id != corn.id
    assert ham.id == FilledSlot("topping", (SlotValue("bacon", "TOPPING", (TypeValue("ham", None, ("bacon",)),)),)).id


def test_a_filled_slot_has_the_value_and_id_of_what_fills_it() -> None:
    known = FilledSlot("step", (SlotValue("the last one", "STEP", (SUPPORT,)),))
    unknown = FilledSlot("step", (SlotValue("a", "STEP"), SlotValue("b", "STEP")))

    assert (known.value, known.id) == ("the last one", "support")
    assert (unknown.value, unknown.id) == ("a, b", None)
