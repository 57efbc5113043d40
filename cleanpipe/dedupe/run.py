"""Copies over a whole run, in three steps that any engine can spread: sketch, search, remove.

``Sketcher`` is the map over documents, in the workers. ``CopySearch`` takes the sketches in the order of the documents,
groups them by band, verifies by pair, and hands out the edits of each document; texts are fetched only for pairs worth
a look. The result depends on the documents and their order, never on workers or arrival. Writes no files but the index.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cleanpipe.dedupe.copies import removable
from cleanpipe.dedupe.describe import what_differs
from cleanpipe.dedupe.removal import Removal, removal_edits, spans_of
from cleanpipe.dedupe.sketch import MINIMA, Sketches, sketch
from cleanpipe.document import Document, Edit
from cleanpipe.editing import Bar, choose
from cleanpipe.rulefile.model import Dedupe, Rule
from cleanpipe.rulefile.scope import covers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.dedupe.index import DedupeIndex

TextOf = Callable[[int], str]


def _row() -> Any:
    import numpy as np

    return np.dtype(
        [
            ("place", "<u4"),
            ("start", "<u4"),
            ("end", "<u4"),
            ("words", "<i4"),
            ("length", "<i4"),
            ("exact", "<u8"),
            ("figures", "<u8"),
            ("minima", "<u2", (MINIMA,)),
        ]
    )


class Sketcher:
    """Sketches a cleaned document for every ``dedupe`` rule that covers it. Holds only rules: hand it to any worker."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(number, rule, rule.body) for number, rule in enumerate(rules) if isinstance(rule.body, Dedupe)]

    def __call__(self, document: Document) -> dict[int, bytes]:
        """For each rule by its number: 132 bytes for each unit that is long enough. Empty when there is nothing."""
        return self.many([document])[0]

    def many(self, documents: Sequence[Document]) -> list[dict[int, bytes]]:
        """The same for many documents at once, which is several times faster for short ones."""
        import numpy as np

        found: list[dict[int, bytes]] = [{} for _ in documents]
        for number, rule, body in self._rules:
            if body.within == "document":
                continue  # done by the stage
            held = []
            for k, document in enumerate(documents):
                if covers(rule.where, document):
                    text = document.text
                    held += [
                        (k, place, start, end, text[start:end])
                        for place, (start, end) in enumerate(spans_of(document, body.unit))
                        if end - start >= 2 * body.min_words  # eight words have seven gaps
                    ]
            sketches = sketch([item[4] for item in held])
            enough = np.flatnonzero(sketches.words >= body.min_words)
            rows = np.zeros(len(enough), _row())
            for name in ("words", "length", "exact", "figures", "minima"):
                rows[name] = getattr(sketches, name)[enough]
            whose = np.array([item[0] for item in held], np.int64)[enough]
            for column, name in enumerate(("place", "start", "end"), 1):
                rows[name] = np.array([item[column] for item in held], np.int64)[enough]
            edges = np.searchsorted(whose, np.arange(len(documents) + 1))
            for k in np.unique(whose):
                found[k][number] = rows[edges[k] : edges[k + 1]].tobytes()
        return found


