"""What the report page needs of a log, gathered in one pass: a bounded number of documents, examples and clusters.

However long the log, memory stays small; what is kept depends only on the log. ``page`` makes HTML of it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from cleanpipe.report.show import LONG, shortened

DOCUMENTS = 50  # documents shown in full: those with most edits, suggestions counted too
EDITS = 60  # edits shown of one document
EXAMPLES = 4  # examples of a rule, applied and suggested, each of another document
CLUSTERS = 30  # largest groups of copies
TWINS = 100_000  # originals remembered while looking for the largest groups

Row = Mapping[str, Any]


@dataclass(slots=True)
class Cluster:
    """A paragraph and how often copies of it were removed."""

    twin: str
    copies: int = 0
    text: str = ""
    documents: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Digest:
    """What a page shows of a log."""

    documents: list[tuple[str, int, list[Row]]] = field(default_factory=list)  # name, edits in all, those to show
    examples: dict[str, dict[str, list[Row]]] = field(default_factory=dict)  # rule -> state -> log lines
    clusters: list[Cluster] = field(default_factory=list)


def digest(rows: Iterable[Row]) -> Digest:
    """Gather what is worth showing; the lines of one document must stand together, as they do in a log.

    >>> row = {"document": "a.txt", "rule": "core/x", "state": "applied"}
    >>> [(name, count) for name, count, _ in digest([row, row]).documents]
    [('a.txt', 2)]
    """
    out = Digest()
    heap: list[tuple[tuple[int, int], int, str, list[Row], int]] = []
    clusters: dict[str, Cluster] = {}
    for order, (name, group) in enumerate(groupby(rows, key=lambda row: str(row["document"]))):
        count = asked = 0
        shown: list[Row] = []
        seen: set[tuple[str, str]] = set()
        for full in group:
            row = _slim(full)
            state = row["state"]
            if state in ("applied", "suggested") and len(shown) < EDITS:
                shown.append(row)
            count += state == "applied"
            asked += state == "suggested"
            key = (row["rule"], state)
            if key not in seen and state in ("applied", "suggested", "trial"):
                seen.add(key)
                examples = out.examples.setdefault(row["rule"], {}).setdefault(state, [])
                if len(examples) < EXAMPLES:
                    examples.append(row)
            if state == "applied" and row.get("twin"):
                _enter(clusters, row, name)
        if count or asked:
            # Many kinds of edits tell more than one kind many times: a page of broken bytes has an edit a word. The
            # order as a further key keeps the comparison away from the lists, and prefers earlier documents.
            entry = ((len(seen), count + asked), -order, name, shown, count)
            if len(heap) < DOCUMENTS:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
    heap.sort(key=lambda entry: (-entry[0][0], -entry[0][1], entry[2]))
    out.documents = [(name, count, shown) for _, _, name, shown, count in heap]
    ranked = sorted(clusters.values(), key=lambda cluster: (-cluster.copies, cluster.twin))
    out.clusters = ranked[:CLUSTERS]
    return out


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
