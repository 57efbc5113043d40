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
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.chrome import chars
from cleanpipe.chrome.chars import Characters
from cleanpipe.chrome.labels import known_labels, labels_among
from cleanpipe.chrome.units import Unit
from cleanpipe.chrome.words import CONTRIBUTOR_WORDS, CREDIT_WORDS, DATE_WORDS, FUNCTION_WORDS

Matrix = NDArray[Any]
Ints = NDArray[Any]

#: Buckets of each wording table.
BUCKETS = 1 << 18
#: The wording tables: every word, every pair of words, the first and last word, the first pair, the whole line.
TABLES = ("words", "pairs", "firsts", "lasts", "openings", "lines")
#: What rules may say of a unit: a sure rule, another rule, a certain end of the article.
RULE_SIGNS = 3

_BASE = np.uint64(0x9E3779B97F4A7C15)
#: Classes that make a shape: letters of any kind are one; a zero is no part of it.
_SHAPE = np.arange(chars.CLASSES, dtype=np.uint8)
_SHAPE[[chars.UPPER, chars.LOWER, chars.LETTER, chars.IDEOGRAPH, chars.MARK]] = chars.LETTER
_SHAPE[[chars.SPACE, chars.NEWLINE]] = 0
_SHAPES = _SHAPE.tobytes() + bytes(256 - chars.CLASSES)
_BLANK = bytes((chars.SPACE, chars.NEWLINE))
#: One for letters, four for digits.
_SIDES = np.zeros(chars.CLASSES, np.uint8)
_SIDES[[chars.UPPER, chars.LOWER, chars.LETTER]] = 1
_SIDES[chars.DIGIT] = 4
#: Salts of the buckets of first words, last words, first pairs and whole lines.
_SALTS = np.array([[3], [5], [6], [2]], np.uint64)
#: What a word is by the class of its first character and whether it is a function word or one of dates: a function
#: word, a word at all (no ideograph), neither function word nor number, a capital, a number, a date.
_CLASS, _MARK = np.divmod(np.arange(4 * chars.CLASSES), 4)
_TOPIC = (_CLASS != chars.IDEOGRAPH) & (_CLASS != chars.DIGIT) & (_MARK % 2 == 0)
_TOLD = np.array((_MARK % 2, _CLASS != chars.IDEOGRAPH, _TOPIC, _CLASS == chars.UPPER, _CLASS == chars.DIGIT,
                  _MARK > 1), np.float32).T  # fmt: skip
#: Classes of the last and of the first character of a unit that are columns.
_LAST = np.array([[chars.COLON], [chars.SEPARATOR], [chars.COMMA]], np.uint8)
_LATER = np.array([[chars.DIGIT], [chars.BRACKET], [chars.QUOTE]], np.uint8)
_FIRST = np.array([[c] for c in (chars.UPPER, chars.LOWER, chars.DIGIT, chars.QUOTE, chars.SEPARATOR, chars.SYMBOL,
                                 chars.BRACKET)], np.uint8)  # fmt: skip


@cache
def _marks() -> NDArray[np.uint8]:
    """For each of 2**20 buckets, 1 for a function word, 2 for one of dates, 4 of photo credits, 8 of contributors.

    A false hit in about 1,500 words.
    """
    marks = np.zeros(1 << 20, dtype=np.uint8)
    lists = {1: " ".join(FUNCTION_WORDS.values()), 2: DATE_WORDS, 4: CREDIT_WORDS, 8: CONTRIBUTOR_WORDS}
    for bit, words in lists.items():
        marks[(Characters(words).hashes >> np.uint64(44)).astype(np.int64)] |= bit
    return marks


@dataclass(frozen=True, slots=True)
class Page:
    """The units of one text with their own features.

    ``form`` has a row a unit; ``terms`` holds, for each wording table, units and the buckets of their words; ``pieces``
    is what ``str.split`` would make of each unit. ``dense`` says whether the page may have scripts without blanks,
    ``credits`` whether it may name contributors.
    """

    form: Matrix
    prose: Matrix
    length: Matrix
    label: NDArray[np.bool_]
    signs: Matrix
    terms: tuple[tuple[Ints, Ints], ...]
    pieces: Ints
    dense: bool
    credits: bool


