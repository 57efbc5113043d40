"""Fit the network that weighs extractors, line scorer and markup on pages of HTML (``cleanpipe.html``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.model import LIMIT, sigmoid
from cleanpipe.html.evidence import with_surroundings
from cleanpipe.training.chrome import parts_of
from cleanpipe.training.line_network import Rows, network_of, start, train

#: Losing text of an article costs this much more than keeping furniture.
LOSS_OF_TEXT = 1.3
HIDDEN, NETWORKS, EPOCHS = 16, 8, 40
#: How strongly the weights of the linear model are drawn to zero.
PULL = 3.0


def fit(pages: Sequence[Rows], *, seed: int = 0) -> dict[str, NDArray[Any]]:
    """Fit to pages of evidence (not yet standardised) with labels and weights."""
    together = np.concatenate([page.inputs for page in pages])
    mean, scale = together.mean(axis=0), together.std(axis=0) + 0.01
    rows = []
    for page in pages:
        inputs = np.clip((page.inputs - mean) / scale, -LIMIT, LIMIT).astype(np.float32)
        weight = page.weight * np.where(page.wanted > 0.5, LOSS_OF_TEXT, 1.0)
        rows.append(Rows(inputs, page.wanted, weight.astype(np.float32)))
    arrays: dict[str, NDArray[Any]] = {"mean": mean.astype(np.float32), "scale": scale.astype(np.float32)}
    for number in range(NETWORKS):
        weights = start(together.shape[1], HIDDEN, seed + number)
        train(weights, rows, epochs=EPOCHS, seed=seed + number)
        arrays.update(parts_of(number, network_of(weights)))
    arrays["linear"] = _linear(pages)
    return arrays


def _linear(pages: Sequence[Rows]) -> NDArray[Any]:
    """Logistic regression with a pull towards zero, by Newton's method; the last number is the constant."""
    columns = np.concatenate([with_surroundings(page.inputs) for page in pages]).astype(np.float64)
    wanted = np.concatenate([page.wanted for page in pages])
    weight = np.concatenate([page.weight for page in pages]) * np.where(wanted > 0.5, LOSS_OF_TEXT, 1.0)
    known = weight > 0
    columns, wanted, weight = columns[known], wanted[known], weight[known]
    mean, scale = columns.mean(axis=0), columns.std(axis=0) + 0.05
    inputs = np.concatenate([(columns - mean) / scale, np.ones((len(columns), 1))], axis=1)
    pull = np.full(inputs.shape[1], PULL)
    pull[-1] = 1e-6
    solution = np.zeros(inputs.shape[1])
    for _ in range(12):
        answer = sigmoid(inputs @ solution)
        slope = inputs.T @ (weight * (answer - wanted)) + pull * solution
        bend = (inputs * (weight * answer * (1 - answer))[:, None]).T @ inputs + np.diag(pull)
        solution -= np.linalg.solve(bend, slope)
    own = solution[:-1] / scale
    linear: NDArray[Any] = np.append(own, solution[-1] - own @ mean).astype(np.float32)
    return linear
