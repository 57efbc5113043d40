"""Cut a word into known pieces, longest first: the WordPiece scheme.

Schuster and Nakajima 2012; Devlin et al. 2019. Words are folded to lower case, for English without accents; pieces
inside a word carry ``##`` in the vocabulary. What no piece covers is the unknown piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PART = re.compile(r"[^\W_]+|[^\w]")
MOST = 8  # pieces of one word that count


class Pieces:
    """A vocabulary of pieces.

    >>> Pieces(["[UNK]", "rain", "##fall", "##s"]).of("Rainfalls")
    [1, 2, 3]
    """

    def __init__(self, vocabulary: Sequence[str], accents: bool = False) -> None:
        self.accents = accents
        self._index = {piece: k for k, piece in enumerate(vocabulary)}
        self._unknown = self._index["[UNK]"]

    def of(self, word: str) -> list[int]:
        """Numbers of the pieces of a word, at least one and at most ``MOST``."""
        found: list[int] = []
        folded = word.lower()
        whole = self._index.get(folded)
        if whole is not None and folded.isalnum():
            return [whole]
        if not self.accents and not folded.isascii():
            decomposed = unicodedata.normalize("NFD", folded)
            folded = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        for part in _PART.findall(folded):
            at, prefix = 0, ""
            while at < len(part):
                for end in range(len(part), at, -1):
                    number = self._index.get(prefix + part[at:end])
                    if number is not None:
                        found.append(number)
                        break
                else:
                    found.append(self._unknown)
                    break
                at, prefix = end, "##"
        return found[:MOST] or [self._unknown]
