"""Edits of ``replace`` and ``swap`` rules, and the spans of ``protect`` rules.

A match lies inside one line, or with ``lines: true`` crosses one line end of a paragraph. Exceptions of a rule
are asked of the line where a match begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from cleanpipe.document import Document, Edit, Span
from cleanpipe.rulefile.expressions import words
from cleanpipe.rulefile.expressions.budget import Budget, one_document
from cleanpipe.rulefile.expressions.literals import signs
from cleanpipe.rulefile.matching.conditions import Check, Line, compiled
from cleanpipe.rulefile.matching.index import TextIndex, page_of, texts_of_patterns
from cleanpipe.rulefile.matching.scope import Parts, covers
from cleanpipe.rulefile.model import Protect, Replace, Rule, Swap

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
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
    """A replace rule, or one entry of a swap rule, ready for matching."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.unless = Check(rule.unless) if rule.unless else None
        self.across = False

    @property
    def texts(self) -> list[str]:
        """Texts of which a line must hold one."""
        raise NotImplementedError

    def found(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and new text of each match in a unit."""
        raise NotImplementedError


class _Replace(_Span):
    def __init__(self, rule: Rule, body: Replace) -> None:
        super().__init__(rule)
        self.body = body
        self.across = body.lines

    @property
    def texts(self) -> list[str]:
        return texts_of_patterns((self.body.match,), self.body.case)

    def found(self, text: str) -> list[tuple[int, int, str]]:
        body = self.body
        matches = compiled(body.match, body.case, body.lines).finditer(text)
        # "Lines" means a line and the next one, never a whole paragraph.
        return [(m.start(), m.end(), m.expand(body.new)) for m in matches if m.group().count("\n") <= 1]


class _Swap(_Span):
    """One entry of the table; compiled only when a page holds its words."""

    def __init__(self, rule: Rule, body: Swap, wrong: str, right: str) -> None:
        super().__init__(rule)
        self.body = body
        self.wrong = wrong
        self.right = right

    @property
    def texts(self) -> list[str]:
        return [words.squash(self.wrong)]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        inside = self.body.inside_words
        escaped = r"[^\S\n]+".join(map(re.escape, self.wrong.split()))
        left = "" if inside or not words.is_word(self.wrong.strip()[0]) else r"(?<!\w)"
        right = "" if inside or not words.is_word(self.wrong.strip()[-1]) else r"(?!\w)"
        return re.compile(f"{left}{escaped}{right}", re.NOFLAG if self.body.case == "exact" else re.IGNORECASE)

    def found(self, text: str) -> list[tuple[int, int, str]]:
        keep_case = self.body.case == "match"
        return [
            (m.start(), m.end(), like(m.group(), self.right) if keep_case else self.right)
            for m in self.pattern.finditer(text)
        ]


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

    def __init__(self, rules: Iterable[Rule], *, prefilter: bool = True) -> None:
        self._spans: list[_Span] = []
        for rule in rules:
            if isinstance(rule.body, Replace):
                self._spans.append(_Replace(rule, rule.body))
            elif isinstance(rule.body, Swap):
                self._spans += [_Swap(rule, rule.body, wrong, right) for wrong, right in rule.body.table.items()]
        self._index = TextIndex(span.texts if prefilter else () for span in self._spans)

    def propose(self, document: Document) -> Iterator[Edit]:
        """Edits with the name of their rule and its confidence as score.

        >>> rule = Rule("mine/comma", "replace", Replace(" +,", ","), confidence=0.95)
        >>> [(e.start, e.end, e.new, e.rule) for e in SpanRules([rule]).propose(Document("It rained , and"))]
        [(9, 11, ',', 'mine/comma')]
        """
        if not self._spans:
            return
        lines_of: dict[int, set[int]] = {}
        for line, number in self._index.candidates(page_of(document.text)):
            lines_of.setdefault(number, set()).add(line)
        for line, (start, end) in enumerate(document.lines) if len(document.text) > MAX_UNIT else ():
            if end - start > MAX_UNIT:  # cut for matching, so that a pattern's ^ and $ hold inside it
                for number in set(range(len(self._spans))).difference(self._index.always):
                    lines_of.setdefault(number, set()).add(line)
        if not lines_of and not self._index.always:
            return
        with one_document() as budget:
            edits = list(self._edits(document, lines_of, budget))
        yield from edits

    def _edits(self, document: Document, lines_of: Mapping[int, set[int]], budget: Budget) -> Iterator[Edit]:
        parts = Parts(document)
        text = document.text
        for number in sorted({*lines_of, *self._index.always}):
            span = self._spans[number]
            rule = span.rule
            if not covers(rule.where, document):
                continue
            for start, end in self._places(span, document, lines_of.get(number)):
                for offset, unit in units(text, start, end):
                    for first, last, new in budget.asked(rule.id, len(unit), span.found, unit) or ():
                        a, b = offset + first, offset + last
                        if text[a:b] != new and _allowed(span.unless, rule, document, parts, a):
                            yield Edit(a, b, new, rule.id, rule.confidence, rule.why, rule.order)

    @staticmethod
    def _places(span: _Span, document: Document, lines: set[int] | None) -> Iterable[Span]:
        """The lines to try a rule on, or for a rule across line ends the runs of lines between blank ones."""
        all_lines = document.lines
        if not span.across:
            return all_lines if lines is None else [all_lines[number] for number in sorted(lines)]
        runs, start = [], 0
        for blank in _BLANK_LINES.finditer(document.text):
            runs.append(Span(start, blank.start()))
            start = blank.end()
        runs.append(Span(start, len(document.text)))
        if lines is None:
            return runs
        starts = [run.start for run in runs]
        return [runs[k] for k in sorted({bisect_right(starts, all_lines[number].end) - 1 for number in lines})]


def _allowed(unless: Check | None, rule: Rule, document: Document, parts: Parts, at: int) -> bool:
    if unless is None and rule.where.part is None:
        return True
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
        self._rules: list[tuple[Rule, re.Pattern[str] | None, Check | None, Check | None, str]] = []
        for rule in rules:
            body = rule.body
            if isinstance(body, Protect):
                pattern = compiled(body.match, body.case) if body.match else None
                check = Check(body.conditions) if body.conditions else None
                needed = signs(body.match) if body.match else ""
                self._rules.append((rule, pattern, check, Check(rule.unless) if rule.unless else None, needed))
        # A line without any of these characters has nothing to protect; None where a rule needs none of them.
        every = [needed for *_, needed in self._rules]
        self._sign = re.compile(f"[{re.escape(''.join(every))}]") if every and all(every) else None

    @cached_property
    def keeping(self) -> ProtectRules:
        """Those of the rules that keep a line which is nothing but what they protect."""
        bodies = [(rule, rule.body) for rule, *_ in self._rules]
        return ProtectRules([rule for rule, body in bodies if isinstance(body, Protect) and body.keep_line])

    def may_cover(self, line: str) -> bool:
        """Whether a span may cover all of a line; cheap, since one of the patterns would have to match where it begins.

        >>> rules = ProtectRules([Rule("mine/handles", "protect", Protect(r"@\\w+", None))])
        >>> rules.may_cover("@ann"), rules.may_cover("Ask @ann")
        (True, False)
        """
        if self._sign is not None and self._sign.search(line) is None:
            return False
        if len(line) > MAX_UNIT:
            return True
        for _, pattern, *_ in self._rules:  # noqa: SIM110 (twice as fast as any() over a generator)
            if pattern is None or pattern.match(line) is not None:
                return True
        return False

    def spans(self, text: str, start: int, end: int, document: Document) -> list[Span]:
        """Protected spans inside ``text[start:end]``, a line or paragraph; sorted, and merged where they overlap.

        >>> rule = Rule("mine/handles", "protect", Protect(r"@\\w+", None))
        >>> ProtectRules([rule]).spans("Write to @ann.", 0, 14, Document("Write to @ann."))
        [Span(start=9, end=13)]
        """
        found: list[tuple[int, int]] = []
        if self._sign is not None and self._sign.search(text, start, end) is None:
            return []
        for rule, pattern, check, unless, needed in self._rules:
            if not covers(rule.where, document):
                continue
            for offset, unit in units(text, start, end):
                if needed and not any(sign in unit for sign in needed):
                    continue
                if check is not None or unless is not None:
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
