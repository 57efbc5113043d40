"""Copies across the documents of a run: sketches from the workers, one search, removals for the last phase.

What is a copy, ``cleanpipe.dedupe`` decides. Here is only who is asked: rows stand in the order of the documents and
their paragraphs, and texts are fetched from the spool when a pair needs a closer look. Memory grows with the number of
paragraphs (see ``benchmarks/dedupe_disk.py``), not with their length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.comparing import Comparer
from cleanpipe.corpus.frames import Spool
from cleanpipe.corpus.removed import Removals, Removed
from cleanpipe.corpus.sketchfile import SketchFile, places
from cleanpipe.dedupe.removal import Removal, removal_edits, spans_of
from cleanpipe.document import Document, Edit
from cleanpipe.editing import Bar, choose
from cleanpipe.rulefile.bars import bar_of
from cleanpipe.rulefile.model import Dedupe, Rule, RuleBook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.corpus.remembered import Remembered
    from cleanpipe.dedupe.sketch import Sketches


@dataclass(frozen=True, slots=True)
class Sketched:
    """The texts of one unit that one rule looks at: where each stands, and its sketch."""

    sketches: Sketches
    places: NDArray[np.void]  # see ``sketchfile.places``
    sites: tuple[str | None, ...]  # of each document of the unit
    ids: tuple[str, ...] = ()  # what its lines call themselves


def rules_across(book: RuleBook) -> tuple[Rule, ...]:
    """The rules that look beyond one document."""
    if "dedupe" not in book.settings.stages:
        return ()
    return tuple(r for r in book.of("dedupe") if isinstance(r.body, Dedupe) and r.body.within != "document")


def sketched(rules: Sequence[Rule], documents: Sequence[Document | None], starts: Sequence[int]) -> list[Sketched]:
    """Sketch the documents of one unit for each rule; ``starts`` says where their texts begin in the frame."""
    import numpy as np

    from cleanpipe.dedupe.sketch import sketch
    from cleanpipe.rulefile.matching.scope import covers

    out = []
    for rule in rules:
        body = rule.body
        assert isinstance(body, Dedupe)
        texts: list[str] = []
        rows: list[tuple[int, int, int, int]] = []
        for number, document in enumerate(documents):
            if document is None or not covers(rule.where, document) or (body.within == "site" and not document.site):
                continue
            text, at, byte = document.text, 0, starts[number]
            plain = text.isascii()
            for place, (start, end) in enumerate(spans_of(document, body.unit)):
                piece = text[start:end]
                byte += start - at if plain else len(text[at:start].encode("utf-8", "surrogatepass"))
                size = end - start if plain else len(piece.encode("utf-8", "surrogatepass"))
                # Eight words have seven gaps at least: what is too short for that needs no sketch.
                if end - start >= 2 * body.min_words - 1:
                    texts.append(piece)
                    rows.append((number, place, byte, size))
                byte, at = byte + size, end
        sketches = sketch(texts)
        wanted = np.flatnonzero(sketches.words >= body.min_words)
        out.append(
            Sketched(
                sketches.take(wanted),
                places(rows)[wanted],
                tuple(document.site if document else None for document in documents),
                tuple(jsonl.id_in(document.meta) if document else "" for document in documents),
            )
        )
    return out


class CopySearch:
    """All sketches of a run, in order, and the search over them. ``scratch`` is a file of its own, ``engine`` does the
    comparing."""

    def __init__(self, rules: Sequence[Rule], scratch: Path, engine: Any) -> None:
        self._rules, self._engine = rules, engine
        self._file = SketchFile(scratch)
        # Of each rule: unit, start of its frame in the spool, start in the file of sketches, number of texts.
        self._parts: list[list[tuple[int, int, int, int]]] = [[] for _ in rules]
        self._sites: dict[int, tuple[str | None, ...]] = {}
        self._ids: dict[tuple[int, int], str] = {}

    def add(self, unit: int, start: int, found: list[Sketched]) -> None:
        """Take the sketches of a unit whose frame begins at ``start`` of the spool."""
        for part, parts in zip(found, self._parts, strict=False):
            if len(part.places):
                parts.append((unit, start, self._file.add(part.sketches, part.places), len(part.places)))
        if found:
            if any(found[0].sites):
                self._sites[unit] = found[0].sites
            self._ids.update(((unit, k), name) for k, name in enumerate(found[0].ids) if name)

    def id_of(self, unit: int, document: int) -> str:
        """What a line of a .jsonl file calls itself; empty when it has no id."""
        return self._ids.get((unit, document), "")

    def find(self, spool: Spool, labels: Any, left_out: Any, remembered: Remembered | None = None) -> Removed:
        """What goes. ``labels(unit, document)`` gives names for the log.

        ``left_out(unit)`` says which units take no part, since their file is copied as it is. ``remembered`` knows the
        paragraphs of earlier runs.
        """
        removed = Removed()
        for number, rule in enumerate(self._rules):
            parts = [part for part in self._parts[number] if not left_out(part[0])]
            assert isinstance(rule.body, Dedupe)
            comparer = Comparer(self._engine, spool.path, rule.body, sum(part[3] for part in parts))
            try:
                search = _Search(rule, self._file, parts, self._sites, spool, labels, comparer)
                for unit, document, removal in search.removals():
                    removed.add(number, unit, document, removal)
            finally:
                comparer.close()
            if remembered:
                # A twin in the index stands; one in this run may itself be a copy of what the index has.
                for unit, document, removal in remembered.removals(number, search):
                    removed.add(number, unit, document, removal)
        self._file.close()
        return removed


class _Search:
    """One rule over all units."""

    def __init__(
        self,
        rule: Rule,
        file: SketchFile,
        parts: list[tuple[int, int, int, int]],
        sites: dict[int, tuple[str | None, ...]],
        spool: Spool,
        labels: Any,
        comparer: Comparer,
    ) -> None:
        assert isinstance(rule.body, Dedupe)
        self._settings, self._comparer = rule.body, comparer
        self._spool, self._labels, self._sites = spool, labels, sites
        table = file.table(parts)
        self._unit, self._document, self._place = table.unit, table.document, table.place
        self._start, self._length = table.start, table.length
        self._sketches: Sketches | None = table.sketches

    def __len__(self) -> int:
        return len(self._unit)

    def removals(self) -> Any:
        """Unit, document and removal for every text that goes. Can be asked once: the sketches are let go."""
        from cleanpipe.dedupe.copies import removable
        from cleanpipe.dedupe.describe import what_differs

        self._spool.bytes_at(0, 0)  # everything is on disk before workers read
        comparer = self._comparer
        comparer.place(self._start, self._length)
        whole, self._sketches = self._sketches, None
        assert whole is not None
        for rows in self._scopes():
            sketches = whole if rows is None else whole.take(rows)
            if len(sketches) < 2:
                continue
            where = range(len(sketches)) if rows is None else rows
            documents: Any = self._unit.astype("int64") << 32 | self._document
            documents = documents if rows is None else documents[rows]

            def fetch(some: Any, where: Any = where) -> list[str]:
                return [self.text(int(where[int(k)])) for k in some]

            firsts = partial(comparer.firsts, text=self.text, where=rows)
            for copy in removable(sketches, fetch, documents, self._settings, firsts):
                gone, kept = int(where[copy.index]), int(where[copy.twin])
                label = self._labels(int(self._unit[kept]), int(self._document[kept]))
                differs = comparer.told(kept, gone)
                if differs is None and not copy.exact:
                    differs = what_differs(self.text(kept), self.text(gone))
                removal = Removal(
                    int(self._place[gone]),
                    f"{label}#{int(self._place[kept]) + 1}",
                    copy.similarity,
                    copy.exact,
                    "" if copy.exact else differs or "",
                )
                yield int(self._unit[gone]), int(self._document[gone]), removal

    def _scopes(self) -> list[Any]:
        """The rows that are compared with each other: all (None), or those of one site."""
        import numpy as np

        if self._settings.within != "site":
            return [None]
        groups: dict[str, list[int]] = {}
        for row, (unit, document) in enumerate(zip(self._unit.tolist(), self._document.tolist(), strict=True)):
            if unit in self._sites and (site := self._sites[unit][document]):
                groups.setdefault(site, []).append(row)
        return [np.array(rows) for _, rows in sorted(groups.items())]

    def place(self, row: int) -> tuple[int, int, int]:
        """Unit, document and place of a row."""
        return int(self._unit[row]), int(self._document[row]), int(self._place[row])

    def text(self, row: int) -> str:
        """The text of a row."""
        data = self._spool.bytes_at(int(self._start[row]), int(self._length[row]))
        return data.decode("utf-8", "surrogatepass")


def decided(text: str, removals: Removals, rules: Sequence[Rule], book: RuleBook) -> list[Edit]:
    """The edits of one cleaned text for what goes from it, chosen like all others."""
    document = Document(text)
    proposals: list[Edit] = []
    bars: dict[str, Bar] = {}
    for number, found in removals.items():
        rule = rules[number]
        assert isinstance(rule.body, Dedupe)
        proposals += removal_edits(document, rule.body.unit, found, rule.id, rule.order)
        bars[rule.id] = bar_of(book.settings, rule)
    return choose(text, proposals, bars.__getitem__)
