"""Which language a text is in: byte n-grams and frequent words, weighed in whole numbers.

The weights were learnt by ``cleanpipe.training.languages`` (sources in docs/data-sources.md): n-gram weights from the
model of py3langid, word weights from wordfreq. Only integers are added, so every platform gives the same answer. This
module scores; what the scores are worth says ``identification``, and when to say nothing ``cleanpipe.stages.language``.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
import zstandard

MAGIC: Final = b"cleanpipe languages 2\n"
Integers = npt.NDArray[np.int64]

#: N-grams have 2 to 5 bytes. Slots of the hash table, and the two multipliers that name a key's two possible slots.
GRAM_SIZES: Final = (2, 3, 4, 5)
SLOT_BITS: Final = 18
MULTIPLIERS: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)

#: Weights of n-grams and words are in 1/20 nat; counts are damped by round(16 * ln(1 + count)).
STEPS: Final = 10
DAMPING: Final = 16
DAMPED: Final = np.array([round(DAMPING * math.log1p(count)) for count in range(4096)], float)
#: A language without a word list of its own is credited with this share (in 1/100) of the best word score.
BORROWED: Final = 97

TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


_BOTH: Final = np.array(MULTIPLIERS, np.uint64).reshape(2, 1)
_MASKS: Final = np.array([(1 << 8 * size) - 1 for size in GRAM_SIZES], np.uint64).reshape(4, 1)
_SIZES: Final = np.array([size << 40 for size in GRAM_SIZES], np.uint64).reshape(4, 1)
#: Whole numbers below 2**24 are exact as float32 in sums of any order: so much may the damped counts add up to.
_EXACT: Final = (1 << 24) // 256
#: Pieces of text whose weights are remembered, and the longest of them.
_MOST_CHUNKS: Final = 20_000
_LONGEST: Final = 40


def slots(keys: npt.NDArray[np.uint64], multiplier: int | npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """The slot of each key under a multiplier; overflow is meant."""
    return ((keys * np.asarray(multiplier, np.uint64)) >> np.uint64(64 - SLOT_BITS)).view(np.int64)


def gram_keys(text: bytes) -> npt.NDArray[np.uint64]:
    """For each n-gram size, the key of the n-gram that ends at each byte: its bytes as a number, the size above them.

    Where a text is too young for an n-gram its key has bytes of zero, as no n-gram of the model has.
    """
    windows = np.ndarray((len(text),), ">u8", b"\0" * 7 + text, strides=(1,)).astype(np.uint64)
    keys: npt.NDArray[np.uint64] = (windows & _MASKS) | _SIZES
    return keys


class LanguageModel:
    """The tables, and the score of a text under each language.

    ``labels`` are the languages in order of the columns. ``scripts`` says for each script (by its number in
    ``script_names``) which columns can be meant.
    """

    def __init__(self, header: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> None:
        self.labels: list[str] = header["labels"]
        self.script_names: list[str] = header["scripts"]
        self.script_labels: list[list[int]] = header["script_labels"]
        # A Chinese character says as much as a word of three letters; half a page of Latin names says nothing.
        self.script_weights = [3 if name in ("han", "kana", "hangul") else 1 for name in self.script_names]
        # Copies of the small ones: a view would hold all 13 MB of the unpacked file.
        self._script_of_block = arrays["blocks"].copy()
        self._prior: Integers = arrays["prior"].astype(np.int64)
        self._floors = arrays["floors"].astype(float)
        keys = np.cumsum(arrays["keys"], dtype=np.uint64)
        self._weights: npt.NDArray[np.uint8] = np.ascontiguousarray(arrays["weights"].reshape(len(self.labels), -1).T)
        sides = np.unpackbits(arrays["sides"], count=len(keys)).astype(bool)
        places = np.where(sides, slots(keys, MULTIPLIERS[1]), slots(keys, MULTIPLIERS[0]))
        # In each slot its key and the row of its weights.
        self._keys = np.zeros(1 << SLOT_BITS, np.uint64)
        self._keys[places] = keys
        self._rows = np.zeros(1 << SLOT_BITS, np.int32)
        self._rows[places] = np.cumsum(arrays["rows"], dtype=np.int32)
        words = np.cumsum(arrays["words"], dtype=np.uint32)
        counts = np.cumsum(arrays["word_counts"], dtype=np.int64)
        self._cells_of = _Cells(words, np.concatenate([np.zeros(1, np.int64), counts]))
        self._word_labels: npt.NDArray[np.uint8] = arrays["word_labels"].copy()
        self._word_weights: npt.NDArray[np.uint8] = arrays["word_weights"].copy()
        self._unlisted: Integers = (arrays["listed"] == 0).astype(np.int64)

    def script_counts(self, text: str) -> Integers:
        """How many letters of each script the text has; index 0 counts everything else."""
        if text.isascii():
            points: npt.NDArray[Any] = np.frombuffer(text.encode("ascii"), np.uint8) >> 4
        else:
            points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32) >> 4
            points = np.minimum(points, len(self._script_of_block) - 1)
        counts: Integers = np.bincount(self._script_of_block[points], minlength=len(self.script_names))
        return counts

    def scores(self, text: str) -> Integers:
        """The score of each language, in 1/(20 * 16) nat, without regard to the script."""
        folded = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
        return self._prior + self._gram_scores(folded.encode("utf-8", "replace")) + self._word_scores(folded)

    def _gram_scores(self, text: bytes) -> Integers:
        if not text:
            return np.zeros(len(self.labels), np.int64)
        keys = gram_keys(text)
        # Both places where each key may be, in one pass.
        places = slots(keys.reshape(4, 1, -1), _BOTH)
        known = (self._keys.take(places) == keys.reshape(4, 1, -1)).ravel().nonzero()[0]
        if not len(known):
            return np.zeros(len(self.labels), np.int64)
        # The longest known n-gram that ends at a byte counts there, and no shorter one: it is written last.
        found = np.empty(len(text), np.int32)
        found.fill(-1)
        found[known % len(text)] = self._rows.take(places.ravel().take(known))
        found = found[found >= 0]
        found.sort()
        edges = np.ones(len(found) + 1, bool)
        np.not_equal(found[1:], found[:-1], out=edges[1:-1])
        ends = edges.nonzero()[0]
        features, counts = found.take(ends[:-1]), ends[1:] - ends[:-1]
        # Sums of whole numbers: exact in any order, and faster than integers.
        damped = DAMPED.take(np.minimum(counts, len(DAMPED) - 1))
        size = damped.sum()
        kind = np.float32 if size < _EXACT else np.float64
        sums = damped.astype(kind) @ self._weights.take(features, axis=0).astype(kind)
        total: npt.NDArray[np.float64] = sums + size * self._floors
        return total.astype(np.int64)

    def _word_scores(self, text: str) -> Integers:
        packed = b"".join(map(self._cells_of.__getitem__, text.lower().split()))
        if not packed:
            return np.zeros(len(self.labels), np.int64)
        cells = np.frombuffer(packed, np.int32)
        sums = np.bincount(self._word_labels.take(cells), self._word_weights.take(cells), len(self.labels))
        totals = sums.astype(np.int64)
        totals += self._unlisted * (int((totals - totals * self._unlisted).max()) * BORROWED // 100)
        return totals * DAMPING


class _Cells(dict[str, bytes]):
    """Where the weights of the words between two blanks stand, as packed int32; most were looked up before."""

    def __init__(self, words: npt.NDArray[np.uint32], starts: npt.NDArray[np.int64]) -> None:
        self._words, self._starts = words.data, starts.data
        self._packed = np.arange(starts[-1], dtype=np.int32).tobytes()

    def __missing__(self, chunk: str) -> bytes:
        cells = b"".join(map(self._of, TOKEN.findall(chunk)))
        if len(self) < _MOST_CHUNKS and len(chunk) <= _LONGEST:
            self[chunk] = cells
        return cells

    def _of(self, token: str) -> bytes:
        known = crc32(token.encode("utf-8", "replace"))
        at = bisect_left(self._words, known)
        if at == len(self._words) or self._words[at] != known:
            return b""
        return self._packed[4 * self._starts[at] : 4 * self._starts[at + 1]]


def pack(header: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> bytes:
    """The file format: magic, one line of JSON that names the arrays with type and length, then the arrays.

    Of each array first the lowest bytes of all its numbers, then the next: sorted numbers pack better so.
    """
    listing = [[name, array.dtype.newbyteorder("<").str, int(array.size)] for name, array in arrays.items()]
    raw = MAGIC + json.dumps({**header, "arrays": listing}, separators=(",", ":")).encode() + b"\n"
    for array in arrays.values():
        ordered = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        raw += ordered.view(np.uint8).reshape(-1, array.itemsize).T.tobytes()
    return zstandard.ZstdCompressor(level=22).compress(raw)


def unpack(packed: bytes) -> LanguageModel:
    """The opposite of ``pack``. Raises ValueError when the data is not such a model or is cut short."""
    raw = zstandard.ZstdDecompressor().decompress(packed)
    if not raw.startswith(MAGIC):
        raise ValueError("not a language model of this version")
    line_end = raw.index(b"\n", len(MAGIC))
    header = json.loads(raw[len(MAGIC) : line_end])
    arrays, at = {}, line_end + 1
    for name, kind, count in header["arrays"]:
        size = np.dtype(kind).itemsize
        planes = np.frombuffer(raw, np.uint8, count * size, at).reshape(size, count)
        array = np.ascontiguousarray(planes.T).view(kind).ravel()
        arrays[name] = array.astype(array.dtype.newbyteorder("="), copy=False)
        at += array.nbytes
    return LanguageModel(header, arrays)


@cache
def model() -> LanguageModel:
    """The shipped model, read on first use.

    >>> "en" in model().labels
    True
    """
    return unpack(files("cleanpipe.scoring").joinpath("data", "languages.zst").read_bytes())


def ranked(scores: Integers, labels: Sequence[int]) -> tuple[int, int]:
    """The best of these columns, and by how much it leads the next (0 when it is alone)."""
    known = scores[labels].tolist()
    best = max(known)
    first = known.index(best)
    rest = max(known[:first] + known[first + 1 :], default=best)
    return labels[first], best - rest
