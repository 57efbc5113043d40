"""The line scorer: small convolutional networks over the units of a page, read from a data file of about 100 kilobytes.

``cleanpipe.training.chrome`` makes the weights. Each network looks at every unit with its features and, layer by
layer, at neighbours 1, 2, 4 and 8 units away, so that it sees how menus, articles and lists of links follow one
another. The mean of their answers is the probability of each unit to be content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.context import around
from cleanpipe.chrome.features import BUCKETS, TABLES, Page, wording
from cleanpipe.errors import InputError

Matrix = NDArray[Any]

#: How far away the neighbours are that each layer looks at.
REACH = (1, 2, 4, 8)
#: Standardised inputs beyond this are cut.
LIMIT = 6.0
#: Terms of one product of matrices: beyond 260,000 BLAS starts threads, which costs milliseconds.
SLICE = 250_000
#: The arrays of one network in a weights file, each with its number behind.
PARTS = ("entry", "layers", "biases", "out")
#: Empty rows that keep a page from its neighbours.
GAP = max(REACH)


class Network(NamedTuple):
    """Weights of one network: inputs to hidden units, layers that add what the neighbours say, one log odds a unit.

    ``layers`` has a matrix of three parts one below the other (units above, the unit itself, units below) and a bias.
    """

    entry: tuple[Matrix, Matrix]
    layers: Sequence[tuple[Matrix, Matrix]]
    out: tuple[Matrix, float]


class Networks:
    """Networks of one shape, asked together: calls cost as much as the arithmetic.

    >>> none = [(np.zeros((3, 1)), np.zeros(1))] * 4
    >>> networks = Networks([Network((np.array([[2.0]]), np.array([1.0])), none, (np.array([1.0]), 0.5))])
    >>> networks(np.array([[2.0], [-3.0]], dtype=np.float32)).tolist()
    [5.5, 0.5]
    """

    def __init__(self, networks: Sequence[Network]) -> None:
        self._entry = np.concatenate([n.entry[0] for n in networks], axis=1)
        self._bias = np.concatenate([n.entry[1] for n in networks])
        # For each layer: what units above, the unit itself and units below say, and the bias.
        self._layers = [
            (
                *np.split(np.stack([weights for weights, _ in layer]), 3, axis=1),
                np.stack([b for _, b in layer])[:, None],
            )
            for layer in zip(*(n.layers for n in networks), strict=True)
        ]
        self._out = np.stack([n.out[0] for n in networks])[:, :, None]
        self._last = sum(n.out[1] for n in networks)

    def __call__(self, inputs: Matrix) -> Matrix:
        """The mean of their log odds for each row."""
        rows, (count, width, _) = len(inputs), self._out.shape
        seen = _product(inputs, self._entry)
        seen += self._bias
        # Above the first row and below the last one stand empty ones, as far as a layer looks.
        padded = np.zeros((count, rows + 2 * GAP, width), dtype=seen.dtype)
        hidden = padded[:, GAP : GAP + rows]
        np.maximum(seen.reshape(rows, count, width).transpose(1, 0, 2), 0, out=hidden)
        for reach, (above, own, below, bias) in zip(REACH, self._layers, strict=True):
            said = _product(hidden, own)
            said += bias
            said += _product(padded[:, GAP - reach : GAP - reach + rows], above)
            said += _product(padded[:, GAP + reach : GAP + reach + rows], below)
            hidden += np.maximum(said, 0, out=said)
        odds: Matrix = ((hidden @ self._out)[..., 0].sum(axis=0) + self._last) / count
        return odds


def _product(left: Matrix, right: Matrix) -> Matrix:
    """A product of matrices, or of as many pairs of them, in small slices."""
    step = max(1, SLICE // (right.shape[-2] * right.shape[-1]))
    rows = left.shape[-2]
    if rows <= step:
        whole: Matrix = left @ right
        return whole
    out = np.empty((*left.shape[:-1], right.shape[-1]), dtype=left.dtype)
    for at in range(0, rows, step):
        np.matmul(left[..., at : at + step, :], right, out=out[..., at : at + step, :])
    return out


def sigmoid(odds: Matrix) -> Matrix:
    """Probability from log odds."""
    probability: Matrix = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return probability


class LineModel:
    """Tables of wordings, and networks over standardised features."""

    def __init__(self, table: Matrix, mean: Matrix, scale: Matrix, networks: Networks) -> None:
        self.table = table
        self.mean = mean
        self.scale = scale
        self.networks = networks

    def inputs(self, page: Page, said: Matrix | None = None) -> Matrix:
        """The features of all units as the networks want them; ``said`` is the wording, if it was looked up before."""
        said = wording(page, self.table) if said is None else said
        # A row for each column: that is how they are made, and the product does not mind.
        rows = np.concatenate([page.form.T, said.T, around(page).T])
        rows -= self.mean[:, None]
        rows /= self.scale[:, None]
        inputs: Matrix = np.clip(rows, -LIMIT, LIMIT, out=rows).T
        return inputs

    def content(self, page: Page, said: Matrix | None = None) -> Matrix:
        """Probability of each unit to be content."""
        return sigmoid(self.networks(self.inputs(page, said)))


def model_from(arrays: Mapping[str, NDArray[np.generic]]) -> LineModel:
    """A model from the arrays of a weights file: tables as int8 sixteenths, networks as float16."""
    table = np.zeros((len(TABLES), BUCKETS), dtype=np.int8)
    for row, name in enumerate(TABLES):
        table[row, arrays[f"{name}_at"].astype(np.int64)] = arrays[f"{name}_odds"]
    mean, scale, networks = networks_from(arrays)
    return LineModel(table, mean, scale, networks)


def networks_from(arrays: Mapping[str, NDArray[np.generic]]) -> tuple[Matrix, Matrix, Networks]:
    """Mean and scale of the inputs, and all networks of a weights file."""
    networks, number = [], 0
    while f"entry{number}" in arrays:
        part = {name: arrays[f"{name}{number}"].astype(np.float32) for name in PARTS}
        biases, out = part["biases"], part["out"]
        layers = list(zip(part["layers"], biases[1:], strict=True))
        networks.append(Network((part["entry"], biases[0]), layers, (out[:-1], float(out[-1]))))
        number += 1
    return arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32), Networks(networks)


def shipped_arrays() -> dict[str, NDArray[Any]]:
    """The arrays of the weights that come with the package."""
    with (files("cleanpipe.scoring") / "chrome.npz").open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


@cache
def shipped_model() -> LineModel:
    """The model that comes with the package."""
    return model_from(shipped_arrays())


@cache
def model_at(path: str) -> LineModel:
    """The model of a weights file, as ``cleanpipe train chrome`` writes it. Raises InputError when it is none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            model = model_from({name: arrays[name] for name in arrays.files})
        if model.mean.shape != shipped_model().mean.shape:
            raise ValueError(f"weights for {len(model.mean)} features, not {len(shipped_model().mean)}")
    except FileNotFoundError as error:
        raise InputError(f"chrome_model: there is no file {path}") from error
    except (OSError, ValueError, TypeError, KeyError, IndexError, BadZipFile) as error:
        raise InputError(
            f"chrome_model: {path} holds no weights of this version ({error}); make it anew: cleanpipe train chrome"
        ) from error
    return model
