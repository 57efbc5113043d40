"""The one place where edits are chosen, made, and mapped to the offsets of the original.

Stages only propose. ``choose`` decides among the proposals of one phase; ``History`` applies what was chosen, phase
after phase, and keeps for every piece of the current text the piece of the original it came from. The log, the diff,
the dry run and ``deciding`` all read that history; there is no second way to change a text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from cleanpipe.document import Edit, Span, edit_of


class Bar(NamedTuple):
    """The scores a rule needs: ``apply_from`` to be applied, ``suggest_from`` to be reported; a trial never applies."""

    apply_from: float = 0.8
    suggest_from: float = 0.5
    trial: bool = False


def choose(
    text: str,
    proposals: Iterable[Edit],
    bar_of: Callable[[str], Bar],
    is_protected: Callable[[Edit], bool] = lambda edit: False,
) -> list[Edit]:
    """Decide which proposals for one text are made; every one comes back with ``old`` and ``state`` filled in.

    Protected spans win, then higher order, then higher score, then the longer edit, then the one further left. Among
    the edits below their ``apply_from`` the same order decides which suggestion is shown. Edits that change nothing
    and edits below ``suggest_from`` are forgotten. Raises ValueError for a span that is not in the text.

    >>> two = [Edit(0, 5, "x", "a", score=0.9), Edit(3, 6, "y", "b", score=0.95)]
    >>> [(e.rule, e.state, e.by) for e in choose("abcdef", two, lambda rule: Bar())]
    [('a', 'shadowed', 'b'), ('b', 'applied', '')]
    """
    size = len(text)
    bars: dict[str, Bar] = {}
    rows: list[_Row] = []
    for edit in proposals:
        start, end, rule, score = edit.start, edit.end, edit.rule, edit.score
        if not 0 <= start <= end <= size:
            raise ValueError(f"{rule}: no span {start}:{end} in a text of {size} characters")
        old = text[start:end]
        if old == edit.new:
            continue
        bar = bars.get(rule)
        if bar is None:
            bar = bars[rule] = bar_of(rule)
        apply_from, suggest_from, trial = bar
        if trial or score >= suggest_from:
            rows.append((start, end, edit, old, not trial and score >= apply_from, trial))
    if _apart(rows):
        # As is the rule: nobody has a rival, so no rank matters.
        rows.sort(key=itemgetter(0, 1))
        return [
            _decided(
                edit,
                old,
                "trial" if trial else "protected" if is_protected(edit) else "applied" if good else "suggested",
            )
            for _, _, edit, old, good, trial in rows
        ]
    rows.sort(key=_rank)
    made: list[tuple[int, int, str, str]] = []
    decided: list[Edit] = []
    for start, end, edit, old, good, trial in rows:
        if trial:
            decided.append(_decided(edit, old, "trial"))
            continue
        if is_protected(edit):
            decided.append(_decided(edit, old, "protected"))
            continue
        rival = _rival(made, edit)
        if rival is not None:
            # Two rules that want the very same edit agree; the second is no loser worth a line in the log.
            if rival[3] != edit.new or (rival[0], rival[1]) != (start, end):
                decided.append(_decided(edit, old, "shadowed", rival[2]))
            continue
        insort(made, (start, end, edit.rule, edit.new))
        decided.append(_decided(edit, old, "applied" if good else "suggested"))
    decided.sort(key=lambda edit: (edit.start, edit.end, edit.rule))
    return decided


#: A proposal: its span, itself, the text it would replace, whether it is sure enough to be made, and on trial.
_Row = tuple[int, int, Edit, str, bool, bool]


def _rank(row: _Row) -> tuple[bool, int, float, int, int, str]:
    start, end, edit, _, good, _ = row
    return not good, -edit.order, -edit.score, start - end, start, edit.rule


def _decided(edit: Edit, old: str, state: str, by: str = "") -> Edit:
    # Pages have hundreds of edits: dataclasses.replace takes five times as long.
    return edit_of(edit.start, edit.end, edit.new, edit.rule, edit.score, edit.reason, edit.order,
                   old, state, by, edit.detail, edit.merged)  # fmt: skip


def _apart(rows: Sequence[_Row]) -> bool:
    """Whether no two of these proposals overlap or are of one span."""
    spans = [row[:2] for row in rows]
    spans.sort()
    return all(left[1] <= right[0] and left != right for left, right in pairwise(spans))


def _rival(made: Sequence[tuple[int, int, str, str]], edit: Edit) -> tuple[int, int, str, str] | None:
    """The edit already taken that overlaps this one. ``made`` is sorted and free of overlap, so neighbours suffice."""
    at = bisect_left(made, (edit.start, edit.end, "", ""))
    for k in (at - 1, at, at + 1):
        if 0 <= k < len(made) and overlap(made[k][0], made[k][1], edit.start, edit.end):
            return made[k]
    return None


def overlap(a: int, b: int, c: int, d: int) -> bool:
    """Whether two edits touch the same characters; two insertions at one point do, an insertion at an edge does not."""
    if a == b or c == d:
        return (a == c and b == d) or (c < a < d if a == b else a < c < b)
    return a < d and c < b


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Replay sorted, non-overlapping edits on the text they speak of.

    >>> apply("teh cat", [Edit(0, 3, "the"), Edit(7, 7, "s")])
    'the cats'
    """
    pieces, at = [], 0
    for edit in edits:
        if edit.start < at:
            raise ValueError(f"edits overlap at character {edit.start} ({edit.rule})")
        pieces.append(text[at : edit.start])
        pieces.append(edit.new)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


