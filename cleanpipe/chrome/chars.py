"""Character classes and word hashes of a whole text at once, as numpy arrays.

A page has about 200 short lines; asking each of them thirty questions with regular expressions costs more than all
other work on it. Here each character is classified once by a table, and counts per line are sums over slices.
Nothing here knows what chrome is.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

(
    SPACE,
    UPPER,
    LOWER,
    LETTER,  # letters without case, in scripts that put blanks between words
    IDEOGRAPH,  # letters of scripts written without blanks
    MARK,
    DIGIT,
    FINAL,
    COMMA,
    COLON,
    QUOTE,
    BRACKET,
    SEPARATOR,
    SYMBOL,
    MONEY,
    NEWLINE,
) = range(16)
CLASSES = 16

_FINAL = ".!?…。！？؟۔।॥։።‼⁇⁈⁉｡．"
_COMMA = ",;、，；،؛"
_COLON = ":："
_QUOTE = "\"'“”‘’«»„‚‹›「」『』《》〈〉`´″"
_BRACKET = "()[]{}（）［］【】〔〕"
_SEPARATOR = "|/\\<>→←•·–—-_#*+=~▪►▶●■◆‣›‹│¦×✓✔☰▼▲↑↓⟶⇒@&"
_NO_BLANKS = (
    (0x0E00, 0x0E7F),  # Thai
    (0x0E80, 0x0EFF),  # Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
_CATEGORY = {"Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lo": LETTER, "Lm": LETTER, "Nl": LETTER, "Sc": MONEY,
             "Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Cc": SPACE, "Cf": SPACE}  # fmt: skip

_BASE = 0x9E3779B97F4A7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)


#: What else is known of a character: its script has no blanks; its casefold is more than its lower case; it is what
#: ``str.split`` splits at; it is a dot, colon or slash.
DENSE, FOLDED, SPLITS, JOINS = 1, 2, 4, 8


@cache
def _traits() -> NDArray[np.uint8]:
    """Traits of each character of the basic plane; those beyond it may be dense, and stand in no label."""
    traits = np.zeros(0x10001, dtype=np.uint8)
    for first, last in _NO_BLANKS:
        traits[first : last + 1] = DENSE
    lower = _tables()[1]
    for code in range(0x10000):
        char = chr(code)
        fold = char.casefold()
        if fold != char and (len(fold) > 1 or ord(fold) + 1 != lower[code]):
            traits[code] |= FOLDED
        if char.isspace():
            traits[code] |= SPLITS
    traits[[ord(char) for char in ".:/"]] |= JOINS
    traits[0x10000] = DENSE
    return traits


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """Class of each character of the basic plane, and its lower case plus one; built on first use (about 30 ms)."""
    classes = np.full(0x10001, SYMBOL, dtype=np.uint8)
    lower = np.arange(1, 0x10002, dtype=np.uint64)
    for code in range(0x10000):
        char = chr(code)
        category = unicodedata.category(char)
        if category in _CATEGORY:
            classes[code] = _CATEGORY[category]
            if category in ("Lu", "Lt"):
                small = char.lower()
                if len(small) == 1:
                    lower[code] = ord(small) + 1
        elif category[0] == "M":
            classes[code] = MARK
        elif category == "Nd":
            classes[code] = DIGIT
    for chars, kind in ((_FINAL, FINAL), (_COMMA, COMMA), (_COLON, COLON), (_QUOTE, QUOTE), (_BRACKET, BRACKET),
                        (_SEPARATOR, SEPARATOR), ("%", MONEY), ("\n", NEWLINE)):  # fmt: skip
        for char in chars:
            classes[ord(char)] = kind
    for first, last in _NO_BLANKS:
        block = classes[first : last + 1]
        block[block == LETTER] = IDEOGRAPH
    return classes, lower


_powers: list[NDArray[np.uint64]] = [np.ones(1, dtype=np.uint64), np.ones(1, dtype=np.uint64)]


def _grown_powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Powers of the hash base and of its inverse modulo 2**64; kept up to a million characters."""
    if len(_powers[0]) < size:
        length = max(size, 1 << 16)
        made = []
        for base in (_BASE, _INVERSE):
            row = np.full(length, base, dtype=np.uint64)
            row[0] = 1
            made.append(np.multiply.accumulate(row))
        if length > 1_000_000:
            return made[0], made[1]
        _powers[:] = made
    return _powers[0], _powers[1]


class Characters:
    """A text as code points and classes, with the words in it.

    ``words`` are the starts of words (each ideograph is one), ``hashes`` their case-folded 64-bit hashes.

    >>> c = Characters("Two words,\\n東京")
    >>> c.words.tolist()
    [0, 4, 11, 12]
    >>> bool(c.hashes[0] == Characters("TWO").hashes[0])
    True
    """

    def __init__(self, text: str) -> None:
        # Two bytes a character are enough for nearly all texts, and cost half of four.
        codes: NDArray[Any] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
        if len(codes) != len(text):
            wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
            codes = np.minimum(wide, 0x10000)
        classes, lower = _tables()
        self.codes = codes
        index = codes.astype(np.int64)
        kinds = self.classes = classes.take(index)
        word = np.zeros(len(kinds) + 2, dtype=bool)
        np.less(kinds - np.uint8(UPPER), DIGIT, out=word[1:-1])  # wraps around for blanks
        edges = (word[1:] != word[:-1]).nonzero()[0]
        starts, ends = edges[::2], edges[1::2]
        single = kinds == IDEOGRAPH
        if single.any():
            # An ideograph is a word of its own, and what follows it begins another.
            inner = word[1:-1]
            begins = np.zeros(len(kinds) + 1, dtype=bool)
            begins[starts] = True
            begins[:-1] |= single
            begins[1:-1] |= single[:-1] & inner[1:]
            starts = begins[:-1].nonzero()[0]
            begins[ends] = True
            stops = begins.nonzero()[0]
            ends = stops[stops.searchsorted(starts, side="right")]
        powers, inverse = _grown_powers(len(codes) + 1)
        prefix = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(lower.take(index) * powers[: len(codes)], out=prefix[1:])
        mixed = (prefix.take(ends) - prefix.take(starts)) * inverse.take(starts) * _MIX
        self.words = starts
        self.word_ends = ends
        self.hashes = mixed ^ (mixed >> np.uint64(29))
        self.traits = _traits().take(index)


def word_hash(word: str) -> int:
    """The hash that ``Characters`` gives to one word.

    >>> word_hash("The") == int(Characters("see the end").hashes[1])
    True
    """
    return int(Characters(word).hashes[0])