class CopySearch:
    """The search for copies over a run. Documents are added in their order; sketches wait in a scratch file.

    >>> from cleanpipe.rulefile.model import Rule
    >>> rules = [Rule("mine/copies", "dedupe", Dedupe(similarity=0.8))]
    >>> texts = ["Snow fell on the high pass for a third night.", "Snow fell on the high pass for a third night!"]
    >>> with CopySearch(rules) as search:
    ...     for name, text in zip(("a.txt", "b.txt"), texts):
    ...         search.add(name, Sketcher(rules)(Document(text)))
    ...     [(number, [edit.reason for edit in edits]) for number, edits in search.removals(texts.__getitem__)]
    [(1, ['paragraph the same words as a.txt#1'])]
    """

    def __init__(
        self, rules: Sequence[Rule], index: DedupeIndex | None = None, bar_of: Callable[[str], Bar] = lambda rule: Bar()
    ) -> None:
        self._rules = rules
        self._bar_of = bar_of
        self._index = index
        self._names: list[str] = []
        self._sites: list[str | None] = []
        self._spools = {n: _Spool() for n, rule in enumerate(rules) if isinstance(rule.body, Dedupe)}
        self._gone: dict[int, set[tuple[int, int]]] = {}  # rule -> (document, place)

    def __enter__(self) -> CopySearch:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the scratch files back."""
        for spool in self._spools.values():
            spool.close()

    def add(self, name: str, sketches: dict[int, bytes] | None, site: str | None = None) -> None:
        """Add the next document. Documents that take no part are added without sketches, so that numbers stay right."""
        number = len(self._names)
        self._names.append(name)
        self._sites.append(site)
        for rule, rows in (sketches or {}).items():
            self._spools[rule].add(number, rows)

    def removals(self, text_of: TextOf) -> Iterator[tuple[int, list[Edit]]]:
        """For each document that loses something its number and the decided edits of its text, sorted.

        ``text_of`` gives the cleaned text of a document by its number. Edits of rules on trial, and those below the
        bar, come with their state and change nothing.
        """
        found: dict[int, list[tuple[int, Removal]]] = {}
        for number, rule in enumerate(self._rules):
            if isinstance(rule.body, Dedupe) and rule.body.within != "document":
                for document, removal in self._search(number, rule.body, text_of):
                    found.setdefault(document, []).append((number, removal))
        for document in sorted(found):
            page = Document(text_of(document), name=self._names[document])
            proposals: list[Edit] = []
            for number, rule in enumerate(self._rules):
                mine = [removal for rule_number, removal in found[document] if rule_number == number]
                if mine and isinstance(rule.body, Dedupe):
                    proposals += removal_edits(page, rule.body.unit, mine, rule.id, rule.order)
            yield document, choose(page.text, proposals, self._bar_of)

    def _search(self, number: int, body: Dedupe, text_of: TextOf) -> Iterator[tuple[int, Removal]]:
        import numpy as np

        rows, sketches = self._spools[number].load()
        if not len(rows):
            return
        units = _Units(rows, text_of)
        for group in self._scopes(rows["document"], body):
            part = sketches if group is None else sketches.take(group)
            where = np.arange(len(rows)) if group is None else group
            whose = rows["document"][where]
            for copy in removable(part, partial(units.some, where), whose.tolist(), body):
                gone, twin = int(where[copy.index]), int(where[copy.twin])
                kept, lost = units.texts(np.array([twin, gone]))
                name = f"{self._names[rows['document'][twin]]}#{rows['place'][twin] + 1}"
                differs = "" if kept == lost else what_differs(kept, lost)
                removal = Removal(int(rows["place"][gone]), name, copy.similarity, copy.exact, differs)
                yield int(rows["document"][gone]), removal

    def _scopes(self, documents: NDArray[np.uint32], body: Dedupe) -> Iterator[NDArray[np.int64] | None]:
        """The groups of rows in which copies are looked for; None for all rows. A page of no known site is alone."""
        import numpy as np

        if body.within == "corpus":
            yield None
            return
        numbers: dict[tuple[str, int], int] = {}
        keys = [numbers.setdefault((site, -1) if site else ("", k), len(numbers)) for k, site in enumerate(self._sites)]
        scope = np.array(keys, np.int64)[documents]
        turn = np.argsort(scope, kind="stable")
        yield from np.split(turn, np.flatnonzero(np.diff(scope[turn])) + 1)


class _Spool:
    """Rows of sketches in the order of the documents, in a scratch file."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="cleanpipe-")  # noqa: SIM115 - closed by the search
        self._documents = array("I")
        self._counts = array("I")

    def add(self, document: int, rows: bytes) -> None:
        self._file.write(rows)
        self._documents.append(document)
        self._counts.append(len(rows) // _row().itemsize)

    def close(self) -> None:
        self._file.close()

    def load(self) -> tuple[Any, Sketches]:
        """The places of all rows, and their sketches."""
        import numpy as np

        count = sum(self._counts)
        places = np.zeros(count, [("document", "<u4"), ("place", "<u4"), ("start", "<u4"), ("end", "<u4")])
        places["document"] = np.repeat(np.frombuffer(self._documents, np.uint32), self._counts)
        sketches = Sketches(
            np.zeros(count, np.uint64),
            np.zeros(count, np.uint64),
            np.zeros(count, np.int32),
            np.zeros(count, np.int32),
            np.zeros((MINIMA, count), np.uint16).T,
        )
        self._file.seek(0)
        row = _row()
        for at in range(0, count, 20_000):
            block = np.frombuffer(self._file.read(20_000 * row.itemsize), row)
            for name in ("place", "start", "end"):
                places[name][at : at + len(block)] = block[name]
            for name in ("exact", "figures", "words", "length", "minima"):
                getattr(sketches, name)[at : at + len(block)] = block[name]
        return places, sketches


class _Units:
    """Texts of units by row, cut out of the texts of their documents; the last document is kept."""

    def __init__(self, rows: Any, text_of: TextOf) -> None:
        self._rows, self._text_of = rows, text_of
        self._last: tuple[int, str] = (-1, "")

    def some(self, where: NDArray[np.int64], rows: NDArray[np.int64]) -> list[str]:
        """Texts by rows of a part of all rows."""
        return self.texts(where[rows])

    def texts(self, rows: NDArray[np.int64]) -> list[str]:
        out = []
        for document, _, start, end in self._rows[rows].tolist():
            if document != self._last[0]:
                self._last = (document, self._text_of(document))
            out.append(self._last[1][start:end])
        return out
