"""Find pairs of sketches worth comparing, in near-linear time whatever the texts are.

Third step, between ``sketch`` and ``verify``. A band is two minima that agree. A crowded band is split by further
minima, then by the figures, and what is still crowded is compared only with its first members and its neighbours:
stock phrases and reports from one template cost no more than ordinary text. The result depends on the sketches and
their order alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from cleanpipe.dedupe.sketch import MINIMA, Sketches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Bands, each of two minima to begin with.
BANDS = 48
#: A bucket of more texts than this is split by one more minimum, up to so many minima in all.
CROWD = 6
DEPTH = 6
#: Minima that must agree in a pair: with 11 of 48, 98 % of pairs that share 35 % of their word pairs pass.
AGREE = 11
#: Candidates of a text among the earlier ones. Only texts of one pattern have more; of those with other figures none is
#: a copy then, and of the rest the most similar ones are kept.
MOST = 6
#: Pairs held before those that do not agree are dropped: 8 MB.
HELD = 1_000_000
#: Pairs whose minima are compared at a time, so that they fit the processor's cache.
CHUNK = 100_000
#: So few texts are compared each with each, and on less agreement.
FEW = 200
AGREE_FEW = 4


@cache
def orders(bands: int = BANDS) -> tuple[tuple[int, ...], ...]:
    """For each band the minima to use, in the order in which they split it."""
    found: list[tuple[int, ...]] = []
    draw = Random(48)  # its sequence is the same in every version of Python
    while len(found) < bands:
        turn = sorted(range(MINIMA), key=lambda _: draw.random())
        for k in range(0, MINIMA - 1, 2):
            rest = sorted(turn[:k] + turn[k + 2 :], key=lambda _: draw.random())
            found.append((*turn[k : k + 2], *rest[: DEPTH - 2]))
    return tuple(found[:bands])


def near_pairs(
    sketches: Sketches,
    rows: NDArray[np.int64] | None = None,
    shortest: float = 0.5,
    agree: int = AGREE,
    bands: int = BANDS,
) -> NDArray[np.int64]:
    """All candidate pairs of rows, the earlier first, each once, sorted by the later and then by the earlier row.

    Only ``rows`` take part, all when None. The shorter of a pair has at least the share ``shortest`` of the bytes of
    the longer; ``agree`` minima are the same.
    """
    import numpy as np

    columns = np.ascontiguousarray(sketches.minima.T)
    rows = np.arange(len(sketches)) if rows is None else rows
    if len(rows) <= FEW:
        first, second = np.triu_indices(len(rows), 1)
        turn = np.lexsort((first, second))
        pairs = np.stack((rows[first[turn]], rows[second[turn]]), axis=1)
        return pairs[_agree(pairs, columns, min(agree, AGREE_FEW))]
    length = sketches.length.astype(np.float32)
    kept = np.zeros(0, np.uint64)
    waiting: list[NDArray[np.uint64]] = []
    held = 0
    crowds = np.zeros(len(sketches), np.uint8)
    for number, order in enumerate(orders(bands), 1):
        for batch in band_pairs(columns, rows, sketches.figures, order, crowds):
            one, two = length[batch[:, 0]], length[batch[:, 1]]
            batch = batch[np.minimum(one, two) >= shortest * np.maximum(one, two)]
            waiting.append(packed_pairs(batch))
            held += len(batch)
        if waiting and (held > HELD or number == bands):
            found = _unique(np.concatenate(waiting))
            waiting, held = [], 0
            parts = [found[k : k + CHUNK] for k in range(0, len(found), CHUNK)]
            parts = [part[_agree(unpacked_pairs(part), columns, agree)] for part in parts]
            kept = _unique(np.concatenate((kept, *parts)))
    pairs = unpacked_pairs(kept)
    first, second = pairs[:, 0], pairs[:, 1]
    # Texts that are in a crowd nearly everywhere follow one pattern, also where two of them are alone in a bucket.
    patterned = crowds > bands // 2
    other = patterned[first] & patterned[second] & (sketches.figures[first] != sketches.figures[second])
    return _best(pairs[~other] if other.any() else pairs, columns, sketches.figures)


def _best(pairs: NDArray[np.int64], columns: NDArray[np.uint16], figures: NDArray[np.uint64]) -> NDArray[np.int64]:
    """At most ``MOST`` pairs for each later row; where there were more, those with the same figures that agree most."""
    import numpy as np

    if not len(pairs):
        return pairs
    later = pairs[:, 1]
    crowded = np.flatnonzero(np.bincount(later)[later] > MOST)
    if not len(crowded):
        return pairs
    some = pairs[crowded]
    value = np.zeros(len(some), np.int64)
    for column in columns:
        value += column[some[:, 0]] == column[some[:, 1]]
    value += 100 * (figures[some[:, 0]] == figures[some[:, 1]])
    turn = np.lexsort((some[:, 0], -value, some[:, 1]))
    row = some[turn, 1]
    begins = np.concatenate(([True], row[1:] != row[:-1]))
    rank = np.arange(len(row)) - np.maximum.accumulate(np.where(begins, np.arange(len(row)), 0))
    keep = np.ones(len(pairs), bool)
    other = (figures[some[:, 0]] != figures[some[:, 1]])[turn]
    keep[crowded[turn[(rank >= MOST) | other]]] = False
    return pairs[keep]


def band_pairs(
    columns: NDArray[np.uint16],
    rows: NDArray[np.int64],
    figures: NDArray[np.uint64],
    order: tuple[int, ...],
    crowds: NDArray[np.uint8],
) -> Iterator[NDArray[np.int64]]:
    """Pairs of one band; ``columns`` are the minima, one row a minimum. Bands know nothing of each other.

    ``crowds`` counts for each text the bands in which its bucket is crowded; this band is added.
    """
    import numpy as np

    key = columns[order[0]][rows].astype(np.uint32) << np.uint32(16) | columns[order[1]][rows]
    yield from _in_buckets(key, rows, order[2:], columns, figures, crowds=crowds)


def _unique(packed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Pairs packed as ``later << 32 | earlier``, sorted and each once."""
    import numpy as np

    packed = np.sort(packed)
    return packed[np.concatenate(([True], packed[1:] != packed[:-1]))] if len(packed) else packed


