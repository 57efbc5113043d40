"""Boosted trees that help to fit the networks of the line scorer: they judge the lines nobody has labelled.

Trees make other mistakes than networks, so both together say better what an unlabelled line is; the networks learn it
from them, and no tree is needed when text is cleaned. Needs scikit-learn, which is not installed with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.training.line_network import Rows

Matrix = NDArray[Any]

ROUNDS, LEAVES, RATE = 120, 16, 0.1
#: Columns of the line scorer that a tree sees of the neighbours too: size, final stop, capitals, function words, dates,
#: words of the article, shapes that recur, running text, sure rules, odds of words, of pairs, and of the whole line.
SEEN = (0, 17, 34, 36, 41, 61, 57, 72, 73, 76, 80, 87)


def with_neighbours(inputs: Matrix, columns: Sequence[int] = SEEN) -> Matrix:
    """Inputs with some columns of two neighbours on each side, and their means near by and further away.

    >>> with_neighbours(np.array([[1.0], [2.0]], dtype=np.float32), [0])[:, 1:5].tolist()
    [[-9.0, -9.0, 2.0, -9.0], [-9.0, 1.0, -9.0, -9.0]]
    """
    some = inputs[:, list(columns)]
    size = len(some)
    parts = [inputs]
    for step in (-2, -1, 1, 2):
        part = np.full_like(some, -9)
        if step < 0:
            part[-step:] = some[:step]
        else:
            part[:-step] = some[step:]
        parts.append(part)
    total = np.concatenate([np.zeros((1, some.shape[1])), np.cumsum(some, axis=0, dtype=np.float64)])
    at = np.arange(size)
    for reach in (3, 10):
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, size)
        parts.append((total[high] - total[low]) / (high - low)[:, None])
    together: Matrix = np.concatenate(parts, axis=1).astype(np.float32)
    return together


def judged(pages: Sequence[Rows], *, seed: int) -> list[Matrix]:
    """Log odds of all lines of some pages by trees fitted on those that have a label."""
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError as error:
        raise ImportError("fitting the line scorer needs scikit-learn: pip install scikit-learn") from error
    inputs = [with_neighbours(page.inputs) for page in pages]
    wanted = np.concatenate([page.wanted for page in pages]) > 0.5
    weight = np.concatenate([page.weight for page in pages])
    known = weight > 0
    model = HistGradientBoostingClassifier(
        max_iter=ROUNDS, max_leaf_nodes=LEAVES, learning_rate=RATE, l2_regularization=5, min_samples_leaf=40,
        max_features=0.3, max_bins=63, early_stopping=False, random_state=seed,
    )  # fmt: skip
    model.fit(np.concatenate(inputs)[known], wanted[known], sample_weight=weight[known])
    return [model.decision_function(page) for page in inputs]
