"""What a document says about its own words: is this word written in lower case, or as a name, elsewhere in it?

A name written elsewhere in the document is a name, and a word it writes small elsewhere is no name. Searches are by
``str.find``, bounded and remembered for the document, so that a few hundred look-ups cost less than one pass.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

#: Longer texts are searched in stretches of this many characters, that of the place and its two neighbours: a look-up
#: must not cost a pass over 100 MB, and places of one stretch share it.
REACH = 50_000
_ENDS = frozenset([".", "!", "?", "…", ":", "“", '"', "\n"])


class Elsewhere:
    """Counts of whole words of one text, apart from the one occurrence that asks.

    >>> seen = Elsewhere("The Observer said the observer saw it. Observer readers agreed with the Observer.")
    >>> seen.count("observer", 60), seen.count("Observer", 4), seen.inside("Observer", 4)
    (1, 2, 1)
    """

    __slots__ = ("_places", "memo", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.memo: dict[tuple[str, int], Any] = {}  # what scorers found out, as several repairers ask the same
        self._places: dict[tuple[str, int], list[int]] = {}

    def _find(self, word: str, near: int) -> list[int]:
        text = self.text
        if not word:
            return []
        stretch = max(near, 0) // REACH if len(text) > 2 * REACH else 0
        known = self._places.get((word, stretch))
        if known is not None:
            return known
        low, high = max(0, (stretch - 1) * REACH), min(len(text), (stretch + 2) * REACH)
        places: list[int] = []
        at = text.find(word, low, high)
        while at >= 0 and len(places) < 6:
            end = at + len(word)
            # Hyphens join as letters do: "the state-run" says nothing of the word "State".
            if not (at and _joins(text[at - 1])) and not (end < len(text) and _joins(text[end])):
                places.append(at)
            at = text.find(word, end, high)
        self._places[word, stretch] = places
        return places

    def count(self, word: str, but: int) -> int:
        """How often the word stands in the text, at most six times, leaving out the place ``but``."""
        return sum(place != but for place in self._find(word, but))

    def inside(self, word: str, but: int) -> int:
        """The same, but only where no sentence begins with it."""
        text, found = self.text, 0
        for place in self._find(word, but):
            before = text[max(0, place - 3) : place].rstrip(" ’”\"'(")
            if place != but and place and before and before[-1] not in _ENDS:
                found += 1
        return found


def _joins(char: str) -> bool:
    return char.isalnum() or char in "_-@#"


@lru_cache(maxsize=4)
def elsewhere(text: str) -> Elsewhere:
    """The counts of one text; the last few texts are remembered, as several repairers ask about the same one."""
    return Elsewhere(text)
