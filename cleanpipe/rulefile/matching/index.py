"""The literal pre-filter: which rules may hold on which lines of a page, found without asking each rule.

Every rule has texts of which a line must hold one (``line_is``, ``starts_with``, ``ends_with``, ``contains``, or what
``literals`` finds in its patterns). A page is folded once. Texts that begin or end with a line end are entered under
the eight (four, two) bytes there, and only the ends of lines are looked up; all others are entered under their rarest
bytes, and the bytes of the page are looked up in a table, all at once by numpy. Only where a table knows the bytes is a
text compared. So the time hardly depends on the number of rules. The filter may let too much through, never too little:
rules without such a text are asked about every line. (One alternation over all texts is slower than no filter: ``re``
tries its branches one by one at each character; Aho-Corasick would do, but has no wheels for musl.)
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleanpipe.rulefile.expressions.literals import required
from cleanpipe.rulefile.expressions.words import fold, squash
from cleanpipe.rulefile.model import Conditions

#: ASCII blanks but the line end, to plain blanks.
_BLANKS = bytes(32 if byte in (9, 11, 12, 13, 28, 29, 30, 31) else byte for byte in range(256))
#: All other blanks; patterns and ``str.split`` know the same ones.
_ODD_BLANKS = "\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
#: How frequent letters are in running text, from the most frequent; other bytes are rarer.
_FREQUENT = {byte: 20 - rank for rank, byte in enumerate(b" etaonirsldhcumpgfbvwyk")}
#: Odd numbers that spread windows over a table.
_SPREAD = {4: np.uint32(0x9E3779B1), 8: np.uint64(0x9E3779B97F4A7C15)}
#: The first four and two of eight bytes.
_FOUR, _TWO = np.uint64(0xFFFFFFFF), np.uint64(0xFFFF)
#: Texts of eight bytes and more from which they get a table of their own: below it, one table less is quicker.
_MANY = 256
#: What another text at the same window costs, in the same units: each is compared wherever the window stands.
_CROWD = 8
_Entry = tuple[int, bytes, list[int]]  # where the window lies in the text, the text, numbers of the rules


def normal(text: str) -> bytes:
    """Folded text as UTF-8, every run of blanks as one, none at the ends of lines: what is searched, and searched for.

    >>> normal("Share \\u00a0 This\\t\\n  now ")
    b'share this\\nnow'
    """
    folded = fold(text)
    if not text.isascii():
        for blank in _ODD_BLANKS:
            folded = folded.replace(blank, " ")
    data = folded.encode("utf-8", "surrogatepass").translate(_BLANKS)
    if not _tidy(data):
        data = re.sub(b"  +", b" ", data) if len(data) < 500 else _collapsed(data)
        data = data.replace(b" \n", b"\n").replace(b"\n ", b"\n")
    return data.strip(b" ")


def _tidy(data: bytes) -> bool:
    """Whether no blank stands beside another or beside a line end."""
    if len(data) < 500:
        return not (b"  " in data or b" \n" in data or b"\n " in data)
    codes = np.frombuffer(data, np.uint8)
    blank = codes == 32
    edge = blank | (codes == 10)
    return not ((blank[1:] & edge[:-1]) | (edge[1:] & blank[:-1])).any()


def _collapsed(data: bytes) -> bytes:
    codes = np.frombuffer(data, np.uint8)
    blank = codes == 32
    return codes[np.concatenate(([True], ~(blank[1:] & blank[:-1])))].tobytes()


class Page:
    """A text as the filter sees it: normal, with a line end before and behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The padding lets the eight bytes from each place on, and up to each line end, be read like all others.
        self.data = b"\0" * 7 + b"\n" + normal(text) + b"\n" * 8

    def windows(self, size: int) -> NDArray[Any]:
        """The eight, four or two bytes from each place on, as one number; not aligned."""
        return np.ndarray((len(self.data) - 7,), f"<u{size}", self.data, strides=(1,))

    @cached_property
    def line_ends(self) -> NDArray[np.int64]:
        """Places of all line ends: the one before each line, the one behind the last, and seven more."""
        return np.flatnonzero(np.frombuffer(self.data, np.uint8) == 10)

    @cached_property
    def ends(self) -> list[int]:
        """The same as a list, which is quicker where one is asked for."""
        ends: list[int] = self.line_ends.tolist()
        return ends

    def line_of(self, at: int) -> int:
        """Number of the line that holds a place of ``data``."""
        return bisect_right(self.ends, at) - 1


