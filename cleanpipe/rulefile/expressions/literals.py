"""Texts that a pattern must contain: what the pre-filter looks for before the pattern itself is tried.

``required`` returns a set of folded texts of which every match holds at least one, or nothing when there is no such
set. It may let too much through, never too little: a text without any of them cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from cleanpipe.rulefile.expressions.retree import Branch, Chars, Mark, Repeat, Sequence_, Tree, parse
from cleanpipe.rulefile.expressions.words import fold, is_word

#: How good a set of texts is; the highest is taken.
Quality = Callable[[frozenset[str]], tuple[float, int]]
#: A text that is rarer than one in so many powers of two is as good as any.
MOST_BITS = 30
#: More alternatives than this make a poor filter.
MAX_TEXTS = 128


@lru_cache(maxsize=20_000)
def required(pattern: str, ignore_case: bool = False) -> tuple[str, ...]:
    """Folded texts of which any match contains at least one; a line end in them stands for ``^`` or ``$``.

    >>> required(r"\\d+ (?:Comments?|Replies)"), required(r"\\w+")
    ((' comment', ' comments', ' replies'), ())
    """
    texts = _best(parse(pattern, ignore_case), quality)
    if texts is None:
        return ()
    folded = {fold(text) for text in texts}
    return tuple(sorted(folded)) if all(map(str.strip, folded)) else ()


@lru_cache(maxsize=1_000)
def signs(pattern: str) -> str:
    """Characters, neither of words nor blank, of which any match contains one: what most lines lack; or none at all.

    >>> signs(r"\\w+@\\w+(?:\\.[a-z]+)+"), signs(r"(?:https?|ftp)://\\S+|\\bwww\\.\\S+"), signs(r"\\w+ ?@?")
    ('@', '.:', '')
    """
    texts = _best(parse(pattern, False), _fewest_signs)
    found = [_signs_of(text) for text in texts or ()]
    return "".join(sorted({text[0] for text in found})) if all(found) else ""


def begins_line(pattern: str) -> bool:
    """Whether a pattern matches nowhere but at the beginning of a line.

    >>> begins_line("^By "), begins_line("^By |Foto:")
    (True, False)
    """
    tree = parse(pattern, False)
    return isinstance(tree, Sequence_) and bool(tree.parts) and tree.parts[0] == Mark("start")


def opening(pattern: str, ignore_case: bool = False) -> re.Pattern[str] | None:
    """What the first character of a line must be for a pattern to match there; None when it may be many things.

    >>> opening(r"^\\d{1,2}:\\d\\d$").pattern, opening(r"^(?:By )?\\w+$"), opening(r"\\d:")
    ('[\\\\d]', None, None)
    """
    tree = parse(pattern, ignore_case)
    if not isinstance(tree, Sequence_) or tree.parts[:1] != (Mark("start"),):
        return None
    first: Tree | None = next((part for part in tree.parts if not isinstance(part, Mark)), None)
    if isinstance(first, Repeat) and first.low > 0:
        first = first.inner
    return first.has if isinstance(first, Chars) else None


def _signs_of(text: str) -> str:
    # Circled letters are no letters, yet have capitals.
    return "".join(c for c in text if not is_word(c) and not c.isspace() and c.lower() == c.upper())


def _fewest_signs(texts: frozenset[str]) -> tuple[int, int]:
    return int(all(map(_signs_of, texts))), -len({_signs_of(text)[:1] for text in texts})


def quality(texts: frozenset[str]) -> tuple[float, int]:
    """How well a set filters: how rarely any of its texts stands in running text, then by how few there are."""
    return -sum(2.0 ** -min(sum(map(_bits, text)), MOST_BITS) for text in texts), -len(texts)


@lru_cache(maxsize=4096)
def _bits(char: str) -> float:
    """About how rare a character is, as the logarithm of its share to the base 2."""
    if is_word(char):
        return 4.5
    return 2.5 if char == " " else 6.5 if char in ",.\n" else 9.5


def _exact(tree: Tree) -> frozenset[str] | None:
    """All texts that a tree can match, when they are few."""
    if isinstance(tree, Chars):
        return frozenset(tree.few) if tree.few is not None else None
    if isinstance(tree, Mark):
        return frozenset(("\n" if tree.what in ("start", "end") else "",))
    if isinstance(tree, Sequence_):
        out: frozenset[str] | None = frozenset(("",))
        for part in tree.parts:
            out = _product(out, _exact(part))
        return out
    if isinstance(tree, Branch):
        options = [_exact(option) for option in tree.options]
        known = [option for option in options if option is not None]
        return _few(frozenset().union(*known)) if len(known) == len(options) else None
    if isinstance(tree, Repeat):
        inner = _exact(tree.inner)
        if inner is None or tree.high is None or tree.high > 3:
            return None
        total: frozenset[str] = frozenset(("",)) if tree.low == 0 else frozenset()
        once: frozenset[str] | None = frozenset(("",))
        for count in range(1, tree.high + 1):
            once = _product(once, inner)
            if once is None:
                return None
            if count >= tree.low:
                total |= once
        return _few(total)
    return None


def _few(texts: frozenset[str]) -> frozenset[str] | None:
    return texts if len(texts) <= MAX_TEXTS else None


def _product(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    if left is None or right is None or len(left) * len(right) > MAX_TEXTS:
        return None
    return frozenset(a + b for a in left for b in right)


def _best(tree: Tree, key: Quality) -> frozenset[str] | None:
    """The best set of texts of which every match of the tree holds one, or None."""
    if isinstance(tree, Sequence_):
        return _best_of_sequence(tree.parts, key)
    exact = _exact(tree)
    if exact is not None and _useful(exact):
        return exact
    if isinstance(tree, Branch):
        options = [_best(option, key) for option in tree.options]
        known = [option for option in options if option is not None]
        return _few(frozenset().union(*known)) if len(known) == len(options) else None
    if isinstance(tree, Repeat) and tree.low > 0:
        return _best(tree.inner, key)
    return None


def _useful(texts: frozenset[str]) -> bool:
    return bool(texts) and all(map(str.strip, texts))


def _best_of_sequence(parts: tuple[Tree, ...], key: Quality) -> frozenset[str] | None:
    """Runs of parts with few texts are multiplied out; of these and the parts between, the best filter wins."""
    found: list[frozenset[str]] = []
    run: frozenset[str] = frozenset(("",))

    def close() -> None:
        if _useful(run):
            found.append(run)

    for part in parts:
        exact = _exact(part)
        longer = _product(run, exact)
        if longer is not None:
            # A run that would lose by growing (few good texts times many short ones) is kept as it was, too.
            if _useful(run) and len(longer) > 4 * len(run):
                found.append(run)
            run = longer
            continue
        once = _exact(part.inner) if isinstance(part, Repeat) and part.low > 0 else None
        if once is not None:
            # Whatever the number of rounds, the first follows the run so far, and the last is before what comes next.
            run = _product(run, once) or run
            close()
            run = once
            continue
        close()
        run = exact if exact is not None else frozenset(("",))
        if exact is None:
            inner = _best(part, key)
            if inner is not None:
                found.append(inner)
    close()
    return max(found, key=key) if found else None
