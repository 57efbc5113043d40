"""What can be seen of each unit of a page: its form, its wording, and what it has in common with other units.

Form features know no language: lengths, final punctuation, capitals, digits, separators, shapes and words that recur on
the page. Wording comes from tables of hashed words with their log odds of being content. What rules found is given from
outside. All are columns of one float32 matrix; ``context`` adds the place of a unit among the others.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome import chars
from cleanpipe.chrome.chars import Characters
from cleanpipe.chrome.labels import labels_among
from cleanpipe.chrome.units import Unit
from cleanpipe.chrome.words import CREDIT_WORDS, DATE_WORDS, FUNCTION_WORDS

Matrix = NDArray[Any]
Ints = NDArray[Any]

#: Buckets of each wording table.
BUCKETS = 1 << 18
#: The wording tables: every word, every pair of words, the first and last word, the first pair, the whole line.
TABLES = ("words", "pairs", "firsts", "lasts", "openings", "lines")
#: What rules may say of a unit: a sure rule, another rule, a certain end of the article.
RULE_SIGNS = 3

_BASE = np.uint64(0x9E3779B97F4A7C15)
#: Classes that make a shape: letters of any kind are one, blanks none.
_SHAPE = np.arange(chars.CLASSES, dtype=np.uint64)
_SHAPE[[chars.UPPER, chars.LOWER, chars.LETTER, chars.IDEOGRAPH, chars.MARK]] = chars.LETTER


@cache
def _marks() -> NDArray[np.uint8]:
    """For each of 2**20 buckets, 1 for a function word, 2 for one of dates, 4 for one of photo credits.

    A false hit in about 1,500 words.
    """
    marks = np.zeros(1 << 20, dtype=np.uint8)
    for bit, words in ((1, " ".join(FUNCTION_WORDS.values())), (2, DATE_WORDS), (4, CREDIT_WORDS)):
        marks[(Characters(words).hashes >> np.uint64(44)).astype(np.int64)] |= bit
    return marks


@dataclass(frozen=True, slots=True)
class Page:
    """The units of one text with their own features.

    ``form`` has a row a unit; ``terms`` holds, for each wording table, units and the buckets of their words;
    ``topic`` are unit and bucket of each word that is neither a function word nor a number.
    """

    form: Matrix
    prose: Matrix
    length: Matrix
    label: NDArray[np.bool_]
    signs: Matrix
    terms: tuple[tuple[Ints, Ints], ...]
    topic: tuple[Ints, Ints]


def _bucket(hashes: NDArray[np.uint64], salt: int) -> Ints:
    mixed = (hashes ^ np.uint64(salt)) * np.uint64(0x9FB21C651E98DF25)
    return (mixed >> np.uint64(46)).astype(np.int64)


def _counts(values: Matrix, unit: Ints, size: int) -> Matrix:
    if values.dtype == np.bool_:
        return np.bincount(unit[values], minlength=size).astype(np.float32)
    return np.bincount(unit, weights=values, minlength=size).astype(np.float32)


def _turns(values: Matrix) -> NDArray[np.bool_]:
    """Where a value differs from the one before it."""
    turn = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=turn[1:])
    return turn


def _twins(values: Matrix) -> Matrix:
    """How often each value occurs, as a logarithm."""
    order = values.argsort()
    first = _turns(values[order]).nonzero()[0]
    times = np.empty(len(first), dtype=np.int64)
    times[:-1] = first[1:] - first[:-1]
    times[-1:] = len(values) - first[-1:]
    counted: Matrix = np.empty(len(values), dtype=np.float32)
    counted[order] = np.log(times).astype(np.float32).repeat(times)
    return counted


def stacked(columns: Sequence[Matrix], size: int) -> Matrix:
    """Columns side by side as a float32 matrix; a third of the time of ``np.stack`` for a hundred short ones."""
    rows = np.empty((len(columns), size), dtype=np.float32)
    for row, column in zip(rows, columns, strict=True):
        row[...] = column
    return rows.T


#: A row of zeros for each thread: whoever writes in it wipes what was written.
_scratch = threading.local()


def _uses(order: Ints, used: Ints) -> Matrix:
    """How often the bucket of each word of ``order`` stands in ``used``."""
    row: Matrix | None = getattr(_scratch, "row", None)
    if row is None:
        row = _scratch.row = np.zeros(BUCKETS, dtype=np.float32)
    np.add.at(row, used, 1)
    counts = row[order]
    row[used] = 0
    return counts


def _hashed(values: NDArray[np.uint64], unit: Ints, size: int) -> NDArray[np.uint64]:
    """One hash a unit of a sequence of values; 0 for a unit without any."""
    out = np.zeros(size, dtype=np.uint64)
    if not len(values):
        return out
    turn = _turns(unit)
    first = turn.nonzero()[0]
    place = (np.arange(len(unit)) - first[turn.cumsum() - 1]).view(np.uint64)
    mixed = (values + np.uint64(1)) * (place * _BASE + np.uint64(3))
    out[unit[first]] = np.add.reduceat(mixed ^ (mixed >> np.uint64(31)), first)
    return out


def page_of(text: str, units: Sequence[Unit], signs: Matrix | None = None) -> Page:
    """Look at every unit of a text. ``signs`` says what rules found (``RULE_SIGNS`` columns); nothing, if left out.

    >>> page = page_of("Home\\nIt rained all day.", [Unit(0, 4, 0, 0), Unit(5, 22, 1, 1)])
    >>> page.prose[1] > page.prose[0]
    np.True_
    """
    c = Characters(text)
    size = len(units)
    starts = np.array([u[0] for u in units], np.int64)
    ends = np.array([u[1] for u in units], np.int64)
    # Unit of each character; between units lie only blanks, and blanks are not counted.
    owner = np.maximum(np.cumsum(np.bincount(starts, minlength=len(c.classes)))[: len(c.classes)] - 1, 0)
    kinds = (
        np.bincount(owner * chars.CLASSES + c.classes, minlength=size * chars.CLASSES)
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
    many = np.maximum(words, 1)
    count = words - kinds[:, chars.IDEOGRAPH] / 2  # an ideograph counts half a word
    w = np.maximum(count, 0.5)
    marks = _marks()[(c.hashes >> np.uint64(44)).astype(np.int64)]
    function = (marks & 1) > 0
    functions = _counts(function, word_unit, size)
    dates = _counts((marks & 2) > 0, word_unit, size)
    capitals = _counts(starting == chars.UPPER, word_unit, size)
    numbers = _counts(starting == chars.DIGIT, word_unit, size)
    spaced = np.maximum(_counts(spoken, word_unit, size), 1)
    opening = c.codes[c.words]
    years = _counts((c.word_ends - c.words == 4) & ((opening == 0x31) | (opening == 0x32)), word_unit, size)
    longest = np.zeros(size, dtype=np.float32)
    np.maximum.at(longest, word_unit, (c.word_ends - c.words).astype(np.float32))

    inner = np.zeros(len(c.classes), dtype=np.int8)  # marks inside words: 1 a dot, 2 a colon between digits, 4 ://
    if len(c.classes) > 2:
        left, middle, right = c.classes[:-2], c.codes[1:-1], c.classes[2:]
        worded = (left >= chars.UPPER) & (left <= chars.LETTER) & (right >= chars.UPPER) & (right <= chars.LETTER)
        digits = (left == chars.DIGIT) & (right == chars.DIGIT)
        inner[1:-1] = (worded & (middle == 0x2E)) + 2 * (digits & ((middle == 0x3A) | (middle == 0x2E)))
        inner[1:-1] += 4 * ((middle == 0x2F) & (c.codes[:-2] == 0x3A) & (c.codes[2:] == 0x2F)).astype(np.int8)
        # A headline and its teaser in one line: "fireCrew".
        inner[1:] += 8 * ((c.classes[:-1] == chars.LOWER) & (c.classes[1:] == chars.UPPER)).astype(np.int8)
    at = np.flatnonzero(inner)
    dots, clocks, links, glued = (_counts((inner[at] & value) > 0, owner[at], size) for value in (1, 2, 4, 8))

    first = c.classes[starts]
    last = c.classes[ends - 1]
    before_last = c.classes[np.maximum(ends - 2, starts)]
    closing = (last == chars.QUOTE) | (last == chars.BRACKET)
    final = (last == chars.FINAL) | (closing & (before_last == chars.FINAL))
    codes_last = c.codes[ends - 1]
    ellipsis = (codes_last == 0x2026) | ((last == chars.FINAL) & (before_last == chars.FINAL))
    no_blank = kinds[:, chars.IDEOGRAPH] / letters
    # Scripts without blanks carry about 2.5 times the text in a character.
    width = length * (1 + 1.5 * no_blank)
    stops = kinds[:, chars.FINAL]
    prose = (
        np.clip(width / 160, 0, 1)
        * (0.35 + 0.65 * (final & ~ellipsis))
        * np.clip(0.4 + 4 * functions / spaced + no_blank + kinds[:, chars.LETTER] / letters, 0, 1)
    )

    # What recurs on the page: whole units, their shapes, their first and last words.
    solid = (c.classes != chars.SPACE) & (c.classes != chars.NEWLINE)
    shape, of = _SHAPE[c.classes[solid]], owner[solid]
    turn = np.ones(len(shape), dtype=bool)
    if len(shape):
        turn[1:] = (shape[1:] != shape[:-1]) | (of[1:] != of[:-1])
    shapes = _hashed(shape[turn], of[turn], size)
    line_hash = _hashed(c.hashes, word_unit, size)
    # Credits of photos: their words anywhere, among the last four of a unit, first in it, and the sign of copyright.
    credit = np.flatnonzero(marks & 4)
    of_credit = word_unit[credit]
    credited = np.bincount(of_credit, minlength=size)
    past = np.cumsum(words.astype(np.int64))  # the number of the first word after each unit
    late = np.bincount(of_credit[credit >= past[of_credit] - 4], minlength=size)
    early = np.bincount(of_credit[credit == (past - words.astype(np.int64))[of_credit]], minlength=size)
    signed = np.bincount(owner[np.flatnonzero(c.codes == 0xA9)], minlength=size)
    present = np.flatnonzero(words)
    head = np.searchsorted(word_unit, present)
    tail = np.append(head[1:], len(word_unit)) - 1 if len(head) else head
    first_hash, last_hash, opening_hash = (np.zeros(size, dtype=np.uint64) for _ in range(3))
    pair = c.hashes[:-1] * _BASE + c.hashes[1:] if len(c.hashes) > 1 else c.hashes[:0]
    paired = word_unit[:-1] == word_unit[1:] if len(c.hashes) > 1 else np.zeros(0, dtype=bool)
    first_hash[present], last_hash[present] = c.hashes[head], c.hashes[tail]
    if len(pair):
        opening_hash[present] = np.where(tail > head, pair[np.minimum(head, len(pair) - 1)], c.hashes[head])

    # Words that running text and the title of the page use too.
    order = _bucket(c.hashes, 1)
    content_word = ~function & spoken & (starting != chars.DIGIT)
    strong = prose[word_unit] > 0.45
    body_use = _uses(order, order[content_word & strong])
    shared = _counts(np.minimum(np.maximum(body_use - strong, 0), 3) * content_word, word_unit, size)
    contents = _counts(content_word, word_unit, size) + 1e-6
    title_words = _uses(order, order[(word_unit == 0) & content_word]) > 0
    in_title = _counts(title_words & content_word, word_unit, size)
    title_size = max(float(in_title[0]) if size else 0.0, 1.0)
    # What the unit above and the one below say too: a headline over its teaser, a caption told twice.
    keys = np.sort(word_unit[content_word] * BUCKETS + order[content_word])
    keys = keys[_turns(keys)]
    of_key = keys // BUCKETS
    sizes = np.bincount(of_key, minlength=size) + 1e-6
    there = np.searchsorted(keys, keys + BUCKETS)
    also = np.flatnonzero(keys[np.minimum(there, len(keys) - 1)] == keys + BUCKETS)
    above = np.bincount(of_key[there[also]], minlength=size) / sizes
    below = np.bincount(of_key[also], minlength=size) / sizes
    again = np.zeros(size, dtype=bool)
    for step in range(1, min(4, size)):
        same = (line_hash[step:] == line_hash[:-step]) & (words[step:] > 0)
        again[step:] |= same
        again[:-step] |= same

    label = np.array(labels_among([text[u[0] : u[1]] for u in units]), bool)
    if signs is None:
        signs = np.zeros((size, RULE_SIGNS), dtype=np.float32)
    twin_shapes = _twins(shapes)
    columns = [
        np.log1p(width), np.log1p(count), length / many / 10, np.log1p(longest),
        kinds[:, chars.UPPER] / letters, kinds[:, chars.DIGIT] / length, kinds[:, chars.COMMA] / w,
        kinds[:, chars.COLON] / w, kinds[:, chars.QUOTE] / w, kinds[:, chars.BRACKET] / w,
        kinds[:, chars.SEPARATOR] / w, kinds[:, chars.SYMBOL] / w, kinds[:, chars.MONEY] / w,
        np.log1p(stops), np.log1p(kinds[:, chars.COMMA]), stops / w, np.log1p(count / (stops + 1)),
        final & ~ellipsis, ellipsis, last == chars.COLON, last == chars.SEPARATOR, last == chars.COMMA,
        (codes_last == 0x3F) | (codes_last == 0xFF1F), codes_last == 0x21, last == chars.DIGIT,
        last == chars.BRACKET, last == chars.QUOTE,
        first == chars.UPPER, first == chars.LOWER, first == chars.DIGIT, first == chars.QUOTE,
        first == chars.SEPARATOR, first == chars.SYMBOL, first == chars.BRACKET,
        capitals / spaced, numbers / many, functions / spaced, np.log1p(functions),
        no_blank, kinds[:, chars.LETTER] / letters,
        (kinds[:, chars.UPPER] > 0.9 * (kinds[:, chars.UPPER] + kinds[:, chars.LOWER])) & (kinds[:, chars.UPPER] > 1),
        np.minimum(dates, 3), dates / many, np.minimum(years, 3), np.minimum(clocks, 3), np.minimum(links, 2),
        np.minimum(dots, 3), dots / many, np.minimum(glued, 3), above, below, again,
        np.minimum(credited, 2), late > 0, early, signed > 0,
        _twins(line_hash), twin_shapes, twin_shapes - np.log(max(size, 1)), _twins(first_hash), _twins(last_hash),
        shared / contents, in_title / contents, in_title / title_size,
        count <= 1, count <= 2, count <= 4, count > 8, count > 15, width > 100, width > 250, label, prose,
        *signs.T,
    ]  # fmt: skip
    form = stacked(columns, size)
    index = np.arange(size)
    terms = (
        (word_unit, order),
        (word_unit[:-1][paired], _bucket(pair[paired], 4)),
        (index, _bucket(first_hash, 3)),
        (index, _bucket(last_hash, 5)),
        (index, _bucket(opening_hash, 6)),
        (index, _bucket(line_hash, 2)),
    )
    topic = (word_unit[content_word], order[content_word])
    return Page(form, prose.astype(np.float32), width.astype(np.float32), label, signs, terms, topic)


def wording(page: Page, table: NDArray[np.float32]) -> Matrix:
    """Log odds of a unit's words and pairs (mean, sum, highest, lowest), and one value from each other table."""
    size = len(page.length)
    columns = []
    for row, (unit, bucket) in enumerate(page.terms):
        odds = table[row][bucket]
        if row > 1:
            columns.append(odds)
            continue
        total = np.bincount(unit, weights=odds, minlength=size)
        columns.append(total / np.maximum(np.bincount(unit[odds != 0], minlength=size), 1))
        columns.append(np.clip(total, -12, 12) / 4)
        first = _turns(unit).nonzero()[0]
        for extreme in (np.maximum, np.minimum):
            best = np.zeros(size, dtype=np.float32)
            if len(unit):
                best[unit[first]] = extreme.reduceat(odds, first)
            columns.append(best)
    return stacked(columns, size)
