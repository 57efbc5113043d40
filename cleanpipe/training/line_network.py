"""Train the convolutional network of the line scorer: Adam on weighted logistic loss, by hand in numpy.

Pages are laid one after the other with a gap of empty rows, as wide as the widest reach, so that no page sees another.
The same pages, settings and seed give the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.model import GAP, REACH, Network, sigmoid

Matrix = NDArray[Any]

#: Rows of one step, share of hidden units and of inputs left out at random, pull of the weights towards zero.
ROWS = 1500
DROPPED, DROPPED_INPUTS = 0.15, 0.05
DECAY = 0.01
RATE = 3e-3


@dataclass(slots=True)
class Rows:
    """Standardised inputs of one page with wanted answers (0 to 1) and weights."""

    inputs: Matrix
    wanted: Matrix
    weight: Matrix


def start(width: int, hidden: int, seed: int) -> list[Matrix]:
    """The weights of a network that knows nothing yet."""
    rng = np.random.default_rng(seed)
    weights: list[Matrix] = [rng.normal(0, (2 / width) ** 0.5, (width, hidden)), np.zeros(hidden)]
    for _ in REACH:
        weights += [rng.normal(0, (1 / (3 * hidden)) ** 0.5, (3 * hidden, hidden)), np.zeros(hidden)]
    weights += [rng.normal(0, 0.2, hidden), np.zeros(1)]
    return [w.astype(np.float32) for w in weights]


def train(weights: list[Matrix], pages: Sequence[Rows], *, epochs: int, rate: float = RATE, seed: int) -> None:
    """Fit weights to some pages, in place."""
    rng = np.random.default_rng(seed)
    first = [np.zeros_like(w) for w in weights]
    second = [np.zeros_like(w) for w in weights]
    steps = epochs * (sum(len(page.wanted) for page in pages) // ROWS + 1)
    step = 0
    for _ in range(epochs):
        for inputs, wanted, weight, real in _batches(pages, rng):
            inputs *= rng.integers(0, 256, inputs.shape, dtype=np.uint8) >= 256 * DROPPED_INPUTS
            step += 1
            now = rate * min(1.0, step / 100) * 0.5 * (1 + np.cos(np.pi * min(1.0, step / steps)))
            gradients = _gradients(weights, inputs, wanted, weight, real, rng)
            for w, g, m, v in zip(weights, gradients, first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.01 * (g * g - v)
                w -= np.float32(now / (1 - 0.9**step)) * m / (np.sqrt(v / np.float32(1 - 0.99**step)) + 1e-8)
                if w.ndim == 2:
                    w *= np.float32(1 - now * DECAY)


def network_of(weights: Sequence[Matrix]) -> Network:
    """Trained weights as the model that cleaning uses."""
    layers = [(weights[n], weights[n + 1]) for n in range(2, len(weights) - 2, 2)]
    return Network((weights[0], weights[1]), layers, (weights[-2], float(weights[-1][0])))


def _batches(pages: Sequence[Rows], rng: np.random.Generator) -> Iterator[tuple[Matrix, Matrix, Matrix, Matrix]]:
    chosen: list[Rows] = []
    order = rng.permutation(len(pages)).tolist()
    for place, number in enumerate(order):
        chosen.append(pages[number])
        if sum(len(page.wanted) + GAP for page in chosen) < ROWS and place + 1 < len(order):
            continue
        size = sum(len(page.wanted) + GAP for page in chosen)
        inputs = np.zeros((size, chosen[0].inputs.shape[1]), dtype=np.float32)
        wanted, weight = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
        real = np.zeros((size, 1), dtype=np.float32)
        at = 0
        for page in chosen:
            end = at + len(page.wanted)
            inputs[at:end], wanted[at:end], weight[at:end], real[at:end] = page.inputs, page.wanted, page.weight, 1
            at = end + GAP
        yield inputs, wanted, weight, real
        chosen = []


def _gradients(
    weights: Sequence[Matrix], inputs: Matrix, wanted: Matrix, weight: Matrix, real: Matrix, rng: np.random.Generator
) -> list[Matrix]:
    """The gradient of each weight on one batch."""
    size = weights[1].shape[0]

    def kept() -> Matrix:
        some = rng.integers(0, 256, (len(inputs), size), dtype=np.uint8) >= 256 * DROPPED
        mask: Matrix = some * (real / np.float32(1 - DROPPED))
        return mask

    seen = inputs @ weights[0] + weights[1]
    mask = (seen > 0) * kept()
    hidden = seen * mask
    masks, states = [mask], [hidden]
    for number, reach in enumerate(REACH):
        w, b = weights[2 + 2 * number], weights[3 + 2 * number]
        seen = hidden @ w[size : 2 * size] + b
        seen[reach:] += hidden[:-reach] @ w[:size]
        seen[:-reach] += hidden[reach:] @ w[2 * size :]
        mask = (seen > 0) * kept()
        hidden = hidden + seen * mask
        masks.append(mask)
        states.append(hidden)
    answer = sigmoid(hidden @ weights[-2] + weights[-1])
    error = ((answer - wanted) * weight / max(float(weight.sum()), 1e-6)).astype(np.float32)
    gradients: list[Matrix] = [np.zeros(0)] * len(weights)
    gradients[-2], gradients[-1] = hidden.T @ error, error.sum(keepdims=True)
    back = error[:, None] * weights[-2]
    for number in range(len(REACH) - 1, -1, -1):
        reach, w, below = REACH[number], weights[2 + 2 * number], states[number]
        inner = back * masks[number + 1]
        gradients[2 + 2 * number] = np.concatenate(
            [below[:-reach].T @ inner[reach:], below.T @ inner, below[reach:].T @ inner[:-reach]]
        )
        gradients[3 + 2 * number] = inner.sum(axis=0)
        back = back + inner @ w[size : 2 * size].T
        back[:-reach] += inner[reach:] @ w[:size].T
        back[reach:] += inner[:-reach] @ w[2 * size :].T
    inner = back * masks[0]
    gradients[0], gradients[1] = inputs.T @ inner, inner.sum(axis=0)
    return gradients
