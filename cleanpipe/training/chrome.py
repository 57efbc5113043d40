"""Fit the line scorer of the chrome stage on labelled pages; used by ``cleanpipe train chrome`` and the benchmarks.

A training page is a text, the host it comes from, and for each unit a label (1 content, 0 chrome) with a weight (0: not
known). Nothing is kept of the texts but hashed words seen on several hosts and the weights of two small networks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.context import first_context, second_context
from cleanpipe.chrome.features import BUCKETS, Page, page_of, wording
from cleanpipe.chrome.model import LineModel, model_from, sigmoid
from cleanpipe.chrome.units import Unit

Matrix = NDArray[Any]

#: How much more it costs to lose a unit of the article than to keep one of furniture.
LOSS_OF_TEXT = 1.6
#: Hosts a hashed word must be seen on before it counts.
MIN_HOSTS = 4
HIDDEN = (32, 32, 32)


@dataclass(slots=True)
class Example:
    """A page for training: its looked-at units, the host, labels and weights of its units."""

    page: Page
    host: str
    label: Matrix
    weight: Matrix

    @classmethod
    def of(cls, text: str, units: list[Unit], host: str, label: Iterable[float], weight: Iterable[float]) -> Example:
        """Look at a text and attach its labels."""
        return cls(page_of(text, units), host, np.fromiter(label, np.float32), np.fromiter(weight, np.float32))


class WordingTable:
    """Log odds of hashed words by hosts, with each host's own share taken out when that host is looked at."""

    def __init__(self, examples: Sequence[Example]) -> None:
        seen: dict[str, list[NDArray[Any]]] = {}
        for example in examples:
            page, known = example.page, example.weight > 0
            side = (example.label > 0.5).astype(np.int64)
            units = np.arange(len(side))
            for row, (unit, bucket) in enumerate(
                ((page.word_unit, page.word_bucket), (units, page.first_bucket), (units, page.line_bucket))
            ):
                at = known[unit]
                seen.setdefault(example.host, []).append((row * BUCKETS + bucket[at]) * 2 + side[unit[at]])
        # One host's vote for a word is the share of its uses on each side, one vote in all.
        self.votes: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {}
        self.total = np.zeros((3 * BUCKETS, 2), dtype=np.float32)
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
        rounded: Matrix = (np.clip(np.round(odds * 16), -127, 127) / 16).astype(np.float32)
        return rounded

    def odds(self, without: str | None = None) -> Matrix:
        """Rounded log odds of content for every bucket; zero for what too few hosts have."""
        if without not in self.votes:
            return self.all.reshape(3, BUCKETS)
        words, shares = self.votes[without]
        odds = self.all.copy()
        odds[words] = self._odds(self.total[words] - shares)
        return odds.reshape(3, BUCKETS)


