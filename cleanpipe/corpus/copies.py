"""Copies across the documents of a run: sketches from the workers, one search, removals for the last phase.

What is a copy, ``cleanpipe.dedupe`` decides. Here is only who is asked: rows stand in the order of the documents and
their paragraphs, and texts are fetched from the spool when a pair needs a closer look. Memory grows with the number of
paragraphs (about 180 bytes each), not with their length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.frames import Spool
from cleanpipe.dedupe.removal import Removal, removal_edits, spans_of
from cleanpipe.document import Document, Edit
from cleanpipe.editing import Bar, choose
from cleanpipe.rulefile.model import Dedupe, Rule, RuleBook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.corpus.remembered import Remembered
    from cleanpipe.dedupe.sketch import Sketches

Removals = dict[int, tuple[Removal, ...]]  # number of a rule -> what it removes from one document


@dataclass(frozen=True, slots=True)
class Sketched:
    """The texts of one unit that one rule looks at: where each stands, and its sketch."""

    sketches: Sketches
    document: NDArray[np.int32]  # number in the unit
    place: NDArray[np.int32]  # number of the paragraph (or line) in the document
    start: NDArray[np.uint64]  # first byte in the frame
    length: NDArray[np.uint32]  # bytes
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
    from cleanpipe.rulefile.scope import covers

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
        table = np.array(rows, np.int64).reshape(-1, 4)[wanted]
        out.append(
            Sketched(
                sketches.take(wanted),
                table[:, 0].astype(np.int32),
                table[:, 1].astype(np.int32),
                table[:, 2].astype(np.uint64),
                table[:, 3].astype(np.uint32),
                tuple(document.site if document else None for document in documents),
                tuple(jsonl.id_in(document.meta) if document else "" for document in documents),
            )
        )
    return out


class CopySearch:
    """All sketches of a run, in order, and the search over them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._units: list[tuple[int, int, list[Sketched]]] = []
        self._ids: dict[tuple[int, int], str] = {}

    def add(self, unit: int, start: int, found: list[Sketched]) -> None:
        """Take the sketches of a unit whose frame begins at ``start`` of the spool."""
        if any(len(part.place) for part in found):
            self._units.append((unit, start, found))
            self._ids.update(((unit, k), name) for k, name in enumerate(found[0].ids) if name)

    def id_of(self, unit: int, document: int) -> str:
        """What a line of a .jsonl file calls itself; empty when it has no id."""
        return self._ids.get((unit, document), "")

    def find(
        self, spool: Spool, labels: Any, left_out: Any, remembered: Remembered | None = None
    ) -> dict[int, dict[int, Removals]]:
        """What goes: unit -> document -> rule -> removals. ``labels(unit, document)`` gives names for the log.

        ``left_out(unit)`` says which units take no part, since their file is copied as it is. ``remembered`` knows the
        paragraphs of earlier runs.
        """
        out: dict[int, dict[int, Removals]] = {}
        units = [row for row in self._units if not left_out(row[0])]
        for number, rule in enumerate(self._rules):
            search = _Search(rule, number, units, spool, labels)
            gone = {(unit, document, removal.place): removal for unit, document, removal in search.removals()}
            if remembered:
                # A twin in the index stands; one in this run may itself be a copy of what the index has.
                for unit, document, removal in remembered.removals(number, search):
                    gone[unit, document, removal.place] = removal
            for (unit, document, _), removal in sorted(gone.items()):
                of_document = out.setdefault(unit, {}).setdefault(document, {})
                of_document[number] = (*of_document.get(number, ()), removal)
        self._units = []
        return out


def _taken(units: Sequence[tuple[int, int, list[Sketched]]], number: int) -> Iterator[Sketches]:
    """The sketches of one rule, which nobody asks for again: with a million paragraphs they are 120 MB."""
    from cleanpipe.dedupe.sketch import sketch

    none = sketch([])
    for _, _, found in units:
        part = found[number]
        found[number] = replace(part, sketches=none)
        yield part.sketches


