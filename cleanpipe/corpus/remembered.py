"""Paragraphs of earlier runs: what a run finds in an index of them, and what the index takes up at the end.

``cleanpipe.dedupe.DedupeIndex`` decides what is a copy and keeps the file. Here is only who is asked: paragraphs that
still stand after the search within the run, in blocks. Documents of this run are never compared with what the index has
of themselves, so that the same run again gives the same output. The index is written once, when all else is done.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cleanpipe.dedupe.removal import Removal
from cleanpipe.errors import CleanpipeError, InputError, OutputError
from cleanpipe.rulefile.model import Dedupe, Rule

if TYPE_CHECKING:
    from cleanpipe.corpus.removed import Removed
    from cleanpipe.dedupe.index import DedupeIndex

#: Paragraphs looked up at a time: at 500 bytes each 10 MB.
BLOCK = 20_000

Place = tuple[int, int, int]  # unit, document, paragraph from 0


class Rows(Protocol):
    """The paragraphs of a run under one rule, in order."""

    def __len__(self) -> int: ...

    def place(self, row: int) -> Place: ...

    def text(self, row: int) -> str: ...


def existing(path: Path) -> DedupeIndex:
    """Open an index that is there. Raises InputError when it is not."""
    from cleanpipe.dedupe.index import DedupeIndex

    if not path.is_file():
        raise InputError(f"{path}: no such index; run makes one: cleanpipe run INPUT --out DIR --index {path}")
    return DedupeIndex(path)


def opened(path: Path, dry_run: bool) -> DedupeIndex:
    """The index for a run, made when it is not there; a dry run makes none."""
    from cleanpipe.dedupe.index import DedupeIndex

    if path.is_dir():
        raise InputError(f"{path}: --index is a folder; name a file; it is made when it is not there")
    if dry_run and not path.exists():
        return DedupeIndex()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot make the folder of the index: {error.strerror or error}") from error
    return DedupeIndex(path)


class Remembered:
    """The indexes of a run by rule; ``name_of(unit, document)`` is what they call a document."""

    def __init__(
        self,
        rules: Sequence[Rule],
        path: Path | None,
        name_of: Callable[[int, int], str],
        dry_run: bool = False,
    ) -> None:
        self._name_of, self._dry_run = name_of, dry_run
        self._rules: dict[int, tuple[Dedupe, Path]] = {}
        self._indexes: dict[Path, DedupeIndex] = {}
        self._rows: dict[int, Rows] = {}
        for number, rule in enumerate(rules):
            body = rule.body
            if not isinstance(body, Dedupe) or (body.unit, body.within, body.survivor) != (
                "paragraph",
                "corpus",
                "first",
            ):
                continue  # the index keeps paragraphs, and the earlier one stays
            where = path or (Path(body.index) if body.index else None)
            if where is not None:
                self._rules[number] = body, where
                if where not in self._indexes:
                    self._indexes[where] = opened(where, dry_run)
        if path is not None and not self._rules:
            raise InputError(
                "an index needs a rule that removes copies of paragraphs in the whole corpus "
                "(dedupe: {unit: paragraph, within: corpus}), and no rule of this run does"
            )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def removals(self, number: int, rows: Rows) -> Iterator[tuple[int, int, Removal]]:
        """Unit, document and removal for every paragraph of a rule that an earlier run has seen."""
        if number not in self._rules:
            return
        body, path = self._rules[number]
        index = self._indexes[path]
        index.settings = body
        self._rows[number] = rows
        mine = {self._name_of(*rows.place(row)[:2]) for row in range(len(rows))}
        hidden = frozenset(name for name in index.documents() if name in mine)
        del mine
        for first in range(0, len(rows), BLOCK):
            block = range(first, min(first + BLOCK, len(rows)))
            for row, seen in zip(block, index.find_many([rows.text(row) for row in block], hidden), strict=True):
                if seen is not None:
                    unit, document, place = rows.place(row)
                    twin = f"{seen.document}#{seen.place}"
                    yield unit, document, Removal(place, twin, seen.similarity, seen.exact, seen.differs)

    def take_up(self, removed: Removed) -> int:
        """Add the paragraphs that were not removed to the indexes, all or none of each; their number."""
        if self._dry_run:
            return 0
        count = 0
        for path, index in self._indexes.items():
            try:
                for number, (body, where) in self._rules.items():
                    if where != path or number not in self._rows:
                        continue
                    index.settings = body
                    count += index.add_many(self._standing(self._rows[number], removed))
                index.commit()
            except sqlite3.Error as error:
                raise CleanpipeError(
                    f"{path}: the index took up nothing of this run: {error}; the cleaned files are complete"
                ) from error
        return count

    def _standing(self, rows: Rows, removed: Removed) -> Iterator[tuple[str, str, int]]:
        """Text, name of the document and place from 1 of each paragraph that was not removed."""
        known, gone = -1, set[tuple[int, int]]()
        for row in range(len(rows)):
            unit, document, place = rows.place(row)
            if unit != known:
                known, gone = unit, removed.gone(unit)
            if (document, place) not in gone:
                yield rows.text(row), self._name_of(unit, document), place + 1

    def close(self) -> None:
        """Close the files; what was not taken up is not in them."""
        for index in self._indexes.values():
            index.close()


def lasting_name(path: Path, place: str = "") -> str:
    """What an index calls a document: the whole path, so that other runs, from other folders, mean the same.

    >>> lasting_name(Path("/news/may.jsonl"), "7")
    '/news/may.jsonl:7'
    """
    from cleanpipe.corpus.sources import printable

    name = printable(os.path.abspath(path))
    return f"{name}:{place}" if place else name