def _bucket(hashes: NDArray[np.uint64], salt: NDArray[np.uint64] | np.uint64) -> Ints:
    mixed = (hashes ^ salt) * np.uint64(0x9FB21C651E98DF25)
    mixed >>= np.uint64(46)
    return mixed.view(np.int64)


def _count(unit: Ints, flags: NDArray[np.bool_], size: int) -> Matrix:
    """How many words of each unit have a flag."""
    return np.bincount(unit.take(flags.nonzero()[0]), minlength=size).astype(np.float32)


def _lengths(first: Ints, whole: int) -> Ints:
    """How far each place is from the next, the last one from the end."""
    lengths = np.empty(len(first), dtype=np.int64)
    lengths[:-1] = first[1:] - first[:-1]
    lengths[-1:] = whole - first[-1:]
    return lengths


def _turns(values: Matrix) -> NDArray[np.bool_]:
    """Where a value differs from the one before it, in each row."""
    turn = np.ones(values.shape, dtype=bool)
    np.not_equal(values[..., 1:], values[..., :-1], out=turn[..., 1:])
    return turn


def _twins(values: Matrix) -> Matrix:
    """How often each value occurs in its row, as a logarithm."""
    order = values.argsort(axis=1)
    order += np.arange(len(values))[:, None] * values.shape[1]
    first = _turns(values.ravel()[order]).ravel().nonzero()[0]
    times = _lengths(first, values.size)
    counted: Matrix = np.empty(values.size, dtype=np.float32)
    counted[order.ravel()] = np.log(times).astype(np.float32).repeat(times)
    return counted.reshape(values.shape)


def stacked(columns: Sequence[Matrix], size: int) -> Matrix:
    """Columns side by side as a float32 matrix; a third of the time of ``np.stack`` for a hundred short ones."""
    if not columns or not size:
        return np.zeros((size, len(columns)), dtype=np.float32)
    rows = np.concatenate(columns, dtype=np.float32, casting="unsafe")
    return rows.reshape(len(columns), size).T


#: A row of zeros for each thread: whoever writes in it wipes what was written.
_scratch = threading.local()


def _uses(order: Ints, used: Ints) -> Ints:
    """How often the bucket of each word of ``order`` stands in ``used``."""
    row: Ints | None = getattr(_scratch, "row", None)
    if row is None:
        row = _scratch.row = np.zeros(BUCKETS, dtype=np.int32)
    used = np.sort(used)
    first = _turns(used).nonzero()[0]
    places = used[first]
    row[places] = _lengths(first, len(used))
    counts: Ints = row.take(order)
    row[places] = 0
    return counts


def _hashed(values: NDArray[np.uint64], count: Ints) -> NDArray[np.uint64]:
    """One hash a unit of a sequence of values, of which each unit has so many; 0 for a unit without any."""
    out = np.zeros(len(count), dtype=np.uint64)
    if len(values):
        present = count.nonzero()[0]
        first = count.cumsum() - count
        place = (np.arange(len(values)) - first.repeat(count)).view(np.uint64)
        mixed = (values + np.uint64(1)) * (place * _BASE + np.uint64(3))
        out[present] = np.add.reduceat(mixed ^ (mixed >> np.uint64(31)), first[present])
    return out


def _shapes(classes: NDArray[np.uint8], solid: Ints) -> NDArray[np.uint64]:
    """A hash of the shape of each unit: its classes of characters without blanks, runs of one class as one.

    ``solid`` is how many characters each unit has that are not blank; all other characters are.
    """
    shape = np.frombuffer(classes.tobytes().translate(_SHAPES, _BLANK), np.uint8)
    bounds = np.concatenate(([0], solid.cumsum()))
    turn = _turns(shape)
    turn[bounds[:-1][solid > 0]] = True
    at = turn.nonzero()[0]
    runs = at.searchsorted(bounds)
    return _hashed(shape.take(at).astype(np.uint64), runs[1:] - runs[:-1])


