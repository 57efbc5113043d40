"""Quotation marks of one line as values: which mark stands where, and how it leans. For ``quotes``."""

from __future__ import annotations

import re
from typing import NamedTuple

MARKS = re.compile("[\"“”„‟«»]+|``|''+|\n")
#: Opening marks with the closers that go with them somewhere in the world, the usual ones of each language first.
PAIRS: dict[str, str] = {"“": "”", "„": '“”"', "«": "»", "»": "«", "”": "”"}
_OPENS_AFTER = frozenset(" \t\xa0\u202f\u2009([{—–-/‘'«„“>")
_CLOSES_BEFORE = frozenset(" \t\xa0\u202f\u2009.,;:!?)]}—–-/’'…»”<")


class Mark(NamedTuple):
    """A quotation mark with its neighbours (empty at the ends of a line) and the side it leans to.

    ``lean`` is "open", "close", or "" where the neighbours do not tell.
    """

    at: int
    end: int
    text: str
    left: str
    right: str

    @property
    def lean(self) -> str:
        """Which side the mark seems to be on, judged by what stands next to it alone."""
        opens = self.left == "" or self.left in _OPENS_AFTER
        closes = self.right == "" or self.right in _CLOSES_BEFORE
        if opens and not closes:
            return "open"
        if closes and not opens:
            return "close"
        return ""


def marks_of(line: str, offset: int) -> list[Mark]:
    """All quotation marks of a line in order; runs of the same character are one mark.

    >>> [(m.text, m.lean) for m in marks_of('He said ""no" twice.', 0)]
    [('""', 'open'), ('"', 'close')]
    """
    found: list[Mark] = []
    for match in MARKS.finditer(line):
        run = match.group()
        at = match.start()
        # A run of different marks (»„«) is as many marks; a run of one character stays whole.
        pieces = [run] if len(set(run)) == 1 else list(run)
        for piece in pieces:
            end = at + len(piece)
            found.append(Mark(offset + at, offset + end, piece, line[at - 1 : at] if at else "", line[end : end + 1]))
            at = end
    return found
