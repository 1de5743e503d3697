from datetime import date
from typing import Any

import pytest

from speech.nlu.amazon_rules import Problem
from speech.nlu.interaction_model import parse_model
from speech.nlu.lint import LintFinding, lint

TEA: dict[str, Any] = {
    "name": "TeaIntent",
    "slots": [{"name": "tea", "type": "TEA"}, {"name": "cups", "type": "AMAZON.NUMBER"}],
    "samples": ["make {tea}", "make {cups} cups of {tea}", "make some tea"],
}
TEAS = {"name": "TEA", "values": [{"id": "green", "name": {"value": "green tea", "synonyms": ["sencha"]}}]}


def findings(handled_intents: set[str] | None = None, locale: str = "en", **changes: Any) -> list[str]:
    """Return a line for each finding, as `trust-steps doctor` prints it."""
    model: dict[str, Any] = {
        "invocationName": "tea time",
        "intents": [TEA, {"name": "AMAZON.StopIntent"}],
        "types": [TEAS],
    }
    document = {"languageModel": model | changes}
    found = lint(parse_model(document, "tea.json"), locale, lambda: date(2026, 11, 23), handled_intents)
    return [f"{'error' if finding.is_error else 'hint'}: {finding}" for finding in found]


def with_samples(*samples: str) -> list[dict[str, Any]]:
    return [TEA | {"samples": [*TEA["samples"], *samples]}]


def test_a_valid_model_has_no_findings() -> None:
    assert findings() == []


def test_a_built_in_intent_needs_no_samples_in_a_language_without_a_file() -> None:
    assert findings(locale="ar-SA") == []
    assert findings(locale="ar-SA", intents=[TEA, {"name": "CakeIntent"}]) == [
        "hint: tea.json: CakeIntent: has no samples; add what people say"
    ]


def test_a_dialog_model_is_checked_and_asks_for_slots_that_are_in_no_sample() -> None:
    slots = [*TEA["slots"], {"name": "milk", "type": "TEA"}]
    language_model = {"invocationName": "tea time", "intents": [TEA | {"slots": slots}], "types": [TEAS]}
    milk = {"name": "milk", "elicitationRequired": True, "prompts": {}}
    dialog = {"intents": [{"name": "TeaIntent", "slots": [milk]}]}
    document = {"languageModel": language_model, "dialog": dialog}

    (found,) = lint(parse_model(document, "tea.json"), "en", lambda: date(2026, 11, 23))

    assert (str(found), found.is_error) == ("tea.json: TeaIntent: milk: needs a prompt for elicitation", True)


def test_a_finding_names_file_intent_sample_and_problem() -> None:
    in_sample = LintFinding("tea.json", Problem("TeaIntent", "make 2 cups", "spell it"))
    in_intent = LintFinding("tea.json", Problem("TeaIntent", "", "has no samples"))

    assert str(in_sample) == "tea.json: TeaIntent: make 2 cups: spell it"
    assert str(in_intent) == "tea.json: TeaIntent: has no samples"


CHARACTERS = "must have only letters, spaces, apostrophes and periods; spell numbers out"


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("Tea Time", "error: tea.json: invocationName: Tea Time: must be in lower-case letters"),
        ("tea 4 two", f"error: tea.json: invocationName: tea 4 two: {CHARACTERS}"),
        ("tea, please", f"error: tea.json: invocationName: tea, please: {CHARACTERS}"),
        ("t", "error: tea.json: invocationName: t: must have 2 to 50 characters"),
        ("tea " * 13, f"error: tea.json: invocationName: {'tea ' * 13}: must have 2 to 50 characters"),
        ("echo teas", "error: tea.json: invocationName: echo teas: must not contain the wake word 'echo'"),
        ("teatime", "hint: tea.json: invocationName: teatime: must have two words, unless it is your own brand"),
        ("open teas", "hint: tea.json: invocationName: open teas: must not contain 'open' in a published skill"),
        ("tea and cake", "hint: tea.json: invocationName: tea and cake: must not contain 'and' in a published skill"),
        ("tea app", "hint: tea.json: invocationName: tea app: must not contain 'app' in a published skill"),
        ("the tea", "hint: tea.json: invocationName: the tea: must not contain 'the' in a published skill"),
    ],
)
def test_an_invocation_name_that_amazon_refuses_is_an_error(name: str, finding: str) -> None:
    """A skill in development may have a name that Amazon does not publish, so that is only a hint."""
    assert finding in findings(invocationName=name)


