"""A new language, as a draft whose texts are English until they are translated, or an overlay for one more locale."""

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from skill.errors import ContentError
from skill.locales import REFERENCE
from skill.scaffolding.checkout import Checkout, to_json

LOCALE: Final = re.compile("([a-z]{2})-([A-Z]{2})")
WORDS: Final = "skill/locales"
MODELS: Final = "interaction_models"
SIMULATOR: Final = "speech/nlu/languages"

NOTE: Final = """\
# This file is a copy of the English one. Translate each text; what is still English is listed by: trust-steps doctor
"""
DRAFT: Final = """\
# While this line is here, the service and the package leave the language out, and only the simulator speaks it.
draft = true

"""


def new_language(checkout: Checkout, names: Sequence[str]) -> list[str]:
    """Write what the locales need, such as "it-IT" and "it-CH". The first is the one that the words are written for.

    Return the paths of the files. Raise ContentError.
    """
    locales = [_full_name(name) for name in names]
    language = locales[0].partition("-")[0]
    if other := [locale for locale in locales if not locale.startswith(f"{language}-")]:
        raise ContentError(f"{other[0]} is of another language than {locales[0]}; make each language by itself")
    is_new = not checkout.has(f"{WORDS}/{language}/phrases.toml")
    if is_new:
        _write_words(checkout, language, locales)
        _write_models(checkout, language)
    listed = locales[:1] if is_new else _list_locales(checkout, language, locales)
    for locale in locales:
        if locale not in listed:
            _write_overlay(checkout, locale)
    _write_time_zones(checkout, locales)
    written = checkout.write()
    if not written:
        raise ContentError(f"{', '.join(locales)} is there already; see what it lacks with: trust-steps doctor")
    return written


def _full_name(name: str) -> str:
    """Return a locale; for a language alone, that of the country with the same code."""
    locale = name.replace("_", "-")
    language, _, region = locale.partition("-")
    locale = f"{language.lower()}-{(region or language).upper()}"
    if not LOCALE.fullmatch(locale):
        raise ContentError(f"{name}: is no locale; write for example it-IT")
    return locale


def _write_words(checkout: Checkout, language: str, locales: list[str]) -> None:
    source, target = f"{WORDS}/{REFERENCE}", f"{WORDS}/{language}"
    checkout.create(f"{target}/phrases.toml", NOTE + DRAFT + checkout.read(f"{source}/phrases.toml"))
    checkout.create(f"{target}/crisis.toml", NOTE + checkout.read(f"{source}/crisis.toml"))
    listing = checkout.read(f"{source}/listing.toml").partition("\n# What other locales write instead")[0]
    listed = f"locales = {json.dumps(locales)}"
    checkout.create(f"{target}/listing.toml", NOTE + re.sub(r"(?m)^locales = .*$", listed, listing, count=1))
    pages = checkout.read(f"{source}/pages.toml")
    checkout.create(f"{target}/pages.toml", NOTE + pages.replace(f'"{REFERENCE}"', f'"{language}"', 1))


def _write_models(checkout: Checkout, language: str) -> None:
    model = _without_samples(json.loads(checkout.read(f"{MODELS}/{REFERENCE}.json")))
    checkout.create(f"{MODELS}/{language}.json", to_json(model))
    for folder in (MODELS, SIMULATOR):
        checkout.create(f"{folder}/{language}.toml", NOTE + checkout.read(f"{folder}/{REFERENCE}.toml"))


def _without_samples(document: Any) -> Any:
    """Return a model with the intents and values to write samples and names for."""
    model = document["interactionModel"]["languageModel"]
    for intent in model["intents"]:
        intent["samples"] = []
    for slot_type in model["types"]:
        for value in slot_type["values"]:
            value["name"]["synonyms"] = []
    return document


def _write_overlay(checkout: Checkout, locale: str) -> None:
    language = locale.partition("-")[0]
    head = f"# What {locale} says otherwise than {language}/phrases.toml: single phrases, and single texts of steps.\n"
    checkout.create(f"{WORDS}/{language}/{locale}.toml", f"{head}\n[phrases]\n")


def _list_locales(checkout: Checkout, language: str, locales: list[str]) -> list[str]:
    """Add locales to the listing of a language. Return those that it had before."""
    path = f"{WORDS}/{language}/listing.toml"
    found = re.search(r"(?m)^locales = (\[.*\])$", checkout.read(path))
    if not found:
        raise ContentError(f'{path}: has no line such as locales = ["{locales[0]}"]; write it')
    listed: list[str] = json.loads(found[1])
    checkout.replace(path, found[0], f"locales = {json.dumps(list(dict.fromkeys([*listed, *locales])))}")
    return listed


def _write_time_zones(checkout: Checkout, locales: list[str]) -> None:
    path = f"{WORDS}/locales.toml"
    text = checkout.read(path)
    for locale in locales:
        if f"[{locale}]" not in text:
            region = locale.partition("-")[2]
            same = re.search(rf'(?m)^\[[a-z]+-{region}\]\ntime_zone = "(.*)"$', text)
            text += f'\n[{locale}]\ntime_zone = "{same[1] if same else time_zone(region)}"\n'
    checkout.change(path, text)


def time_zone(region: str) -> str:
    """Return the first time zone of a country in the time zone database; UTC if it has none."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return next((row[2] for row in rows if row[0] == region), "UTC")
