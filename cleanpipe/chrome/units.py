"""The units that are judged: lines of a page, or whole paragraphs of hard-wrapped text.

First step of the chrome stage. Scraped pages have one block a line, with or without blank lines between; in
hard-wrapped text a line is only a part of a paragraph, and no part may be judged alone.
"""

from __future__ import annotations

from typing import NamedTuple

from cleanpipe.document import Document


class Unit(NamedTuple):
    """Characters ``start:end`` without outer blanks, and the lines ``first`` to ``last`` they stand on."""

    start: int
    end: int
    first: int
    last: int


def units_of(document: Document) -> list[Unit]:
    """The units of a document in their order; blank lines are none.

    >>> [u.first for u in units_of(Document("Home\\n\\nThe article begins here.\\n"))]
    [0, 2]
    """
    text = document.text
    units: list[Unit] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        bare = line.strip()
        if bare:
            left = start if len(bare) == len(line) else start + len(line) - len(line.lstrip())
            units.append(Unit(left, left + len(bare), number, number))
        start += len(line) + 1
    if document.one_line_blocks or "\n" not in text:
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
