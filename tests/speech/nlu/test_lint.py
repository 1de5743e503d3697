from datetime import date
from typing import Any

import pytest

from speech.nlu.amazon_rules import Problem
from speech.nlu.interaction_model import parse_model
from speech.nlu.lint import LintFinding, lint

TEA = {
    "name": "TeaIntent",
    "slots": [{"name": "tea", "type": "TEA"}, {"name": "cups", "type": "AMAZON.NUMBER"}],
    "samples": ["make {tea}", "make {cups} cups of {tea}", "make some tea"],
}
TEAS = {"name": "TEA", "values": [{"id": "green", "name": {"value": "green tea", "synonyms": ["sencha"]}}]}


def findings(handled_intents: set[str] | None = None, locale: str = "en", **changes: Any) -> list[str]:
    model: dict[str, Any] = {
        "invocationName": "tea time",
        "intents": [TEA, {"name": "AMAZON.StopIntent"}],
        "types": [TEAS],
    }
    found = lint(
        parse_model({"languageModel": model | changes}, "tea.json"), locale, lambda: date(2026, 11, 23), handled_intents
    )
    return [str(finding) for finding in found]


def with_samples(*samples: str) -> list[dict[str, Any]]:
    return [TEA | {"samples": [*TEA["samples"], *samples]}]


def test_a_valid_model_has_no_findings() -> None:
    assert findings() == []


def test_a_built_in_intent_needs_no_samples_in_a_language_without_a_file() -> None:
    assert findings(locale="nl-NL") == []
    assert findings(locale="nl-NL", intents=[TEA, {"name": "CakeIntent"}]) == [
        "tea.json: CakeIntent: has no samples; add what people say"
    ]


def test_a_dialog_model_is_checked_and_asks_for_slots_that_are_in_no_sample() -> None:
    slots = [*TEA["slots"], {"name": "milk", "type": "TEA"}]
    language_model = {"invocationName": "tea time", "intents": [TEA | {"slots": slots}], "types": [TEAS]}
    milk = {"name": "milk", "elicitationRequired": True, "prompts": {}}
    dialog = {"intents": [{"name": "TeaIntent", "slots": [milk]}]}
    document = {"languageModel": language_model, "dialog": dialog}

    found = lint(parse_model(document, "tea.json"), "en", lambda: date(2026, 11, 23))

    assert list(map(str, found)) == ["tea.json: TeaIntent: milk: needs a prompt for elicitation"]


def test_a_finding_names_file_intent_sample_and_problem() -> None:
    in_sample = LintFinding("tea.json", Problem("TeaIntent", "make 2 cups", "spell it"))
    in_intent = LintFinding("tea.json", Problem("TeaIntent", "", "has no samples"))

    assert str(in_sample) == "tea.json: TeaIntent: make 2 cups: spell it"
    assert str(in_intent) == "tea.json: TeaIntent: has no samples"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("Tea Time", "must have 2 to 50 lower-case letters"),
        ("tea 4 two", "must have 2 to 50 lower-case letters"),
        ("t", "must have 2 to 50 lower-case letters"),
        ("tea, please", "must have 2 to 50 lower-case letters"),
        ("teatime", "must have two words"),
        ("open teas", "must not contain 'open'"),
        ("echo teas", "must not contain 'echo'"),
        ("tea and cake", "must not contain 'and'"),
        ("tea app", "must not contain 'app'"),
        ("the tea", "must not contain 'the'"),
    ],
)
def test_an_invocation_name_that_amazon_refuses_is_reported(name: str, problem: str) -> None:
    assert any(
        finding.startswith(f"tea.json: invocationName: {name}: {problem}") for finding in findings(invocationName=name)
    )


@pytest.mark.parametrize("name", ["trust steps", "emma's tea time", "over the tea", "a. b. c. teas"])
def test_an_invocation_name_that_amazon_accepts_is_not_reported(name: str) -> None:
    assert findings(invocationName=name) == []


@pytest.mark.parametrize(
    ("sample", "problem"),
    [
        ("make 2 cups", "spell numbers out"),
        ("make tea, please", "must contain only letters"),
        ("tea?", "must contain only letters"),
        ("tea and/or cake", "must contain only letters"),
        ("{tea} with {tea}", "has the same slot twice"),
        ("make {coffee}", "the intent has no slot coffee"),
        ("make some tea", "is defined twice"),
    ],
)
def test_a_sample_that_amazon_refuses_is_reported(sample: str, problem: str) -> None:
    found = findings(intents=with_samples(sample))

    assert any(f"TeaIntent: {sample}: " in finding and problem in finding for finding in found)


