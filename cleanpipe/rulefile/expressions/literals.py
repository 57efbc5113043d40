"""Texts that a pattern must contain: what the pre-filter looks for before the pattern itself is tried.

``required`` returns a set of folded texts of which every match holds at least one, or nothing when there is no such
set. It may let too much through, never too little: a text without any of them cannot match.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from cleanpipe.rulefile.expressions.known import key_of, known
from cleanpipe.rulefile.expressions.retree import Branch, Chars, Mark, Repeat, Sequence_, Tree, parse
from cleanpipe.rulefile.expressions.words import fold, is_word

#: How good a set of texts is; the highest is taken.
Quality = Callable[[frozenset[str]], tuple[float, int]]
_Texts = frozenset[str] | None
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
    texts = known().get(key_of(pattern, ignore_case))
    return found_out(pattern, ignore_case) if texts is None else texts


def found_out(pattern: str, ignore_case: bool) -> tuple[str, ...]:
    """The same, without asking what is known already."""
    texts = _Finder(quality).found(parse(pattern, ignore_case))[1]
    if texts is None:
        return ()
    folded = {fold(text) for text in texts}
    return tuple(sorted(folded)) if all(map(str.strip, folded)) else ()


@lru_cache(maxsize=20_000)
def signs(pattern: str) -> str:
    """Characters, neither of words nor blank, of which any match contains one: what most lines lack; or none at all.

    >>> signs(r"\\w+@\\w+(?:\\.[a-z]+)+"), signs(r"(?:https?|ftp)://\\S+|\\bwww\\.\\S+"), signs(r"\\w+ ?@?")
    ('@', '.:', '')
    """
    texts = _Finder(_fewest_signs).found(parse(pattern))[1]
    found = [_signs_of(text) for text in texts or ()]
    return "".join(sorted({text[0] for text in found})) if all(found) else ""


_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|[^\\[]", re.DOTALL)


@lru_cache(maxsize=20_000)
def begins_line(pattern: str) -> bool:
    """Whether a pattern matches nowhere but at the beginning of a line; told from its text, without parsing it.

    >>> begins_line("^By "), begins_line("^By |Foto:"), begins_line("^(?:By |Foto[|]:)")
    (True, False, True)
    """
    if not pattern.startswith("^"):
        return False
    depth = 0
    for piece in _PIECE.findall(pattern) if "|" in pattern else ():
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and depth == 0:
            return False
    return True


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
    # Twelve characters have MOST_BITS, whatever they are.
    return -sum([2.0 ** -min(sum(map(_bits, text[:12])), MOST_BITS) for text in texts]), -len(texts)


@lru_cache(maxsize=4096)
def _bits(char: str) -> float:
    """About how rare a character is, as the logarithm of its share to the base 2."""
    if is_word(char):
        return 4.5
    return 2.5 if char == " " else 6.5 if char in ",.\n" else 9.5


def _few(texts: frozenset[str]) -> frozenset[str] | None:
    return texts if len(texts) <= MAX_TEXTS else None


def _product(left: _Texts, right: _Texts) -> _Texts:
    if left is None or right is None or len(left) * len(right) > MAX_TEXTS:
        return None
    return frozenset([a + b for a in left for b in right])


def _joined(parts: tuple[Tree, ...]) -> Iterator[Tree | str]:
    """Parts of a sequence; plain characters in a row as one text."""
    text = ""
    for part in parts:
        if isinstance(part, Chars) and part.few is not None and len(part.few) == 1:
            text += part.few[0]
            continue
        if text:
            yield text
            text = ""
        yield part
    if text:
        yield text


def _useful(texts: frozenset[str]) -> bool:
    return bool(texts) and all(map(str.strip, texts))


class _Finder:
    """Finds in one walk over a tree what each part can match and the best set for it; ``key`` says what is best."""

    def __init__(self, key: Quality) -> None:
        self.key = key

    def found(self, tree: Tree) -> tuple[_Texts, _Texts]:
        """All texts that a tree can match, when they are few, and the best set of which every match holds one."""
        if isinstance(tree, Chars):
            exact: _Texts = frozenset(tree.few) if tree.few is not None else None
            best: _Texts = None
        elif isinstance(tree, Mark):
            return frozenset(("\n" if tree.what in ("start", "end") else "",)), None
        elif isinstance(tree, Sequence_):
            return self._sequence(tree.parts)
        elif isinstance(tree, Branch):
            exact, best = self._branch(tree.options)
        elif isinstance(tree, Repeat):
            exact, best = self._repeat(tree)
        else:
            return None, None
        return exact, exact if exact is not None and _useful(exact) else best

    def _branch(self, options: tuple[Tree, ...]) -> tuple[_Texts, _Texts]:
        exacts: list[frozenset[str]] = []
        bests: list[frozenset[str]] = []
        for option in options:
            exact, best = self.found(option)
            if exact is not None:
                exacts.append(exact)
            if best is not None:
                bests.append(best)
            elif exact is None:
                break  # nothing is known of this option, so nothing of the whole
        every = len(options)
        return (
            _few(frozenset().union(*exacts)) if len(exacts) == every else None,
            _few(frozenset().union(*bests)) if len(bests) == every else None,
        )

    def _repeat(self, tree: Repeat) -> tuple[_Texts, _Texts]:
        inner, best = self.found(tree.inner)
        if tree.low == 0:
            best = None
        if inner is None or tree.high is None or tree.high > 3:
            return None, best
        total: frozenset[str] = frozenset(("",)) if tree.low == 0 else frozenset()
        once: _Texts = frozenset(("",))
        for count in range(1, tree.high + 1):
            once = _product(once, inner)
            if once is None:
                return None, best
            if count >= tree.low:
                total |= once
        return _few(total), best

    def _sequence(self, parts: tuple[Tree, ...]) -> tuple[_Texts, _Texts]:
        """Runs of parts with few texts are multiplied out; of these and the parts between, the best filter wins."""
        found: list[frozenset[str]] = []
        run: frozenset[str] = frozenset(("",))
        whole: _Texts = run

        def close() -> None:
            if _useful(run):
                found.append(run)

        for part in _joined(parts):
            if isinstance(part, str):
                run = frozenset([text + part for text in run])
                whole = whole and frozenset([text + part for text in whole])
                continue
            exact, inner = self.found(part)
            whole = _product(whole, exact)
            longer = _product(run, exact)
            if longer is not None:
                # A run that would lose by growing (few good texts times many short ones) is kept as it was, too.
                if _useful(run) and len(longer) > 4 * len(run):
                    found.append(run)
                run = longer
                continue
            once = self.found(part.inner)[0] if isinstance(part, Repeat) and part.low > 0 else None
            if once is not None:
                # Whatever the number of rounds, the first follows the run so far, and the last is before what is next.
                run = _product(run, once) or run
                close()
                run = once
                continue
            close()
            run = exact if exact is not None else frozenset(("",))
            if exact is None and inner is not None:
                found.append(inner)
        close()
        if len(found) > 1:
            return whole, max(found, key=self.key)
        return whole, found[0] if found else None
