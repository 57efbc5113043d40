"""The worst texts for a pattern: long runs of what it repeats, with an end that spoils the match.

Step 7 of ``rules test``. The linter rules out exponential time; this finds what is slow for other reasons, such as
three repeats in a row that can take the same characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter, thread_time

from cleanpipe.rulefile.expressions.retree import Branch, Chars, Mark, Repeat, Sequence_, Tree, parse
from cleanpipe.rulefile.matching.conditions import compiled

#: Time grows with the square of the length for two repeats in a row and with the cube for three: 1,000 characters tell
#: them apart (10 ms against seconds). The shorter ones come first, so that a far worse pattern is found out at once.
LENGTHS = (30, 60, 120, 250, 500, 1_000)
_ENDS = ("\x01", " ", "a", ".")
_SAMPLE = "a 0A.,;:-_|'\"/\té中"


def texts_for(pattern: str) -> Iterator[str]:
    """Bad texts for a pattern, short ones first.

    >>> sorted({len(text) // 10 for text in texts_for("a+b")})
    [3, 6, 12, 25, 50, 100]
    """
    tree = parse(pattern)
    units = list(dict.fromkeys(_units(tree)))[:12]
    heads = list(dict.fromkeys(("", _head(tree))))
    seen = set()
    for length in LENGTHS:
        for unit in units:
            run = (unit * (length // len(unit) + 1))[:length]
            for head in heads:
                for end in _ENDS:
                    text = head + run + end
                    if text not in seen:
                        seen.add(text)
                        yield text


def _head(tree: Tree) -> str:
    """A text that a pattern begins with, up to its first open repeat: the way in to what is slow."""
    out = ""
    for part in tree.parts if isinstance(tree, Sequence_) else (tree,):
        if isinstance(part, Repeat) and part.high is None:
            break
        out += _sample_of(part)
    return out


def _units(tree: Tree) -> Iterator[str]:
    """What can stand in a long run: a character of each class, each repeated part, and pairs of neighbours."""
    if isinstance(tree, Chars):
        yield from _members(tree)
    elif isinstance(tree, Sequence_):
        for part in tree.parts:
            yield from _units(part)
    elif isinstance(tree, Branch):
        for option in tree.options:
            yield from _units(option)
    elif isinstance(tree, Repeat):
        one = _sample_of(tree.inner)
        if one:
            yield one
        yield from _units(tree.inner)
    elif isinstance(tree, Mark) and tree.inner is not None:
        yield from _units(tree.inner)


def _members(tree: Chars) -> list[str]:
    if tree.few:
        return list(tree.few[:2])
    return [char for char in _SAMPLE if tree.has.match(char)][:3]


def _sample_of(tree: Tree) -> str:
    """A short text that the tree matches."""
    if isinstance(tree, Chars):
        return (_members(tree) or [""])[0]
    if isinstance(tree, Sequence_):
        return "".join(map(_sample_of, tree.parts))
    if isinstance(tree, Branch):
        return _sample_of(tree.options[0])
    if isinstance(tree, Repeat):
        return _sample_of(tree.inner) * max(1, min(tree.low, 5))
    return ""


def slowest(patterns: Iterable[tuple[str, str]], limit: float = 0.05) -> tuple[float, str, str]:
    """The longest time any of these patterns takes on its bad texts, in seconds, with the pattern and the text.

    Stops at the first text above ``limit`` and measures that one twice: the machine may have been busy.
    """
    worst = (0.0, "", "")
    for pattern, case in patterns:
        search = compiled(pattern, case).search
        for text in texts_for(pattern):
            seconds = _time(search, text)
            if seconds > limit:
                seconds = min(seconds, _time(search, text))
            worst = max(worst, (seconds, pattern, text))
            if seconds > limit:
                return worst
    return worst


def _time(search: object, text: str) -> float:
    clock = thread_time if thread_time() else perf_counter
    begun = clock()
    search(text)  # type: ignore[operator]
    return clock() - begun
