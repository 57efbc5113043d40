"""The units that are judged: lines of a page, or whole paragraphs of hard-wrapped text.

First step of the chrome stage. Scraped pages have one block a line, with or without blank lines between; in
hard-wrapped text a line is only a part of a paragraph, and no part may be judged alone.
"""

from __future__ import annotations

from functools import partial
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple

from cleanpipe.document import Document


class Unit(NamedTuple):
    """Characters ``start:end`` without outer blanks, and the lines ``first`` to ``last`` they stand on."""

    start: int
    end: int
    first: int
    last: int


#: A unit of a tuple, three times as fast as ``Unit``.
_UNIT = partial(tuple.__new__, Unit)
#: A line longer than this is no line of hard-wrapped text (``Document.one_line_blocks``).
_WIDEST = 120


def units_of(document: Document) -> list[Unit]:
    """The units of a document in their order; blank lines are none.

    >>> [u.first for u in units_of(Document("Home\\n\\nThe article begins here.\\n"))]
    [0, 2]
    """
    text = document.text
    lines = text.split("\n")
    lengths = list(map(len, lines))
    starts = list(accumulate([length + 1 for length in lengths], initial=0))
    bare = list(map(str.strip, lines))
    if bare != lines:
        starts = [start + len(line) - len(line.lstrip()) for start, line in zip(starts, lines, strict=False)]
    spans = zip(starts, map(add, starts, map(len, bare)), count(), count(), strict=False)
    units: list[Unit] = list(map(_UNIT, compress(spans, bare)))
    if max(lengths) > _WIDEST or document.one_line_blocks or len(lines) == 1:
        return units
    return _joined(units)


def _joined(units: list[Unit]) -> list[Unit]:
    """Neighbouring lines as one unit: hard-wrapped text."""
    joined: list[Unit] = []
    for unit in units:
        if joined and joined[-1].last + 1 == unit.first:
            joined[-1] = Unit(joined[-1].start, unit.end, joined[-1].first, unit.last)
        else:
            joined.append(unit)
    return joined
