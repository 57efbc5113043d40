"""Where a unit stands on its page: among running text, labels, and what rules found.

Second half of the features. What the neighbours look like the network sees by itself; here is what it cannot see from
near by, computed by sums over the whole page, so a unit costs the same on a page of any length.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.features import Page, stacked

Matrix = NDArray[Any]


def around(page: Page) -> Matrix:
    """The columns of place of every unit of a page.

    >>> from cleanpipe.chrome.features import page_of
    >>> from cleanpipe.chrome.units import Unit
    >>> around(page_of("Home", [Unit(0, 4, 0, 0)])).shape
    (1, 18)
    """
    return stacked(_place(page.prose) + _past_signs(page), len(page.length))


def _place(mass: Matrix) -> list[Matrix]:
    """Where a unit stands, by count and by ``mass`` of running text before, after and around it."""
    size = len(mass)
    index = np.arange(size, dtype=np.float32)
    whole = float(mass.sum()) + 1e-6
    before = (mass.cumsum() - mass).astype(np.float32)
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
    return columns


def _past_signs(page: Page) -> list[Matrix]:
    """How far above certain ends of an article stand, and how many known labels are above and below."""
    index = np.arange(len(page.length), dtype=np.float32)
    ends = page.signs[:, 2] > 0
    passed = ends.cumsum()
    latest = np.maximum.accumulate(np.where(ends, index, -200))
    known = np.cumsum(page.label | (page.signs[:, 0] > 0))
    whole = max(float(known[-1]), 1.0) if len(known) else 1.0
    columns = [
        passed > 0, np.log1p(passed), np.log1p(np.minimum(index - latest, 200)),
        np.log1p(known), np.log1p(whole - np.minimum(known, whole)), known / whole,
    ]  # fmt: skip
    return columns