@pytest.mark.parametrize("sample", ["i'd like tea", "a. m. tea", "half-caf tea", "th\u00e9 vert", "\u091a\u093e\u092f"])
def test_a_sample_that_amazon_accepts_is_not_reported(sample: str) -> None:
    assert findings(intents=with_samples(sample)) == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"intents": []}, "tea.json: intents: there must be 1 to 250 intents, not 0"),
        ({"intents": [TEA, TEA]}, "tea.json: intents: TeaIntent: is defined twice"),
        ({"types": [TEAS, TEAS]}, "tea.json: types: TEA: is defined twice"),
        ({"types": []}, "tea.json: TeaIntent: tea: its type TEA is not defined in the model"),
        ({"intents": [{"name": "Tea2"}]}, "tea.json: Tea2: the name must contain only letters and underscores"),
        ({"intents": [{"name": "TeaIntent"}]}, "tea.json: TeaIntent: has no samples; add what people say"),
        ({"intents": [{"name": "AMAZON.AnIntent"}]}, "tea.json: AMAZON.AnIntent: has no samples; add what people say"),
        (
            {"intents": [TEA | {"slots": [*TEA["slots"], {"name": "milk", "type": "AMAZON.NUMBER"}]}]},
            "tea.json: TeaIntent: milk: no sample has this slot",
        ),
        (
            {"intents": [TEA | {"slots": [*TEA["slots"], {"name": "milk1", "type": "AMAZON.NUMBER"}]}]},
            "tea.json: TeaIntent: milk1: the name of a slot must contain only letters and underscores",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"name": {"value": "Sencha"}}]}]},
            "tea.json: TEA: sencha: is a name of two values",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"id": "green", "name": {"value": "mint"}}]}]},
            "tea.json: TEA: green: is the id of two values",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"name": {"value": "t" * 141}}]}]},
            f"tea.json: TEA: {'t' * 141}: must have at most 140 characters",
        ),
        (
            {"types": [TEAS, {"name": "2", "values": []}]},
            "tea.json: 2: the name must contain only letters and underscores",
        ),
    ],
)  # fmt: skip
def test_what_amazon_refuses_is_reported(changes: dict[str, Any], finding: str) -> None:
    assert finding in findings(**changes)


def test_a_search_query_needs_words_around_it() -> None:
    slots = [{"name": "words", "type": "AMAZON.SearchQuery"}, {"name": "more", "type": "AMAZON.SearchQuery"}]
    intent = {"name": "FindIntent", "slots": slots, "samples": ["find {words}", "{words}", "{words} near {more}"]}

    found = findings(intents=[intent])

    problem = "AMAZON.SearchQuery needs words around it, and must not be in a sample twice"
    assert f"tea.json: FindIntent: {{words}}: {problem}" in found
    assert f"tea.json: FindIntent: {{words}} near {{more}}: {problem}" in found
    assert f"tea.json: FindIntent: find {{words}}: {problem}" not in found


def test_more_values_than_amazon_accepts_are_reported() -> None:
    values = [{"name": {"value": "tea", "synonyms": ["sencha"] * 50_000}}]

    assert "tea.json: types: there must be at most 50000 values and synonyms in all, not 50001" in findings(
        types=[TEAS | {"values": values}]
    )


@pytest.mark.parametrize(
    ("intent", "finding"),
    [
        (
            {"name": "BrewIntent", "samples": ["Make some TEA"]},
            "BrewIntent: Make some TEA: TeaIntent has the same sample",
        ),
        (
            {"name": "PourIntent", "slots": [{"name": "kind", "type": "TEA"}], "samples": ["make {kind}"]},
            "PourIntent: make {kind}: TeaIntent has the same sample",
        ),
        ({"name": "EndIntent", "samples": ["stop"]}, "AMAZON.StopIntent: stop: EndIntent has the same sample"),
    ],
)
def test_a_sample_of_two_intents_is_reported(intent: dict[str, Any], finding: str) -> None:
    assert f"tea.json: {finding}" in findings(intents=[TEA, intent, {"name": "AMAZON.StopIntent"}])


def test_a_sample_that_is_recognized_as_another_intent_is_reported() -> None:
    intent = {"name": "SenchaIntent", "samples": ["make green tea"]}

    found = findings(intents=[TEA, intent])

    assert found == ["tea.json: TeaIntent: make {tea}: 'make green tea' is recognized as SenchaIntent with no slots"]


def test_a_sample_that_is_misparsed_after_the_name_is_reported() -> None:
    found = findings(intents=[TEA | {"samples": ["to drink {tea}", *TEA["samples"]]}])

    assert (
        "tea.json: TeaIntent: to drink {tea}: 'ask tea time to drink green tea' is not recognized as that request"
        in found
    )


def test_intents_that_only_the_model_or_only_the_skill_has_are_reported() -> None:
    assert findings(handled_intents={"TeaIntent", "AMAZON.StopIntent"}) == []
    assert findings(handled_intents={"TeaIntent", "CakeIntent"}) == [
        "tea.json: AMAZON.StopIntent: is not handled by the skill",
        "tea.json: CakeIntent: is handled by the skill, but is not in the model",
    ]
