"""A linear model over named features: the weights as data, the sum in a dozen lines, no numpy at run time.

Each kind of place has its own labels and weights; ``probabilities`` turns the features that hold at a place into one
probability a label. The weights are learnt by ``cleanpipe.training.boundaries``.
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections.abc import ItemsView, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import zstandard

from cleanpipe.loading import without_collector


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
        rows = list(filter(None, map(self._weights.get, features)))
        sums = list(map(sum, zip(*rows, strict=True))) if rows else [0.0] * len(self.labels)
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
    """Models by kind as one compressed file. Weights keep two decimals, which costs no measurable precision.

    A line of JSON tells the sizes; then follow, for each kind, its features, one a line, and all its weights as whole
    numbers of 16 bits.

    >>> models = {"stopped": LinearModel(("keep", "lower"), {"bias": (1.0, 0.0), "seen": (0.0, -3.21)})}
    >>> unpack(pack(models))["stopped"].items() == models["stopped"].items()
    True
    """
    header: dict[str, Any] = {}
    parts: list[bytes] = []
    for kind, model in models.items():
        features = "\n".join(feature for feature, _ in model.items()).encode()
        weights = array("h", (round(100 * weight) for _, row in model.items() for weight in row))
        header[kind] = [model.labels, len(features), len(weights)]
        parts += [features, _little(weights).tobytes()]
    head = json.dumps(header, separators=(",", ":")).encode()
    return zstandard.ZstdCompressor(level=19).compress(b"\n".join((head, b"".join(parts))))


def unpack(packed: bytes, only: str | None = None) -> dict[str, LinearModel]:
    """The opposite of ``pack``; of one kind alone, which takes its share of the time, when ``only`` names one.

    >>> models = {kind: LinearModel(("keep", "lower"), {kind: (1.0, 0.0)}) for kind in ("fused", "stopped")}
    >>> {kind: dict(model.items()) for kind, model in unpack(pack(models), "stopped").items()}
    {'stopped': {'stopped': (1.0, 0.0)}}
    """
    head, _, data = zstandard.ZstdDecompressor().decompress(packed).partition(b"\n")
    models, at = {}, 0
    for kind, (labels, size, count) in json.loads(head).items():
        start, at = at, at + size + 2 * count
        if only not in (None, kind):
            continue
        features = data[start : start + size].decode().split("\n")
        weights = array("h")
        weights.frombytes(data[start + size : at])
        # One value for each number, of which there are few: half the memory.
        known = {weight: weight / 100 for weight in set(_little(weights))}
        columns = [map(known.__getitem__, weights)] * len(labels)
        models[kind] = LinearModel(tuple(labels), dict(zip(features, zip(*columns, strict=True), strict=True)))
    return models


def _little(numbers: array[int]) -> array[int]:
    """The same in the order of bytes of the file, whatever the machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@cache
def shipped(name: str, kind: str) -> LinearModel:
    """A model of a shipped file, ``boundaries-en`` for instance. Read once; KeyError when the file has no such kind."""
    with without_collector():
        return unpack(packed(name), kind)[kind]


def packed(name: str) -> bytes:
    """A shipped file of models, as ``pack`` wrote it."""
    return files("cleanpipe.scoring").joinpath("data", f"{name}.zst").read_bytes()
