"""A small transformer network that classifies a sentence, in pure Python.

It is small enough that a sentence takes milliseconds, so no library for tensors is needed at run time.
`python -m tools.crisis_training` makes its weights. They are stored in the safetensors format:
https://huggingface.co/docs/safetensors
"""

import json
import math
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from operator import add, mul
from struct import Struct
from typing import Any, Final, NamedTuple

Vector = Sequence[float]
Parts = tuple[Vector, Vector, Vector]

START: Final = "[CLS]"
END: Final = "[SEP]"
UNKNOWN: Final = "[UNK]"

HEADS: Final = 4
MAX_TOKENS: Final = 32
"""Tokens of a sentence, with its start and its end; what comes after them is ignored."""

CACHED_TOKENS: Final = 1_024
"""Pieces of words whose first layer is kept, 8 KB each: few words make up most of what people say."""

_FORMATS = {"I8": "b", "I16": "h"}
_BITS: Final = 32
_MIDDLE: Final = 1 << (_BITS - 1)


class Tensor(NamedTuple):
    """Rows of whole numbers, to be multiplied by `scale`."""

    rows: int
    values: "array[int]"
    scale: float

    def row(self, index: int) -> list[float]:
        width = len(self.values) // self.rows
        scale = self.scale
        return [value * scale for value in self.values[index * width : (index + 1) * width]]


class Tokenizer:
    """Splits words into pieces of a vocabulary, the longest first, as BERT does."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}

    def ids(self, words: str) -> list[int]:
        """Return the numbers of the pieces. A word that cannot be split is unknown."""
        pieces = chain.from_iterable(map(self._pieces, _basic_tokens(words)))
        inside = islice(pieces, MAX_TOKENS - 2)
        return [self._ids[START], *inside, self._ids[END]]

    def _pieces(self, word: str) -> list[int]:
        pieces: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._ids), None)
            if end is None:
                return [self._ids[UNKNOWN]]
            pieces.append(self._ids[prefix + word[start:end]])
            start = end
        return pieces


class Linear:
    """A matrix and a bias.

    A column of the matrix is one large integer with `_BITS` bits for each row, so that one multiplication and one
    addition of Python's do what a loop over the rows would. That is five times as fast.
    """

    def __init__(self, weight: Tensor, bias: Vector) -> None:
        width = len(weight.values) // weight.rows
        self._struct = Struct(f"<{weight.rows}I")
        self._zero = self._pack([0] * weight.rows, 0)
        self._columns = [self._pack(weight.values[column::width], self._zero) for column in range(width)]
        self._bias = bias
        self._scale = weight.scale
        self._largest = _MIDDLE // (width * max(1, *map(abs, weight.values)))
        """What an input is scaled to, so that no sum exceeds its bits."""

    def __call__(self, vector: Vector) -> list[float]:
        factor = self._largest / (max(map(abs, vector)) or 1.0)
        inputs = [int(value * factor) for value in vector]
        total = sum(map(mul, self._columns, inputs), self._zero)
        sums = self._struct.unpack(total.to_bytes(self._struct.size, "little"))
        scale = self._scale / factor
        return [(value - _MIDDLE) * scale + offset for value, offset in zip(sums, self._bias, strict=True)]

    def _pack(self, values: Sequence[int], zero: int) -> int:
        """Join the values, each moved to the middle of its range; `zero` takes that out again."""
        return int.from_bytes(self._struct.pack(*(value + _MIDDLE for value in values)), "little") - zero


class Convolution:
    """A layer over each state and its two neighbours, as three layers whose results are added."""

    def __init__(self, weight: Tensor, bias: Vector) -> None:
        self._width = width = len(bias)
        rows = [weight.values[start : start + width] for start in range(0, len(weight.values), width)]
        stacked = array("h", chain.from_iterable((*rows[::3], *rows[1::3], *rows[2::3])))
        nothing = [0.0] * width
        self._layer = Linear(Tensor(3 * width, stacked, weight.scale), [*nothing, *bias, *nothing])

    def parts(self, state: Vector) -> Parts:
        """Return what a state adds to the result for the next state, for itself and for the previous one."""
        values, width = self._layer(state), self._width
        return values[:width], values[width : 2 * width], values[2 * width :]


def convolved(parts: Sequence[Parts]) -> list[list[float]]:
    """Add up the parts of a sentence's states. Beyond its ends there is nothing to add."""
    nothing = [0.0] * len(parts[0][0])
    previous = [nothing, *(part[0] for part in parts[:-1])]
    following = [*(part[2] for part in parts[1:]), nothing]
    return [
        [max(sum(column), 0.0) for column in zip(left, part[1], right, strict=True)]
        for left, part, right in zip(previous, parts, following, strict=True)
    ]


