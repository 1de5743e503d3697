"""What each further language understands of sentences that nothing learned from: the held-out files of tests/sentences.

If these fail, people who speak that language are not understood, or hear help lines in place of an answer. The bars are
a little under the figures in tests/sentences/README.md.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from skill import locales
from skill.dialogue import safety
from speech.nlu.interaction_model import FALLBACK
from tests.support.models import device_recognizer
from tests.support.process import ROOT


class Bars(NamedTuple):
    direct: float
    indirect: float
    ordinary: float
    """The share of ordinary sentences that may be answered with help lines."""

    right: float
    wrong: float
    out_of_scope: float


BARS: Final = {
    "held_out": Bars(direct=0.9, indirect=0.8, ordinary=0.1, right=0.75, wrong=0.1, out_of_scope=0.16),
    "held_out_2": Bars(direct=0.82, indirect=0.8, ordinary=0.1, right=0.8, wrong=0.03, out_of_scope=0.05),
}
"""By file. The people in the second speak in roundabout ways and in dialects, and a third of what they call ordinary
sounds like danger."""

FILES: Final = sorted((ROOT / "tests" / "sentences").glob("*/held_out*.tsv"))
URGENT: Final = frozenset(safety.INTENTS.values())

pytestmark = pytest.mark.slow


def _each(files: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("file", files, ids=lambda file: f"{file.parent.name}-{file.stem}")


every_file = _each(FILES)
every_file_with_cries = _each([file for file in FILES if "\ncrisis\t" in file.read_text("utf-8")])


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


@every_file_with_cries
def test_cries_for_help_are_heard_and_ordinary_sentences_are_not_answered_with_danger(file: Path) -> None:
    said = Counter(manner for _, manner, _, _ in _rows(file) if manner != "-")
    heard = Counter(manner for _, manner, _, recognized in _rows(file) if recognized in URGENT)

    bars, ordinary = BARS[file.stem], said["relationship"] + said["alarming"]
    if file.stem == "held_out":
        assert said == Counter(direct=20, indirect=20, relationship=20, alarming=20)
    assert min(said[manner] for manner in ("direct", "indirect", "relationship", "alarming")) >= 20
    assert heard["direct"] >= bars.direct * said["direct"]
    assert heard["indirect"] >= bars.indirect * said["indirect"]
    assert heard["relationship"] + heard["alarming"] <= bars.ordinary * ordinary


@every_file
def test_most_wishes_are_understood_and_few_are_mistaken(file: Path) -> None:
    wishes = [(intent, recognized) for kind, _, intent, recognized in _rows(file) if kind == "in_scope"]
    others = [recognized for kind, _, _, recognized in _rows(file) if kind == "out_of_scope"]
    mistaken = [pair for pair in wishes if pair[1] not in {pair[0], FALLBACK}]

    bars = BARS[file.stem]
    if file.stem == "held_out":
        assert (len(wishes), len(others)) == (100, 25)
    assert len(wishes) >= 100
    assert len(others) >= 25
    assert sum(wanted == recognized for wanted, recognized in wishes) >= bars.right * len(wishes)
    assert len(mistaken) <= bars.wrong * len(wishes), mistaken
    assert len([each for each in others if each != FALLBACK]) <= bars.out_of_scope * len(others)