_latest: list[Page] = []


def page_of(text: str) -> Page:
    """The page of a text; the latest is kept, since several sets of rules look at the same text in a row."""
    kept = _latest[:1]
    if kept and kept[0].text is text:
        return kept[0]
    page = Page(text)
    _latest[:] = [page]
    return page


def texts_of(given: Conditions) -> list[str]:
    """Texts of which a line must hold one for these conditions, or nothing. The best of all conditions is taken."""
    choices = [
        [f"{before}{squash(text)}{after}" for text in texts]
        for texts, before, after in (
            (given.line_is, "\n", "\n"),
            (given.starts_with, "\n", ""),
            (given.ends_with, "", "\n"),
            (given.contains, "", ""),
        )
        if texts
    ]
    choices.append(texts_of_patterns(given.matches, given.case))
    return max(choices, key=lambda texts: (min(map(len, texts), default=-1), -len(texts)))


def texts_of_patterns(patterns: Sequence[str], case: str) -> list[str]:
    """Texts of which a match of any of these patterns must hold one, or nothing."""
    found = [required(pattern, case == "ignore") for pattern in patterns]
    return [text for texts in found for text in texts] if all(found) else []


class _Edges:
    """Texts that begin (or all that end) with a line end, by the eight, four or two bytes there."""

    def __init__(self, begins: bool, entries: dict[int, list[_Entry]]) -> None:
        self.begins = begins
        self.keys = np.array(sorted(entries), np.uint64)
        self.entries = [entries[key] for key in self.keys.tolist()]

    def found(self, page: Page) -> Iterator[tuple[int, _Entry]]:
        """Lines at whose edge a text stands, with its entry."""
        data, ends = page.data, page.line_ends
        lines = len(ends) - 8
        windows = page.windows(8)
        if self.begins:
            seen = windows[ends[:lines]]
            seen = np.concatenate((seen, seen & _FOUR, seen & _TWO))
        else:
            seen = windows[ends[1 : lines + 1] - 7]
            seen = np.concatenate((seen, seen >> np.uint64(32), seen >> np.uint64(48)))
        slots = np.minimum(self.keys.searchsorted(seen), len(self.keys) - 1)
        for place in (self.keys[slots] == seen).nonzero()[0].tolist():
            line = place % lines
            edge = page.ends[line + 1 - self.begins]
            for entry in self.entries[slots[place]]:
                start = edge if self.begins else edge + 1 - len(entry[1])
                if start >= 0 and data.startswith(entry[1], start):
                    yield line, entry


class _Table:
    """Windows of so many bytes: a table of bits by their hash, and the texts that they stand for."""

    def __init__(self, size: int, entries: dict[int, list[_Entry]]) -> None:
        self.size = size
        self.keys = np.array(sorted(entries), f"u{size}")
        self.entries = [entries[key] for key in self.keys.tolist()]
        # A bit in 128 or fewer is set, so that chance hits are few.
        bits = min(20, max(14, (len(entries) * 128).bit_length()))
        self.shift = self.keys.dtype.type(8 * size - bits)
        self.known = np.zeros(1 << bits, np.bool_)
        self.known[self._hash(self.keys)] = True
        # Where a window stands for one text only, the other end of that text is compared by numpy as well.
        pairs = [_other_end(found[0], size) if len(found) == 1 else (0, key)
                 for key, found in zip(self.keys.tolist(), self.entries, strict=True)]  # fmt: skip
        self.step = np.array([step for step, _ in pairs], np.int64)
        self.second = np.array([key for _, key in pairs], self.keys.dtype)

    def _hash(self, windows: NDArray[Any]) -> NDArray[np.int64]:
        hashed: NDArray[Any] = windows * _SPREAD[self.size]
        hashed >>= self.shift
        # Unsigned numbers as an index cost numpy up to five times as much.
        return hashed.view(np.int64) if self.size == 8 else hashed.view(np.int32)

    def found(self, page: Page) -> Iterator[tuple[int, _Entry]]:
        """Lines where a text stands, with its entry."""
        windows = page.windows(self.size)
        places = self.known.take(self._hash(windows)).nonzero()[0]
        if not len(places):
            return
        seen = windows[places]
        slots = np.minimum(np.searchsorted(self.keys, seen), len(self.keys) - 1)
        beside = np.clip(places + self.step[slots], 0, len(windows) - 1)
        same = (self.keys[slots] == seen) & (windows[beside] == self.second[slots])
        data = page.data
        for at, slot in zip(places[same].tolist(), slots[same].tolist(), strict=True):
            for entry in self.entries[slot]:
                start = at - entry[0]
                if start >= 0 and data.startswith(entry[1], start):
                    yield page.line_of(start), entry