class SentenceNetwork:
    """Token embeddings, a convolution, self-attention, a second convolution, pooling and two dense layers."""

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        self._embedding = tensors["embedding"]
        self._sizes = tensors["sizes"]
        self._first = Convolution(*_layer(tensors, "convolution_1"))
        self._attention = Linear(*_layer(tensors, "attention"))
        self._second = Convolution(*_layer(tensors, "convolution_2"))
        self._hidden = Linear(*_layer(tensors, "hidden"))
        self._output = Linear(*_layer(tensors, "output"))
        self._embedded = lru_cache(maxsize=CACHED_TOKENS)(self._embed)

    def __call__(self, tokens: Sequence[int]) -> list[float]:
        """Return the scores (logits) of the classes."""
        embedded = [self._embedded(token) for token in tokens]
        states = _residual([state for state, _ in embedded], convolved([parts for _, parts in embedded]))
        states = _attend(self._attention, states)
        states = _residual(states, convolved([self._second.parts(state) for state in states]))
        columns = list(zip(*states, strict=True))
        pooled = [*map(max, columns), *(sum(column) / len(states) for column in columns)]
        return self._output([max(value, 0.0) for value in self._hidden(pooled)])

    def _embed(self, token: int) -> tuple[Vector, Parts]:
        size = self._sizes.values[token] * self._sizes.scale
        state = [value * size for value in self._embedding.row(token)]
        return state, self._first.parts(state)


def parse_tensors(data: bytes) -> dict[str, Tensor]:
    """Parse a safetensors file of I8 and I16 tensors, whose metadata has the scale of each. Raise ValueError."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    scales = header.pop("__metadata__")
    return {name: _tensor(entry, data[8 + size :], float(scales[name])) for name, entry in header.items()}


def _layer(tensors: Mapping[str, Tensor], name: str) -> tuple[Tensor, list[float]]:
    """Return a layer's matrix and its bias."""
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"].row(0)


def _tensor(entry: Mapping[str, Any], data: bytes, scale: float) -> Tensor:
    shape, (start, end) = entry["shape"], entry["data_offsets"]
    values = array(_FORMATS[entry["dtype"]], data[start:end])
    if sys.byteorder == "big":
        values.byteswap()
    rows = shape[0] if len(shape) > 1 else 1
    if math.prod(shape) != len(values):
        raise ValueError(f"{len(values)} values do not fill the shape {shape}")
    return Tensor(rows, values, scale)


def _basic_tokens(words: str) -> Iterator[str]:
    """Split at apostrophes and leave out accents."""
    decomposed = unicodedata.normalize("NFD", words)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return chain.from_iterable(re.findall(r"\w+|'", word) for word in plain.split())


def _attend(layer: Linear, states: Sequence[Vector]) -> list[list[float]]:
    """Add to each state what its heads attend to."""
    width = len(states[0]) // HEADS
    projected = [layer(state) for state in states]
    parts = [[row[start : start + width] for start in range(0, len(row), width)] for row in projected]
    mixed: list[list[float]] = [[] for _ in states]
    for head in range(HEADS):
        keys = [row[HEADS + head] for row in parts]
        columns = list(zip(*(row[2 * HEADS + head] for row in parts), strict=True))
        for target, row in zip(mixed, parts, strict=True):
            scores = [sum(map(mul, row[head], key)) / math.sqrt(width) for key in keys]
            weights = _softmax(scores)
            target.extend(sum(map(mul, weights, column)) for column in columns)
    return _residual(states, mixed)


def _softmax(scores: Vector) -> list[float]:
    highest = max(scores)
    exponents = [math.exp(score - highest) for score in scores]
    total = sum(exponents)
    return [exponent / total for exponent in exponents]


def _residual(states: Sequence[Vector], changes: Sequence[Vector]) -> list[list[float]]:
    return [list(map(add, state, change)) for state, change in zip(states, changes, strict=True)]
