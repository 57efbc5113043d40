"""Copies within one document: where repetition is damage, and where it is part of the text.

Pages repeat their lead under the headline, or the whole article; edited prose repeats a question, a refrain, an item of
a list. So within a document only sentences go, and only next to their twin, in a row of copies, or if they are long;
what stands there many times stays. What is a copy is decided by ``copies``. Finding nothing is cheap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cleanpipe.dedupe.copies import Copy, removable
from cleanpipe.rulefile.model import Dedupe

#: Within one document likeness of structure is common ("The Senate resolved, after ..."), so the bar is higher.
SIMILARITY = 0.9
#: Words from which on nobody repeats a paragraph on purpose.
LONG = 40
#: Copies in a row that show a page printed twice.
ROW = 3
#: A paragraph with so many copies is a refrain.
MOST = 3

_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_LONG_WORD = re.compile(r"\w{7,}")
_WORD = re.compile(r"\w+")


def copies_within(texts: Sequence[str], settings: Dedupe) -> list[Copy]:
    """The later copies among the texts of one document.

    >>> one = "The mill on the upper river was built before the first bridge."
    >>> copies_within([one, one.upper(), "In between."], Dedupe("paragraph", "document"))
    [Copy(index=1, twin=0, similarity=1.0, exact=True)]
    >>> copies_within([one, "In between.", one], Dedupe("paragraph", "document"))
    []
    """
    # Eight words have seven gaps at least; a text with fewer characters is too short, whatever stands between them.
    rows = [k for k, text in enumerate(texts) if len(text) >= 2 * settings.min_words]
    if len(rows) < 2 or not _may_repeat([texts[k] for k in rows]):
        return []
    from cleanpipe.dedupe.sketch import sketch

    settings = replace(settings, similarity=max(SIMILARITY, settings.similarity))
    sketches = sketch([texts[k] for k in rows])
    found = [
        replace(copy, index=rows[copy.index], twin=rows[copy.twin])
        for copy in removable(sketches, lambda some: [texts[rows[k]] for k in some], [0] * len(rows), settings)
    ]
    return _damage(sorted(found), texts)


def _damage(found: list[Copy], texts: Sequence[str]) -> list[Copy]:
    """Those copies that no author meant."""
    twin = {copy.index: copy.twin for copy in found}
    times = Counter(twin.values())
    taken: set[int] = set()
    for copy in found:
        text = texts[copy.index]
        if times[copy.twin] >= MOST or not _SENTENCE_END.search(text):
            continue
        between = any(k not in taken for k in range(copy.twin + 1, copy.index))
        if not between or _row(copy, twin) >= ROW or len(_WORD.findall(text)) >= LONG:
            taken.add(copy.index)
    return [copy for copy in found if copy.index in taken]


def _row(copy: Copy, twin: dict[int, int]) -> int:
    """How many neighbours, this one included, are copies of neighbours of its twin in the same order."""
    count = 1
    for step in (-1, 1):
        at = copy.index + step
        while twin.get(at, -1) == copy.twin + at - copy.index:
            count += 1
            at += step
    return count


def _may_repeat(texts: Sequence[str]) -> bool:
    """Whether two of the texts share half of their long words: near copies do, and few other paragraphs."""
    where: dict[str, list[int]] = {}
    for k, text in enumerate(texts):
        words = set(_LONG_WORD.findall(text))
        if len(words) < 3:
            words = set(_WORD.findall(text.lower()))
        shared: dict[int, int] = {}
        for word in words:
            places = where.get(word)
            if places is None:
                where[word] = [k]
                continue
            for place in places[-20:]:
                shared[place] = shared.get(place, 0) + 1
            places.append(k)
        if shared and 2 * max(shared.values()) >= len(words):
            return True
    return False
