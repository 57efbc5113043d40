"""The linter of patterns: what would be wrong, slow or meaningless, found on ``re``'s own parse tree.

Runs when rule files are loaded, so it looks at patterns only and never tries them on text; the probe (``probe``) does.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanpipe.rulefile.expressions.ambiguity import ambiguous
from cleanpipe.rulefile.expressions.literals import required
from cleanpipe.rulefile.expressions.retree import Branch, Mark, Refused, Repeat, Sequence_, Tree, nullable, parse

_FLAGS = re.compile(r"\(\?(?:[aiLmsux]+(?:-[imsx]+)?|-[imsx]+)[:)]")
_BACK = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


class Finding(NamedTuple):
    """Something about characters ``start:end`` of a pattern."""

    start: int
    end: int
    code: str
    message: str
    advice: str = ""
    severity: str = "error"


@lru_cache(maxsize=20_000)
def lint(pattern: str) -> tuple[Finding, ...]:
    """Everything that is wrong with a pattern.

    >>> [(f.code, pattern[f.start : f.end]) for pattern in ["x(a+)+y", "(a)\\\\1", "[0-9"] for f in lint(pattern)]
    [('CP303', '(a+)+'), ('CP305', '\\\\1'), ('CP301', '[')]
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None) or 0
        message = f"pattern does not compile: {getattr(error, 'msg', error)}"
        advice = r"a bracket or mark that stands for itself is written \(  \[  \?" if at < len(pattern) else ""
        return (Finding(at, at + 1, "CP301", message, advice),)
    tree = parse(pattern)
    found = list(_refused(pattern, tree))
    if found:
        return tuple(found)
    if nullable(tree) and not _whole_line(tree):
        message = "pattern can match the empty string, so it matches everywhere"
        found.append(Finding(0, len(pattern), "CP302", message, "write + for *, or add what must be there"))
    if ambiguous(tree, pattern):
        start, end = _culprit(pattern)
        advice = "one text can be read in several ways round this repeat: separate its parts by something fixed"
        found.append(Finding(start, end, "CP303", "pattern may take exponential time", advice))
    if not found and not required(pattern):
        advice = "slow: tried on every line; add a word it must contain if there is one"
        found.append(Finding(0, len(pattern), "CP304", "pattern without a fixed text to look for", advice, "warning"))
    return tuple(found)


def _refused(pattern: str, tree: Tree) -> Iterator[Finding]:
    plain = re.sub(r"\\[^1-9]", "  ", pattern)  # same length, so that places stay; escapes cannot be taken for groups
    if flags := _FLAGS.search(plain):
        yield Finding(*flags.span(), "CP306", "flags inside a pattern", "use the key 'case: ignore' or 'lines: true'")
    elif _holds_refused(tree, "backreference"):
        back = _BACK.search(plain)
        yield Finding(
            *(back.span() if back else (0, len(pattern))), "CP305", "backreference", "write one rule for each text"
        )


def _holds_refused(tree: Tree, what: str) -> bool:
    if isinstance(tree, Refused):
        return tree.what == what
    if isinstance(tree, Sequence_):
        return any(_holds_refused(part, what) for part in tree.parts)
    if isinstance(tree, Branch):
        return any(_holds_refused(option, what) for option in tree.options)
    if isinstance(tree, Repeat):
        return _holds_refused(tree.inner, what)
    return isinstance(tree, Mark) and tree.inner is not None and _holds_refused(tree.inner, what)


def _whole_line(tree: Tree) -> bool:
    """Whether a pattern is tied to both ends of a line: then it cannot match the nothing between two characters."""
    if isinstance(tree, Branch):
        return all(map(_whole_line, tree.options))
    if not isinstance(tree, Sequence_) or len(tree.parts) < 3:
        return False
    first, last = tree.parts[0], tree.parts[-1]
    return isinstance(first, Mark) and first.what == "start" and isinstance(last, Mark) and last.what == "end"


_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[?+]?")


def _culprit(pattern: str) -> tuple[int, int]:
    """The smallest repeated part of an ambiguous pattern that is ambiguous by itself, else the whole pattern."""
    best = (0, len(pattern))
    for start, end in _repeated(pattern):
        if end - start >= best[1] - best[0]:
            continue
        try:
            if ambiguous(parse(pattern[start:end]), pattern):
                best = (start, end)
        except (re.error, OverflowError, RecursionError):
            continue
    return best


def _repeated(pattern: str) -> Iterator[tuple[int, int]]:
    """Groups with a repeat after them, as places in the pattern."""
    opened: list[int] = []
    at, in_class = 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
            at += 1 + (pattern[at + 1 : at + 2] == "^")
            at += pattern[at : at + 1] == "]"
            continue
        elif char == "(":
            opened.append(at)
        elif char == ")" and opened:
            start = opened.pop()
            quantifier = _QUANTIFIER.match(pattern, at + 1)
            if quantifier:
                yield start, quantifier.end()
        at += 1
