"""The stage that runs rules: one instance each for the phases unicode, lines, repair and punctuation.

It asks every repairer that a rule names, adds what ``replace`` and ``swap`` rules find (in phase repair), signs each
proposal with its rule, and weighs the uncertain ones by the damage of the whole document. It never applies anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from cleanpipe import repairers
from cleanpipe.document import Document, Edit
from cleanpipe.rulefile.matching import SpanRules
from cleanpipe.rulefile.matching.scope import covers
from cleanpipe.rulefile.matching.spans import allowed
from cleanpipe.rulefile.model import Repair, Rule
from cleanpipe.scoring.texts import prior
from cleanpipe.stages._passages import Known, parts

#: A rule, its body, the repairer it names, and the score from which that one is certain.
_Named = tuple[Rule, Repair, Callable[[Document, Any], Iterator[Edit]], float]
_MOST_LANGUAGES = 1_000  # tags that a run may bring


class RuleStage:
    """All rules of one phase that edit inside paragraphs.

    ``propose`` returns edits whose scores are already weighed; ``examine`` also returns the damage rate found, in
    certain translation defects per 1,000 words.
    """

    def __init__(self, phase: str, rules: Iterable[Rule]) -> None:
        self.name = phase
        self._repairs: list[_Named] = []
        spans: list[Rule] = []
        for rule in rules:
            if isinstance(rule.body, Repair):
                module = repairers.get(rule.body.name)
                if phase == module.PHASE:
                    certain = float(getattr(module, "CERTAIN", 2.0))
                    self._repairs.append((rule, rule.body, module.propose, certain))
            elif rule.verb in ("replace", "swap") and phase == "repair":
                spans.append(rule)
        self._spans = SpanRules(spans) if spans else None
        # What is broken in bytes or line ends is so in any language; a cover would hide how lines follow one another.
        self._in_one_language = phase in ("repair", "punctuation")
        # Scopes that ask for nothing but the language are looked up once a language.
        self._by_language = all(r.where.of_language for r, *_ in self._repairs)
        self._certain = {rule.id: certain for rule, _, _, certain in self._repairs}
        self._of_language: dict[str | None, list[_Named]] = {}

    def propose(self, document: Document) -> list[Edit]:
        """Edits of every rule of this phase whose scope covers the document."""
        return self.examine(document)[0]

    def examine(self, document: Document, known: Known | None = None) -> tuple[list[Edit], float]:
        """Edits, and the damage rate of the document with what this stage is certain of.

        ``known``: what earlier runs over the same document found about its languages.
        """
        found: list[Edit] = []
        replaced: list[Edit] = []
        several = parts(document, known) if self._in_one_language else []
        for part in several:
            some, others = self._proposed(part.document)
            found.extend(edit for edit in map(part.placed, some) if edit is not None)
            replaced.extend(edit for edit in map(part.placed, others) if edit is not None)
        if not several:
            found, replaced = self._proposed(document)
        certain_count = sum(edit.score >= self._certain[edit.rule] for edit in found)
        damage = max(document.damage, prior.damage_rate(document.text, certain_count))
        found = [prior.weigh(edit, document.text, damage) if edit.detail.get("prior") else edit for edit in found]
        return [*self._limited(found), *replaced], damage

    def _proposed(self, document: Document) -> tuple[list[Edit], list[Edit]]:
        """What repairers and ``replace`` and ``swap`` rules find in a text of one language."""
        found: list[Edit] = []
        for rule, body, propose, _ in self._covering(document):
            for edit in propose(document, body.options):
                if allowed(rule, document, edit.start):
                    found.append(replace(edit, rule=rule.id, order=rule.order))
        return found, list(self._spans.propose(document)) if self._spans is not None else []

    def _covering(self, document: Document) -> list[_Named]:
        """The repairs whose scope covers a document."""
        found = self._of_language.get(document.lang) if self._by_language else None
        if found is None:
            found = [named for named in self._repairs if covers(named[0].where, document)]
            if len(self._of_language) < _MOST_LANGUAGES:
                self._of_language[document.lang] = found
        return found

    def _limited(self, found: list[Edit]) -> Iterator[Edit]:
        """Demote every edit of a rule that found more than its ``max_per_document``: so many are rarely all right."""
        limits = {rule.id: body.max_per_document for rule, body, *_ in self._repairs if body.max_per_document}
        if not limits:
            yield from found
            return
        counts = Counter(edit.rule for edit in found)
        for edit in found:
            limit = limits.get(edit.rule)
            if limit is not None and counts[edit.rule] > limit:
                reason = f"{edit.reason}; more than {limit} such edits in one document".lstrip("; ")
                edit = replace(edit, score=min(edit.score, 0.5), reason=reason)
            yield edit
