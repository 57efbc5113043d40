"""The literal pre-filter: which rules may hold on which lines of a page, found without asking each rule.

Every rule has texts of which a line must hold one (``line_is``, ``starts_with``, ``ends_with``, ``contains``, or what
``literals`` finds in its patterns). Each is entered under its rarest eight (or four) bytes. A page is folded once and
its bytes are looked up eight at a time in a table, all at once by numpy; only where the table knows the bytes is a text
compared. So the time hardly depends on the number of rules. The filter may let too much through, never too little:
rules without such a text are asked about every line. (One alternation over all texts is slower than no filter: ``re``
tries its branches one by one at each character; Aho-Corasick would do, but has no wheels for musl.)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleanpipe.rulefile.literals import required
from cleanpipe.rulefile.model import Conditions
from cleanpipe.rulefile.words import fold, squash

#: ASCII blanks but the line end, to plain blanks.
_BLANKS = bytes(32 if byte in (9, 11, 12, 13, 28, 29, 30, 31) else byte for byte in range(256))
#: All other blanks; patterns and ``str.split`` know the same ones.
_ODD_BLANK = re.compile("[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
#: How frequent letters are in running text, from the most frequent; other bytes are rarer.
_FREQUENT = {byte: 20 - rank for rank, byte in enumerate(b" etaonirsldhcumpgfbvwyk")}
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_Entry = tuple[int, bytes, int]  # where the window lies in the text, the text, number of the rule


def normal(text: str) -> bytes:
    """Folded text as UTF-8, every run of blanks as one, none at the ends of lines: what is searched, and searched for.

    >>> normal("Share \\u00a0 This\\t\\n  now ")
    b'share this\\nnow'
    """
    folded = fold(text)
    if not text.isascii() and _ODD_BLANK.search(folded):
        folded = _ODD_BLANK.sub(" ", folded)
    data = folded.encode("utf-8", "surrogatepass").translate(_BLANKS)
    if b"  " in data:
        data = _collapsed(data)
    return data.replace(b" \n", b"\n").replace(b"\n ", b"\n").strip(b" ")


def _collapsed(data: bytes) -> bytes:
    if len(data) < 500:
        return re.sub(b"  +", b" ", data)
    blank = np.frombuffer(data, np.uint8) == 32
    return np.frombuffer(data, np.uint8)[np.concatenate(([True], ~(blank[1:] & blank[:-1])))].tobytes()


class Page:
    """A text as the filter sees it: normal, with a line end before and behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The padding lets the last eight bytes be read like all others.
        self.data = b"\n" + normal(text) + b"\n" * 8

    @cached_property
    def windows(self) -> NDArray[np.uint64]:
        """The eight bytes from each place on, as one number."""
        count = len(self.data) - 7
        return np.ndarray((count,), "<u8", self.data, strides=(1,)).astype(np.uint64)

    @cached_property
    def _line_ends(self) -> list[int]:
        ends: list[int] = np.flatnonzero(np.frombuffer(self.data, np.uint8) == 10).tolist()
        return ends

    def line_of(self, at: int) -> int:
        """Number of the line that holds a place of ``data``."""
        return bisect_right(self._line_ends, at) - 1


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


class _Table:
    """Windows of so many bytes: a table of bits by their hash, and the texts that they stand for."""

    def __init__(self, size: int, entries: dict[int, list[_Entry]]) -> None:
        self.mask = np.uint64((1 << 8 * size) - 1)
        self.whole = size == 8
        self.entries = entries
        # A bit in 64 or fewer is set, so that chance hits are few.
        self.shift = np.uint64(64 - min(20, max(12, (len(entries) * 64).bit_length())))
        self.known = np.zeros(1 << (64 - int(self.shift)), np.bool_)
        self.known[self._hash(np.array(list(entries), np.uint64))] = True

    def _hash(self, windows: NDArray[np.uint64]) -> NDArray[np.uint64]:
        return (windows * _SPREAD) >> self.shift

    def found(self, page: Page) -> Iterator[tuple[int, _Entry]]:
        """Places where a text stands, with its entry."""
        windows = page.windows if self.whole else page.windows & self.mask
        places = np.flatnonzero(self.known[self._hash(windows)])
        data, entries = page.data, self.entries
        for at, window in zip(places.tolist(), windows[places].tolist(), strict=True):
            for entry in entries.get(window, ()):
                start = at - entry[0]
                if start >= 0 and data.startswith(entry[1], start):
                    yield start, entry


class TextIndex:
    """Rules by the texts they need. A text may begin or end with a line end.

    >>> index = TextIndex([["\\nshare on"], ["comment"], ["»\\n"], []])
    >>> sorted(index.candidates(page_of("Share on x\\n2 Comments\\nWe share on\\nMore »"))), index.always
    ([(0, 0), (1, 1), (3, 2)], (3,))
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        rules = list(texts)
        windows: dict[int, dict[int, list[_Entry]]] = {8: {}, 4: {}}
        self._short: list[tuple[bytes, int]] = []
        always = []
        for number, given in enumerate(rules):
            wanted = {_framed(text) for text in given}
            if not wanted or b"" in wanted:
                always.append(number)
                continue
            for data in sorted(wanted):
                size = 8 if len(data) >= 8 else 4
                if len(data) < 4:
                    self._short.append((data, number))
                    continue
                at = min(range(len(data) - size + 1), key=lambda k: (_frequency(data[k : k + size]), k))
                window = int.from_bytes(data[at : at + size], "little")
                windows[size].setdefault(window, []).append((at, data, number))
        #: Rules without texts, to be asked about every line.
        self.always = tuple(always)
        self._tables = [_Table(size, entries) for size, entries in windows.items() if entries]

    def candidates(self, page: Page) -> set[tuple[int, int]]:
        """Pairs of a line and a rule that may hold on it."""
        found = set()
        for table in self._tables:
            for start, (_, data, number) in table.found(page):
                found.add((page.line_of(start + (data[0] == 10)), number))
        for data, number in self._short:
            at = page.data.find(data)
            while at >= 0:
                line = page.line_of(at + (data[0] == 10))
                found.add((line, number))
                at = page.data.find(data, at + 1)
        return found


def _framed(text: str) -> bytes:
    """A text as it stands in a page, with the line ends around it that it asks for."""
    inner = normal(text.strip("\n"))
    if not inner:
        return b""
    return b"\n" * text.startswith("\n") + inner + b"\n" * text.endswith("\n")


def _frequency(window: bytes) -> int:
    return sum(_FREQUENT.get(byte, 1) for byte in window)
