"""Edits of one document as passages to read: neighbours share their surroundings, like corrections on a page.

A log line knows 40 characters of the input on both sides of its edit. Where those of two edits meet, both stand in one
passage; where a passage ends, its surroundings end before the next edit. So a passage with all its edits made is a part
of the output, and with none a part of the input. Made from log lines alone, so that the page can be built again without
the documents; ``page`` makes HTML of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
EDITS = 8  # edits of one passage, from which on it ends where the text gives room: more would make a wall of text
MOST = 24  # edits after which it ends anywhere
ROOM = 30  # characters between two edits at which a passage may end, beside any line end
_AROUND = 40  # characters of surroundings in a log line


@dataclass(slots=True)
class Mark:
    """An edit to mark in the text, and suggestions for the same characters, which cannot be marked there as well."""

    row: Row
    met: list[Row] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """All of them, the marked one first."""
        return [self.row, *self.met]


@dataclass(slots=True)
class Passage:
    """Text between edits, and the edits: ``between[k]`` stands before ``marks[k]``, the last one at the end."""

    marks: list[Mark] = field(default_factory=list)
    between: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The log lines of the passage."""
        return [row for mark in self.marks for row in mark.rows]

    def around(self, number: int, neighbours: int = 2) -> Passage:
        """The part of the passage around one of its marks, for an example of it."""
        first, last = max(0, number - neighbours), min(len(self.marks), number + neighbours + 1)
        between = self.between[first : last + 1]
        if first:
            between[0] = _from_word(between[0][-_AROUND:], cut=True)
        if last < len(self.marks):
            between[-1] = _to_word(between[-1][:_AROUND], cut=True)
        return Passage(self.marks[first:last], between)


def passages(rows: Iterable[Row]) -> Iterator[Passage]:
    """Gather the edits of one document, in their order, one passage at a time.

    >>> def row(start, old, new, left, right):
    ...     return {"start": start, "end": start + len(old), "before": old, "after": new, "context": [left, right],
    ...             "state": "applied"}
    >>> rows = [row(7, " ", "", "It rain", ", and teh sun."), row(14, "teh", "the", "ain , and ", " sun.")]
    >>> next(passages(rows)).between
    ['It rain', ', and ', ' sun.']
    """
    held = Passage()
    for mark in _marks(rows):
        room = _AROUND  # of surroundings, before the neighbour begins
        if held.marks:
            last = held.marks[-1].row
            room = mark.row["start"] - last["end"]
            gap = _gap(last, mark.row, room)
            if gap is not None and not _full(held, gap):
                held.between.append(gap)
                held.marks.append(mark)
                continue
            yield _closed(held, room)
        left = _context(mark.row)[0]
        held = Passage([mark], [_from_word(left[max(0, len(left) - room) :], cut=room < len(left))])
    if held.marks:
        yield _closed(held, _AROUND)


def _marks(rows: Iterable[Row]) -> Iterator[Mark]:
    """Rows that can all be marked in one text: what is made before what is suggested for the same characters."""
    held: Mark | None = None
    for row in rows:
        if held is None:
            held = Mark(row)
        elif not _overlap(held.row, row):
            yield held
            held = Mark(row)
        elif row["state"] == "applied" and held.row["state"] != "applied":
            held = Mark(row, held.rows)
        else:
            held.met.append(row)
    if held is not None:
        yield held


def _overlap(first: Row, second: Row) -> bool:
    same = (first["start"], first["end"]) == (second["start"], second["end"])
    return bool(same or second["start"] < first["end"])


def _context(row: Row) -> Sequence[str]:
    found = row.get("context") or ("", "")
    return str(found[0]), str(found[1])


def _gap(first: Row, second: Row, size: int) -> str | None:
    """What stands between two edits, when the surroundings of both tell it."""
    right, left = _context(first)[1], _context(second)[0]
    if size <= len(right):
        return right[:size]
    missing = size - len(right)
    return right + left[-missing:] if missing <= len(left) else None


def _full(passage: Passage, gap: str) -> bool:
    count = len(passage.marks)
    return count >= MOST or (count >= EDITS and (len(gap) >= ROOM or "\n" in gap))


def _closed(passage: Passage, room: int) -> Passage:
    right = _context(passage.marks[-1].row)[1]
    passage.between.append(_to_word(right[:room], cut=room < len(right)))
    return passage


def _from_word(left: str, cut: bool = False) -> str:
    """Surroundings that begin with a whole word, and with the last lines only. ``cut``: more stood before them."""
    end = left.rfind("\n", 0, len(left.rstrip("\n")))
    if end >= 0:
        return left[end + 1 :]
    if not cut and len(left) < _AROUND:
        return left
    blank = left.find(" ")
    return f"…{left[blank:]}" if 0 <= blank < len(left) - 1 else f"… {left}" if cut else left


def _to_word(right: str, cut: bool = False) -> str:
    stripped = right.lstrip("\n")
    end = right.find("\n", len(right) - len(stripped))
    if end >= 0:
        return right[:end]
    if not cut and len(right) < _AROUND:
        return right
    blank = right.rfind(" ")
    return f"{right[:blank]} …" if blank > 0 else f"{right} …" if cut else right
