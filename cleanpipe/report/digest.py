"""What the report page needs of a log, gathered in one pass: a bounded number of documents, examples and clusters.

However long the log, memory stays small; what is kept depends only on the log. ``page`` makes HTML of it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from cleanpipe.report.passages import Passage, Row, passages
from cleanpipe.report.show import LONG, shortened

DOCUMENTS = 50  # documents shown in full: those with most edits, suggestions counted too
EDITS = 60  # edits shown of one document; behind them as many suggestions
EXAMPLES = 4  # examples of a rule, applied and suggested, each of another document
CLUSTERS = 30  # largest groups of copies
SHOWN = frozenset(("applied", "suggested", "trial", "undone"))  # states of what is shown
TWINS = 100_000  # originals remembered while looking for the largest groups


@dataclass(slots=True)
class Cluster:
    """A paragraph and how often copies of it were removed."""

    twin: str
    copies: int = 0
    text: str = ""
    documents: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Shown:
    """A document of the page: how many edits and suggestions it has, and the passages to show of them."""

    name: str
    edits: int = 0
    suggestions: int = 0
    passages: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Digest:
    """What a page shows of a log. Examples are passages with the log line that each is an example of."""

    documents: list[Shown] = field(default_factory=list)
    touched: int = 0  # documents with an edit or a suggestion, shown or not
    examples: dict[str, dict[str, list[tuple[Row, Passage]]]] = field(default_factory=dict)  # by rule and state
    clusters: list[Cluster] = field(default_factory=list)


def digest(rows: Iterable[Row]) -> Digest:
    """Gather what is worth showing; the lines of one document must stand together, as they do in a log.

    >>> row = {"document": "a.txt", "rule": "core/x", "state": "applied", "start": 0, "end": 1}
    >>> [(document.name, document.edits) for document in digest([row, {**row, "start": 1, "end": 2}]).documents]
    [('a.txt', 2)]
    """
    out = Digest()
    heap: list[tuple[tuple[int, int], int, Shown]] = []
    clusters: dict[str, Cluster] = {}
    for order, (name, group) in enumerate(groupby(rows, key=lambda row: str(row["document"]))):
        document = Shown(name)
        shown = asked = 0
        seen: set[tuple[str, str]] = set()
        for passage in passages(_counted(group, document, clusters)):
            for place, mark in enumerate(passage.marks):
                for row in mark.rows:
                    if (key := (row["rule"], row["state"])) not in seen:
                        seen.add(key)
                        examples = out.examples.setdefault(row["rule"], {}).setdefault(row["state"], [])
                        if len(examples) < EXAMPLES:
                            examples.append((row, passage.around(place)))
            asks = any(row["state"] != "applied" for row in passage.rows)
            if shown < EDITS or (asks and asked < EDITS):
                document.passages.append(passage)
                shown += len(passage.rows)
                asked += asks
        if document.passages:
            out.touched += 1
            # Many kinds of edits tell more than one kind many times: a page of broken bytes has an edit a word. The
            # order as a further key keeps the comparison away from the documents, and prefers earlier ones.
            entry = ((len(seen), document.edits + document.suggestions), -order, document)
            if len(heap) < DOCUMENTS:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
    heap.sort(key=lambda entry: (-entry[0][0], -entry[0][1], entry[2].name))
    out.documents = [document for _, _, document in heap]
    ranked = sorted(clusters.values(), key=lambda cluster: (-cluster.copies, cluster.twin))
    out.clusters = ranked[:CLUSTERS]
    return out


def _counted(rows: Iterable[Row], document: Shown, clusters: dict[str, Cluster]) -> Iterator[Row]:
    """The rows of a document that are worth showing, counted on their way."""
    for number, row in enumerate(rows, 1):
        state = row["state"]
        document.edits += state == "applied"
        document.suggestions += state == "suggested"
        if state == "applied" and row.get("twin"):
            _enter(clusters, row, document.name)
        if state in SHOWN:
            yield {"number": number, **_slim(row)}


def _slim(row: Row) -> Row:
    """The row with long texts cut: an edit can be as long as its document."""
    if not any(len(row.get(key, "")) > 2 * LONG for key in ("before", "after")):
        return row
    return {**row, **{key: shortened(row[key], 2 * LONG) for key in ("before", "after")}}


def _enter(clusters: dict[str, Cluster], row: Row, name: str) -> None:
    twin = str(row["twin"])
    if row.get("twin_paragraph") is not None:
        twin = f"{twin}, paragraph {row['twin_paragraph']}"
    if twin not in clusters:
        if len(clusters) >= TWINS:
            return
        clusters[twin] = Cluster(twin, text=str(row["before"]).strip()[:400])
    cluster = clusters[twin]
    cluster.copies += 1
    if len(cluster.documents) < 5:
        cluster.documents.append(name)
