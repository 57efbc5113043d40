"""Fit the line scorer of the chrome stage on labelled pages; used by ``cleanpipe train chrome`` and the benchmarks.

A training page is a text, the host it comes from, and for each unit a label (1 content, 0 chrome) with a weight (0: not
known). Nothing is kept of the texts but hashed words seen on several hosts and the weights of small networks.

Units nobody has labelled are used all the same: when the networks have learnt from the labels, they and boosted trees
(``cleanpipe.training.trees``) say what the other units are, and the networks learn on from labels and those answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.context import around
from cleanpipe.chrome.features import BUCKETS, TABLES, Page, page_of, wording
from cleanpipe.chrome.model import LIMIT, PARTS, LineModel, Network, Networks, model_from, shipped_arrays, sigmoid
from cleanpipe.chrome.units import Unit
from cleanpipe.training.line_network import RATE, ROWS, Rows, network_of, start, train
from cleanpipe.training.trees import judged

Matrix = NDArray[Any]

#: How much more it costs to lose a unit of the article than to keep one of furniture.
LOSS_OF_TEXT = 1.6
#: Hosts a hashed word must be seen on before it counts.
MIN_HOSTS = 4
HIDDEN = 32
NETWORKS = 3
EPOCHS = 16
MORE_EPOCHS = 10
#: Weight of what networks and trees say of a unit without a label.
GUESSED = 0.5
#: How the shipped networks go on learning from a few pages: some 60 steps at a slow rate, so that a handful of pages
#: does not undo what hundreds have taught. The command says what they are worth.
TUNING_ROWS = 60 * ROWS
TUNING_RATE = RATE / 16


@dataclass(slots=True)
class Example:
    """A page for training: its looked-at units, the host, labels and weights of its units.

    ``lender`` is the host whose furniture stands around the article of ``host``; such a page says nothing of wording.
    """

    page: Page
    host: str
    label: Matrix
    weight: Matrix
    lender: str = ""

    @classmethod
    def of(
        cls,
        text: str,
        units: Sequence[Unit],
        host: str,
        label: Iterable[float],
        weight: Iterable[float],
        signs: Matrix | None = None,
    ) -> Example:
        """Look at a text and attach its labels; ``signs`` are what rules say of its units."""
        page = page_of(text, units, signs)
        return cls(page, host, np.fromiter(label, np.float32), np.fromiter(weight, np.float32))


class WordingTable:
    """Log odds of hashed words by hosts, with each host's own share taken out when that host is looked at."""

    def __init__(self, examples: Sequence[Example]) -> None:
        seen: dict[str, list[NDArray[Any]]] = {}
        for example in examples:
            if example.lender:
                continue
            known = example.weight > 0
            side = (example.label > 0.5).astype(np.int64)
            for row, (unit, bucket) in enumerate(example.page.terms):
                at = known[unit]
                seen.setdefault(example.host, []).append((row * BUCKETS + bucket[at]) * 2 + side[unit[at]])
        # One host's vote for a word is the share of its uses on each side, one vote in all.
        self.votes: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {}
        self.total = np.zeros((len(TABLES) * BUCKETS, 2), dtype=np.float32)
        for host, parts in seen.items():
            places, counts = np.unique(np.concatenate(parts), return_counts=True)
            vote = np.zeros((len(places), 2), dtype=np.float32)
            vote[np.arange(len(places)), places % 2] = counts
            words, place = np.unique(places // 2, return_inverse=True)
            shares = np.zeros((len(words), 2), dtype=np.float32)
            np.add.at(shares, place, vote)
            shares /= shares.sum(axis=1, keepdims=True)
            self.votes[host] = (words, shares)
            self.total[words] += shares
        self.all = self._odds(self.total)

    @staticmethod
    def _odds(votes: Matrix) -> Matrix:
        odds = np.log((votes[:, 1] + 0.5) / (votes[:, 0] + 0.5))
        odds = np.where(votes.sum(axis=1) >= MIN_HOSTS - 0.05, odds, 0)
        rounded: Matrix = np.clip(np.round(odds * 16), -127, 127).astype(np.int8)
        return rounded

    def odds(self) -> Matrix:
        """Log odds of content in sixteenths for every bucket of every table; zero for what too few hosts have."""
        return self.all.reshape(len(TABLES), BUCKETS)

    def wording(self, example: Example) -> Matrix:
        """The wording of a page by the votes of other hosts."""
        own = [self.votes[host] for host in {example.host, example.lender} if host in self.votes]
        if not own:
            return wording(example.page, self.odds())
        words = np.unique(np.concatenate([places for places, _ in own]))
        kept = self.all[words]
        others = self.total[words]
        for places, shares in own:
            others[np.searchsorted(words, places)] -= shares
        self.all[words] = self._odds(others)
        columns = wording(example.page, self.odds())
        self.all[words] = kept
        return columns


def fit(examples: Sequence[Example], *, seed: int = 0) -> dict[str, NDArray[np.generic]]:
    """Fit tables and networks."""
    table = WordingTable(examples)
    inputs = [np.concatenate([e.page.form, table.wording(e), around(e.page)], axis=1) for e in examples]
    together = np.concatenate(inputs)
    mean, scale = together.mean(axis=0), together.std(axis=0) + 1e-3
    inputs = [np.clip((x - mean) / scale, -LIMIT, LIMIT).astype(np.float32) for x in inputs]
    pages = [_rows(x, e) for x, e in zip(inputs, examples, strict=True)]
    weights = [start(together.shape[1], HIDDEN, seed + n) for n in range(NETWORKS)]
    for number, some in enumerate(weights):
        train(some, pages, epochs=EPOCHS, seed=seed + number)
    networks = Networks([network_of(some) for some in weights])
    for page, trees in zip(pages, judged(pages, seed=seed), strict=True):
        guess = sigmoid((networks(page.inputs) + trees) / 2)
        unknown = page.weight == 0
        page.wanted = np.where(unknown, guess, page.wanted).astype(np.float32)
        page.weight = np.where(unknown, GUESSED, page.weight).astype(np.float32)
    for number, some in enumerate(weights):
        train(some, pages, epochs=MORE_EPOCHS, rate=RATE / 2, seed=seed + NETWORKS + number)
    arrays: dict[str, NDArray[np.generic]] = {"mean": mean.astype(np.float32), "scale": scale.astype(np.float32)}
    for number, some in enumerate(weights):
        arrays.update(parts_of(number, network_of(some)))
    odds = table.odds()
    for row, name in enumerate(TABLES):
        at = np.flatnonzero(odds[row])
        arrays[f"{name}_at"] = at.astype(np.uint32)
        arrays[f"{name}_odds"] = odds[row][at]
    return arrays


def _rows(inputs: Matrix, example: Example) -> Rows:
    weight = example.weight * np.where(example.label > 0.5, LOSS_OF_TEXT, 1.0)
    weight *= np.clip(example.page.length / 80, 0.25, 4) ** 0.3
    return Rows(inputs, example.label, weight.astype(np.float32))


def tuned(
    examples: Sequence[Example], base: Mapping[str, NDArray[np.generic]] | None = None, *, seed: int = 0
) -> dict[str, NDArray[np.generic]]:
    """Weights that go on learning from some pages where ``base`` (the shipped weights) ended.

    What words mean stays as it was: a few pages say nothing of that. The same pages and seed give the same numbers.
    """
    arrays = dict(shipped_arrays() if base is None else base)
    model = model_from(arrays)
    pages = [_rows(model.inputs(example.page), example) for example in examples]
    epochs = max(4, TUNING_ROWS // max(1, sum(len(page.wanted) for page in pages)))
    number = 0
    while f"entry{number}" in arrays:
        weights = _weights_of(arrays, number)
        train(weights, pages, epochs=epochs, rate=TUNING_RATE, seed=seed + number)
        arrays.update(parts_of(number, network_of(weights)))
        number += 1
    return arrays


def _weights_of(arrays: Mapping[str, NDArray[np.generic]], number: int) -> list[Matrix]:
    """The weights of a network as they are trained: the opposite of ``network_of`` and ``parts_of``."""
    entry, layers, biases, out = (arrays[f"{part}{number}"].astype(np.float32) for part in PARTS)
    weights = [entry, biases[0]]
    for layer, bias in zip(layers, biases[1:], strict=True):
        weights += [layer.copy(), bias.copy()]
    return [*weights, out[:-1].copy(), out[-1:].copy()]


def parts_of(number: int, network: Network) -> dict[str, NDArray[np.generic]]:
    """A network as arrays of a weights file."""
    weights, bias = network.entry
    parts = {
        "entry": weights,
        "layers": np.stack([w for w, _ in network.layers]),
        "biases": np.stack([bias, *(b for _, b in network.layers)]),
        "out": np.append(*network.out),
    }
    return {f"{name}{number}": value.astype(np.float16) for name, value in parts.items()}


def fitted(examples: Sequence[Example], *, seed: int = 0) -> LineModel:
    """A model fitted on some pages, exactly as it would be read back from a file."""
    return model_from(fit(examples, seed=seed))


def save(arrays: dict[str, NDArray[np.generic]], path: Path) -> None:
    """Write a weights file; the same arrays give the same bytes."""
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
