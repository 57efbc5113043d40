"""From copies to edits: cut paragraphs or lines out of a document so that the others stay separated as they were.

Used within one document by the stage and over a whole run by ``run``. Only cuts; what is a copy is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleanpipe.document import Document, Edit, Span

_WORD = re.compile(r"\w+")


class Removal(NamedTuple):
    """One unit of a document that goes: its place, the name of its twin, and how alike the two are."""

    place: int
    twin: str
    similarity: float
    exact: bool
    differs: str = ""


def spans_of(document: Document, unit: str) -> list[Span]:
    """The paragraphs, the lines that are not blank, or the whole of a document."""
    if unit == "paragraph":
        return document.paragraphs
    if unit == "document":
        text = document.text
        left = len(text) - len(text.lstrip())
        return [Span(left, len(text.rstrip()))] if left < len(text) else []
    return [span for span in document.lines if document.text[span.start : span.end].strip()]


def removal_edits(
    document: Document, unit: str, removals: Iterable[Removal], rule: str, order: int = 0
) -> Iterator[Edit]:
    """One edit for each unit that goes, with the separator that leaves its neighbours apart as before.

    >>> from cleanpipe.document import Document
    >>> page = Document("One.\\n\\nTwo.\\n\\nOne.\\n\\nThree.\\n")
    >>> removal = Removal(2, "page.txt#1", 1.0, True)
    >>> [edit.applied_to(page.text) for edit in removal_edits(page, "paragraph", [removal], "mine/copies")]
    ['One.\\n\\nTwo.\\n\\nThree.\\n']
    """
    spans = spans_of(document, unit)
    gone = {removal.place: removal for removal in removals}
    for place in sorted(gone):
        removal = gone[place]
        start, end = _cut(document.text, spans, place, gone)
        same = "the same words as" if removal.exact else f"{removal.similarity:.0%} like"
        reason = f"{unit} {same} {removal.twin}"
        detail: dict[str, Any] = {"twin": removal.twin, "similarity": round(removal.similarity, 3)}
        if removal.differs:
            detail["differs"] = removal.differs
            reason = f"{reason}: {removal.differs}"
        # Same words: as good as certain. Alike: the more so, the more alike; all above the usual bar.
        score = 0.99 if removal.exact else 0.85 + 0.1 * removal.similarity
        yield Edit(start, end, "", rule, score=score, reason=reason, order=order, detail=detail)


def _cut(text: str, spans: list[Span], place: int, gone: dict[int, Removal]) -> Span:
    """A unit with the smaller one of the gaps around it; all units of a row that goes take it on the same side."""
    first = last = place
    while first - 1 in gone:
        first -= 1
    while last + 1 in gone:
        last += 1
    if first == 0 and last + 1 == len(spans):
        return Span(spans[place].start, spans[place + 1].start if place < last else spans[place].end)
    if first == 0:
        return Span(spans[place].start, spans[place + 1].start)
    if last + 1 == len(spans):
        return Span(spans[place - 1].end, spans[place].end)
    before = text[spans[first - 1].end : spans[first].start]
    after = text[spans[last].end : spans[last + 1].start]
    if after.count("\n") < before.count("\n"):
        return Span(spans[place].start, spans[place + 1].start)
    return Span(spans[place - 1].end, spans[place].end)
