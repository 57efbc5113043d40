"""Edits of one document as passages to read: neighbours share their surroundings, like corrections on a page.

A log line knows 40 characters on both sides of its edit. Where those of two edits meet, both stand in one passage. Made
from log lines alone, so that the page can be built again without the documents; ``page`` makes HTML of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
EDITS = 8  # edits of one passage: more would make a wall of text


@dataclass(slots=True)
class Passage:
    """Text between edits, and the edits: ``between[k]`` stands before ``rows[k]``, the last one at the end."""

    rows: list[Row] = field(default_factory=list)
    between: list[str] = field(default_factory=list)


def passages(rows: Iterable[Row]) -> Iterator[Passage]:
    """Gather the edits of one document, in their order; what overlaps begins a new passage.

    >>> def row(start, old, new, left, right):
    ...     return {"start": start, "end": start + len(old), "before": old, "after": new, "context": [left, right]}
    >>> rows = [row(7, " ", "", "It rain", ", and teh sun."), row(14, "teh", "the", "ain , and ", " sun.")]
    >>> next(passages(rows)).between
    ['It rain', ', and ', ' sun.']
    """
    held = Passage()
    for row in rows:
        if held.rows:
            gap = _gap(held.rows[-1], row)
            if gap is not None and len(held.rows) < EDITS:
                held.between.append(gap)
                held.rows.append(row)
                continue
            yield _closed(held)
        held = Passage([row], [_from_word(_context(row)[0])])
    if held.rows:
        yield _closed(held)


def _context(row: Row) -> Sequence[str]:
    found = row.get("context") or ("", "")
    return str(found[0]), str(found[1])


def _gap(first: Row, second: Row) -> str | None:
    """What stands between two edits, when the surroundings of both tell it and neither overlaps the other."""
    size = second["start"] - first["end"]
    if size < 0 or second["start"] == first["start"]:
        return None
    right, left = _context(first)[1], _context(second)[0]
    if size <= len(right):
        return right[:size]
    missing = size - len(right)
    return right + left[-missing:] if missing <= len(left) else None


def _closed(passage: Passage) -> Passage:
    passage.between.append(_to_word(_context(passage.rows[-1])[1]))
    return passage


def _from_word(left: str) -> str:
    """Surroundings that begin with a whole word, and with the last lines only."""
    cut = left.rfind("\n", 0, len(left.rstrip("\n")))
    if cut >= 0:
        return left[cut + 1 :]
    blank = left.find(" ")
    return f"…{left[blank:]}" if len(left) >= 40 and 0 <= blank < len(left) - 1 else left


def _to_word(right: str) -> str:
    stripped = right.lstrip("\n")
    cut = right.find("\n", len(right) - len(stripped))
    if cut >= 0:
        return right[:cut]
    blank = right.rfind(" ")
    return f"{right[:blank]} …" if len(right) >= 40 and blank > 0 else right
