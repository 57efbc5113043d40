"""Measures of a whole text, for ``reject`` rules: counts and shares that need no language.

Words are runs of letters, digits and marks; scripts written without blanks count one word per two characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from cleanpipe.scoring.lexical.unspaced import unspaced

_WORD = re.compile(r"\w+")


def words(text: str) -> int:
    """Number of words.

    >>> words("It rained, again."), words("今天下雨")
    (3, 2)
    """
    if text.isascii():
        return len(_WORD.findall(text))
    spread, count = unspaced().subn(" ", text)
    return len(_WORD.findall(spread)) + (count + 1) // 2


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _symbols(text: str) -> float:
    visible = [c for c in text if not c.isspace()]
    return _share(sum(not c.isalnum() for c in visible), len(visible))


def _upper(text: str) -> float:
    letters = [c for c in text if c.isalpha()]
    return _share(sum(c.isupper() for c in letters), len(letters))


def _digits(text: str) -> float:
    return _share(sum(c.isdigit() for c in text), len(text) - sum(c.isspace() for c in text))


def _repeated_lines(text: str) -> float:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    counts = Counter(lines)
    return _share(sum(n - 1 for n in counts.values()), len(lines))


def _mean_word_length(text: str) -> float:
    found = _WORD.findall(text)
    return _share(sum(map(len, found)), len(found))


#: name -> function of the text; the names are what a ``reject`` rule may bound.
MEASURES: dict[str, Callable[[str], float]] = {
    "characters": len,
    "words": words,
    "lines": lambda text: sum(1 for line in text.split("\n") if line.strip()),
    "mean_word_length": _mean_word_length,
    "symbol_share": _symbols,
    "upper_share": _upper,
    "digit_share": _digits,
    "repeated_line_share": _repeated_lines,
}
