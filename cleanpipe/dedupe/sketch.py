"""Turn texts into sketches of fixed size from which look-alikes are found: MinHash over pairs of neighbouring words.

Second step, the map of a distributed run: a pure function of the texts. Whole arrays are worked on, never a word at a
time in Python. A sketch says what may be alike; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from cleanpipe.dedupe.normalise import fold_many

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Minima per text, 16 bits of each. Bands are pairs of them, so that few minima give many bands; see ``candidates``.
MINIMA = 48
#: Characters worked on at a time: the arrays of one block fit the processor's cache.
_BLOCK = 400_000
_SEED = 0x9E3779B97F4A7C15
_BASE = 0x100000001B3  # odd, so that it has an inverse modulo 2**64


@dataclass(frozen=True, slots=True)
class Sketches:
    """Sketches of texts, one row each.

    ``exact`` is a hash of the words, ``figures`` one of the words made of digits (0 when there are none), ``words``
    their number (two characters of a script without blanks count as one word), ``length`` the bytes, ``minima`` the
    MinHash signature, stored minimum by minimum. 120 bytes a text.
    """

    exact: NDArray[np.uint64]
    figures: NDArray[np.uint64]
    words: NDArray[np.int32]
    length: NDArray[np.int32]
    minima: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.exact)

    def take(self, rows: Any) -> Sketches:
        """The sketches of some rows, in the order given."""
        minima = self.minima.T[:, rows].T
        return Sketches(self.exact[rows], self.figures[rows], self.words[rows], self.length[rows], minima)

    @staticmethod
    def empty(size: int) -> Sketches:
        """Room for so many sketches, to be filled in."""
        import numpy as np

        return Sketches(
            np.empty(size, np.uint64),
            np.empty(size, np.uint64),
            np.empty(size, np.int32),
            np.empty(size, np.int32),
            np.empty((MINIMA, size), np.uint16).T,
        )

    @staticmethod
    def join(parts: Sequence[Sketches]) -> Sketches:
        """Several sets of sketches as one."""
        whole = Sketches.empty(sum(map(len, parts)))
        at = 0
        for part in parts:
            end = at + len(part)
            whole.exact[at:end], whole.figures[at:end] = part.exact, part.figures
            whole.words[at:end], whole.length[at:end] = part.words, part.length
            whole.minima[at:end] = part.minima
            at = end
        return whole


def sketch(texts: Sequence[str]) -> Sketches:
    """Sketch texts. The sketch of a text does not depend on the others.

    >>> one, two, three = sketch(["The cat sat down.", "the CAT sat down", "A dog barked."]).exact
    >>> bool(one == two), bool(one == three)
    (True, False)
    """

    rows = [_sketch_block(block) for block in _blocks(texts)]
    if len(rows) == 1:
        return rows[0]
    return Sketches.join(rows)


def _blocks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for k, text in enumerate(texts):
        size += len(text) + 1
        if size > _BLOCK:
            yield texts[start : k + 1]
            start, size = k + 1, 0
    if start < len(texts):
        yield texts[start:]


def _sketch_block(texts: Sequence[str]) -> Sketches:
    import numpy as np

    data = fold_many(texts)
    n = len(texts)
    part = data > 32
    edge = np.flatnonzero(part[1:] != part[:-1]) + 1
    if len(part) and part[0]:
        edge = np.concatenate((np.zeros(1, edge.dtype), edge))
    starts, ends = edge[0::2], edge[1::2]  # the last byte is a zero, so that every word ends
    ends_of_text = np.flatnonzero(data == 0)
    first = np.searchsorted(starts, np.concatenate((np.zeros(1, np.int64), ends_of_text)))
    words = np.diff(first).astype(np.int32)
    length = np.diff(ends_of_text, prepend=-1).astype(np.int32) - 1
    hashes = _hash_words(data, starts, ends)
    some = np.flatnonzero(words)
    at = first[:-1][some]

    place = np.arange(len(hashes), dtype=np.uint64) - np.repeat(first[:-1], words).astype(np.uint64)
    exact = np.zeros(n, np.uint64)
    figures = np.zeros(n, np.uint64)
    minima = np.zeros((MINIMA, n), np.uint16).T
    if len(some):
        exact[some] = _mix(np.add.reduceat(_mix(hashes + place * np.uint64(_SEED)), at) + words[some].astype(np.uint64))
        digits = np.concatenate((np.zeros(1, np.int32), np.cumsum((data >= 48) & (data <= 57), dtype=np.int32)))
        with_digits = np.where(
            digits[ends] - digits[starts] == ends - starts, _mix(hashes ^ np.uint64(_SEED)), np.uint64(0)
        )
        figures[some] = np.add.reduceat(with_digits, at)
        pairs = hashes.copy()
        pairs[:-1] += hashes[1:] * np.uint64(_SEED)
        last = first[1:][some] - 1
        pairs[last] = hashes[last]
        short = (_mix(pairs) >> np.uint64(32)).astype(np.uint32)
        longer = words[some] > 1
        short[last[longer]] = short[last[longer] - 1]  # no pair runs over the end of a text
        _minima(short, at, some, minima)
        single = (data[starts] >= 0xE0) & (ends - starts <= 4)
        words[some] -= np.add.reduceat(single, at, dtype=np.int32) // 2
    for k in np.flatnonzero(exact == 0).tolist():  # no words at all: only the same marks are the same
        exact[k] = int.from_bytes(blake2b(texts[k].strip().encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return Sketches(exact, figures, words, length, minima)


def _minima(
    pairs: NDArray[np.uint32], at: NDArray[np.int64], rows: NDArray[np.int64], minima: NDArray[np.uint16]
) -> None:
    """Fill in the signature of each text: under every permutation the lowest of its pairs.

    16 bits are kept, the lower ones: the upper bits of a minimum are nearly always zeros.
    """
    import numpy as np

    factors, twists = _permutations()
    if len(pairs) < 2000:  # one document: the calls cost more than the work, so all permutations at once
        lowest = np.minimum.reduceat((pairs ^ twists[:, None]) * factors[:, None], at, axis=1)
        minima[rows] = (lowest & np.uint32(0xFFFF)).astype(np.uint16).T
        return
    for k in range(MINIMA):
        lowest = np.minimum.reduceat((pairs ^ twists[k]) * factors[k], at)
        minima[rows, k] = (lowest & np.uint32(0xFFFF)).astype(np.uint16)


_DRAWN: list[Any] = []


def _permutations() -> list[Any]:
    import numpy as np

    if not _DRAWN:
        # From a fixed sequence, spelt out: the sketches in an index must mean the same in every version of numpy.
        start = np.arange(1, 2 * MINIMA + 1, dtype=np.uint64) * np.uint64(_SEED)
        drawn = (_mix(start) >> np.uint64(32)).astype(np.uint32)
        _DRAWN[:] = [drawn[:MINIMA] | np.uint32(1), drawn[MINIMA:]]
    return _DRAWN


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over all bits (the finaliser of splitmix64)."""
    import numpy as np

    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


_POWERS: list[Any] = []


def _powers(n: int) -> Any:
    """Powers of the base and of its inverse, modulo 2**64."""
    import numpy as np

    if not _POWERS or len(_POWERS[0]) < n:
        size = max(n, 2 * _BLOCK)
        up = np.full(size, _BASE, np.uint64)
        down = np.full(size, pow(_BASE, -1, 1 << 64), np.uint64)
        up[0] = down[0] = 1
        _POWERS[:] = [np.multiply.accumulate(up), np.multiply.accumulate(down)]
    return _POWERS


def _hash_words(data: NDArray[np.uint8], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of the bytes of each word: differences of one running polynomial, shifted to the same power."""
    import numpy as np

    up, down = _powers(len(data) + 1)
    running = np.zeros(len(data) + 1, np.uint64)
    np.cumsum(data * up[: len(data)], out=running[1:])
    return _mix((running[ends] - running[starts]) * down[starts])