def fit_network(
    inputs: Matrix, label: Matrix, weight: Matrix, hidden: int, *, epochs: int = 8, seed: int = 0, decay: float = 1e-4
) -> dict[str, Matrix]:
    """Train one network by Adam on weighted logistic loss; plain numpy, the same numbers every time."""
    rng = np.random.default_rng(seed)
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    x = ((inputs - mean) / scale).astype(np.float32)
    np.clip(x, -8, 8, out=x)
    w1 = rng.normal(0, (2 / x.shape[1]) ** 0.5, (x.shape[1], hidden)).astype(np.float32)
    params = [w1, np.zeros(hidden, np.float32), rng.normal(0, 0.3, hidden).astype(np.float32), np.zeros(1, np.float32)]
    first = [np.zeros_like(p) for p in params]
    second = [np.zeros_like(p) for p in params]
    step, batch = 0, 512
    total_steps = epochs * (len(x) // batch + 1)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for at in range(0, len(x), batch):
            rows = order[at : at + batch]
            xb, yb, wb = x[rows], label[rows], weight[rows]
            pre = xb @ params[0] + params[1]
            shown = np.maximum(pre, 0)
            keep = (rng.random(shown.shape, dtype=np.float32) > 0.15).astype(np.float32) / 0.85
            shown = shown * keep
            error = (sigmoid(shown @ params[2] + params[3]) - yb) * wb / len(rows)
            back = (error[:, None] * params[2]) * (pre > 0) * keep
            grads = [xb.T @ back, back.sum(axis=0), shown.T @ error, error.sum(keepdims=True)]
            step += 1
            rate = 2e-3 * (1 - step / (total_steps + 1))
            for p, g, m, v in zip(params, grads, first, second, strict=True):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                p -= rate * ((m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8) + decay * p)
    return {"mean": mean, "scale": scale, "hidden": params[0], "hidden_bias": params[1], "out": params[2],
            "out_bias": params[3]}  # fmt: skip


def fit(examples: Sequence[Example], *, seed: int = 0, folds: int = 4) -> dict[str, NDArray[np.generic]]:
    """Fit tables and networks; later passes are trained on answers for hosts the earlier pass had not seen."""
    words = WordingTable(examples)
    own = [np.concatenate([e.page.form, wording(e.page, words.odds(e.host))], axis=1) for e in examples]
    label = np.concatenate([e.label for e in examples])
    weight = np.concatenate([e.weight for e in examples])
    weight = weight * np.where(label > 0.5, LOSS_OF_TEXT, 1.0).astype(np.float32)
    known = weight > 0
    hosts = sorted({e.host for e in examples})
    fold_of = {host: number % folds for number, host in enumerate(np.random.default_rng(seed).permutation(hosts))}
    fold = np.concatenate([np.full(len(e.label), fold_of[e.host]) for e in examples])
    cuts = np.cumsum([len(e.label) for e in examples])[:-1]

    arrays: dict[str, NDArray[np.generic]] = {}
    answers: list[Matrix] = []
    for number, hidden in enumerate(HIDDEN):
        if number == 0:
            around = [first_context(e.page.prose, e.page.length, e.page.label) for e in examples]
        else:
            around = [second_context(a, e.page.length) for a, e in zip(answers, examples, strict=True)]
        inputs = np.concatenate([np.concatenate([o, a], axis=1) for o, a in zip(own, around, strict=True)])
        if number + 1 < len(HIDDEN):
            answer = np.zeros(len(label), dtype=np.float32)
            for part in range(folds):
                train = known & (fold != part)
                made = fit_network(inputs[train], label[train], weight[train], hidden, seed=seed + part)
                answer[fold == part] = run(made, inputs[fold == part])
            answers = np.split(answer, cuts)
        final = fit_network(inputs[known], label[known], weight[known], hidden, seed=seed)
        arrays.update({f"{name}{number}": value.astype(np.float16 if name in ("hidden", "out") else np.float32)
                       for name, value in final.items()})  # fmt: skip
    odds = words.odds()
    for row, name in enumerate(("words", "firsts", "lines")):
        at = np.flatnonzero(odds[row])
        arrays[f"{name}_at"] = at.astype(np.uint32)
        arrays[f"{name}_odds"] = np.round(odds[row][at] * 16).astype(np.int8)
    return arrays


def run(made: dict[str, Matrix], inputs: Matrix) -> Matrix:
    """Answers of a freshly trained network."""
    from cleanpipe.chrome.model import Network

    network = Network(made["mean"], made["scale"], made["hidden"], made["hidden_bias"], made["out"],
                      float(made["out_bias"][0]))  # fmt: skip
    return sigmoid(network(inputs))


def fitted(examples: Sequence[Example], *, seed: int = 0) -> LineModel:
    """A model fitted on some pages, exactly as it would be read back from a file."""
    return model_from(fit(examples, seed=seed))


def save(arrays: dict[str, NDArray[np.generic]], path: Path) -> None:
    """Write a weights file; the same arrays give the same bytes."""
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
