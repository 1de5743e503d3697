"""Fits the linear model of `skill/crisis/ngrams.py` by logistic regression."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from skill.crisis.ngrams import letter_runs, places, word_runs

SIZE: Final = 1 << 17
"""Places of the hash table, two bytes each."""

REGULARIZATION: Final = 10.0
"""The inverse of the strength of the penalty for large weights."""

ITERATIONS: Final = 150


def fit(sentences: Sequence[str], labels: Sequence[bool]) -> np.ndarray:
    """Return the weights, and the bias after them. Sentences are normalized; a label is True for a crisis phrase."""
    model = LogisticRegression(C=REGULARIZATION, max_iter=ITERATIONS).fit(features(sentences), labels)
    return np.append(model.coef_[0], model.intercept_)


def features(sentences: Sequence[str]) -> csr_matrix:
    values, columns, ends = [], [], [0]
    for sentence in sentences:
        for runs in (word_runs(sentence), letter_runs(sentence)):
            group = places(runs, SIZE)
            columns += group
            values += len(group) * [len(group) ** -0.5 if group else 0.0]
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(sentences), SIZE))