def _other_end(entry: _Entry, size: int) -> tuple[int, int]:
    """The window at that end of a text that is further from its own, as a distance and a number."""
    at, data, _ = entry
    last = len(data) - size
    other = 0 if at > last - at else last
    return other - at, int.from_bytes(data[other : other + size], "little")


class _Short:
    """A text of less than four bytes, wherever it stands."""

    def __init__(self, data: bytes, numbers: list[int]) -> None:
        self.entry: _Entry = (0, data, numbers)

    def found(self, page: Page) -> Iterator[tuple[int, _Entry]]:
        """Lines where it stands, each once."""
        data, wanted = page.data, self.entry[1]
        at = data.find(wanted)
        while at >= 0:
            after = bisect_right(page.ends, at)
            yield after - 1, self.entry
            at = data.find(wanted, page.ends[after])


class TextIndex:
    """Rules by the texts they need. A text may begin or end with a line end.

    >>> index = TextIndex([["\\nshare on"], ["comment"], ["»\\n"], []])
    >>> sorted(index.candidates(page_of("Share on x\\n2 Comments\\nWe share on\\nMore »"))), index.always
    ([(0, 0), (1, 1), (3, 2)], (3,))
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        always: list[int] = []
        rules_of: dict[bytes, list[int]] = {}
        for number, given in enumerate(texts):
            wanted = {framed(text) for text in given}
            if not wanted or b"" in wanted:
                always.append(number)
                continue
            for data in wanted:
                rules_of.setdefault(data, []).append(number)
        #: Rules without texts, to be asked about every line.
        self.always = tuple(always)
        self._tables: list[_Edges | _Table | _Short] = []
        within: list[tuple[bytes, list[int]]] = []
        edges: dict[bool, dict[int, list[_Entry]]] = {}
        for data, numbers in sorted(rules_of.items(), key=itemgetter(0)):
            begins, ends = data[0] == 10, data[-1] == 10
            size = 8 if len(data) >= 8 else 4 if len(data) >= 4 else 2
            if (begins or ends) and len(data) > 1:
                at = 0 if begins else len(data) - size
                key = int.from_bytes(data[at : at + size], "little")
                edges.setdefault(begins, {}).setdefault(key, []).append((at, data, numbers))
            elif len(data) < 4:
                self._tables.append(_Short(data, numbers))
            else:
                within.append((data, numbers))
        self._tables += [_Edges(begins, entries) for begins, entries in sorted(edges.items())]
        many = sum(len(data) >= 8 for data, _ in within) >= _MANY
        windows: dict[int, dict[int, list[_Entry]]] = {8: {}, 4: {}}
        for data, numbers in within:
            size = 8 if many and len(data) >= 8 else 4
            at, window = _rarest(data, size, windows[size])
            windows[size].setdefault(window, []).append((at, data, numbers))
        self._tables += [_Table(size, entries) for size, entries in windows.items() if entries]

    def candidates(self, page: Page) -> set[tuple[int, int]]:
        """Pairs of a line and a rule that may hold on it."""
        return {(line, number) for table in self._tables for line, entry in table.found(page) for number in entry[2]}


def framed(text: str) -> bytes:
    """A text as it stands in a page, with the line ends around it that it asks for.

    >>> framed("\\nShare  on ")
    b'\\nshare on'
    """
    inner = normal(text.strip("\n"))
    if not inner:
        return b""
    return b"\n" * text.startswith("\n") + inner + b"\n" * text.endswith("\n")


def _rarest(data: bytes, size: int, taken: Mapping[int, Sequence[_Entry]]) -> tuple[int, int]:
    """The window of a text that pages have least, with its place; windows that other texts have already cost more."""
    costs = list(accumulate((_FREQUENT.get(byte, 1) for byte in data), initial=0))
    best = (math.inf, 0, 0)
    for at in range(len(data) - size + 1):
        key = int.from_bytes(data[at : at + size], "little")
        cost = costs[at + size] - costs[at] + _CROWD * len(taken.get(key, ()))
        best = min(best, (cost, at, key))
    return best[1:]
