"""The vectors of words that the encoder reads: the mean of the pieces, and what lexicon and grammar know.

Words are looked up and made a batch at a time: an array operation over the words of sixty windows costs as much as one
over a single word. Vectors are remembered up to a bound, so that a long run does not grow.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import SHARE_STEPS, UNKNOWN, ZIPF_STEPS, lexicon
from cleanpipe.scoring.networks.joints import shape_of
from cleanpipe.scoring.networks.pieces import Pieces

Array = npt.NDArray[np.float32]

#: Numbers the lexicon gives for a word: frequency, unknown, share of lower case, share unknown, and the tags.
TAGS = 25
LEXICAL = 4 + TAGS
#: Numbers the little grammars give for a word: finite verb, and the closed classes in this order.
CLASSES = ("links", "articles", "subjects", "comma", "bound", "openers", "relatives", "hanging")
GRAMMATICAL = 1 + len(CLASSES)
_BITS = np.arange(TAGS)

#: Words whose vectors are remembered, about 8 MB of English ones and 1.5 MB of each other language; a long run forgets
#: them all and begins again.
MOST_ROWS, MOST_ROWS_ELSEWHERE = 15_000, 4_000


def lexical(words: Sequence[str], lang: str) -> Array:
    """What the lexicon and the grammar know about words, as numbers between 0 and 1; one row a word.

    >>> lexical(["rain", "xyzzyqq"], "en")[:, 1].tolist()  # unknown words
    [0.0, 1.0]
    """
    lex, gram = lexicon(lang), grammar(lang)
    known = np.zeros((len(words), LEXICAL + (GRAMMATICAL if gram else 0)), np.float32)
    frequencies, shares, tags = map(np.array, lex.columns(words))
    known[:, 0] = frequencies / (8 * ZIPF_STEPS)
    known[:, 1] = frequencies == 0
    known[:, 2] = np.where(shares == UNKNOWN, 0.5, shares / SHARE_STEPS)
    known[:, 3] = shares == UNKNOWN
    known[:, 4:LEXICAL] = (tags[:, None] >> _BITS) & 1
    if gram is not None:
        low = [word.lower() for word in words]
        known[:, LEXICAL] = [gram.finite(word) for word in low]
        columns_of = _columns(lang)
        for row, word in enumerate(low):
            if word in columns_of:
                known[row, columns_of[word]] = 1.0
    return known


@cache
def _columns(lang: str) -> dict[str, list[int]]:
    """The columns of the closed classes of each word that is in any; few words are."""
    gram, found = grammar(lang), dict[str, list[int]]()
    for column, name in enumerate(CLASSES, LEXICAL + 1):
        for word in getattr(gram, name):
            found.setdefault(word, []).append(column)
    return found


class WordVectors:
    """The vectors and shapes of the words of one language, in numbered rows."""

    def __init__(self, lang: str, table: npt.NDArray[np.int8], scale: Array, pieces: Pieces) -> None:
        self.lang, self.pieces = lang, pieces
        self.table, self._scale = table, scale
        self._most = MOST_ROWS if lang == "en" else MOST_ROWS_ELSEWHERE
        self._rows: dict[str, int] = {}
        width = len(scale) + LEXICAL + (GRAMMATICAL if grammar(lang) else 0)
        #: One row a word; a word keeps its row until ``forget``.
        self.vectors: Array = np.zeros((1024, width), np.float32)
        #: How the word of each row is written, a number below ``joints.SHAPES``.
        self.shapes = np.zeros(1024, np.int64)

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, words: Sequence[str]) -> npt.NDArray[Any]:
        """The row of each word, made when a word is first seen."""
        new = list(dict.fromkeys(word for word in words if word not in self._rows))
        if new:
            self._learn(new)
        return np.fromiter(map(self._rows.__getitem__, words), np.int64, len(words))

    def forget(self) -> None:
        """Forget all words once the bound is reached. Only between texts: rows of one text are used together."""
        if len(self._rows) >= self._most:
            self._rows.clear()

    def _learn(self, words: Sequence[str]) -> None:
        begin, end = len(self._rows), len(self._rows) + len(words)
        if end > len(self.vectors):
            more = max(end, 2 * len(self.vectors)) - len(self.vectors)
            self.vectors = np.concatenate([self.vectors, np.zeros((more, self.vectors.shape[1]), np.float32)])
            self.shapes = np.concatenate([self.shapes, np.zeros(more, np.int64)])
        parts = [self.pieces.of(word) for word in words]
        counts = np.array([len(part) for part in parts])
        starts = np.cumsum(counts) - counts
        sums = np.add.reduceat(
            self.table[[piece for part in parts for piece in part]], starts, axis=0, dtype=np.float32
        )
        size = sums.shape[1]
        self.vectors[begin:end, :size] = sums / counts[:, None] * self._scale
        self.vectors[begin:end, size:] = lexical(words, self.lang)
        self.shapes[begin:end] = [shape_of(word) for word in words]
        self._rows.update(zip(words, range(begin, end), strict=True))
