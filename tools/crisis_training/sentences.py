"""The sentences that the crisis classifier learns from, and variants of them."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

from skill.crisis.detector import CrisisDetector
from skill.dialogue import safety

SENTENCES: Final = Path("tests/sentences")
CRISIS: Final = "crisis-"
ORDINARY: Final = "ordinary"

_LONGEST: Final = 18
"""Words of a variant."""


class Labelled(NamedTuple):
    kind: str
    """One of `CLASSES`."""

    text: str


def files(language: str) -> list[Path]:
    """Return the files to learn from: not what is held out, nor what the thresholds are chosen by."""
    folder = SENTENCES / language
    return sorted(folder.glob("*_training.tsv")) + sorted(folder.glob("*_development.tsv"))


def read(paths: Sequence[Path]) -> Iterator[Labelled]:
    """Yield the sentences of files whose lines begin with a kind and end with a text."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, *_, text = line.split("\t")
            if not line.startswith("#"):
                yield Labelled(kind.removeprefix(CRISIS) if kind.startswith(CRISIS) else ORDINARY, text)


def lists(language: str, detector: CrisisDetector) -> Iterator[Labelled]:
    """Yield the sentences that the patterns were written for. The control lists stay apart."""
    for name in ("crisis", "harmless"):
        for text in (SENTENCES / language / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            kind = detector.patterns_kind(text) if name == "crisis" else ORDINARY
            if kind and text and not text.startswith("#"):
                yield Labelled(kind, text.lower())


def samples(language: str) -> Iterator[Labelled]:
    """Yield the samples of the interaction model, with every value of their slots and the kinds of the safety intents.

    Samples with slots of Amazon's types are left out.
    """
    text = Path("interaction_models", f"{language}.json").read_text(encoding="utf-8")
    model = json.loads(text)["interactionModel"]["languageModel"]
    values = {each["name"]: [value["name"]["value"] for value in each["values"]] for each in model["types"]}
    kinds = {intent: kind for kind, intent in safety.INTENTS.items()}
    for intent in model["intents"]:
        kind = kinds.get(intent["name"], ORDINARY)
        yield from (Labelled(kind, sentence) for sentence in _filled(intent, values))


def _filled(intent: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    slots = {f"{{{slot['name']}}}": values.get(slot["type"], ()) for slot in intent.get("slots", ())}
    for sample in intent["samples"]:
        names = [name for name in slots if name in sample]
        for chosen in product(*(slots[name] for name in names)):
            sentence = sample
            for name, value in zip(names, chosen, strict=True):
                sentence = sentence.replace(name, value)
            yield sentence


def variants(sentences: Sequence[str], similar: Mapping[str, Sequence[str]], count: int, seed: int) -> list[str]:
    """Make other sentences of the same words: with similar, foreign and missing words, cut, or joined from two.

    `similar` gives words to replace a word with. The variants need not make sense: the teacher labels them.
    """
    chooser = random.Random(seed)
    words = [word for sentence in sentences for word in sentence.split()]
    made: set[str] = set()
    while len(made) < count:
        sentence = _cut_or_joined(chooser, sentences)
        changed = [new for word in sentence for new in _changed(chooser, word, similar, words)]
        if len(changed) > 1:
            made.add(" ".join(changed))
    return sorted(made)


def _cut_or_joined(chooser: random.Random, sentences: Sequence[str]) -> list[str]:
    sentence = chooser.choice(sentences).split()
    kind = chooser.random()
    if kind < 0.25:
        other = chooser.choice(sentences).split()
        return [*sentence[: chooser.randint(1, len(sentence))], *other[chooser.randrange(len(other)) :]][:_LONGEST]
    if kind < 0.35:
        start = chooser.randrange(len(sentence))
        return sentence[start : start + chooser.randint(3, _LONGEST)]
    return sentence


def _changed(
    chooser: random.Random, word: str, similar: Mapping[str, Sequence[str]], words: Sequence[str]
) -> tuple[str, ...]:
    kind = chooser.random()
    if kind < 0.18 and similar.get(word):
        return (chooser.choice(similar[word]),)
    if kind < 0.21:
        return (chooser.choice(words),)
    return () if kind < 0.25 else (word,)
