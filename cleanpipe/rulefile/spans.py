"""Edits of ``replace`` and ``swap`` rules, and the spans of ``protect`` rules.

A match lies inside one line, or with ``lines: true`` crosses one line end of a paragraph. Exceptions of a rule
are asked of the line where a match begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cleanpipe.document import Document, Edit, Span
from cleanpipe.rulefile import words
from cleanpipe.rulefile.conditions import Check, Line, compiled
from cleanpipe.rulefile.model import Protect, Replace, Rule, Swap
from cleanpipe.rulefile.scope import Parts, covers

#: Longer units are cut at blanks for matching.
MAX_UNIT = 20_000


def units(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Pieces of a line or paragraph that rules see at once: all of it, or cut at blanks after 20,000 characters."""
    while end - start > MAX_UNIT:
        cut = max(text.rfind(" ", start, start + MAX_UNIT), text.rfind("\n", start, start + MAX_UNIT))
        cut = start + MAX_UNIT if cut <= start else cut + 1
        yield start, text[start:cut]
        start = cut
    yield start, text[start:end]


class _Span:
    """A replace or swap rule ready for matching."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.unless = Check(rule.unless) if rule.unless else None
        self.across = isinstance(rule.body, Replace) and rule.body.lines

    def found(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Start, end, new text and reason of each match in a unit."""
        raise NotImplementedError


class _Replace(_Span):
    def __init__(self, rule: Rule, body: Replace) -> None:
        super().__init__(rule)
        self.pattern = compiled(body.match, body.case, body.lines)
        self.new = body.new

    def found(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        for match in self.pattern.finditer(text):
            if match.group().count("\n") <= 1:
                yield match.start(), match.end(), match.expand(self.new), self.rule.why


class _Swap(_Span):
    def __init__(self, rule: Rule, body: Swap) -> None:
        super().__init__(rule)
        self.case = body.case
        self.table: Mapping[str, str] = {
            (wrong if body.case == "exact" else words.squash(wrong)): right for wrong, right in body.table.items()
        }
        pieces = []
        for wrong in sorted(body.table, key=lambda w: (-len(w), w)):
            escaped = r"[^\S\n]+".join(map(re.escape, wrong.split()))
            left = r"(?<!\w)" if wrong[0].isalnum() and not body.inside_words else ""
            right = r"(?!\w)" if wrong[-1].isalnum() and not body.inside_words else ""
            pieces.append(f"{left}{escaped}{right}")
        self.pattern = compiled("|".join(pieces), "match" if body.case == "exact" else "ignore")

    def found(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        for match in self.pattern.finditer(text):
            old = match.group()
            key = " ".join(old.split()) if self.case == "exact" else words.squash(old)
            new = self.table.get(key)
            if new is None:
                continue
            if self.case == "match":
                new = like(old, new)
            yield match.start(), match.end(), new, self.rule.why


def like(old: str, new: str) -> str:
    """``new`` in the case of ``old``: all capitals, or a capital first letter.

    >>> like("TEH", "the"), like("Teh", "the"), like("teh", "the"), like("youtube", "YouTube")
    ('THE', 'The', 'the', 'YouTube')
    """
    letters = [char for char in old if char.isalpha()]
    if len(letters) > 1 and old.isupper():
        return new.upper()
    if letters and letters[0].isupper() and old[:1].isalpha() and new[:1].islower():
        return new[:1].upper() + new[1:]
    return new


class SpanRules:
    """All ``replace`` and ``swap`` rules of a run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._spans: list[_Span] = []
        for rule in rules:
            if isinstance(rule.body, Replace):
                self._spans.append(_Replace(rule, rule.body))
            elif isinstance(rule.body, Swap):
                self._spans.append(_Swap(rule, rule.body))

    def propose(self, document: Document) -> Iterator[Edit]:
        """Edits with the name of their rule and its confidence as score.

        >>> rule = Rule("mine/comma", "replace", Replace(" +,", ","), confidence=0.95)
        >>> [(e.start, e.end, e.new, e.rule) for e in SpanRules([rule]).propose(Document("It rained , and"))]
        [(9, 11, ',', 'mine/comma')]
        """
        parts: Parts | None = None
        text = document.text
        for span in self._spans:
            rule = span.rule
            if not covers(rule.where, document):
                continue
            for start, end in document.paragraphs if span.across else document.lines:
                for offset, unit in units(text, start, end):
                    for first, last, new, reason in span.found(unit):
                        a, b = offset + first, offset + last
                        if text[a:b] == new:
                            continue
                        if span.unless is not None or rule.where.part is not None:
                            parts = parts or Parts(document)
                            if not _allowed(span.unless, rule, document, parts, a):
                                continue
                        yield Edit(a, b, new, rule.id, rule.confidence, reason, rule.order)


def _allowed(unless: Check | None, rule: Rule, document: Document, parts: Parts, at: int) -> bool:
    number = document.text.count("\n", 0, at)
    if rule.where.part is not None and not parts.holds(rule.where.part, number):
        return False
    if unless is None:
        return True
    start, end = document.lines[number]
    if unless.part is not None and not parts.holds(unless.part, number):
        return True
    return not unless.holds(Line(document.text[start:end]))


def allowed(rule: Rule, document: Document, at: int) -> bool:
    """Whether a rule may edit at a place: its part of the page, and no exception (``unless``) on the line.

    For edits that a repairer proposed; ``SpanRules`` asks by itself.
    """
    if rule.unless is None and rule.where.part is None:
        return True
    return _allowed(Check(rule.unless) if rule.unless else None, rule, document, Parts(document), at)


class ProtectRules:
    """All ``protect`` rules of a run."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: list[tuple[Rule, re.Pattern[str] | None, Check | None, Check | None]] = []
        for rule in rules:
            body = rule.body
            if isinstance(body, Protect):
                pattern = compiled(body.match, body.case) if body.match else None
                check = Check(body.conditions) if body.conditions else None
                self._rules.append((rule, pattern, check, Check(rule.unless) if rule.unless else None))

    def spans(self, text: str, start: int, end: int, document: Document) -> list[Span]:
        """Protected spans inside ``text[start:end]``, a line or paragraph; sorted, and merged where they overlap.

        >>> rule = Rule("mine/handles", "protect", Protect(r"@\\w+", None))
        >>> ProtectRules([rule]).spans("Write to @ann.", 0, 14, Document("Write to @ann."))
        [Span(start=9, end=13)]
        """
        found: list[tuple[int, int]] = []
        for rule, pattern, check, unless in self._rules:
            if not covers(rule.where, document):
                continue
            for offset, unit in units(text, start, end):
                line = Line(unit)
                if (check is not None and not check.holds(line)) or (unless is not None and unless.holds(line)):
                    continue
                if pattern is None:
                    found.append((offset, offset + len(unit)))
                else:
                    found += [
                        (offset + m.start(), offset + m.end()) for m in pattern.finditer(unit) if m.end() > m.start()
                    ]
        merged: list[Span] = []
        for first, last in sorted(found):
            if merged and first <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(last, merged[-1].end))
            else:
                merged.append(Span(first, last))
        return merged
