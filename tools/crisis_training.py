"""Makes the weights of a language's crisis classifier: `python -m tools.crisis_training [LANGUAGE]`.

It reads tests/sentences/{crisis,intents}_{training,development}.tsv, never what is held out, and the samples of the
interaction model, and writes skill/locales/LANGUAGE/crisis_weights.tsv. The result is the same on every run.
"""

import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

from skill.crisis.classifier import BIAS, KINDS, SCALE
from skill.crisis.detector import CrisisDetector, load
from skill.dialogue import safety

SENTENCES: Final = Path("tests/sentences")
CRISIS: Final = "crisis-"
ORDINARY: Final = "ordinary"
EPOCHS: Final = 14
RATE: Final = 0.5
DECAY: Final = 2e-6
LEAST_COUNT: Final = 2
"""Features that fewer sentences have are left out."""

LEAST_WEIGHT: Final = 0.3
"""Features whose weights are all smaller are left out."""

SAMPLE_WEIGHT: Final = 3
"""How many sentences a sample counts for: it is certain what samples mean."""


class Labelled(NamedTuple):
    kind: str
    """One of `KINDS`, or `ORDINARY`."""

    text: str


class _Example(NamedTuple):
    kind: str
    values: dict[str, float]
    """The value of each feature."""


def files() -> list[Path]:
    return sorted(path for path in SENTENCES.glob("*.tsv") if "held_out" not in path.stem)


def read(paths: Sequence[Path]) -> Iterator[Labelled]:
    """Yield the sentences of files whose lines begin with a kind and end with a text."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, *_, text = line.split("\t")
            if not line.startswith("#"):
                yield Labelled(kind.removeprefix(CRISIS) if kind.startswith(CRISIS) else ORDINARY, text)


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


def train(detector: CrisisDetector, labelled: Sequence[Labelled]) -> dict[str, list[float]]:
    """Return the weights of each feature, fitted by stochastic gradient descent with AdaGrad's step sizes."""
    examples = _examples(detector, labelled)
    weights: dict[str, list[float]] = {}
    squares: dict[str, float] = {}
    shuffler = random.Random(0)
    for _ in range(EPOCHS):
        shuffler.shuffle(examples)
        for example in examples:
            _step(weights, squares, example)
    return weights


def _examples(detector: CrisisDetector, labelled: Sequence[Labelled]) -> list[_Example]:
    blocks = [detector.features(text) for _, text in labelled]
    distinct = {text: pair for (_, text), pair in zip(labelled, blocks, strict=True)}
    counts = Counter(feature for pair in distinct.values() for block in pair for feature in block)
    result = []
    for (kind, _), pair in zip(labelled, blocks, strict=True):
        values = {BIAS: 1.0}
        for block in pair:
            known = sorted(feature for feature in block if counts[feature] >= LEAST_COUNT)
            values |= dict.fromkeys(known, 1 / math.sqrt(len(known) or 1))
        result.append(_Example(kind, values))
    return result


def _step(weights: dict[str, list[float]], squares: dict[str, float], example: _Example) -> None:
    values = example.values
    zero = (0.0,) * len(KINDS)
    rows = [(value, weights.get(feature, zero)) for feature, value in values.items()]
    exponents = [math.exp(min(sum(value * row[k] for value, row in rows), 30)) for k in range(len(KINDS))]
    total = 1 + sum(exponents)
    errors = [exponent / total - (kind == example.kind) for kind, exponent in zip(KINDS, exponents, strict=True)]
    size = sum(error * error for error in errors)
    for feature, value in values.items():
        row = weights.setdefault(feature, [0.0] * len(KINDS))
        squares[feature] = squares.get(feature, 1e-3) + value * value * size
        step = RATE * value / math.sqrt(squares[feature])
        for k, error in enumerate(errors):
            row[k] -= step * error + DECAY * row[k]


def lines(weights: dict[str, list[float]]) -> Iterator[str]:
    yield "# The weights of the crisis classifier, made by `python -m tools.crisis_training`. Do not edit."
    yield "\t".join(("# feature", *KINDS))
    for feature, row in sorted(weights.items()):
        if max(map(abs, row)) >= LEAST_WEIGHT:
            yield "\t".join((feature, *(str(round(weight * SCALE)) for weight in row)))


def main(language: str = "en") -> None:
    labelled = [*read(files()), *SAMPLE_WEIGHT * list(samples(language))]
    target = Path("skill/locales", language, "crisis_weights.tsv")
    weights = train(load(language), labelled)
    target.write_text("".join(f"{line}\n" for line in lines(weights)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
