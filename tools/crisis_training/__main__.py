"""Makes a language's crisis classifier.

`python -m tools.crisis_training [--language en] [--base MODEL] [--teacher FILE]`

A pre-trained language model (`teacher.py`) is fine-tuned on the sentences, and a small network (`student.py`) learns to
score as it does; `ngrams.py` fits the linear model. Without a base, there is only a linear model. It reads
tests/sentences/LANGUAGE, never what is held out, and the samples of the interaction model; it writes
crisis_classifier.safetensors and crisis_vocabulary.txt in skill/locales/LANGUAGE, and the scores of some sentences,
which a test compares with those of the network in Python. It needs torch, transformers and scikit-learn, which the
project does not install.
"""

import argparse
import json
import logging
import random
from collections.abc import Mapping
from pathlib import Path

import torch

from skill import locales
from skill.crisis.classifier import CLASSES
from skill.crisis.detector import CrisisDetector, parse
from skill.crisis.network import Tokenizer
from tools.crisis_training import ngrams
from tools.crisis_training import student as students
from tools.crisis_training.sentences import ORDINARY, Labelled, files, lists, read, samples, variants
from tools.crisis_training.teacher import Teacher

VARIANTS = 150_000
REPEATS = 2
"""How often a sentence with a label is repeated beside the variants."""

LINEAR_SHARE = 0.5
"""How much the linear model counts beside the network."""

OFFSET = 1.1
"""Added to the log odds of both, so that CRISIS_SCORE takes about 6 % of the ordinary sentences for calibration."""

OFFSETS_ALONE = {"de": 0.8, "es": 0.6, "fr": 0.6}
"""The same for a language without a network: on its sentences for calibration, as many direct cries are heard as before
it learned from its last ordinary sentences.
"""

LOG = logging.getLogger(__name__)

EXAMPLES = Path("tests/skill/crisis/network_scores.json")


def main() -> None:
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    detector = parse(locales.read(f"{options.language}/crisis.toml"), f"{options.language}/crisis.toml")
    language = options.language
    sentences = list(dict.fromkeys([*read(files(language)), *lists(language, detector), *samples(language)]))
    folder = Path("skill/locales", language)
    if not options.base:
        texts, labels = _texts(detector, sentences), [CLASSES.index(kind) for kind, _ in sentences]
        weights = torch.tensor(ngrams.fit(texts, labels, ngrams.SIZE_ALONE, ngrams.REGULARIZATION_ALONE))
        weights[CLASSES.index(ORDINARY), -1] -= OFFSETS_ALONE.get(language, 0.0)
        _write(folder, {"ngrams": weights}, [])
        return
    teacher = Teacher(options.base)
    if options.teacher and options.teacher.exists():
        teacher.load(options.teacher)
    else:
        teacher.fine_tune(sentences)
        if options.teacher:
            teacher.save(options.teacher)
    student, tokenizer, vocabulary = _distil(teacher, detector, sentences, options.variants)
    is_crisis = [int(kind != ORDINARY) for kind, _ in sentences]
    weights = LINEAR_SHARE * torch.tensor(ngrams.fit(_texts(detector, sentences), is_crisis, ngrams.SIZE))
    weights[:, -1] += OFFSET
    _write(folder, students.tensors(student) | {"ngrams": weights}, vocabulary)
    _write_examples(student, tokenizer, detector, language)


def _texts(detector: CrisisDetector, sentences: list[Labelled]) -> list[str]:
    return [detector.normalized(text) for _, text in sentences]


def _write(folder: Path, tensors: Mapping[str, torch.Tensor], vocabulary: list[str]) -> None:
    (folder / "crisis_classifier.safetensors").write_bytes(students.safetensors(tensors))
    if vocabulary:
        (folder / "crisis_vocabulary.txt").write_text("".join(f"{piece}\n" for piece in vocabulary), encoding="utf-8")


def _distil(
    teacher: Teacher, detector: CrisisDetector, sentences: list[Labelled], count: int
) -> tuple[students.Student, Tokenizer, list[str]]:
    """Train a student on the sentences and on variants of them. Return it with its tokenizer and vocabulary."""
    texts = [text for _, text in sentences]
    similar = teacher.similar_words(texts)
    labels = REPEATS * [CLASSES.index(kind) for kind, _ in sentences] + [-1] * count
    texts = REPEATS * texts + variants(texts, similar, count, seed=3)
    LOG.info("%d sentences and %d variants", len(sentences), count)
    scores = teacher.cached_scores(texts)
    vocabulary = [piece for piece, _ in sorted(teacher.tokenizer.get_vocab().items(), key=lambda item: item[1])]
    pieces = list(students.useful_pieces(vocabulary))
    tokenizer = Tokenizer([vocabulary[number] for number in pieces])
    student = students.Student(teacher.embeddings[pieces])
    students.train(student, [tokenizer.ids(detector.normalized(text)) for text in texts], scores, labels)
    return student, tokenizer, [vocabulary[number] for number in pieces]


def _write_examples(student: students.Student, tokenizer: Tokenizer, detector: CrisisDetector, language: str) -> None:
    examples = [detector.normalized(text) for _, text in list(read(files(language)))[::400]]
    scores = students.score(student, [tokenizer.ids(text) for text in examples])
    rows = dict(zip(examples, ([round(score, 2) for score in row] for row in scores.tolist()), strict=True))
    EXAMPLES.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.crisis_training")
    parser.add_argument("--base", help="a BERT model, such as sentence-transformers/all-MiniLM-L6-v2")
    parser.add_argument("--language", default="en")
    parser.add_argument("--teacher", type=Path, help="where the fine-tuned model is read from, or written to")
    parser.add_argument("--variants", type=int, default=VARIANTS)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
