"""Set whole documents aside: the last phase, for ``reject`` rules.

It proposes no edits. A document that breaks a bound keeps its cleaned text and gets a reason; the runner writes it to
``rejected/``, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleanpipe.document import Document
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.model import Reject, Rule
from cleanpipe.scoring.texts.measures import MEASURES


class QualityStage:
    """All ``reject`` rules of a run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [(rule, rule.body) for rule in rules if isinstance(rule.body, Reject)]

    def verdict(self, document: Document) -> str:
        """Why the document is set aside, or an empty string. Rules on trial never reject."""
        for rule, body in self._rules:
            if rule.status != "stable" or not covers(rule.where, document):
                continue
            for measure, (low, high) in body.bounds.items():
                value = MEASURES[measure](document.text)
                if low is not None and value < low:
                    return f"{rule.id}: {measure} {value:g} is below {low:g}"
                if high is not None and value > high:
                    return f"{rule.id}: {measure} {value:g} is above {high:g}"
        return ""
