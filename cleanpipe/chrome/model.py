"""The line scorer: two small networks over features of units, read from a data file of a few dozen kilobytes.

``cleanpipe.training.chrome`` makes the weights. The first network sees form, wording and neighbours of a unit; the
next ones see the answers of the one before around it. What comes out is the probability of each unit to be content.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.context import first_context, second_context
from cleanpipe.chrome.features import BUCKETS, Page, wording

Matrix = NDArray[Any]

_PARTS = ("mean", "scale", "hidden", "hidden_bias", "out", "out_bias")


class Network:
    """One hidden layer of rectified units between standardised inputs and one log odds.

    >>> layer = Network(np.zeros(2), np.ones(2), np.eye(2), np.zeros(2), np.array([1.0, -1.0]), 0.5)
    >>> layer(np.array([[2.0, 1.0]], dtype=np.float32)).tolist()
    [1.5]
    """

    def __init__(
        self, mean: Matrix, scale: Matrix, hidden: Matrix, hidden_bias: Matrix, out: Matrix, out_bias: float
    ) -> None:
        self.hidden = (hidden / scale[:, None]).astype(np.float32)
        self.hidden_bias = (hidden_bias - (mean / scale) @ hidden).astype(np.float32)
        self.out = out.astype(np.float32)
        self.out_bias = float(out_bias)

    def __call__(self, inputs: Matrix) -> Matrix:
        """Log odds for each row."""
        # Small slices: BLAS answers products above about 260,000 terms with threads, which costs milliseconds to start.
        step = max(1, 200_000 // self.hidden.size)
        odds = np.empty(len(inputs), dtype=np.float32)
        for at in range(0, len(inputs), step):
            hidden = inputs[at : at + step] @ self.hidden
            hidden += self.hidden_bias
            np.maximum(hidden, 0, out=hidden)
            odds[at : at + step] = hidden @ self.out
        shown: Matrix = odds + np.float32(self.out_bias)
        return shown


def sigmoid(odds: Matrix) -> Matrix:
    """Probability from log odds."""
    probability: Matrix = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return probability


class LineModel:
    """A table of wordings and the networks of each pass."""

    def __init__(self, table: Matrix, passes: list[Network]) -> None:
        self.table = table
        self.passes = passes

    def own(self, page: Page) -> Matrix:
        """The features of units that do not depend on their neighbours."""
        return np.concatenate([page.form, wording(page, self.table)], axis=1)

    def content(self, page: Page) -> Matrix:
        """Probability of each unit to be content."""
        own, length = self.own(page), page.length
        around = first_context(page.prose, length, page.label)
        answer = sigmoid(self.passes[0](np.concatenate([own, around], axis=1)))
        for network in self.passes[1:]:
            answer = sigmoid(network(np.concatenate([own, second_context(answer, length)], axis=1)))
        return answer


def model_from(arrays: Mapping[str, NDArray[np.generic]]) -> LineModel:
    """A model from the arrays of a weights file: tables as int8 sixteenths, networks as float16."""
    table = np.zeros((3, BUCKETS), dtype=np.float32)
    for row, name in enumerate(("words", "firsts", "lines")):
        table[row, arrays[f"{name}_at"].astype(np.int64)] = arrays[f"{name}_odds"].astype(np.float32) / 16
    passes = []
    number = 0
    while f"hidden{number}" in arrays:
        parts = {name: arrays[f"{name}{number}"].astype(np.float32) for name in _PARTS}
        bias = float(parts.pop("out_bias")[0])
        passes.append(Network(**parts, out_bias=bias))
        number += 1
    return LineModel(table, passes)


@cache
def shipped_model() -> LineModel:
    """The model that comes with the package."""
    with (files("cleanpipe.scoring") / "chrome.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return model_from({name: arrays[name] for name in arrays.files})
