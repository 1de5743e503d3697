"""Fits the linear model of `skill/crisis/ngrams.py` by logistic regression."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from skill.crisis.ngrams import letter_runs, places, word_runs

SIZE: Final = 1 << 17
"""Places of the hash table beside a network, two bytes each."""

SIZE_ALONE: Final = 1 << 15
"""The same for each class if there is no network: fewer sentences were written then."""

REGULARIZATION: Final = 10.0
"""The inverse of the strength of the penalty for large weights."""

REGULARIZATION_ALONE: Final = 30.0
"""The same without a network: on people left out of the training, it finds up to 4 of 100 crisis phrases more."""

ITERATIONS: Final = 150


def fit(sentences: Sequence[str], labels: Sequence[int], size: int, strength: float = REGULARIZATION) -> np.ndarray:
    """Return a row of weights for each class, the bias after them; for two classes one row, of the log odds.

    Sentences are normalized. A label is the number of a class.
    """
    model = LogisticRegression(C=strength, max_iter=ITERATIONS).fit(features(sentences, size), labels)
    return np.hstack([model.coef_, model.intercept_[:, None]])


def features(sentences: Sequence[str], size: int) -> csr_matrix:
    values, columns, ends = [], [], [0]
    for sentence in sentences:
        for runs in (word_runs(sentence), letter_runs(sentence)):
            group = places(runs, size)
            columns += group
            values += len(group) * [len(group) ** -0.5 if group else 0.0]
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(sentences), size))