@cache
def _label_words() -> NDArray[np.bool_]:
    """For each of 2**20 buckets, whether a known label has such words."""
    labels = sorted(known_labels())
    c = Characters("\n".join(labels))
    lines = np.cumsum([len(label) + 1 for label in labels])
    count = np.bincount(lines.searchsorted(c.words, side="right"), minlength=len(labels))
    known = np.zeros(1 << 20, dtype=bool)
    known[(_hashed(c.hashes, count) >> np.uint64(44)).view(np.int64)] = True
    return known


def _marks_inside(c: Characters, owner: Ints, size: int) -> list[Matrix]:
    """For each unit: dots inside words, dots and colons between digits, ``://``, and capitals right after small ones.

    The last are a headline and its teaser in one line: "fireCrew".
    """
    classes, codes = c.classes, c.codes
    at = ((c.traits[1:-1] & chars.JOINS) > 0).nonzero()[0]  # numpy finds booleans five times as fast
    mark, sides = codes.take(at + 1), _SIDES.take(classes.take(at)) + _SIDES.take(classes.take(at + 2))
    slash = mark == 0x2F
    slashes = at[slash]
    links = slashes[(codes.take(slashes) == 0x3A) & (codes.take(slashes + 2) == 0x2F)]
    glued = ((classes[:-1] == chars.LOWER) & (classes[1:] == chars.UPPER)).nonzero()[0]
    found = at[(sides == 2) & (mark == 0x2E)], at[(sides == 8) & ~slash], links, glued
    return [np.bincount(owner.take(some), minlength=size) for some in found]