@dataclass(slots=True)
class _Piece:
    """Characters ``o0:o1`` of the original stand as ``n0:n1`` in the current text, by the edits in ``parts``."""

    o0: int
    o1: int
    n0: int
    n1: int
    parts: tuple[Edit, ...]


class History:
    """A text and the layers of edits made to it, each layer in offsets of the text it was applied to.

    >>> history = History("a  b")
    >>> history.add([Edit(1, 3, " ", "one", old="  ")])
    >>> history.add([Edit(2, 3, "B", "two", old="b")])
    >>> history.text, [(e.start, e.end, e.new) for e in history.composed()]
    ('a B', [(1, 3, ' '), (3, 4, 'B')])
    """

    def __init__(self, original: str, rules: frozenset[str] = frozenset()) -> None:
        self.original = original
        self.rules = rules  # that could have edited; empty when that is not known
        self.text = original
        self.layers: list[tuple[Edit, ...]] = []
        self._pieces: list[_Piece] = []
        self._ways: _Ways | None = None

    def add(self, edits: Iterable[Edit]) -> None:
        """Apply one layer: sorted, non-overlapping edits of the current text."""
        layer = tuple(edits)
        if not layer:
            return
        new_text = apply(self.text, layer)
        self._pieces = _compose(self._pieces, layer)
        self._ways = None
        self.layers.append(layer)
        self.text = new_text

    def __getstate__(self) -> dict[str, Any]:
        """To another process it goes without the names of all rules, which weigh more than most texts."""
        return {**self.__dict__, "rules": frozenset(), "_ways": None}

    def to_original(self, start: int, end: int) -> Span:
        """The characters of the original that a span of the current text came from."""
        return self._there_and_back().back(start, end)

    def _there_and_back(self) -> _Ways:
        if self._ways is None:
            self._ways = _Ways([(p.o0, p.o1, p.n0, p.n1) for p in self._pieces])
        return self._ways

    def of_original(self, edit: Edit) -> Edit:
        """An edit of the current text as one of the original; it takes in what earlier edits made of those characters.

        >>> history = History("a cafÃ©!")
        >>> history.add([Edit(5, 7, "é", "one", old="Ã©")])
        >>> there = history.of_original(Edit(5, 6, "e", "two", old="é"))
        >>> there.start, there.end, there.new, there.old
        (5, 7, 'e', 'é')
        """
        ways = self._there_and_back()
        start, end = ways.touched(edit.start, edit.end)
        span = ways.back(start, end)
        new = self.text[start : edit.start] + edit.new + self.text[edit.end : end]
        return edit_of(span.start, span.end, new, edit.rule, edit.score, edit.reason, edit.order,
                       self.text[start:end], edit.state, edit.by, edit.detail, edit.merged)  # fmt: skip

    def here(self, edit: Edit) -> Span | None:
        """Where an edit of the original can be made now; None when its ``old`` does not stand there any more."""
        firsts, lasts = self._there_and_back().forth(edit.start, edit.end)
        for start in firsts:
            for end in lasts:
                if start <= end and self.text[start:end] == edit.old:
                    return Span(start, end)
        return None

    def parts_at(self, start: int, end: int) -> list[int]:
        """Identities of the layer edits that together changed exactly these characters of the original."""
        return [id(e) for p in self._pieces if (p.o0, p.o1) == (start, end) for e in p.parts]

    def composed(self) -> tuple[Edit, ...]:
        """All layers as one: sorted edits of the original that rebuild the current text."""
        edits = []
        original, text = self.original, self.text
        for piece in self._pieces:
            o0, parts = piece.o0, piece.parts
            old, new = original[o0 : piece.o1], text[piece.n0 : piece.n1]
            if old == new:
                continue
            name = parts[-1]  # the last phase had the last word
            if len(parts) == 1 and name.start == o0 and name.old == old and name.new == new and not name.merged:
                edits.append(name)
                continue
            score, merged = (name.score, ()) if len(parts) == 1 else (min(e.score for e in parts), parts)
            edits.append(edit_of(o0, piece.o1, new, name.rule, score, name.reason, name.order,
                                 old, "applied", name.by, name.detail, merged))  # fmt: skip
        return tuple(edits)