@pytest.mark.parametrize("name", ["trust steps", "emma's tea time", "over the tea", "a. b. c. teas"])
def test_an_invocation_name_that_amazon_accepts_is_not_reported(name: str) -> None:
    assert findings(invocationName=name) == []


@pytest.mark.parametrize(
    ("sample", "finding"),
    [
        ("make tea, please", "error: must not contain ','"),
        ("tea?", "error: must not contain '?'"),
        ("tea and/or cake", "error: must not contain '/'"),
        ("tea (green)", "error: must not contain '('"),
        ("make {tea", "error: a brace is not closed or not opened; write a slot as {name}"),
        ("make tea}", "error: a brace is not closed or not opened; write a slot as {name}"),
        ("make {{tea}}", "error: a brace is not closed or not opened; write a slot as {name}"),
        ("{tea} with {tea}", "error: has the same slot twice"),
        ("make {coffee}", "error: the intent has no slot 'coffee'"),
        ("make {Tea}", "error: the intent has no slot 'Tea'"),
        ("make 2 cups", "hint: has characters that people do not say; spell numbers and signs out"),
        ("make tea \u2728", "hint: has characters that people do not say; spell numbers and signs out"),
        ("make some tea", "hint: is there twice"),
    ],
)
def test_a_sample_that_amazon_refuses_is_an_error(sample: str, finding: str) -> None:
    kind, _, problem = finding.partition(": ")

    found = [each for each in findings(intents=with_samples(sample)) if f": {sample}: " in each]

    assert len(found) == 1
    assert found[0].startswith(f"{kind}: tea.json: TeaIntent: {sample}: {problem}")


@pytest.mark.parametrize(
    "sample",
    [
        "i'd like tea", "i\u2019d like tea", "a. m. tea", "half-caf tea", "a_b tea", "th\u00e9 vert",
        "\u091a\u093e\u092f", "\u304a\u8336\u306f\uff1f",
    ],
)  # fmt: skip
def test_a_sample_that_amazon_accepts_is_not_reported(sample: str) -> None:
    assert findings(intents=with_samples(sample)) == []


