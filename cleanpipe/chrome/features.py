"""What can be seen of each unit of a page: its form, its wording, and its place among the others.

Form features know no language: lengths, final punctuation, capitals, digits, separators, words repeated elsewhere on
the page. Wording comes from a table of hashed words with their log odds of being chrome. Place features are sums over
neighbours, computed anew when units have been dropped. All are columns of one float32 matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome import chars
from cleanpipe.chrome.chars import Characters
from cleanpipe.chrome.function_words import FUNCTION_WORDS
from cleanpipe.chrome.labels import is_label
from cleanpipe.chrome.units import Unit

Matrix = NDArray[Any]
Ints = NDArray[Any]

#: Buckets of the wording table, for words and for whole lines alike.
BUCKETS = 1 << 18


@cache
def _function_word_marks() -> NDArray[np.bool_]:
    """A mark for each bucket of 2**20 that holds a function word: a false hit in about 1,500 words."""
    marks = np.zeros(1 << 20, dtype=bool)
    hashes = Characters(" ".join(FUNCTION_WORDS.values())).hashes
    marks[(hashes >> np.uint64(44)).astype(np.int64)] = True
    return marks


@dataclass(frozen=True, slots=True)
class Page:
    """The units of one text with their own features.

    ``form`` has a row a unit; ``word_unit`` and ``word_bucket`` list the words of the page; ``line_bucket`` and
    ``first_bucket`` are the buckets of a unit's whole wording and of its first word.
    """

    form: Matrix
    prose: Matrix
    length: Matrix
    label: NDArray[np.bool_]
    word_unit: Ints
    word_bucket: Ints
    line_bucket: Ints
    first_bucket: Ints


def _bucket(hashes: NDArray[np.uint64], salt: int) -> Ints:
    mixed = (hashes ^ np.uint64(salt)) * np.uint64(0x9FB21C651E98DF25)
    return (mixed >> np.uint64(46)).astype(np.int64)


def _counts(values: Ints, unit: Ints, size: int) -> Matrix:
    return np.bincount(unit, weights=values, minlength=size).astype(np.float32)


def page_of(text: str, units: Sequence[Unit]) -> Page:
    """Look at every unit of a text.

    >>> page = page_of("Home\\nIt rained all day.", [Unit(0, 4, 0, 0), Unit(5, 22, 1, 1)])
    >>> page.prose[1] > page.prose[0]
    np.True_
    """
    c = Characters(text)
    size = len(units)
    starts = np.fromiter((u.start for u in units), np.int64, size)
    ends = np.fromiter((u.end for u in units), np.int64, size)
    # Unit of each character: -1 between units never arises, since only blanks lie there and blanks are not counted.
    owner = np.cumsum(np.bincount(starts, minlength=len(c.classes)))[: len(c.classes)] - 1
    kinds = (
        np.bincount(np.maximum(owner, 0) * chars.CLASSES + c.classes, minlength=size * chars.CLASSES)
        .reshape(size, chars.CLASSES)
        .astype(np.float32)
    )
    kinds[:, chars.SPACE] = 0
    kinds[:, chars.NEWLINE] = 0
    length = kinds.sum(axis=1) + 1e-6
    letters = kinds[:, chars.UPPER] + kinds[:, chars.LOWER] + kinds[:, chars.LETTER] + kinds[:, chars.IDEOGRAPH] + 1e-6

    word_unit = owner[c.words]
    starting = c.classes[c.words]
    spoken = starting != chars.IDEOGRAPH
    words = np.bincount(word_unit, minlength=size).astype(np.float32)
    ideographs = kinds[:, chars.IDEOGRAPH]
    count = words - ideographs / 2  # an ideograph counts half a word
    function = _function_word_marks()[(c.hashes >> np.uint64(44)).astype(np.int64)]
    functions = _counts(function, word_unit, size)
    capitals = _counts(starting == chars.UPPER, word_unit, size)
    numbers = _counts(starting == chars.DIGIT, word_unit, size)
    spaced = _counts(spoken, word_unit, size)

    first = c.classes[starts]
    last = c.classes[ends - 1]
    before_last = c.classes[np.maximum(ends - 2, starts)]
    closing = (last == chars.QUOTE) | (last == chars.BRACKET)
    final = (last == chars.FINAL) | (closing & (before_last == chars.FINAL))
    codes_last = c.codes[ends - 1]
    ellipsis = (codes_last == 0x2026) | ((last == chars.FINAL) & (before_last == chars.FINAL))
    no_blank = ideographs / letters
    # Scripts without blanks carry about 2.5 times the text in a character.
    width = length * (1 + 1.5 * no_blank)
    stops = kinds[:, chars.FINAL]
    prose = (
        np.clip(width / 160, 0, 1)
        * (0.35 + 0.65 * (final & ~ellipsis))
        * np.clip(0.4 + 4 * functions / np.maximum(spaced, 1) + no_blank + kinds[:, chars.LETTER] / letters, 0, 1)
    )

    # Words of this unit that the page's running text uses too, and repetition of the unit itself.
    order = _bucket(c.hashes, 1)
    line_hash = np.zeros(size, dtype=np.uint64)
    weights = c.hashes * (
        np.arange(len(c.hashes), dtype=np.uint64) - _first_word(word_unit, size)[word_unit] + np.uint64(3)
    )
    np.add.at(line_hash, word_unit, weights)
    _, inverse, twins = np.unique(line_hash, return_inverse=True, return_counts=True)
    repeated = twins[inverse].astype(np.float32)
    body_use = np.zeros(BUCKETS, dtype=np.float32)
    content_word = ~function & spoken
    strong = prose[word_unit] > 0.45
    np.add.at(body_use, order[content_word & strong], 1)
    own_use = strong * 1.0
    shared = _counts(np.minimum(np.maximum(body_use[order] - own_use, 0), 3) * content_word, word_unit, size)
    contents = _counts(content_word, word_unit, size) + 1e-6
    title_words = np.zeros(BUCKETS, dtype=bool)
    title_words[order[(word_unit == 0) & content_word]] = True
    in_title = _counts(title_words[order] & content_word, word_unit, size)
    title_size = max(float(in_title[0]) if size else 0.0, 1.0)

    label = np.fromiter((is_label(text[u.start : u.end]) for u in units), bool, size)
    w = np.maximum(count, 0.5)
    columns = [
        np.log1p(width), np.log1p(count), length / np.maximum(words, 1) / 10,
        kinds[:, chars.UPPER] / letters, kinds[:, chars.DIGIT] / length, kinds[:, chars.COMMA] / w,
        kinds[:, chars.COLON] / w, kinds[:, chars.QUOTE] / w, kinds[:, chars.BRACKET] / w,
        kinds[:, chars.SEPARATOR] / w, kinds[:, chars.SYMBOL] / w, kinds[:, chars.MONEY] / w,
        np.log1p(stops), np.log1p(kinds[:, chars.COMMA]), stops / w,
        final & ~ellipsis, ellipsis, last == chars.COLON, last == chars.SEPARATOR, last == chars.COMMA,
        (codes_last == 0x3F) | (codes_last == 0xFF1F), codes_last == 0x21,
        last == chars.DIGIT,
        first == chars.UPPER, first == chars.LOWER, first == chars.DIGIT, first == chars.QUOTE,
        first == chars.SEPARATOR, first == chars.SYMBOL, first == chars.BRACKET,
        capitals / np.maximum(spaced, 1), numbers / np.maximum(words, 1), functions / np.maximum(spaced, 1),
        np.log1p(functions), no_blank, kinds[:, chars.LETTER] / letters,
        (kinds[:, chars.UPPER] > 0.9 * (kinds[:, chars.UPPER] + kinds[:, chars.LOWER])) & (kinds[:, chars.UPPER] > 1),
        np.log(repeated), shared / contents, in_title / contents, in_title / title_size,
        count <= 1, count <= 2, count <= 4, count > 8, count > 15, width > 100, width > 250, label, prose,
    ]  # fmt: skip
    form = (
        np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)
        if size
        else np.zeros((0, 49), np.float32)
    )
    return Page(
        form=form,
        prose=prose.astype(np.float32),
        length=width.astype(np.float32),
        label=label,
        word_unit=word_unit,
        word_bucket=order,
        line_bucket=_bucket(line_hash, 2),
        first_bucket=_bucket(
            c.hashes[np.minimum(_first_word(word_unit, size).astype(np.int64), max(len(c.hashes) - 1, 0))], 3
        )
        if len(c.hashes)
        else np.zeros(size, np.int64),
    )


def _first_word(word_unit: Ints, size: int) -> NDArray[np.uint64]:
    return np.searchsorted(word_unit, np.arange(size)).astype(np.uint64)


def wording(page: Page, table: NDArray[np.float32]) -> Matrix:
    """Log odds of a unit's words: mean, highest, lowest, sum; of its first word; of the whole line."""
    size = len(page.length)
    out = np.zeros((size, 6), dtype=np.float32)
    odds = table[0][page.word_bucket]
    known = odds != 0
    count = np.bincount(page.word_unit, weights=known, minlength=size)
    total = np.bincount(page.word_unit, weights=odds, minlength=size)
    out[:, 0] = total / np.maximum(count, 1)
    out[:, 1] = np.clip(total, -12, 12) / 4
    present = np.flatnonzero(np.bincount(page.word_unit, minlength=size))
    if len(present):
        first = np.searchsorted(page.word_unit, present)
        out[present, 2] = np.maximum.reduceat(odds, first)
        out[present, 3] = np.minimum.reduceat(odds, first)
    out[:, 4] = table[1][page.first_bucket]
    out[:, 5] = table[2][page.line_bucket]
    return out
