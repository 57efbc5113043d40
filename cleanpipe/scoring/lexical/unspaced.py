"""Scripts that are written without blanks between words: Thai, Lao, Burmese, Khmer, kana, Han."""

from __future__ import annotations

import re
from functools import cache

#: Inside square brackets: one character of such a script.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)


@cache
def unspaced() -> re.Pattern[str]:
    """Finds one such character. Made on first use, since compiling it takes milliseconds.

    >>> unspaced().findall("Kyoto 京都")
    ['京', '都']
    """
    return re.compile(f"[{UNSPACED}]")
