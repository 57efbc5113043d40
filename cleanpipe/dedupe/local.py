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
from itertools import pairwise

from cleanpipe.dedupe.copies import Copy
from cleanpipe.dedupe.verify import Text, compare, similarity
from cleanpipe.rulefile.model import Dedupe
from cleanpipe.scoring.lexical.unspaced import unspaced

#: Within one document likeness of structure is common ("The Senate resolved, after ..."), so the bar is higher.
SIMILARITY = 0.9
#: Words from which on nobody repeats a paragraph on purpose.
LONG = 40
#: Copies in a row, word for word, that show a page printed twice.
ROW = 3
#: A paragraph with so many copies is a refrain.
MOST = 3

#: Letters beyond which texts are not compared letter by letter here.
LONGEST = 20_000

_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_WORD = re.compile(r"\w+")
_CUT = re.compile(r"\.\.|…")
#: The letters after one that is neither rare nor frequent in its script: pieces that copies share wherever they begin.
_MARK = re.compile("[bkpvwбвкпβκπכקפفك].{14}")
#: A text with fewer marks than one in so many letters is in a script that is not among these.
_SPARSE = 120
#: The share of the marks of a text that a copy of it has too; with every 25th letter wrong half are left.
_SHARED = 0.2


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
        for first, second in _may_repeat([texts[k].lower() for k in sentences], sentences)
        if min(_words(texts[first]), _words(texts[second])) >= settings.min_words
    ]
    if not pairs:
        return []
    known: dict[int, Text] = {}

    def text(k: int) -> Text:
        if k not in known:
            known[k] = Text(texts[k])
        return known[k]

    found: dict[int, Copy] = {}
    for first, second in pairs:
        # The twin is one that stays, if there is one, as over a whole run.
        if second in found and (found[second].twin not in found or first in found):
            continue
        alike = similarity(text(first), text(second), max(SIMILARITY, settings.similarity))
        if alike and not any(compare(text(first), text(second), settings.same_numbers)):
            found[second] = Copy(second, first, alike, alike == 1.0)
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
        if not between or in_row or _words(texts[copy.index]) >= LONG:
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


def _words(text: str) -> int:
    """The number of words; in scripts without blanks two characters count as one, as in sketches."""
    return len(_WORD.findall(text)) + (0 if text.isascii() else len(unspaced().findall(text)) // 2)


def _may_repeat(texts: Sequence[str], places: Sequence[int]) -> list[tuple[int, int]]:
    """Places of two texts that may be copies, sorted by the later one; ``texts`` are in lower case.

    Neighbours are always compared. Copies further apart are long, or many, or word for word, and leave traces in the
    marks of the whole.
    """
    from rapidfuzz.fuzz import ratio

    whole = "\n".join(texts)
    marks = _MARK.findall(whole)
    enough = len(marks) * _SPARSE >= len(whole)
    if enough and len(marks) - len(set(marks)) < 2 and len(set(texts)) == len(texts):
        near = [(k - 1, k) for k in range(1, len(texts)) if places[k - 1] == places[k] - 1]
    else:
        near = _share_marks(texts)
    found = []
    for i, k in near:
        one, other = texts[i], texts[k]
        if 0.8 <= len(one) / len(other) <= 1.25:
            alike = max(len(one), len(other)) > LONGEST or ratio(one, other, score_cutoff=80) > 0
        else:
            alike = bool(_CUT.search(one[-4:]) or _CUT.search(other[-4:]))
        if alike:
            found.append((places[i], places[k]))
    return found


def _share_marks(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of texts that share enough marks, and neighbours."""
    where: dict[object, list[int]] = {}
    size: list[int] = []
    pairs = []
    for k, text in enumerate(texts):
        marks = _marks(text)
        size.append(len(marks))
        near = {k - 1: 1.0} if k else {}
        for mark in marks:
            places = where.get(mark)
            if places is None:
                where[mark] = [k]
                continue
            for i in places[-20:]:
                near[i] = near.get(i, 0.0) + 1.0
            places.append(k)
        pairs += [(i, k) for i in sorted(near) if i == k - 1 or near[i] >= _SHARED * min(size[i], len(marks))]
    return pairs


def _marks(text: str) -> set[object]:
    """Pieces of a text; a copy of it has many of them as well.

    Where there are few marks pairs of words count too, and in a script without blanks all runs of six characters.

    >>> sorted(_marks("the bridge was closed, and every lorry takes the way by the upper valley over the river again"))
    ['bridge was clos', 'valley over the', 'very lorry take', 'way by the uppe']
    """
    found: set[object] = set(_MARK.findall(text))
    if len(found) < 4:
        words = text.split()
        found.update(pairwise(words))
        if len(words) * 12 < len(text):
            found.update(text[k : k + 6] for k in range(len(text) - 5))
    return found
