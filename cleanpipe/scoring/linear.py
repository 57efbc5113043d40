"""A linear model over named features: the weights as data, the sum in a dozen lines, no numpy at run time.

Each kind of place has its own labels and weights; ``probabilities`` turns the features that hold at a place into one
probability a label. The weights are learnt by ``cleanpipe.training.boundaries``.
"""

from __future__ import annotations

import json
import math
from collections.abc import ItemsView, Iterable, Mapping
from functools import cache
from importlib.resources import files

import zstandard


class LinearModel:
    """Softmax over sums of weights. ``weights`` maps a feature to one weight a label.

    >>> model = LinearModel(("keep", "lower"), {"bias": (1.0, 0.0), "seen": (0.0, 3.0)})
    >>> {label: round(p, 2) for label, p in model.probabilities(["bias", "seen", "unheard of"]).items()}
    {'keep': 0.12, 'lower': 0.88}
    """

    __slots__ = ("_weights", "labels")

    def __init__(self, labels: tuple[str, ...], weights: Mapping[str, tuple[float, ...]]) -> None:
        self.labels = labels
        self._weights = weights

    def __len__(self) -> int:
        return len(self._weights)

    def items(self) -> ItemsView[str, tuple[float, ...]]:
        """Features with their weights."""
        return self._weights.items()

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """One probability a label; features the model has not met count nothing."""
        rows = [row for feature in features if (row := self._weights.get(feature)) is not None]
        sums = [sum(column) for column in zip(*rows, strict=True)] if rows else [0.0] * len(self.labels)
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def strongest(self, features: Iterable[str], label: str, against: str, count: int = 3) -> list[str]:
        """The features that speak most for one label against another: what a reason is made of."""
        a, b = self.labels.index(label), self.labels.index(against)
        rows = [(row[a] - row[b], feature) for feature in features if (row := self._weights.get(feature)) is not None]
        return [feature for weight, feature in sorted(rows, reverse=True)[:count] if weight > 0.0]


def pack(models: Mapping[str, LinearModel]) -> bytes:
    """Models by kind as one compressed file; weights keep two decimals, which costs no measurable precision."""
    data = {
        kind: {"labels": model.labels, "weights": {f: [round(w, 2) for w in row] for f, row in model.items()}}
        for kind, model in models.items()
    }
    return zstandard.ZstdCompressor(level=19).compress(json.dumps(data, separators=(",", ":")).encode())


def unpack(packed: bytes) -> dict[str, LinearModel]:
    """The opposite of ``pack``."""
    data = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    return {
        kind: LinearModel(tuple(entry["labels"]), {f: tuple(row) for f, row in entry["weights"].items()})
        for kind, entry in data.items()
    }


@cache
def shipped(name: str) -> dict[str, LinearModel]:
    """The models of a shipped file, ``boundaries-en`` for instance. Read once."""
    return unpack(files("cleanpipe.scoring").joinpath("data", f"{name}.zst").read_bytes())
