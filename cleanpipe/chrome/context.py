"""What stands around each unit: neighbours, runs of prose, and place on the page.

Second half of the features, and the whole input of the second pass, which looks at the first pass's answers for the
neighbours. Everything is computed from one value a unit by sums over windows, so a unit costs the same on a page of any
length.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[Any]

#: Windows of units before and after: near neighbours, the paragraph's surroundings, the region of the page.
WINDOWS = ((1, 1), (2, 3), (1, 4), (1, 10), (1, 30))


def shifted(values: Matrix, offset: int, fill: float) -> Matrix:
    """The value of the unit ``offset`` further down, ``fill`` beyond the ends."""
    out = np.full_like(values, fill)
    if offset >= 0:
        if offset < len(values):
            out[: len(values) - offset] = values[offset:]
    elif -offset < len(values):
        out[-offset:] = values[:offset]
    return out


def window_means(values: Matrix, fill: float = 0.0) -> list[Matrix]:
    """Means over the windows before and after each unit; units beyond the page count as ``fill``.

    >>> [m.tolist() for m in window_means(np.array([1, 0, 0], dtype=np.float32))[:2]]
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    size = len(values)
    reach = WINDOWS[-1][1]
    padded = np.concatenate([np.full(reach, fill), values.astype(np.float64), np.full(reach, fill)])
    total = np.concatenate([[0.0], np.cumsum(padded)])
    at = np.arange(size) + reach
    means = []
    for near, far in WINDOWS:
        span = far - near + 1
        means.append(((total[at - near + 1] - total[at - far]) / span).astype(np.float32))
        means.append(((total[at + far + 1] - total[at + near]) / span).astype(np.float32))
    return means


def place(mass: Matrix) -> list[Matrix]:
    """Where a unit stands, by count and by ``mass`` of running text before, after and around it."""
    size = len(mass)
    index = np.arange(size, dtype=np.float32)
    whole = float(mass.sum()) + 1e-6
    before = (np.cumsum(mass) - mass).astype(np.float32)
    after = whole - before - mass
    strong = mass > 0.45
    last = np.maximum.accumulate(np.where(strong, index, -60))
    previous = np.concatenate([[-60], last[:-1]]) if size else last
    following = np.minimum.accumulate(np.where(strong, index, size + 60)[::-1])[::-1]
    following = np.concatenate([following[1:], [size + 60]]) if size else following
    columns = [
        index / max(size, 1), np.log1p(index), np.log1p(size - 1 - index),
        before / whole, after / whole, np.log1p(before), np.log1p(after), np.log1p(np.full(size, whole)),
        np.log1p(np.minimum(index - previous, 60)), np.log1p(np.minimum(following - index, 60)),
        np.full(size, strong.mean() if size else 0), np.full(size, np.log1p(size)),
    ]  # fmt: skip
    return [np.asarray(column, dtype=np.float32) for column in columns]


def first_context(prose: Matrix, length: Matrix, label: Matrix) -> Matrix:
    """Columns of the first pass: the surroundings of a unit by form alone."""
    size = np.log1p(length)
    short = (length < 40).astype(np.float32)
    columns = window_means(prose) + window_means(short, 1.0) + window_means(label) + place(prose)
    for offset in (-3, -2, -1, 1, 2, 3):
        columns.append(shifted(size, offset, 0))
        columns.append(shifted(prose, offset, 0))
    return np.stack(columns, axis=1)


def second_context(content: Matrix, length: Matrix) -> Matrix:
    """Columns of a later pass: what the pass before it said of the neighbours.

    ``content`` is the probability of each unit to be content.
    """
    mass = content * np.minimum(length, 500) / 150
    columns = window_means(content) + window_means(mass) + place(mass)
    for offset in (-4, -3, -2, -1, 1, 2, 3, 4):
        columns.append(shifted(content, offset, 0))
    columns.append(np.log(content + 1e-3) - np.log(1 - content + 1e-3))
    # The densest stretch of the page: mass within it decays with the distance to it.
    region = _decayed(mass, 0.8)
    peak = float(region.max()) + 1e-6 if len(region) else 1.0
    columns.append(region / peak)
    columns.append(np.log1p(region))
    columns.append(_linked(mass, region))
    stacked: Matrix = np.stack(columns, axis=1).astype(np.float32)
    return stacked


def _decayed(mass: Matrix, keep: float) -> Matrix:
    def run(values: list[float]) -> list[float]:
        return list(accumulate(values, lambda total, value: keep * total + value))

    values = mass.tolist()
    both = np.array(run(values)) + np.array(run(values[::-1]))[::-1]
    summed: Matrix = (both - mass).astype(np.float32)
    return summed


def _linked(mass: Matrix, region: Matrix) -> Matrix:
    """The weakest point on the way from a unit to the densest place: 1 inside the article, near 0 across a gap."""
    if not len(mass):
        return mass
    peak = int(region.argmax())
    level = region / (region[peak] + 1e-6)
    right = np.minimum.accumulate(level[peak:])
    left = np.minimum.accumulate(level[: peak + 1][::-1])[::-1]
    weakest: Matrix = np.concatenate([left[:-1], right]).astype(np.float32)
    return weakest
