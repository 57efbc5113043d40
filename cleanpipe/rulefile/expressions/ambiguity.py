"""Can a pattern take exponential time? It can when some text leads round a loop in two ways.

The pattern becomes a graph of its character classes and of what may follow what (Glushkov's construction, but two loops
that allow the same step count as two steps). Two walkers read the same text from one place; if they can part and meet
again at that place, every further round doubles the ways. Assertions are taken to hold, so a safe pattern may be
refused, but none that is exponential passes, up to the bounds below.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cleanpipe.rulefile.expressions.retree import MANY, Branch, Chars, Mark, Repeat, Sequence_, Tree

#: Above these the pattern counts as ambiguous: nobody can say.
MAX_PLACES = 3_000
MAX_STEPS = 300_000

#: Characters that tell classes apart; those named in a pattern are added.
_SAMPLE = "az AZ09_\t\n.,;:!?'\"-–|/\\()[]{}<>@#&*+=%$^~`éßñжЖ中の१٣\u00a0\u2028\u0301"


def ambiguous(tree: Tree, source: str) -> bool:
    """Whether a pattern with this tree (and these characters) may take exponential time.

    >>> from cleanpipe.rulefile.expressions.retree import parse
    >>> [ambiguous(parse(p), p) for p in (r"(a+)+b", r"(a|a)*b", r"(\\w+,)*b", r"(\\w+ ?)*b", r"[a-z]+\\d+")]
    [True, True, False, True, False]
    """
    if not _loops(tree, inside=False):
        return False
    graph = _Graph("".join(dict.fromkeys(_SAMPLE + source)))
    try:
        graph.build(tree)
        return graph.doubles()
    except OverflowError:
        return True


def _loops(tree: Tree, inside: bool) -> bool:
    """Whether a loop holds anything but one character: only then can two ways lead round it."""
    if isinstance(tree, Chars):
        return False
    if isinstance(tree, Mark):
        return tree.inner is not None and _loops(tree.inner, False)
    if isinstance(tree, Sequence_):
        return any(_loops(part, inside) for part in tree.parts)
    if isinstance(tree, Branch):
        return inside or any(_loops(option, inside) for option in tree.options)
    if isinstance(tree, Repeat):
        endless = tree.high is None or tree.high > MANY
        if inside and tree.low != tree.high:
            return True
        return _loops(tree.inner, inside or endless)
    return False


@dataclass(slots=True)
class _Piece:
    """Where a part of the pattern may begin and end, and in how many ways it may be empty (2 stands for more)."""

    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    empty: int = 1


class _Graph:
    def __init__(self, sample: str) -> None:
        self._sample = sample
        self._masks: dict[object, int] = {}
        self.mask: list[int] = []  # per place: which sample characters it takes
        self.steps: list[list[int]] = []  # per place: places that may follow; one that two loops allow stands twice

    def build(self, tree: Tree) -> _Piece:
        if isinstance(tree, Chars):
            return self._chars(tree)
        if isinstance(tree, Mark):
            if tree.inner is not None:
                self.build(tree.inner)  # looked at by itself, beside the rest
            return _Piece()
        if isinstance(tree, Sequence_):
            piece = _Piece()
            for part in tree.parts:
                piece = self._joined(piece, self.build(part))
            return piece
        if isinstance(tree, Branch):
            pieces = [self.build(option) for option in tree.options]
            return _Piece(
                [place for piece in pieces for place in piece.first],
                [place for piece in pieces for place in piece.last],
                min(2, sum(piece.empty for piece in pieces)),
            )
        if isinstance(tree, Repeat):
            return self._repeat(tree)
        return _Piece()

    def _chars(self, tree: Chars) -> _Piece:
        mask = self._masks.get(tree.has)
        if mask is None:
            mask = sum(1 << bit for bit, char in enumerate(self._sample) if tree.has.match(char))
            self._masks[tree.has] = mask
        if len(self.mask) >= MAX_PLACES:
            raise OverflowError
        self.mask.append(mask)
        self.steps.append([])
        place = [len(self.mask) - 1]
        return _Piece(place, list(place), 0)

    def _joined(self, left: _Piece, right: _Piece) -> _Piece:
        for place in left.last:
            self.steps[place] += right.first
        return _Piece(
            left.first + right.first * left.empty,
            left.last * right.empty + right.last,
            min(2, left.empty * right.empty),
        )

    def _repeat(self, tree: Repeat) -> _Piece:
        if tree.high is None or tree.high > MANY:
            piece = self.build(tree.inner)
            for place in piece.last:
                self.steps[place] += piece.first
            return _Piece(piece.first, piece.last, max(piece.empty, tree.low == 0))
        piece = _Piece()
        for round_ in range(tree.high):
            once = self.build(tree.inner)
            if round_ >= tree.low:
                once.empty = min(2, once.empty + 1)
            piece = self._joined(piece, once)
        return piece

    def doubles(self) -> bool:
        """Whether two walkers from one place can part and meet there again."""
        loops = self._loop_of()
        budget = MAX_STEPS
        for place, loop in enumerate(loops):
            if loop < 0:
                continue
            seen = {(place, place, False)}
            todo = [(place, place, False)]
            while todo:
                a, b, parted = todo.pop()
                steps_a = [(n, s) for n, s in enumerate(self.steps[a]) if loops[s] == loop]
                steps_b = [(n, s) for n, s in enumerate(self.steps[b]) if loops[s] == loop]
                for n, s in steps_a:
                    for m, t in steps_b:
                        budget -= 1
                        if budget < 0:
                            raise OverflowError
                        if not self.mask[s] & self.mask[t]:
                            continue
                        state = (s, t, parted or s != t or (a == b and n != m))
                        if state == (place, place, True):
                            return True
                        if state not in seen:
                            seen.add(state)
                            todo.append(state)
        return False

    def _loop_of(self) -> list[int]:
        """For each place the number of the loop (strongly connected component) it is on, or -1. Tarjan, iterative."""
        count = len(self.steps)
        index, low, on, out = [-1] * count, [0] * count, [False] * count, [-1] * count
        stack: list[int] = []
        clock = number = 0
        for root in range(count):
            if index[root] >= 0:
                continue
            work = [(root, 0)]
            while work:
                place, at = work.pop()
                if at == 0:
                    index[place] = low[place] = clock
                    clock += 1
                    stack.append(place)
                    on[place] = True
                if at < len(self.steps[place]):
                    work.append((place, at + 1))
                    after = self.steps[place][at]
                    if index[after] < 0:
                        work.append((after, 0))
                    elif on[after]:
                        low[place] = min(low[place], index[after])
                    continue
                if low[place] == index[place]:
                    members = []
                    while True:
                        member = stack.pop()
                        on[member] = False
                        members.append(member)
                        if member == place:
                            break
                    if len(members) > 1 or place in self.steps[place]:
                        for member in members:
                            out[member] = number
                        number += 1
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[place])
        return out