LETTERS = "must contain only letters and underscores"


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"intents": []}, "error: tea.json: intents: there must be 1 to 250 intents, not 0"),
        (
            {"intents": [{"name": "T" * each, "samples": ["t"]} for each in range(1, 252)]},
            "error: tea.json: intents: there must be 1 to 250 intents, not 251",
        ),
        ({"intents": [TEA, TEA]}, "error: tea.json: intents: TeaIntent: is defined twice"),
        ({"types": [TEAS, TEAS]}, "error: tea.json: types: TEA: is defined twice"),
        ({"types": []}, "error: tea.json: TeaIntent: tea: its type TEA is not defined in the model"),
        ({"types": [{"name": "TEA", "values": []}]}, "error: tea.json: TEA: has no values; add what people say"),
        ({"intents": [{"name": "Tea2"}]}, f"error: tea.json: Tea2: the name {LETTERS}"),
        ({"intents": [{"name": "Tea Intent"}]}, f"error: tea.json: Tea Intent: the name {LETTERS}"),
        ({"intents": [{"name": "Tea-Intent"}]}, f"error: tea.json: Tea-Intent: the name {LETTERS}"),
        (
            {"intents": [TEA, {"name": "AMAZON.HelpIntnt"}]},
            "error: tea.json: AMAZON.HelpIntnt: is none of Amazon's intents; write AMAZON.HelpIntent",
        ),
        (
            {"intents": [TEA, {"name": "tea", "samples": ["have tea"]}]},
            "error: tea.json: tea: is the name of an intent and of a slot; rename one of them",
        ),
        (
            {"intents": [TEA | {"slots": [*TEA["slots"], TEA["slots"][0]]}]},
            "error: tea.json: TeaIntent: tea: is defined twice",
        ),
        (
            {"intents": [TEA | {"slots": [*TEA["slots"], {"name": "milk1", "type": "AMAZON.NUMBER"}]}]},
            f"error: tea.json: TeaIntent: milk1: the name of a slot {LETTERS}",
        ),
        (
            {"intents": [TEA | {"slots": [TEA["slots"][0], {"name": "cups", "type": "AMAZON.number"}]}]},
            "error: tea.json: TeaIntent: cups: AMAZON.number is none of Amazon's types; write AMAZON.NUMBER",
        ),
        (
            {"intents": [TEA | {"slots": [TEA["slots"][0], {"name": "cups", "type": "AMAZON.LITERAL"}]}]},
            "error: tea.json: TeaIntent: cups: Amazon no longer accepts AMAZON.LITERAL; use AMAZON.SearchQuery",
        ),
        (
            {"intents": [TEA | {"slots": [TEA["slots"][0] | {"samples": ["{sort} please"]}, TEA["slots"][1]]}]},
            "error: tea.json: TeaIntent.tea: {sort} please: the intent has no slot 'sort'",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"name": {"value": "t" * 141}}]}]},
            f"error: tea.json: TEA: {'t' * 141}: must have at most 140 characters",
        ),
        (
            {"types": [TEAS, {"name": "2", "values": []}]},
            "error: tea.json: 2: the name must begin with a letter, and contain only letters and underscores",
        ),
        (
            {"types": [TEAS, {"name": "AMAZON.DATE", "values": TEAS["values"]}]},
            "error: tea.json: AMAZON.DATE: Amazon accepts no values for this type; name a type of your own",
        ),
        ({"intents": [{"name": "TeaIntent"}]}, "hint: tea.json: TeaIntent: has no samples; add what people say"),
        (
            {"intents": [TEA, {"name": "AMAZON.TeaIntent"}]},
            "hint: tea.json: AMAZON.TeaIntent: is not one of Amazon's intents that the simulator knows",
        ),
        (
            {"intents": [TEA | {"slots": [*TEA["slots"], {"name": "milk", "type": "AMAZON.NUMBER"}]}]},
            "hint: tea.json: TeaIntent: milk: no sample has this slot",
        ),
        (
            {"intents": [TEA | {"slots": [TEA["slots"][0], {"name": "cups", "type": "AMAZON.Teapot"}]}]},
            "hint: tea.json: TeaIntent: cups: AMAZON.Teapot is not one of Amazon's types that the simulator knows",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"name": {"value": "Sencha"}}]}]},
            "hint: tea.json: TEA: 'sencha' is the name of two values",
        ),
        (
            {"types": [TEAS | {"values": [*TEAS["values"], {"id": "green", "name": {"value": "mint"}}]}]},
            "hint: tea.json: TEA: 'green' is the id of two values",
        ),
    ],
)  # fmt: skip
def test_what_amazon_refuses_is_an_error_and_a_doubt_a_hint(changes: dict[str, Any], finding: str) -> None:
    assert finding in findings(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"intents": [TEA, {"name": "AMAZON.SearchAction<object@WeatherForecast>", "samples": []}]},
        {"intents": [TEA | {"name": "_Tea"}]},
        {"intents": [TEA | {"name": "B\u00fcroTee"}]},
        {"intents": [TEA, {"name": "ActionIntent", "slots": [{"name": "AMAZON.NUMBER", "type": "AMAZON.NUMBER"}],
                           "samples": ["pour {AMAZON.NUMBER}"]}]},
        {"intents": [TEA, {"name": "TownIntent", "slots": [{"name": "town", "type": "AMAZON.US_CITY"}],
                           "samples": ["tea in {town}"]}]},
        {"types": [TEAS, {"name": "AMAZON.US_FIRST_NAME", "values": [{"name": {"value": "ana"}}]}]},
        {"types": [{"name": "TEA", "valueSupplier": {"type": "CatalogValueSupplier"}}]},
        {"types": [TEAS, {"name": "UNUSED", "values": []}]},
        {"intents": [TEA | {"slots": [TEA["slots"][0] | {"samples": ["{tea}", "a cup of {tea}"]}, TEA["slots"][1]]}]},
    ],
)  # fmt: skip
def test_what_amazon_accepts_is_no_error(changes: dict[str, Any]) -> None:
    assert [each for each in findings(**changes) if each.startswith("error")] == []