def _compose(pieces: list[_Piece], layer: Sequence[Edit]) -> list[_Piece]:
    """Merge a layer of edits into the map from the original to the text the layer speaks of."""
    out: list[_Piece] = []
    k, shift_old, shift_new = 0, 0, 0  # shift_old: current minus original so far; shift_new: next minus current
    j, count, last = 0, len(layer), len(pieces)
    while j < count:
        edit = layer[j]
        c0, c1 = edit.start, edit.end
        begun = k
        while k < last and (pieces[k].n1 < c0 or _before(pieces[k], edit)):
            k += 1
        if k > begun:
            out += _shifted(pieces[begun:k], shift_new)
            shift_old = pieces[k - 1].n1 - pieces[k - 1].o1
        first_shift = shift_old
        j += 1
        grown, removed = len(edit.new), c1 - c0
        if (k == last or not _touch(pieces[k], c0, c1)) and (j == count or not _inside(layer[j], c0, c1)):
            n0 = c0 + shift_new
            shift_new += grown - removed
            out.append(_Piece(c0 - shift_old, c1 - shift_old, n0, n0 + grown, (edit,)))
            continue
        # A cluster: this edit with every piece it touches, and every edit those pieces touch.
        parts: list[Edit] = []
        layered = [edit]
        while True:
            if k < last and _touch(pieces[k], c0, c1):
                piece = pieces[k]
                c0, c1 = min(c0, piece.n0), max(c1, piece.n1)
                parts.extend(piece.parts)
                shift_old = piece.n1 - piece.o1
                k += 1
            elif j < count and _inside(layer[j], c0, c1):
                edit = layer[j]
                c0, c1 = min(c0, edit.start), max(c1, edit.end)
                layered.append(edit)
                grown += len(edit.new)
                removed += edit.end - edit.start
                j += 1
            else:
                break
        o0, o1 = c0 - first_shift, c1 - shift_old
        n0 = c0 + shift_new
        shift_new += grown - removed
        out.append(_Piece(o0, o1, n0, c1 + shift_new, (*parts, *layered)))
    return out + _shifted(pieces[k:], shift_new)


