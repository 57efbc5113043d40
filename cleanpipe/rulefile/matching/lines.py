"""Which lines the ``drop_line`` and ``drop_block`` rules hit; the chrome stage makes edits of them.

Conditions on the text of a line are asked only of rules whose literals it holds (``index``), and whose language is that
of the document; place, neighbours and the rest of the scope only of rules whose text conditions hold. What holds on a
line depends on nothing else, and lines recur (in the next round of the stage, on the next page of the site), so the
answer is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cleanpipe.document import Document
from cleanpipe.rulefile.expressions.budget import Budget, one_document
from cleanpipe.rulefile.expressions.literals import opening
from cleanpipe.rulefile.matching.conditions import Check, Line
from cleanpipe.rulefile.matching.index import TextIndex, page_of, texts_of
from cleanpipe.rulefile.matching.scope import Parts, covers, speaks
from cleanpipe.rulefile.model import Conditions, DropBlock, DropLine, Rule, Scope

#: A line longer than this is no furniture: line rules leave it alone.
MAX_LINE = 20_000
#: Languages whose rules are kept ready.
_MOST_LANGUAGES = 64
#: Characters of lines whose answer is kept, for each language.
_MEMO_SIZE = 500_000


class LineHit(NamedTuple):
    """A rule hits lines ``first`` to ``last``, counted from 0, both included."""

    rule: Rule
    first: int
    last: int


class _Unit:
    """A rule ready for matching."""

    __slots__ = ("block", "check", "followed", "only_if", "patterns", "plain", "prefilter", "rule", "to", "unless")

    def __init__(self, rule: Rule, prefilter: bool) -> None:
        body = rule.body
        assert isinstance(body, DropLine | DropBlock)
        self.rule = rule
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
        self.prefilter = prefilter
        #: Whether nothing is asked beyond the text of the line and the language.
        self.plain = (
            self.block is None
            and self.check.part is None
            and self.check.near is None
            and rule.where.part is None
            and (self.unless is None or self.unless.part is None)
            and replace(rule.where, lang=()) == Scope()
        )

    @property
    def texts(self) -> Sequence[str]:
        """Texts of which a line must hold one for the rule to be asked; none: it is asked about every line."""
        return texts_of(self.check.given) if self.prefilter else ()

    @property
    def opening(self) -> re.Pattern[str] | None:
        """What a line must begin with for the rule to be asked, if that is known."""
        given = self.check.given
        return opening(*given.matches, given.case == "ignore") if self.prefilter and len(given.matches) == 1 else None

    def text_holds(self, line: Line) -> bool:
        """Whether the text conditions hold; exceptions that depend on the place are asked later."""
        if not self.check.holds(line):
            return False
        unless = self.unless
        return unless is None or unless.part is not None or not unless.holds(line)


_Held = dict[str, tuple[_Unit, ...]]


class _Known:
    """The rules for one language, and on which lines they hold as far as is known."""

    def __init__(self, units: Sequence[_Unit]) -> None:
        self.units = units
        self.index = TextIndex(unit.texts for unit in units)
        self.openings = [unit.opening for unit in units]
        self.held: _Held = {}
        self.size = 0


class _Placed(NamedTuple):
    """A rule whose text conditions hold on a line of a page."""

    unit: _Unit
    parts: Parts
    number: int
    lines: list[str]


class LineRules:
    """All line rules of a run. Not tied to a document; may be used from several threads."""

    def __init__(self, rules: Iterable[Rule], *, prefilter: bool = True) -> None:
        self._units = [_Unit(r, prefilter) for r in rules if r.verb in ("drop_line", "drop_block")]
        self._languages: dict[str | None, _Known] = {}

    def hits(self, document: Document) -> list[LineHit]:
        """Hits in order of place, then of rules. A rule outside its scope hits nothing.

        >>> from cleanpipe.rulefile.model import Conditions, DropLine, Rule
        >>> rules = LineRules([Rule("mine/ads", "drop_line", DropLine(Conditions(line_is=("Advertisement",))))])
        >>> [(hit.rule.id, hit.first) for hit in rules.hits(Document("One.\\nADVERTISEMENT\\nTwo."))]
        [('mine/ads', 1)]
        """
        with one_document() as budget:
            return self._hits(document, budget)

    def _hits(self, document: Document, budget: Budget) -> list[LineHit]:
        known = self._known(document.lang)
        lines = document.text.split("\n")
        held = known.held
        fresh = [line for line in dict.fromkeys(lines) if line not in held]
        late = self._asked(known, held, fresh, budget) if fresh else {}
        answers = list(map(held.get, lines))
        if late:
            answers = [late[line] if answer is None else answer for line, answer in zip(lines, answers, strict=True)]
        if known.size > _MEMO_SIZE:
            known.held, known.size = {}, 0
        found = [(number, unit) for number, units in enumerate(answers) if units for unit in units]
        return self._placed(document, lines, found, budget) if found else []

    def _known(self, lang: str | None) -> _Known:
        known = self._languages.get(lang)
        if known is None:
            if len(self._languages) >= _MOST_LANGUAGES:
                self._languages.clear()
            known = _Known([unit for unit in self._units if speaks(unit.rule.where, lang)])
            self._languages[lang] = known
        return known

    def _asked(self, known: _Known, held: _Held, lines: list[str], budget: Budget) -> _Held:
        """Find out which rules hold on lines, all different; what is not to be remembered is returned."""
        units, openings, index = known.units, known.openings, known.index
        text = "\n".join(lines)
        found: dict[int, list[int]] = {}
        for number, k in sorted(index.candidates(page_of(text))):
            found.setdefault(number, []).append(k)
        if index.always:
            found = {number: sorted((*found.get(number, ()), *index.always)) for number in range(len(lines))}
        answers: _Held = dict.fromkeys(lines, ())
        late: _Held = {}
        if len(text) > MAX_LINE:
            late = {raw: () for raw in lines if len(raw) > MAX_LINE}
        for number, asked in found.items():
            raw = lines[number]
            line = Line(raw)
            if not line.text or len(raw) > MAX_LINE:
                continue
            holding: list[_Unit] = []
            for k in asked:
                begins = openings[k]
                if begins is not None and begins.match(line.text) is None:
                    continue
                unit = units[k]
                if not unit.patterns:
                    holds: bool | None = unit.text_holds(line)
                else:
                    holds = budget.asked(unit.rule.id, len(raw), unit.text_holds, line)
                    if holds is None:  # it took too long
                        late[raw] = ()
                if holds:
                    holding.append(unit)
            if holding:
                answers[raw] = tuple(holding)
            if raw in late:
                late[raw] = answers[raw]
        for raw in late:
            del answers[raw]
        held.update(answers)
        known.size += min(len(text), _MEMO_SIZE + 1)
        return late

    def _placed(
        self, document: Document, lines: list[str], found: Sequence[tuple[int, _Unit]], budget: Budget
    ) -> list[LineHit]:
        """The hits among lines whose text fits: scope, part, neighbours, and the reach of blocks."""
        parts = Parts(document)
        covered: dict[_Unit, bool] = {}
        hits: list[LineHit] = []
        waiting: list[tuple[int, _Unit]] = []
        reach: dict[_Unit, int] = {}  # last line of the latest block of a rule
        for number, unit in found:
            rule = unit.rule
            if unit.plain:
                hits.append(LineHit(rule, number, number))
                continue
            if unit not in covered:
                covered[unit] = covers(rule.where, document)
            if not covered[unit] or number <= reach.get(unit, -1):
                continue
            place = _Placed(unit, parts, number, lines)
            if not budget.asked(rule.id, len(lines[number]), self._in_place, place):
                continue
            end = number if unit.block is None else self._block_end(unit, unit.block, lines, number, budget)
            if end is None:
                continue
            if unit.check.near is not None:
                waiting.append((number, unit))
                continue
            if unit.block is not None:
                reach[unit] = end
            hits.append(LineHit(rule, number, end))
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

    @staticmethod
    def _landmark(unit: _Unit, lines: list[str], first: int, budget: Budget) -> int | None:
        """The first line below ``first`` on which the conditions of ``to`` hold; None, too, where that is not known."""
        assert unit.to is not None
        for number in range(first + 1, len(lines)):
            raw = lines[number]
            ends = budget.asked(unit.rule.id, len(raw), unit.to.holds, Line(raw))
            if ends is None or ends:
                return number if ends else None
        return None

    def _block_end(self, unit: _Unit, block: DropBlock, lines: list[str], first: int, budget: Budget) -> int | None:
        """The last line of the block that begins at ``first``, or None when there is no such block."""
        if block.to == "end":
            last: int | None = max(n for n in range(first, len(lines)) if n == first or lines[n].strip())
        elif block.to == "blank_line":
            last = next((n - 1 for n in range(first + 1, len(lines)) if not lines[n].strip()), len(lines) - 1)
        else:
            landmark = self._landmark(unit, lines, first, budget)
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