class _Search:
    """One rule over all units."""

    def __init__(
        self, rule: Rule, number: int, units: Sequence[tuple[int, int, list[Sketched]]], spool: Spool, labels: Any
    ) -> None:
        import numpy as np

        from cleanpipe.dedupe.sketch import Sketches

        assert isinstance(rule.body, Dedupe)
        self._settings = rule.body
        self._spool, self._labels = spool, labels
        parts = [found[number] for _, _, found in units]
        self._unit = np.repeat(np.array([unit for unit, *_ in units], np.int64), [len(part.place) for part in parts])
        empty: list[Any] = [np.zeros(0, np.int64)]
        self._document = np.concatenate(empty + [part.document for part in parts])
        self._place = np.concatenate(empty + [part.place for part in parts])
        starts = [part.start + np.uint64(start) for (_, start, _), part in zip(units, parts, strict=True)]
        self._start = np.concatenate([np.zeros(0, np.uint64), *starts])
        self._length = np.concatenate(empty + [part.length for part in parts])
        self._sites = {unit: part.sites for (unit, *_), part in zip(units, parts, strict=True)}
        del parts
        self._sketches = Sketches.join(_taken(units, number))

    def removals(self) -> Any:
        """Unit, document and removal for every text that goes."""
        from cleanpipe.dedupe.copies import removable
        from cleanpipe.dedupe.describe import what_differs

        for rows in self._scopes():
            sketches = self._sketches if rows is None else self._sketches.take(rows)
            if len(sketches) < 2:
                continue
            where = range(len(sketches)) if rows is None else rows
            documents: Any = self._unit << 32 | self._document
            documents = documents if rows is None else documents[rows]

            def fetch(some: Any, where: Any = where) -> list[str]:
                return [self.text(int(where[int(k)])) for k in some]

            for copy in removable(sketches, fetch, documents, self._settings):
                gone, kept = int(where[copy.index]), int(where[copy.twin])
                label = self._labels(int(self._unit[kept]), int(self._document[kept]))
                removal = Removal(
                    int(self._place[gone]),
                    f"{label}#{int(self._place[kept]) + 1}",
                    copy.similarity,
                    copy.exact,
                    "" if copy.exact else what_differs(self.text(kept), self.text(gone)),
                )
                yield int(self._unit[gone]), int(self._document[gone]), removal

    def _scopes(self) -> list[Any]:
        """The rows that are compared with each other: all (None), or those of one site."""
        import numpy as np

        if self._settings.within != "site":
            return [None]
        groups: dict[str, list[int]] = {}
        for row, (unit, document) in enumerate(zip(self._unit, self._document, strict=True)):
            site = self._sites[int(unit)][int(document)]
            if site:
                groups.setdefault(site, []).append(row)
        return [np.array(rows) for _, rows in sorted(groups.items())]

    def places(self) -> list[tuple[int, int, int]]:
        """Unit, document and place of every row."""
        return list(zip(self._unit.tolist(), self._document.tolist(), self._place.tolist(), strict=True))

    def text(self, row: int) -> str:
        """The text of a row."""
        data = self._spool.bytes_at(int(self._start[row]), int(self._length[row]))
        return data.decode("utf-8", "surrogatepass")


def decided(text: str, removals: Removals, rules: Sequence[Rule], book: RuleBook) -> list[Edit]:
    """The edits of one cleaned text for what goes from it, chosen like all others."""
    document = Document(text)
    proposals: list[Edit] = []
    bars: dict[str, Bar] = {}
    settings = book.settings
    for number, found in removals.items():
        rule = rules[number]
        assert isinstance(rule.body, Dedupe)
        proposals += removal_edits(document, rule.body.unit, found, rule.id, rule.order)
        apply_from = settings.min_confidence if rule.apply_from is None else rule.apply_from
        suggest_from = min(settings.suggest_from, apply_from) if rule.suggest_from is None else rule.suggest_from
        bars[rule.id] = Bar(apply_from, suggest_from, rule.status == "trial")
    return choose(text, proposals, bars.__getitem__)