def _shifted(pieces: list[_Piece], by: int) -> list[_Piece]:
    return [_Piece(p.o0, p.o1, p.n0 + by, p.n1 + by, p.parts) for p in pieces] if by else pieces


def _before(piece: _Piece, edit: Edit) -> bool:
    """Whether a piece lies wholly before an edit, so that the edit cannot touch it."""
    return piece.n0 <= edit.start and piece.n1 <= edit.end and not _touch(piece, edit.start, edit.end)


def _touch(piece: _Piece, start: int, end: int) -> bool:
    """Whether an edit of ``start:end`` changes what a piece wrote (or inserts where it deleted or inserted)."""
    a, b = piece.n0, piece.n1
    if start == end:
        return a <= start <= b if (a == b or piece.o0 == piece.o1) else a < start < b
    if a == b:
        return start < a < end
    return a < end and start < b


def _inside(edit: Edit, start: int, end: int) -> bool:
    """Whether the next edit of the same layer falls into a cluster that already reaches ``end``."""
    return edit.start < end or (edit.start == edit.end == start == end)


class _Ways:
    """The way back through pieces (old start, old end, new start, new end) sorted by place."""

    def __init__(self, rows: Sequence[tuple[int, int, int, int]]) -> None:
        self._rows = rows
        self._ends = [row[3] for row in rows]

    def back(self, start: int, end: int) -> Span:
        """The span of the old text that a span of the new one came from."""
        rows = self._rows
        k = bisect_right(self._ends, start)  # the piece that holds the start, or else the first behind it
        first = rows[k][0] if k < len(rows) and rows[k][2] <= start else start - self._shift(k)
        k = bisect_left(self._ends, end)
        if k < len(rows) and rows[k][2] < end:
            last = rows[k][1]
        else:
            # Nothing is longer for an insertion right behind it, but for a span it is.
            last = end - self._shift(k if start < end else bisect_right(self._ends, end))
        return Span(first, max(first, last))

    def touched(self, start: int, end: int) -> Span:
        """The span of the new text, grown by the pieces that it cuts; an insertion, by those beside it."""
        rows = self._rows
        if start == end:
            k = bisect_left(self._ends, start)
            beside = [row for row in rows[k : k + 3] if row[0] == row[1] and start in (row[2], row[3])]
            if beside:
                return Span(beside[0][2], beside[-1][3])
        k = bisect_right(self._ends, start)
        if k < len(rows) and rows[k][2] < start:
            start, end = rows[k][2], max(end, rows[k][3])
        k = bisect_left(self._ends, end)
        if k < len(rows) and rows[k][2] < end:
            end = rows[k][3]
        return Span(start, end)

    def forth(self, start: int, end: int) -> tuple[list[int], list[int]]:
        """Where a span of the old text may begin and end in the new one: before or behind what was inserted there."""
        firsts: list[int] = []
        lasts: list[int] = []
        for places, at in ((firsts, start), (lasts, end)):
            k = bisect_right(self._rows, (at, at, -1, -1))  # the first insertion at this place, or the piece behind it
            if k and self._rows[k - 1][1] > at:
                return [], []  # inside what was rewritten
            places.append(at + self._shift(k))
            while k < len(self._rows) and self._rows[k][:2] == (at, at):
                k += 1
                places.append(at + self._shift(k))
        return firsts, lasts

    def _shift(self, k: int) -> int:
        """How much further back the new text stands than the old one, right before a piece."""
        return self._rows[k - 1][3] - self._rows[k - 1][1] if k else 0


def original_span(edits: Sequence[Edit], start: int, end: int) -> Span:
    """Map a span of the cleaned text to the input, through the applied edits of a Result."""
    rows, shift = [], 0
    for edit in edits:
        n0 = edit.start + shift
        rows.append((edit.start, edit.end, n0, n0 + len(edit.new)))
        shift += len(edit.new) - (edit.end - edit.start)
    return _Ways(rows).back(start, end)
