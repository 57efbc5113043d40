"""Verify candidate pairs: how alike are two texts, letter by letter, and do they state the same facts?

Fourth step. Pairs come in batches; texts are fetched only for them. A text may be a copy as a whole or as the cut
beginning of another. What passes here goes to ``guard``. Nothing is decided about which of two copies stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanpipe.dedupe.guard import Difference, difference
from cleanpipe.dedupe.normalise import fold, fold_many
from cleanpipe.dedupe.words import Words, facts_of, weigh_facts
from cleanpipe.rulefile.model import Dedupe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The share of a longer text that its cut beginning must still hold.
CUT_SHARE = 0.55
#: Letters beyond which texts are compared by their word pairs instead of letter by letter, which takes quadratic time.
LONG = 20_000
#: Pairs looked at at a time; with news paragraphs about 40 MB with all that is made of them.
BATCH = 5_000


#: The end of a text that was cut: dots, or no end of a sentence. "A." is no cut "A. B.": the second would be lost.
_CUT = re.compile(r"(?:(?:\.\.|…)[\])]?|[^.!?。！？।…\"'”’»)\]])\s*$")


class Match(NamedTuple):
    """Two texts by their rows, the earlier first; ``differs`` says what tells them apart as to facts, if anything.

    ``extra`` are figures that only the later text has: it may not go in favour of the other.
    """

    first: int
    second: int
    similarity: float
    differs: str = ""
    extra: str = ""


class Text:
    """One text with its derived forms, each made once."""

    __slots__ = ("_facts", "_words", "folded", "raw")

    def __init__(self, raw: str, folded: str | None = None) -> None:
        self.raw = raw
        self.folded = fold(raw) if folded is None else folded
        self._words: Words | None = None
        self._facts: tuple[list[str] | None] | None = None

    @property
    def facts(self) -> list[str] | None:
        """See ``words.facts_of``."""
        if self._facts is None:
            self._facts = (facts_of(self.raw, self.folded),)
        return self._facts[0]

    @property
    def words(self) -> Words:
        if self._words is None:
            self._words = Words(self.raw)
        return self._words


def similarity(one: Text, other: Text, at_least: float) -> float:
    """How alike two texts are, from 0 to 1: by letters, or by the beginning if one is cut. 0 when below ``at_least``.

    >>> round(similarity(Text("A train has left the old station."), Text("A train had left the old station"), 0.8), 2)
    0.97
    """
    from rapidfuzz import fuzz

    a, b = one.folded, other.folded
    if a == b:
        return 1.0 if a or one.raw.strip() == other.raw.strip() else 0.0
    if len(a) > len(b):
        a, b = b, a
    if len(b) > LONG:
        return _by_word_pairs(a, b, at_least)
    ratio = fuzz.ratio(a, b, score_cutoff=100 * at_least - 3)
    if ratio and ratio < 100 * at_least:
        # Without punctuation a ratio may fall a little below that of the texts as they stand.
        ratio = max(ratio, fuzz.ratio(one.raw, other.raw))
    if ratio >= 100 * at_least:
        return float(ratio / 100)
    cut = one if a is one.folded else other
    return _as_beginning(a, b, at_least) if _CUT.search(cut.raw) else 0.0


def _as_beginning(short: str, long: str, at_least: float) -> float:
    """The similarity of a text with as much of a longer one; 0 unless it is most of it."""
    from rapidfuzz import fuzz

    if not CUT_SHARE * len(long) <= len(short) < 0.9 * len(long):
        return 0.0
    # A cut text is compared strictly: of a longer one it repeats the beginning, and the rest is unknown.
    bar = max(95.0, 100 * at_least)
    ratio = fuzz.ratio(short, long[: len(short)], score_cutoff=bar)
    return float(ratio / 100) if ratio >= bar else 0.0


def _by_word_pairs(a: str, b: str, at_least: float) -> float:
    from collections import Counter
    from itertools import pairwise

    one, other = (Counter(pairwise(words)) for words in (a.split(), b.split()))
    both = sum((one & other).values())
    share = 2 * both / max(1, sum(one.values()) + sum(other.values()))
    return share if share >= at_least else 0.0


def compare(one: Text, other: Text, figures: bool = True) -> Difference:
    """What tells two texts that are alike apart as to facts."""
    if one.raw == other.raw:
        return Difference("")
    if figures and (found := weigh_facts(one.facts, other.facts)) is not None:
        return Difference(found)
    return difference(one.words, other.words, figures)


def _texts(raw: Sequence[str]) -> list[Text]:
    """Texts with their folded forms, made of all at once."""
    import numpy as np

    data = fold_many(raw)
    blank = data == 32
    once = np.ones(len(data), bool)
    np.logical_not(blank[1:] & blank[:-1], out=once[1:])
    folded = data[once].tobytes().decode("utf-8", "surrogatepass").split("\0")
    return [Text(text, form.strip()) for text, form in zip(raw, folded, strict=False)]


def matches(
    pairs: NDArray[np.int64],
    fetch: Callable[[NDArray[np.int64]], Sequence[str]],
    settings: Dedupe,
    wanted: Callable[[int, int], bool] = lambda first, second: True,
) -> Iterator[Match]:
    """The pairs that are alike, in the order given, with what tells them apart.

    ``fetch`` gives the texts of some rows. ``wanted`` is asked before the costly steps of each pair.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    at_least = settings.similarity
    cutoff = 100 * at_least - 3
    shortest = cutoff / (200 - cutoff) - 0.05  # in letters and marks; in letters alone without the last term
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        rows, place = np.unique(batch, return_inverse=True)
        place = place.reshape(batch.shape)
        raw = fetch(rows)
        ends = np.array([_CUT.search(text, max(0, len(text) - 9)) is not None for text in raw], bool)
        cut = ends[place[:, 0]] | ends[place[:, 1]]
        # Texts of too different length are not alike, unless one is cut: they need not be looked at.
        size = np.array([len(text) for text in raw], np.float32)[place]
        some = np.flatnonzero(cut | (size.min(axis=1) >= shortest * size.max(axis=1)))
        batch, cut = batch[some], cut[some]
        kept, place = np.unique(place[some], return_inverse=True)
        place = place.reshape(batch.shape)
        texts = _texts([raw[k] for k in kept])
        plain = np.array([0 < len(text.folded) <= LONG for text in texts], bool)
        short = [text.folded if fit else "" for text, fit in zip(texts, plain, strict=True)]
        left: list[Any] = [short[k] for k in place[:, 0]]
        right: list[Any] = [short[k] for k in place[:, 1]]
        ratios = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=cutoff, dtype=np.float32)
        # Cut texts, long ones and those without words are looked at one by one.
        ratios[cut | ~plain[place[:, 0]] | ~plain[place[:, 1]]] = 1
        for k in np.flatnonzero(ratios):
            first, second = int(batch[k, 0]), int(batch[k, 1])
            if not wanted(first, second):
                continue
            one, other = texts[place[k, 0]], texts[place[k, 1]]
            alike = float(ratios[k]) / 100
            if alike < at_least:
                alike = similarity(one, other, at_least)
            if alike:
                found = compare(one, other, settings.same_numbers)
                yield Match(first, second, alike, found.contradiction, found.extra)
