"""What each further language understands of sentences that nothing learned from: tests/sentences/LANGUAGE/held_out.tsv.

The bars are a little under the figures of the first look, which tests/sentences/README.md has.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from skill import locales
from skill.dialogue import safety
from speech.nlu.interaction_model import FALLBACK
from tests.support.models import device_recognizer
from tests.support.process import ROOT

FILES: Final = sorted((ROOT / "tests" / "sentences").glob("*/held_out.tsv"))
URGENT: Final = frozenset(safety.INTENTS.values())

pytestmark = pytest.mark.slow
every_language = pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)


@cache
def _rows(file: Path) -> list[tuple[str, str, str, str]]:
    """Return the kind, the manner, the intent and the recognized intent of each sentence."""
    device = device_recognizer(locales.main_locale(file.parent.name))
    rows = []
    for line in file.read_text("utf-8").splitlines():
        kind, manner, intent, text = line.split("\t")
        if not line.startswith("#"):
            rows.append((kind, manner, intent, device.recognize(text).intent or FALLBACK))
    return rows


def test_every_language_but_english_has_sentences_by_other_hands() -> None:
    assert {file.parent.name for file in FILES} == {*locales.languages()} - {"en"}


@every_language
def test_cries_for_help_are_heard_and_ordinary_sentences_are_not_answered_with_danger(file: Path) -> None:
    said = Counter(manner for _, manner, _, _ in _rows(file) if manner != "-")
    heard = Counter(manner for _, manner, _, recognized in _rows(file) if recognized in URGENT)

    assert said == Counter(direct=20, indirect=20, relationship=20, alarming=20)
    assert heard["direct"] >= 0.9 * said["direct"]
    assert heard["indirect"] >= 0.8 * said["indirect"]
    assert heard["relationship"] + heard["alarming"] <= 0.1 * (said["relationship"] + said["alarming"])


@every_language
def test_most_wishes_are_understood_and_few_are_mistaken(file: Path) -> None:
    wishes = [(intent, recognized) for kind, _, intent, recognized in _rows(file) if kind == "in_scope"]
    others = [recognized for kind, _, _, recognized in _rows(file) if kind == "out_of_scope"]
    mistaken = [pair for pair in wishes if pair[1] not in {pair[0], FALLBACK}]

    assert (len(wishes), len(others)) == (100, 25)
    assert sum(wanted == recognized for wanted, recognized in wishes) >= 0.75 * len(wishes)
    assert len(mistaken) <= 0.1 * len(wishes), mistaken
    assert len([each for each in others if each != FALLBACK]) <= 0.16 * len(others)
