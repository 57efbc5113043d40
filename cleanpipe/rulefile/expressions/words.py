"""How rules compare text: folding of case, runs of blanks as one, and where a word ends.

Shared by conditions, the literal pre-filter and swaps, so that all of them mean the same by "the same word".
Punctuation is never ignored: ``Share:`` is another line than ``Share``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Scripts without blanks between words, or (Hangul) with endings glued to them: a word may begin and end anywhere.
UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")


def fold(text: str) -> str:
    """Text without the difference of capital and small letters; Turkish ``İ`` and ``ı`` count as ``i``, as for ``re``.

    >>> fold("Straße"), fold("DİĞER") == fold("diğer")
    ('strasse', True)
    """
    if text.isascii():
        return text.lower()
    return text.replace("\u0130", "i").casefold().replace("\u0131", "i")


def squash(text: str) -> str:
    """Folded text with every run of blanks as one, none at the ends: the form in which lines are compared.

    >>> squash("  Share\\u00a0 this ")
    'share this'
    """
    return " ".join(fold(text).split())


@lru_cache(maxsize=4096)
def is_word(char: str) -> bool:
    """Whether a character is part of a word: letter, digit, mark or ``_``."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def joined(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word, so that no word ends between them.

    >>> joined("e", "d"), joined("e", " "), joined("享", "到")
    (True, False, False)
    """
    return is_word(left) and is_word(right) and not _UNSPACED.match(left) and not _UNSPACED.match(right)


def starts(text: str, part: str) -> bool:
    """Whether a squashed text begins with a squashed part that ends where a word ends."""
    size = len(part)
    return text.startswith(part) and (len(text) == size or not joined(part[-1], text[size]))


def ends(text: str, part: str) -> bool:
    """Whether a squashed text ends with a squashed part that begins where a word begins."""
    at = len(text) - len(part)
    return text.endswith(part) and (at == 0 or not joined(text[at - 1], part[0]))


def holds(text: str, part: str) -> bool:
    """Whether a squashed part stands in a squashed text as whole words.

    >>> holds("all shared photos", "share"), holds("we share this", "share")
    (False, True)
    """
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        if (at == 0 or not joined(text[at - 1], part[0])) and (end == len(text) or not joined(part[-1], text[end])):
            return True
        at = text.find(part, at + 1)
    return False


def count_words(text: str) -> int:
    """Number of words of a line: pieces between blanks with a letter or digit; two unspaced characters count as one.

    >>> count_words("Share | Tweet | Don't panic"), count_words("分享到微信")
    (4, 3)
    """
    unspaced = 0
    if not text.isascii():
        unspaced = len(_UNSPACED.findall(text))
        if unspaced:
            text = _UNSPACED_RUN.sub(" ", text)
    return sum(1 for piece in text.split() if any(map(str.isalnum, piece))) + (unspaced + 1) // 2
