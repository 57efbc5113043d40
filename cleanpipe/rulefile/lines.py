"""Which lines the ``drop_line`` and ``drop_block`` rules hit; the chrome stage makes edits of them.

Text conditions are asked once per distinct line, and only of rules whose literals the line contains (``index``); place,
neighbours and scope are asked per document, only of rules whose text conditions hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanpipe.document import Document
from cleanpipe.rulefile.conditions import Check, Line
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

    __slots__ = ("block", "check", "followed", "number", "only_if", "rule", "to", "unless")

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

    def text_holds(self, line: Line) -> bool:
        """Whether the text conditions hold; exceptions that depend on the place are asked later."""
        if not self.check.holds(line):
            return False
        unless = self.unless
        return unless is None or unless.part is not None or not unless.holds(line)


class LineRules:
    """All line rules of a run. Not tied to a document; may be used from several threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._units = [_Unit(r, n) for n, r in enumerate(r for r in rules if r.verb in ("drop_line", "drop_block"))]
        self._memo: dict[str, tuple[int, ...]] = {}
        self._near_names = {u.check.near.rule for u in self._units if u.check.near}

    def hits(self, document: Document) -> list[LineHit]:
        """Hits in order of place, then of rules. A rule outside its scope hits nothing.

        >>> from cleanpipe.rulefile.model import Conditions, DropLine, Rule
        >>> rules = LineRules([Rule("mine/ads", "drop_line", DropLine(Conditions(line_is=("Advertisement",))))])
        >>> [(hit.rule.id, hit.first) for hit in rules.hits(Document("One.\\nADVERTISEMENT\\nTwo."))]
        [('mine/ads', 1)]
        """
        memo, found = self._memo, []
        lines = document.text.split("\n")
        for number, raw in enumerate(lines):
            units = memo.get(raw)
            if units is None:
                units = self._examine(raw)
            for unit in units:
                found.append((number, unit))
        return self._placed(document, lines, found) if found else []

    def _examine(self, raw: str) -> tuple[int, ...]:
        """Numbers of the rules whose text conditions a line meets."""
        if len(raw) > MAX_LINE or not raw.strip():
            return ()
        line = Line(raw)
        units = tuple(unit.number for unit in self._units if unit.text_holds(line))
        if len(raw) <= _MEMO_LENGTH:
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
            if not covered[index] or not self._in_place(unit, parts, number, lines):
                continue
            if unit.check.near is not None:
                waiting.append((number, unit))
            elif unit.block is None:
                hits.append(LineHit(unit.rule, number, number))
            elif number > reach.get(index, -1):
                last = self._block_end(unit, unit.block, lines, number)
                if last is not None:
                    reach[index] = last
                    hits.append(LineHit(unit.rule, number, last))
        if waiting:
            self._near(waiting, hits)
        hits.sort(key=lambda hit: (hit.first, hit.last, hit.rule.id))
        return hits

    @staticmethod
    def _in_place(unit: _Unit, parts: Parts, number: int, lines: list[str]) -> bool:
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

    @staticmethod
    def _block_end(unit: _Unit, block: DropBlock, lines: list[str], first: int) -> int | None:
        """The last line of the block that begins at ``first``, or None when there is no such block."""
        if block.to == "end":
            last: int | None = len(lines) - 1
            while lines[last or 0] == "" and last and last > first:
                last -= 1
        elif block.to == "blank_line":
            last = next((n - 1 for n in range(first + 1, len(lines)) if not lines[n].strip()), len(lines) - 1)
        else:
            assert unit.to is not None
            landmark = next((n for n in range(first + 1, len(lines)) if unit.to.holds(Line(lines[n]))), None)
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
