"""Copies within one document: where repetition is damage, and where it is part of the text.

Pages repeat their lead under the headline, or the whole article; edited prose repeats a question, a refrain, an item of
a list. So within a document only sentences go, and only next to their twin, in a row of copies, or if they are long;
what stands there many times stays. Verified like copies over a whole run; candidates are found without sketches, since
most documents repeat nothing and finding that must be cheap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cleanpipe.dedupe.copies import Copy
from cleanpipe.rulefile.model import Dedupe

#: Within one document likeness of structure is common ("The Senate resolved, after ..."), so the bar is higher.
SIMILARITY = 0.9
#: Words from which on nobody repeats a paragraph on purpose.
LONG = 40
#: Copies in a row, word for word, that show a page printed twice.
ROW = 3
#: A paragraph with so many copies is a refrain.
MOST = 3

_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_LONG_WORD = re.compile(r"\w{7,}")
_WORD = re.compile(r"\w+")


def copies_within(texts: Sequence[str], settings: Dedupe) -> list[Copy]:
    """The later copies among the texts of one document; the first one of each stays.

    >>> one = "The mill on the upper river was built before the first bridge."
    >>> copies_within([one, one.upper(), "In between."], Dedupe("paragraph", "document"))
    [Copy(index=1, twin=0, similarity=1.0, exact=True)]
    >>> copies_within([one, "In between.", one], Dedupe("paragraph", "document"))
    []
    """
    enough = 2 * settings.min_words  # eight words have seven gaps
    sentences = [k for k, text in enumerate(texts) if len(text) >= enough and _SENTENCE_END.search(text[-4:])]
    pairs = [
        (first, second)
        for first, second in _may_repeat(texts, sentences)
        if len(_WORD.findall(texts[second])) >= settings.min_words <= len(_WORD.findall(texts[first]))
    ]
    if not pairs:
        return []
    import numpy as np

    from cleanpipe.dedupe.verify import matches

    found: dict[int, Copy] = {}

    def wanted(first: int, second: int) -> bool:
        # The twin is one that stays, if there is one, as over a whole run.
        return second not in found or (found[second].twin in found and first not in found)

    settings = replace(settings, similarity=max(SIMILARITY, settings.similarity))
    for match in matches(np.array(pairs), lambda rows: [texts[k] for k in rows], settings, wanted):
        if not match.differs and not match.extra:
            found[match.second] = Copy(match.second, match.first, match.similarity, match.similarity == 1.0)
    return _damage([found[k] for k in sorted(found)], texts, sentences)


def _damage(found: list[Copy], texts: Sequence[str], sentences: Sequence[int]) -> list[Copy]:
    """Those copies that no author meant."""
    times = Counter(copy.twin for copy in found)
    number = {row: k for k, row in enumerate(sentences)}
    twin = {number[copy.index]: number[copy.twin] for copy in found if copy.exact}
    taken: set[int] = set()
    for copy in found:
        if times[copy.twin] >= MOST:
            continue
        between = any(k not in taken for k in range(copy.twin + 1, copy.index))
        in_row = copy.exact and _row(number[copy.index], twin) >= ROW
        if not between or in_row or len(_WORD.findall(texts[copy.index])) >= LONG:
            taken.add(copy.index)
    return [copy for copy in found if copy.index in taken]


def _row(at: int, twin: dict[int, int]) -> int:
    """How many sentences around this one are copies of those around its twin, in the same order."""
    count, distance = 1, at - twin[at]
    for step in (-1, 1):
        k = at + step
        while k in twin and k - twin[k] == distance:
            count += 1
            k += step
    return count


def _may_repeat(texts: Sequence[str], sentences: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of sentences that share half of their long words, sorted by the later one: copies do, and few others."""
    where: dict[str, list[int]] = {}
    pairs = []
    for k in sentences:
        words = set(_LONG_WORD.findall(texts[k]))
        if len(words) < 3:
            words = set(_WORD.findall(texts[k]))
        shared: dict[int, int] = {}
        for word in map(str.lower, words):
            places = where.get(word)
            if places is None:
                where[word] = [k]
                continue
            for place in places[-20:]:
                shared[place] = shared.get(place, 0) + 1
            places.append(k)
        pairs += [(place, k) for place, count in sorted(shared.items()) if 2 * count >= len(words)]
    return pairs
