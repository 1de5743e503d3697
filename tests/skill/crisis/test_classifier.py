"""The classifier: a person is heard who says it in words that no pattern has."""

import json
from array import array
from itertools import chain
from pathlib import Path

import pytest

from skill import locales
from skill.crisis.classifier import CLASSES, estimate
from skill.crisis.detector import load, parse
from skill.crisis.network import Linear, SentenceNetwork, Tensor, Tokenizer, parse_tensors
from skill.crisis.ngrams import NgramModel, letter_runs, places, word_runs
from skill.errors import ContentError
from tests.skill.crisis.sentences import development, some
from tools.crisis_training.sentences import files, variants

VOCABULARY = ["[CLS]", "[SEP]", "[UNK]", "'", "s", "un", "##believ", "##able", "hit", "he"]
NETWORK = locales.read_bytes("en/crisis_classifier.safetensors")
SCORES = json.loads(Path(__file__).with_name("network_scores.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("words", "pieces"),
    [
        ("he hit", "he hit"),
        ("unbelievable", "un ##believ ##able"),
        ("he 's", "he ' s"),
        ("h\u00e9", "he"),
        ("hex", "[UNK]"),
        ("", ""),
    ],
)
def test_a_word_is_split_into_the_longest_known_pieces(words: str, pieces: str) -> None:
    tokenizer = Tokenizer(VOCABULARY)

    ids = tokenizer.ids(words)

    assert [VOCABULARY[number] for number in ids] == ["[CLS]", *pieces.split(), "[SEP]"]


@pytest.mark.parametrize("width", [1, 3, 64])
def test_a_layer_multiplies_as_by_hand(width: int) -> None:
    """Its columns are large integers, whose parts must neither overflow nor borrow from each other."""
    rows = [[(-1) ** (row + column) * (4095 - row * column % 97) for column in range(width)] for row in range(5)]
    layer = Linear(Tensor(5, array("h", chain.from_iterable(rows)), 0.001), [1.0, -1.0, 0.0, 0.5, 2.0])

    for vector in ([0.0] * width, [1.0] * width, [(-1.0) ** place * 300 for place in range(width)]):
        expected = [sum(a * b * 0.001 for a, b in zip(row, vector, strict=True)) for row in rows]
        sums = [value + bias for value, bias in zip(expected, [1.0, -1.0, 0.0, 0.5, 2.0], strict=True)]
        assert layer(vector) == pytest.approx(sums, rel=1e-3, abs=1e-3)


def test_runs_of_words_and_letters_have_weights() -> None:
    """Each group of runs counts by the root of its number, and the last weight counts once."""
    runs = ["a", "ab", "a ab", *("# a ", "# ab", "#ab ", "# ab ")]
    weights = array("h", [0] * 1009)
    for place in places(iter(runs), 1008):
        weights[place] = 100
    weights[-1] = 7

    score = NgramModel(Tensor(1, weights, 0.01))("a ab ")[0]

    assert list(word_runs("a ab ")) == runs[:3]
    assert list(dict.fromkeys(letter_runs("a ab "))) == runs[3:]
    assert len(places(iter(runs), 1008)) == len(runs)
    assert score == pytest.approx(3 / 3**0.5 + 4 / 4**0.5 + 0.07)


def test_a_very_long_sentence_is_cut() -> None:
    assert len(Tokenizer(VOCABULARY).ids("he hit " * 500)) == 32


def test_the_network_scores_as_it_did_where_it_was_trained() -> None:
    tokenizer = Tokenizer(locales.read("en/crisis_vocabulary.txt").splitlines())
    network = SentenceNetwork(parse_tensors(NETWORK))

    scores = {sentence: network(tokenizer.ids(sentence)) for sentence in SCORES}

    assert len(scores) > 80
    assert {sentence: pytest.approx(expected, abs=0.2) for sentence, expected in SCORES.items()} == scores


@pytest.mark.parametrize(
    ("scores", "kind", "score"),
    [((5, 0, 0, 0, 0), "harm", -3.6), ((0, 0, 5, 0, 0), "despair", 5.0), ((900, 0, 0, 0, 1000), "abuse", 100.0)],
)
def test_the_estimate_is_the_log_odds_of_all_kinds_together(scores: list[float], kind: str, score: float) -> None:
    result = estimate(scores)

    assert result.kind == kind
    assert result.score == pytest.approx(score, abs=0.1)


def test_without_a_network_only_the_triggers_decide() -> None:
    detector = parse(locales.read("en/crisis.toml"), "xx/crisis.toml")

    assert detector.kind("he hits me") == "abuse"
    assert detector.kind("he lies to me") is None


def weights_of(ngrams: list[list[int]]) -> bytes:
    """Return a crisis_classifier.safetensors with a linear model alone."""
    values = array("h", chain.from_iterable(ngrams))
    shape = [len(ngrams), len(ngrams[0])]
    entry = {"dtype": "I16", "shape": shape, "data_offsets": [0, 2 * len(values)]}
    header = json.dumps({"__metadata__": {"ngrams": "0.01"}, "ngrams": entry}).encode()
    return len(header).to_bytes(8, "little") + header + values.tobytes()


def test_a_language_without_a_network_has_a_linear_model_that_knows_the_kinds() -> None:
    """A German child is heard in words that no pattern has, and gets the answer for children."""
    rows = [[0] * 1010 for _ in CLASSES]
    for place in places(chain(word_runs("papa haut mich"), letter_runs("papa haut mich")), 1009):
        rows[CLASSES.index("child")][place] = 200
    rows[CLASSES.index("ordinary")][-1] = 300

    detector = parse("", "xx/crisis.toml", weights_of(rows))

    assert detector.kind("Papa haut mich.") == "child"
    assert detector.kind("wo ist die fernbedienung") is None


def test_a_linear_model_alone_needs_a_row_for_each_class() -> None:
    with pytest.raises(ContentError, match=r"ngrams has 1 rows, and without crisis_vocabulary\.txt it needs 5"):
        parse("", "xx/crisis.toml", weights_of([[1, 2, 3]]))


@pytest.mark.parametrize(
    "damaged",
    [
        b"x",
        NETWORK[:5000],
        NETWORK[:-2],
        b"\x02\x00\x00\x00\x00\x00\x00\x00{}",
        NETWORK.replace(b"embedding", b"embeddings"),
    ],
    ids=["a letter", "cut", "two bytes short", "empty", "another name"],
)
def test_a_damaged_network_is_rejected_with_its_file(damaged: bytes) -> None:
    with pytest.raises(ContentError, match=r"xx/crisis_classifier\.safetensors: it is damaged"):
        parse("", "xx/crisis.toml", damaged, locales.read("en/crisis_vocabulary.txt"))


@pytest.mark.parametrize("count", [100, pytest.param(10_000, marks=pytest.mark.slow)])
def test_the_network_hears_crisis_phrases_without_a_trigger(count: int) -> None:
    """It reads about so many of the sentences that no pattern matches."""
    patterns = parse(locales.read("en/crisis.toml"), "en/crisis.toml")
    missed = [text for text in some(development("crisis"), count) if not patterns.matches(text)]

    heard = [text for text in missed if load("en").matches(text)]

    assert len(heard) >= 0.8 * len(missed) > 0


def test_the_classes_of_the_network_are_those_of_the_classifier() -> None:
    assert {len(scores) for scores in SCORES.values()} == {len(CLASSES)}


def test_nothing_that_is_held_out_is_trained_on() -> None:
    names = {path.stem for path in files("en")}

    assert {name for name in names if "held_out" in name or "calibration" in name} == set()
    assert names >= {"crisis_training", "crisis_development"}


def test_variants_are_the_same_on_every_run_and_use_similar_words() -> None:
    sentences = ["he hit me", "i want to trust him again"]

    made = variants(sentences, {"hit": ["struck"]}, 50, seed=1)

    assert made == variants(sentences, {"hit": ["struck"]}, 50, seed=1)
    assert len(set(made)) == 50
    assert any("struck" in variant for variant in made)