def packed_pairs(pairs: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Pairs in half the memory; sorted as numbers they are sorted by the later and then by the earlier row."""
    import numpy as np

    return pairs[:, 1].astype(np.uint64) << np.uint64(32) | pairs[:, 0].astype(np.uint64)


def unpacked_pairs(packed: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The opposite of ``packed_pairs``."""
    import numpy as np

    pairs = np.empty((len(packed), 2), np.int64)
    pairs[:, 0] = packed & np.uint64(0xFFFFFFFF)
    pairs[:, 1] = packed >> np.uint64(32)
    return pairs


def _agree(pairs: NDArray[np.int64], columns: NDArray[np.uint16], enough: int) -> NDArray[np.bool]:
    """Which pairs agree in enough minima."""
    import numpy as np

    count = np.zeros(len(pairs), np.uint8)
    for column in columns:
        count += column[pairs[:, 0]] == column[pairs[:, 1]]
    return count >= enough


def exact_pairs(exact: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Each row with the first row of the same words and with the one before it."""
    import numpy as np

    turn = np.argsort(exact, kind="stable")
    same = np.concatenate(([False], exact[turn][1:] == exact[turn][:-1]))
    if not same.any():
        return np.zeros((0, 2), np.int64)
    first = turn[np.maximum.accumulate(np.where(same, 0, np.arange(len(turn))))]
    later = np.flatnonzero(same)
    packed = [
        turn[later].astype(np.uint64) << np.uint64(32) | x.astype(np.uint64) for x in (first[later], turn[later - 1])
    ]
    return unpacked_pairs(_unique(np.concatenate(packed)))


def _in_buckets(
    key: NDArray[np.uint32] | NDArray[np.uint64],
    rows: NDArray[np.int64],
    further: tuple[int, ...],
    columns: NDArray[np.uint16],
    figures: NDArray[np.uint64],
    crowded: bool = False,
    last: bool = False,
    crowds: NDArray[np.uint8] | None = None,
) -> Iterator[NDArray[np.int64]]:
    """Pairs among rows with equal keys. ``further`` are the minima left for splitting."""
    import numpy as np

    turn = np.argsort(key)
    sorted_key = key[turn]
    edge = np.flatnonzero(np.concatenate(([True], sorted_key[1:] != sorted_key[:-1], [True])))
    size = np.diff(edge)
    small = np.flatnonzero((size > 1) & (size <= CROWD))
    members = rows[turn]
    for width in range(2, CROWD + 1):
        at = edge[small[size[small] == width]]
        if len(at):
            group = np.sort(members[at[:, None] + np.arange(width)], axis=1)
            i, j = np.triu_indices(width, 1)
            found = np.stack((group[:, i].ravel(), group[:, j].ravel()), axis=1)
            # In a crowd texts with other figures are other reports after one pattern, and far too many.
            yield found[figures[found[:, 0]] == figures[found[:, 1]]] if crowded else found
    inside = np.repeat(size > CROWD, size)
    if not inside.any():
        return
    number = np.repeat(np.arange(len(size)), size)[inside].astype(np.uint64)
    rows = members[inside]
    if crowds is not None:
        crowds[rows] += 1
    if further:
        part = columns[further[0]][rows]
        if len(size) < 1 << 16:  # half as wide a key is sorted twice as fast
            key = number.astype(np.uint32) << np.uint32(16) | part
        else:
            key = _combine(number, part)
        yield from _in_buckets(key, rows, further[1:], columns, figures, True)
    elif not last:
        yield from _in_buckets(_combine(number, figures[rows]), rows, (), columns, figures, True, last=True)
    else:
        yield from _in_crowd(number, rows)


def _in_crowd(number: NDArray[np.uint64], rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Each row with the first of its bucket and with the three before it, in the order of the texts."""
    import numpy as np

    turn = np.lexsort((rows, number))
    number, rows = number[turn], rows[turn]
    begins = np.concatenate(([True], number[1:] != number[:-1]))
    first = rows[np.maximum.accumulate(np.where(begins, np.arange(len(rows)), 0))]
    yield np.stack((first[~begins], rows[~begins]), axis=1)
    for back in (1, 2, 3):
        same = number[back:] == number[:-back]
        yield np.stack((rows[:-back][same], rows[back:][same]), axis=1)


def _combine(number: NDArray[np.uint64], part: NDArray[np.uint16] | NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np

    x = (part.astype(np.uint64) + number * np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    return x ^ (x >> np.uint64(29))