def test_a_search_query_needs_words_around_it_and_no_other_slot() -> None:
    slots = [
        {"name": "words", "type": "AMAZON.SearchQuery", "samples": ["{words}"]},
        {"name": "more", "type": "AMAZON.SearchQuery"},
    ]
    samples = ["find {words}", "{words}", " {words}", "{words} near {more}"]

    found = findings(intents=[{"name": "FindIntent", "slots": slots, "samples": samples}])

    alone = "AMAZON.SearchQuery needs words around it"
    beside = "AMAZON.SearchQuery must not be in a sample with another slot"
    assert [each for each in found if each.startswith("error")] == [
        f"error: tea.json: FindIntent: {{words}}: {alone}",
        f"error: tea.json: FindIntent:  {{words}}: {alone}",
        f"error: tea.json: FindIntent: {{words}} near {{more}}: {beside}",
    ]


def test_more_values_than_amazon_accepts_are_an_error() -> None:
    values = [{"name": {"value": "tea", "synonyms": ["sencha"] * 50_000}}]

    assert "error: tea.json: types: there must be at most 50000 values and synonyms in all, not 50001" in findings(
        types=[TEAS | {"values": values}]
    )


def test_a_sample_has_at_most_one_finding() -> None:
    brew = {"name": "BrewIntent", "samples": ["make some tea", "make some tea", "to make some tea"]}

    found = findings(intents=[TEA, brew])

    assert len([each for each in found if ": BrewIntent: make some tea: " in each]) == 1


def test_of_a_model_in_an_older_format_there_are_only_hints() -> None:
    """Amazon's rules are for its own format, and a converted model is not what Amazon gets."""
    document = {"intents": [{"name": "Tea2", "samples": ["tea, please", "make {tea"]}]}

    found = lint(parse_model(document, "tea.json"), "en", lambda: date(2026, 11, 23))

    assert found
    assert not any(finding.is_error for finding in found)


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
    assert f"hint: tea.json: {finding}" in findings(intents=[TEA, intent, {"name": "AMAZON.StopIntent"}])


def test_a_sample_that_is_recognized_as_another_intent_is_reported() -> None:
    intent = {"name": "SenchaIntent", "samples": ["make green tea"]}

    found = findings(intents=[TEA, intent])

    problem = "'make green tea' is recognized as SenchaIntent with no slots"
    assert found == [f"hint: tea.json: TeaIntent: make {{tea}}: {problem}"]


def test_a_sample_that_is_misparsed_after_the_name_is_reported() -> None:
    found = findings(intents=[TEA | {"samples": ["to drink {tea}", *TEA["samples"]]}])

    assert (
        "hint: tea.json: TeaIntent: to drink {tea}: 'ask tea time to drink green tea' is not recognized as that request"
        in found
    )


def test_intents_that_only_the_model_or_only_the_skill_has_are_reported() -> None:
    assert findings(handled_intents={"TeaIntent", "AMAZON.StopIntent"}) == []
    assert findings(handled_intents={"TeaIntent", "CakeIntent"}) == [
        "hint: tea.json: AMAZON.StopIntent: is not handled by the skill",
        "hint: tea.json: CakeIntent: is handled by the skill, but is not in the model",
    ]
