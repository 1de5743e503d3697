"""Dynamic entities on a device. If one fails, a skill's own values are not understood, or are understood too long."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from speech.nlu.interaction_model import parse_model
from speech.simulator.device import Device
from speech.simulator.listener import ENTITIES_LAST
from speech.simulator.request import Speaker
from speech.simulator.response import ResponseError, SkillResponse, read_response
from tests.support.small_skill import COLOUR, INTENTS, MORNING, SmallSkill, answer, speech

ALONE = {"name": "AloneIntent", "slots": [{"name": "colour", "type": "COLOUR"}], "samples": ["{colour}"]}
WINE = {"id": "w", "name": {"value": "wine red", "synonyms": ["bordeaux", "red"]}}


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


def device(skill: SmallSkill, clock: Clock, values: Sequence[Any] = COLOUR["values"]) -> Device:
    types = [{"name": "COLOUR", "values": list(values)}]
    language_model = {"invocationName": "paint box", "intents": [*INTENTS, ALONE], "types": types}
    return Device(parse_model({"languageModel": language_model}, "model.json"), skill, Speaker(), clock)


def setting(*values: Any, behavior: str = "REPLACE", types: str = "COLOUR") -> SkillResponse:
    directive = {
        "type": "Dialog.UpdateDynamicEntities",
        "updateBehavior": behavior,
        "types": [{"name": types, "values": list(values)}],
    }
    content = {"outputSpeech": speech("Which?"), "directives": [directive], "shouldEndSession": False}
    return read_response({"response": content}, "the skill")


def resolutions(skill: SmallSkill) -> list[tuple[str, str, list[str]]]:
    """Return the authority, the status and the names that it found, of the last request's slot."""
    slot = skill.requests[-1]["intent"]["slots"]["colour"]
    return [
        (each["authority"], each["status"]["code"], [value["value"]["name"] for value in each.get("values", [])])
        for each in slot["resolutions"]["resolutionsPerAuthority"]
    ]


STATIC = f"amzn1.er-authority.echo-sdk.{Speaker().skill_id}.COLOUR"
DYNAMIC = f"amzn1.er-authority.echo-sdk.dynamic.{Speaker().skill_id}.COLOUR"


@pytest.mark.parametrize(
    ("utterance", "static", "dynamic"),
    [
        ("paint it bordeaux", ("ER_SUCCESS_NO_MATCH", []), ("ER_SUCCESS_MATCH", ["wine red"])),
        ("paint it the wine red", ("ER_SUCCESS_NO_MATCH", []), ("ER_SUCCESS_MATCH", ["wine red"])),
        ("paint it red", ("ER_SUCCESS_MATCH", ["red"]), ("ER_SUCCESS_MATCH", ["wine red"])),
        ("bordeaux", ("ER_SUCCESS_NO_MATCH", []), ("ER_SUCCESS_MATCH", ["wine red"])),
        ("paint it green", ("ER_SUCCESS_NO_MATCH", []), ("ER_SUCCESS_NO_MATCH", [])),
    ],
)
def test_each_authority_says_what_it_found(utterance: str, static: Any, dynamic: Any) -> None:
    skill = SmallSkill(setting(WINE), answer("Painted."))
    echo = device(skill, Clock())
    echo.hear("open paint box")

    echo.hear(utterance)

    assert resolutions(skill) == [(STATIC, *static), (DYNAMIC, *dynamic)]


def test_without_dynamic_entities_there_is_one_authority() -> None:
    skill = SmallSkill(answer("Which?"), answer("Painted."))
    echo = device(skill, Clock())
    echo.hear("open paint box")

    echo.hear("paint it red")

    assert resolutions(skill) == [(STATIC, "ER_SUCCESS_MATCH", ["red"])]


def test_a_type_that_the_model_does_not_use_is_refused() -> None:
    with pytest.raises(ResponseError, match="UpdateDynamicEntities: no slot of the model has the type SHAPE"):
        device(SmallSkill(setting(WINE, types="SHAPE")), Clock()).hear("open paint box")


def test_a_type_without_values_can_have_dynamic_entities() -> None:
    skill = SmallSkill(setting(WINE), answer("Painted."))
    echo = device(skill, Clock(), values=())
    echo.hear("open paint box")

    echo.hear("paint it bordeaux")

    assert resolutions(skill)[1] == (DYNAMIC, "ER_SUCCESS_MATCH", ["wine red"])


@pytest.mark.parametrize(
    "update", [setting({"name": {"value": "sand"}}), setting(behavior="CLEAR")], ids=["replaced", "cleared"]
)
def test_an_update_replaces_all_dynamic_entities(update: SkillResponse) -> None:
    skill = SmallSkill(setting(WINE), update)
    echo = device(skill, Clock())
    echo.hear("open paint box")
    echo.hear("next")

    echo.hear("paint it bordeaux")

    assert all(status == "ER_SUCCESS_NO_MATCH" for _, status, _ in resolutions(skill))


@pytest.mark.parametrize(
    ("later", "authorities"),
    [(timedelta(0), 2), (ENTITIES_LAST - timedelta(seconds=1), 2), (ENTITIES_LAST, 1)],
)
def test_they_are_known_for_half_an_hour_in_new_sessions_too(later: timedelta, authorities: int) -> None:
    skill, clock = SmallSkill(setting(WINE), answer("Painted.", ends=True)), Clock()
    echo = device(skill, clock)
    echo.hear("open paint box")
    echo.end()
    clock.now += later

    echo.hear("ask paint box to paint it bordeaux")

    assert len(resolutions(skill)) == authorities


def test_another_account_does_not_know_them() -> None:
    skill = SmallSkill(setting(WINE), answer("Painted."))
    echo = device(skill, Clock())
    echo.hear("open paint box")
    echo.speaker = Speaker(account="another")

    echo.hear("paint it bordeaux")

    assert len(resolutions(skill)) == 1
