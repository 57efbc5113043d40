"""Which lines the ``drop_line`` and ``drop_block`` rules hit; the chrome stage makes edits of them.

Conditions on the text of a line are asked only of rules whose literals it holds (``index``); place, neighbours and
scope only of rules whose text conditions hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanpipe.document import Document
from cleanpipe.rulefile.budget import Budget
from cleanpipe.rulefile.conditions import Check, Line
from cleanpipe.rulefile.index import TextIndex, page_of, texts_of
from cleanpipe.rulefile.model import Conditions, DropBlock, DropLine, Rule
from cleanpipe.rulefile.scope import Parts, covers

#: A line longer than this is no furniture: line rules leave it alone.
MAX_LINE = 20_000
#: Distinct lines whose answer is kept; longer lines hardly ever recur.
_MEMO_LINES = 50_000
_MEMO_LENGTH = 300


class LineHit(NamedTuple):
    """A rule hits lines ``first`` to ``last``, counted from 0, both included."""

    rule: Rule
    first: int
    last: int


class _Unit:
    """A rule ready for matching."""

    __slots__ = ("block", "check", "followed", "number", "only_if", "patterns", "rule", "to", "unless")

    def __init__(self, rule: Rule, number: int) -> None:
        body = rule.body
        assert isinstance(body, DropLine | DropBlock)
        self.rule = rule
        self.number = number
        self.block = body if isinstance(body, DropBlock) else None
        self.check = Check(body.conditions if isinstance(body, DropLine) else body.start)
        self.unless = Check(rule.unless) if rule.unless else None
        self.to: Check | None = None
        self.only_if: Check | None = None
        self.followed: Check | None = None
        if isinstance(body, DropBlock):
            self.to = Check(body.to) if isinstance(body.to, Conditions) else None
            self.only_if = Check(body.only_if) if body.only_if else None
            self.followed = Check(body.followed_by) if body.followed_by else None
        checks = (self.check, self.unless, self.to, self.only_if, self.followed)
        self.patterns = any(check is not None and check.has_patterns for check in checks)

    def text_holds(self, line: Line) -> bool:
        """Whether the text conditions hold; exceptions that depend on the place are asked later."""
        if not self.check.holds(line):
            return False
        unless = self.unless
        return unless is None or unless.part is not None or not unless.holds(line)


class _Placed(NamedTuple):
    """A rule whose text conditions hold on a line of a page."""

    unit: _Unit
    parts: Parts
    number: int
    lines: list[str]


class LineRules:
    """All line rules of a run. Not tied to a document; may be used from several threads."""

    def __init__(self, rules: Iterable[Rule], *, prefilter: bool = True) -> None:
        self._units = [_Unit(r, n) for n, r in enumerate(r for r in rules if r.verb in ("drop_line", "drop_block"))]
        self._index = TextIndex(texts_of(unit.check.given) if prefilter else () for unit in self._units)
        self._memo: dict[str, tuple[int, ...]] = {}
        self._timed = any(unit.patterns for unit in self._units)
        self.budget = Budget()

    def hits(self, document: Document) -> list[LineHit]:
        """Hits in order of place, then of rules. A rule outside its scope hits nothing.

        >>> from cleanpipe.rulefile.model import Conditions, DropLine, Rule
        >>> rules = LineRules([Rule("mine/ads", "drop_line", DropLine(Conditions(line_is=("Advertisement",))))])
        >>> [(hit.rule.id, hit.first) for hit in rules.hits(Document("One.\\nADVERTISEMENT\\nTwo."))]
        [('mine/ads', 1)]
        """
        if not self._timed:
            return self._hits(document)
        with self.budget.document():
            return self._hits(document)

    def _hits(self, document: Document) -> list[LineHit]:
        text = document.text
        found = sorted(self._index.candidates(page_of(text)))
        lines = text.split("\n")
        held: list[tuple[int, int]] = []
        line, at = Line(""), -1
        for number, index in found:
            if number != at:
                line, at = Line(lines[number]), number
            if self._holds(self._units[index], line):
                held.append((number, index))
        if self._index.always:
            for number, raw in enumerate(lines):
                held += [(number, index) for index in self._always(raw)]
            held.sort()
        return self._placed(document, lines, held) if held else []

    def _holds(self, unit: _Unit, line: Line) -> bool | None:
        """Whether the text conditions of a rule hold on a line; None when they took too long."""
        if len(line.raw) > MAX_LINE or not line.text:
            return False
        if unit.patterns:
            return self.budget.asked(unit.rule.id, len(line.raw), unit.text_holds, line)
        return unit.text_holds(line)

    def _always(self, raw: str) -> tuple[int, ...]:
        """Which rules without a text to look for hold on a line. Lines recur, so the answer is kept."""
        known = self._memo.get(raw)
        if known is not None:
            return known
        line = Line(raw)
        answers = [(index, self._holds(self._units[index], line)) for index in self._index.always]
        units = tuple(index for index, holds in answers if holds)
        if len(raw) <= _MEMO_LENGTH and all(holds is not None for _, holds in answers):
            if len(self._memo) >= _MEMO_LINES:
                self._memo.clear()
            self._memo[raw] = units
        return units

    def _placed(self, document: Document, lines: list[str], found: Sequence[tuple[int, int]]) -> list[LineHit]:
        """The hits among lines whose text fits: scope, part, neighbours, and the reach of blocks."""
        parts = Parts(document)
        covered: dict[int, bool] = {}
        hits: list[LineHit] = []
        waiting: list[tuple[int, _Unit]] = []
        reach: dict[int, int] = {}  # last line of the latest block of a rule
        for number, index in found:
            unit = self._units[index]
            if index not in covered:
                covered[index] = covers(unit.rule.where, document)
            if not covered[index] or number <= reach.get(index, -1):
                continue
            place = _Placed(unit, parts, number, lines)
            if not self.budget.asked(unit.rule.id, 0, self._in_place, place):
                continue
            end = number if unit.block is None else self._block_end(unit, unit.block, lines, number)
            if end is None:
                continue
            if unit.check.near is not None:
                waiting.append((number, unit))
                continue
            if unit.block is not None:
                reach[index] = end
            hits.append(LineHit(unit.rule, number, end))
        if waiting:
            self._near(waiting, hits)
        hits.sort(key=lambda hit: (hit.first, hit.last, hit.rule.id))
        return hits

    @staticmethod
    def _in_place(place: _Placed) -> bool:
        unit, parts, number, lines = place
        for part in (unit.rule.where.part, unit.check.part, unit.only_if.part if unit.only_if else None):
            if part is not None and not parts.holds(part, number):
                return False
        unless = unit.unless
        if unless is not None and unless.part is not None:
            if parts.holds(unless.part, number) and unless.holds(Line(lines[number])):
                return False
        if unit.only_if is not None and not unit.only_if.holds(Line(lines[number])):
            return False
        if unit.followed is None or unit.block is None:
            return True
        within = unit.block.followed_within
        window = range(number + 1, min(number + 1 + within, len(lines)))
        return any(
            unit.followed.holds(Line(lines[n])) and (unit.followed.part is None or parts.holds(unit.followed.part, n))
            for n in window
        )

    def _ends(self, unit: _Unit, raw: str) -> bool:
        assert unit.to is not None
        return bool(self.budget.asked(unit.rule.id, len(raw), unit.to.holds, Line(raw)))

    def _block_end(self, unit: _Unit, block: DropBlock, lines: list[str], first: int) -> int | None:
        """The last line of the block that begins at ``first``, or None when there is no such block."""
        if block.to == "end":
            last: int | None = max(n for n in range(first, len(lines)) if n == first or lines[n].strip())
        elif block.to == "blank_line":
            last = next((n - 1 for n in range(first + 1, len(lines)) if not lines[n].strip()), len(lines) - 1)
        else:
            landmark = next((n for n in range(first + 1, len(lines)) if self._ends(unit, lines[n])), None)
            last = None if landmark is None else landmark if block.include_to else landmark - 1
        if last is None or (block.max_lines is not None and last - first + 1 > block.max_lines):
            return None
        return last

    @staticmethod
    def _near(waiting: Sequence[tuple[int, _Unit]], hits: list[LineHit]) -> None:
        """Add the hits that need a hit of another rule nearby; those may need others in turn."""
        places: dict[str, list[int]] = {}
        for hit in hits:
            places.setdefault(hit.rule.id, []).extend((hit.first, hit.last))
        rest = list(waiting)
        while rest:
            added = []
            for number, unit in rest:
                near = unit.check.near
                assert near is not None
                if any(number != n and abs(n - number) <= near.within for n in places.get(near.rule, ())):
                    added.append((number, unit))
            if not added:
                return
            for number, unit in added:
                hits.append(LineHit(unit.rule, number, number))
                places.setdefault(unit.rule.id, []).append(number)
            rest = [pair for pair in rest if pair not in added]
