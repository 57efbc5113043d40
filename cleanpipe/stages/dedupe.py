"""Remove paragraphs that an earlier paragraph of the same document already says: the phase after punctuation.

Looks at one document; copies across documents are found by the corpus runner with the same functions. Short units and
headings are left alone, as are units that differ in a figure, a name, a date or a negation. The first copy stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanpipe.dedupe.removal import Removal, removal_edits, spans_of
from cleanpipe.document import Document, Edit
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.model import Dedupe, Rule


class DedupeStage:
    """All ``dedupe`` rules of a run, each within one document; ``unit: document`` has nothing to do there."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [(rule, rule.body) for rule in rules if isinstance(rule.body, Dedupe)]

    def propose(self, document: Document) -> Iterator[Edit]:
        """One edit for each later copy, naming its twin as ``name#place``, places counted from 1."""
        for rule, body in self._rules:
            # Rules for what many documents share say nothing about repetition within one.
            if body.unit == "document" or body.survivor == "none" or not covers(rule.where, document):
                continue
            spans = spans_of(document, body.unit)
            if len(spans) < 2:
                continue
            # Late: what compares texts takes a tenth of a second to import, and a single paragraph has no use for it.
            from cleanpipe.dedupe.describe import what_differs
            from cleanpipe.dedupe.local import copies_within

            texts = [document.text[start:end] for start, end in spans]
            removals = [
                Removal(
                    copy.index,
                    f"{document.name}#{copy.twin + 1}",
                    copy.similarity,
                    copy.exact,
                    what_differs(texts[copy.twin], texts[copy.index]),
                )
                for copy in copies_within(texts, body)
            ]
            yield from removal_edits(document, body.unit, removals, rule.id, rule.order)
