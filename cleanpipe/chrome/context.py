"""Where a unit stands on its page: among running text, labels, and what rules found.

Second half of the features. What the neighbours look like the network sees by itself; here is what it cannot see from
near by, computed by sums over the whole page, so a unit costs the same on a page of any length.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome.features import Page

Matrix = NDArray[Any]


def around(page: Page) -> Matrix:
    """The columns of place of every unit of a page.

    >>> from cleanpipe.chrome.features import page_of
    >>> from cleanpipe.chrome.units import Unit
    >>> around(page_of("Home", [Unit(0, 4, 0, 0)])).shape
    (1, 18)
    """
    size = len(page.length)
    rows = np.empty((18, size), dtype=np.float32)
    if size:
        _place(page.prose, rows[:12])
        _past_signs(page, rows[12:])
    return rows.T


def _place(mass: Matrix, rows: Matrix) -> None:
    """Where a unit stands, by count and by ``mass`` of running text before, after and around it."""
    size = len(mass)
    index = np.arange(size, dtype=np.float32)
    whole = float(mass.sum()) + 1e-6
    before = mass.cumsum() - mass
    after = whole - before - mass
    strong = mass > 0.45
    last = np.maximum.accumulate(np.where(strong, index, -60))
    following = np.minimum.accumulate(np.where(strong, index, size + 60)[::-1])[::-1]
    rows[0] = index / size
    rows[1], rows[2] = index, index[::-1]
    rows[3], rows[4] = before / whole, after / whole
    rows[5], rows[6], rows[7] = before, after, whole
    rows[8, 0], rows[8, 1:] = 60, index[1:] - last[:-1]
    rows[9, -1], rows[9, :-1] = 60, following[1:] - index[:-1]
    np.minimum(rows[8:10], 60, out=rows[8:10])
    for logs in (rows[1:3], rows[5:10]):
        np.log1p(logs, out=logs)
    rows[10], rows[11] = strong.mean(), np.log1p(size)


def _past_signs(page: Page, rows: Matrix) -> None:
    """How far above certain ends of an article stand, and how many known labels are above and below."""
    index = np.arange(len(page.length), dtype=np.float32)
    ends = page.signs[:, 2] > 0
    passed = ends.cumsum()
    known = (page.label | (page.signs[:, 0] > 0)).cumsum()
    whole = max(float(known[-1]), 1.0)
    rows[0], rows[1] = passed > 0, passed
    rows[2] = np.minimum(index - np.maximum.accumulate(np.where(ends, index, -200)), 200)
    rows[3], rows[4] = known, whole - np.minimum(known, whole)
    np.log1p(rows[1:5], out=rows[1:5])
    rows[5] = known / whole