def page_of(text: str, units: Sequence[Unit], signs: Matrix | None = None) -> Page:
    """Look at every unit of a text. ``signs`` says what rules found (``RULE_SIGNS`` columns); nothing, if left out.

    >>> page = page_of("Home\\nIt rained all day.", [Unit(0, 4, 0, 0), Unit(5, 22, 1, 1)])
    >>> page.prose[1] > page.prose[0]
    np.True_
    """
    c = Characters(text)
    traits = int(np.bitwise_or.reduce(c.traits))
    size = len(units)
    starts = np.fromiter(map(itemgetter(0), units), np.int64, size)
    ends = np.fromiter(map(itemgetter(1), units), np.int64, size)
    # Unit of each character; between units lie only blanks, and blanks are not counted.
    owner = np.arange(size).repeat(_lengths(starts, len(c.classes)))
    if size and starts[0]:
        owner = np.concatenate((np.zeros(starts[0], np.int64), owner))
    told = np.bincount(owner * chars.CLASSES + c.classes, minlength=size * chars.CLASSES).reshape(size, chars.CLASSES)
    told[:, chars.SPACE] = told[:, chars.NEWLINE] = 0
    solid = np.add.reduce(told, axis=1)
    kinds = told.T.astype(np.float32)
    length = solid.astype(np.float32) + 1e-6
    letters = kinds[chars.UPPER] + kinds[chars.LOWER] + kinds[chars.LETTER] + kinds[chars.IDEOGRAPH] + 1e-6

    word_unit = owner.take(c.words)
    in_unit = np.bincount(word_unit, minlength=size)
    bounds = np.concatenate(([0], in_unit.cumsum()))
    present = in_unit.nonzero()[0]
    head, tail = bounds[present], bounds[present + 1] - 1
    words = in_unit.astype(np.float32)
    many = np.maximum(words, 1)
    count = words - kinds[chars.IDEOGRAPH] / 2  # an ideograph counts half a word
    w = np.maximum(count, 0.5)
    starting, opening, long = c.classes.take(c.words), c.codes.take(c.words), c.word_ends - c.words
    marks = _marks().take((c.hashes >> np.uint64(44)).view(np.int64))
    code = starting * np.uint8(4) + (marks & np.uint8(3))
    told = np.bincount(word_unit * len(_TOLD) + code, minlength=size * len(_TOLD))
    functions, spaced, contents, capitals, numbers, dates = (
        told.astype(np.float32).reshape(size, len(_TOLD)) @ _TOLD
    ).T
    spaced = np.maximum(spaced, 1)
    years = _count(word_unit, (long == 4) & ((opening == 0x31) | (opening == 0x32)), size)
    longest = np.zeros(size, dtype=np.float32)
    longest[present] = np.maximum.reduceat(long, head) if len(head) else 0
    dots, clocks, links, glued = _marks_inside(c, owner, size)

    first, last = c.classes[starts], c.classes[ends - 1]
    before_last = c.classes[np.maximum(ends - 2, starts)]
    closing = (last == chars.QUOTE) | (last == chars.BRACKET)
    stopped = before_last == chars.FINAL
    codes_last = c.codes[ends - 1]
    ellipsis = (codes_last == 0x2026) | ((last == chars.FINAL) & stopped)
    final = ((last == chars.FINAL) | (closing & stopped)) & ~ellipsis
    foreign, no_blank = kinds[chars.LETTER] / letters, kinds[chars.IDEOGRAPH] / letters
    # Scripts without blanks carry about 2.5 times the text in a character.
    width = length * (1 + 1.5 * no_blank)
    stops, commas = kinds[chars.FINAL], kinds[chars.COMMA]
    prose = (
        np.minimum(width / 160, 1)
        * (0.35 + 0.65 * final)
        * np.minimum(0.4 + 4 * functions / spaced + no_blank + foreign, 1)
    )

    # What recurs on the page: whole units, their shapes, their first and last words.
    hashes = np.zeros((5, size), dtype=np.uint64)
    line_hash, first_hash, last_hash, opening_hash, _ = hashes
    hashes[0] = _hashed(c.hashes, in_unit)
    hashes[4] = _shapes(c.classes, solid)
    # Credits of photos: their words anywhere, among the last four of a unit, first in it, and the sign of copyright.
    credit = ((marks & 4) > 0).nonzero()[0]
    of_credit = word_unit[credit]
    credited = np.bincount(of_credit, minlength=size)
    late = np.bincount(of_credit[credit >= bounds[of_credit + 1] - 4], minlength=size)
    early = np.bincount(of_credit[credit == bounds[of_credit]], minlength=size)
    signed = np.bincount(owner[(c.codes == 0xA9).nonzero()[0]], minlength=size)
    pair = c.hashes[:-1] * _BASE + c.hashes[1:]
    paired = word_unit[:-1] == word_unit[1:]
    first_hash[present], last_hash[present] = c.hashes[head], c.hashes[tail]
    if len(pair):
        opening_hash[present] = np.where(tail > head, pair[np.minimum(head, len(pair) - 1)], c.hashes[head])

    # Words that running text and the title of the page use too.
    order = _bucket(c.hashes, np.uint64(1))
    topic = _TOPIC.take(code).nonzero()[0]
    topic_unit, topic_order = word_unit.take(topic), order.take(topic)
    strong = (prose > 0.45).take(topic_unit)
    elsewhere = _uses(topic_order, topic_order[strong]) - strong
    often = np.minimum(np.maximum(elsewhere, 0), 3)
    shared = np.bincount(topic_unit, weights=often, minlength=size).astype(np.float32)
    in_title = _count(topic_unit, _uses(topic_order, topic_order[topic_unit == 0]) > 0, size)
    title_size = max(float(in_title[0]) if size else 0.0, 1.0)
    # What the unit above and the one below say too: a headline over its teaser, a caption told twice.
    keys = np.sort(topic_unit * BUCKETS + topic_order)
    keys = keys[_turns(keys)]
    of_key = keys // BUCKETS
    sizes = np.bincount(of_key, minlength=size) + 1e-6
    there = keys.searchsorted(keys + BUCKETS)
    also = (keys[np.minimum(there, len(keys) - 1)] == keys + BUCKETS).nonzero()[0]
    above = np.bincount(of_key[there[also]], minlength=size) / sizes
    below = np.bincount(of_key[also], minlength=size) / sizes
    again, worded = np.zeros(size, dtype=bool), words > 0
    for step in range(1, min(4, size)):
        same = (line_hash[step:] == line_hash[:-step]) & worded[step:]
        again[step:] |= same
        again[:-step] |= same

    # Labels are compared where a line has the words of one, or letters whose case the words do not see.
    label = _label_words().take((line_hash >> np.uint64(44)).view(np.int64))
    if traits & chars.FOLDED:
        label[owner[((c.traits & chars.FOLDED) > 0).nonzero()[0]]] = True
    asked = label.nonzero()[0]
    label[asked] = labels_among([text[units[n][0] : units[n][1]] for n in asked.tolist()])
    if signs is None:
        signs = np.zeros((size, RULE_SIGNS), dtype=np.float32)
    same_line, same_first, same_last, _, same_shape = _twins(hashes)
    log_width, log_count, log_longest, log_stops, log_commas, log_each, log_functions = np.log1p(
        np.array((width, count, longest, stops, commas, count / (stops + 1), functions))
    )
    columns = [
        log_width, log_count, length / many / 10, log_longest,
        kinds[chars.UPPER] / letters, kinds[chars.DIGIT] / length, *kinds[chars.COMMA : chars.NEWLINE] / w,
        log_stops, log_commas, stops / w, log_each,
        final, ellipsis, *(last == _LAST), (codes_last == 0x3F) | (codes_last == 0xFF1F), codes_last == 0x21,
        *(last == _LATER), *(first == _FIRST),
        capitals / spaced, numbers / many, functions / spaced, log_functions, no_blank, foreign,
        (kinds[chars.UPPER] > 0.9 * (kinds[chars.UPPER] + kinds[chars.LOWER])) & (kinds[chars.UPPER] > 1),
        np.minimum(dates, 3), dates / many, np.minimum(years, 3), np.minimum(clocks, 3), np.minimum(links, 2),
        np.minimum(dots, 3), dots / many, np.minimum(glued, 3), above, below, again,
        np.minimum(credited, 2), late > 0, early, signed > 0,
        same_line, same_shape, same_shape - np.log(max(size, 1)), same_first, same_last,
        shared / (contents + 1e-6), in_title / (contents + 1e-6), in_title / title_size,
        count <= 1, count <= 2, count <= 4, count > 8, count > 15, width > 100, width > 250, label, prose,
        *signs.T,
    ]  # fmt: skip
    form = stacked(columns, size)
    blank = np.ones(len(c.traits) + 1, dtype=bool)
    np.not_equal(c.traits & chars.SPLITS, 0, out=blank[1:])
    pieces = np.bincount(owner.take((blank[:-1] > blank[1:]).nonzero()[0]), minlength=size)
    index = np.arange(size)
    terms = (
        (word_unit, order),
        (word_unit[:-1][paired], _bucket(pair[paired], np.uint64(4))),
        *((index, bucket) for bucket in _bucket(hashes[[1, 2, 3, 0]], _SALTS)),
    )
    return Page(
        form,
        prose.astype(np.float32),
        width.astype(np.float32),
        label,
        signs,
        terms,
        pieces,
        bool(traits & chars.DENSE),
        # Letters whose case the words do not see might make one.
        bool(traits & chars.FOLDED or int(np.bitwise_or.reduce(marks)) & 8),
    )


def wording(page: Page, table: NDArray[np.int8]) -> Matrix:
    """Log odds of a unit's words and pairs (mean, sum, highest, lowest), and one value from each other table.

    ``table`` has them in sixteenths.
    """
    size = len(page.length)
    columns = []
    for row, (unit, bucket) in enumerate(page.terms):
        odds = table[row].take(bucket)
        if row > 1:
            columns.append(odds / np.float32(16))
            continue
        known = (odds != 0).nonzero()[0]
        of_known = unit.take(known)
        total = np.bincount(of_known, weights=odds.take(known), minlength=size) / 16
        columns.append(total / np.maximum(np.bincount(of_known, minlength=size), 1))
        columns.append(np.maximum(np.minimum(total, 12), -12) / 4)
        first = _turns(unit).nonzero()[0]
        for extreme in (np.maximum, np.minimum):
            best = np.zeros(size, dtype=np.float32)
            if len(unit):
                best[unit[first]] = extreme.reduceat(odds, first)
            best /= 16
            columns.append(best)
    return stacked(columns, size)
