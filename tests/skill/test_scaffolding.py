"""`trust-steps new` writes what a new language, step or intent begins with."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree

import pytest

from skill.content.drafts import find_drafts
from skill.errors import ContentError
from skill.scaffolding.checkout import ROOT, Checkout
from skill.scaffolding.guide import LEFT
from skill.scaffolding.intent import new_intent
from skill.scaffolding.language import new_language, time_zone
from skill.scaffolding.step import new_step

FILES = ("CONTRIBUTING.md", "skill/dialogue/help.py", "skill/dialogue/intents.py", "speech/nlu/languages/en.toml")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    for folder in ("skill/locales/en", "interaction_models"):
        copytree(ROOT / folder, tmp_path / folder)
    for path in (*FILES, "skill/locales/locales.toml"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / path, tmp_path / path)
    return Checkout(tmp_path)


def test_a_new_language_is_a_draft_with_all_its_files(checkout: Checkout) -> None:
    written = new_language(checkout, ["is-IS", "is-DK"])

    phrases = {name: checkout.read(f"skill/locales/{name}/phrases.toml") for name in ("en", "is")}
    draft = find_drafts(phrases, phrases.__getitem__)["is"]
    assert draft.is_marked
    assert len(draft.problems) > 300
    assert written == [
        "interaction_models/is.json",
        "interaction_models/is.toml",
        "skill/locales/is/crisis.toml",
        "skill/locales/is/is-DK.toml",
        "skill/locales/is/listing.toml",
        "skill/locales/is/pages.toml",
        "skill/locales/is/phrases.toml",
        "skill/locales/locales.toml",
        "speech/nlu/languages/is.toml",
    ]
    assert [tomllib.loads(checkout.read(path)) for path in written if path.endswith(".toml")]


def test_a_new_language_has_its_locales_with_a_time_zone_each(checkout: Checkout) -> None:
    new_language(checkout, ["is-IS", "is-CA"])

    zones = tomllib.loads(checkout.read("skill/locales/locales.toml"))
    listing = tomllib.loads(checkout.read("skill/locales/is/listing.toml"))
    assert zones["is-IS"]["time_zone"] == "Atlantic/Reykjavik"
    assert zones["is-CA"] == zones["en-CA"]
    assert listing["locales"] == ["is-IS", "is-CA"]


def test_a_language_alone_is_that_of_the_country_with_its_code(checkout: Checkout) -> None:
    new_language(checkout, ["is"])

    assert tomllib.loads(checkout.read("skill/locales/is/listing.toml"))["locales"] == ["is-IS"]


def test_a_locale_of_a_language_that_is_there_becomes_an_overlay(checkout: Checkout) -> None:
    before = checkout.read("skill/locales/en/phrases.toml")

    written = new_language(checkout, ["en-ZA"])

    assert written == ["skill/locales/en/en-ZA.toml", "skill/locales/en/listing.toml", "skill/locales/locales.toml"]
    assert tomllib.loads(checkout.read("skill/locales/en/listing.toml"))["locales"][-1] == "en-ZA"
    assert checkout.read("skill/locales/en/phrases.toml") == before


def test_what_is_translated_is_never_overwritten(checkout: Checkout) -> None:
    new_language(checkout, ["is-IS"])
    file = checkout.folder / "skill/locales/is/phrases.toml"
    file.write_text("[phrases]\n")

    with pytest.raises(ContentError, match="is-IS is there already"):
        new_language(Checkout(checkout.folder), ["is-IS"])

    assert file.read_text() == "[phrases]\n"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["italian"], "italian: is no locale; write for example it-IT"),
        (["is-IS", "de-DE"], "de-DE is of another language than is-IS"),
        (["en-GB"], "en-GB is there already"),
        (["../is"], "is no locale"),
        ([""], "is no locale"),
    ],
)
def test_a_name_that_is_no_new_locale_writes_nothing(names: list[str], message: str, checkout: Checkout) -> None:
    before = _files(checkout)

    with pytest.raises(ContentError, match=message):
        new_language(checkout, names)

    assert _files(checkout) == before


def test_the_time_zone_of_an_unknown_country_is_utc() -> None:
    assert (time_zone("IS"), time_zone("XX")) == ("Atlantic/Reykjavik", "UTC")


def test_a_new_step_is_in_two_files_and_has_no_ordinals(checkout: Checkout) -> None:
    written = new_step(checkout, "Keep it growing")

    values = _types(checkout)["STEP"]
    assert written == ["interaction_models/en.json", "skill/locales/en/phrases.toml"]
    assert values[-1] == {"id": "keep-it-growing", "name": {"value": "keep it growing", "synonyms": []}}
    assert tomllib.loads(checkout.read("skill/locales/en/phrases.toml"))["steps"][-1] == {
        "key": "keep-it-growing",
        "title": "Keep it growing",
        "short": "keep it growing",
    }


def test_a_new_step_follows_the_step_that_is_named(checkout: Checkout) -> None:
    new_step(checkout, "Keep it growing", after="communicate")

    steps = tomllib.loads(checkout.read("skill/locales/en/phrases.toml"))["steps"]
    keys = [step["key"] for step in steps]
    assert keys[:3] == ["root-cause", "communicate", "keep-it-growing"]
    assert [value["id"] for value in _types(checkout)["STEP"]] == keys


def test_a_new_intent_has_a_handler_a_phrase_and_an_entry_in_the_model(checkout: Checkout) -> None:
    written = new_intent(checkout, "TellJoke")

    assert written == [
        "interaction_models/en.json",
        "skill/dialogue/help.py",
        "skill/dialogue/intents.py",
        "skill/locales/en/phrases.toml",
    ]
    assert 'def tell_joke(turn: Turn) -> Reply:\n    return turn.answer(turn.phrase("tell_joke")' in checkout.read(
        "skill/dialogue/help.py"
    )
    assert '"TellJokeIntent": help.tell_joke,' in checkout.read("skill/dialogue/intents.py")
    assert tomllib.loads(checkout.read("skill/locales/en/phrases.toml"))["phrases"]["tell_joke"] == []


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda checkout: new_step(checkout, "Boundaries"), "there is a step boundaries already"),
        (lambda checkout: new_step(checkout, "..."), "has no letters"),
        (lambda checkout: new_step(checkout, "Keep on", after="moon"), "--after moon: there is no such step; use one"),
        (lambda checkout: new_intent(checkout, "Progress"), "there is an intent ProgressIntent already"),
        (lambda checkout: new_intent(checkout, "tell joke"), "is no name of an intent; write it such as TellJoke"),
        (lambda checkout: new_intent(checkout, "Goodbye"), "goodbye is a function or a phrase already"),
    ],
)
def test_a_name_that_is_taken_or_none_writes_nothing(
    add: Callable[[Checkout], object], message: str, checkout: Checkout
) -> None:
    before = _files(checkout)

    with pytest.raises(ContentError, match=message):
        add(checkout)

    assert _files(checkout) == before


def test_outside_of_a_checkout_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="is no checkout of the repository; clone it"):
        Checkout(tmp_path)


def test_each_kind_lists_what_is_left_to_do() -> None:
    assert LEFT.keys() == {"language", "step", "intent"}


def _types(checkout: Checkout) -> dict[str, list[dict[str, object]]]:
    model = json.loads(checkout.read("interaction_models/en.json"))["interactionModel"]["languageModel"]
    return {each["name"]: each["values"] for each in model["types"]}


def _files(checkout: Checkout) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in checkout.folder.rglob("*") if path.is_file()}
