"""Which unit above an article is its headline: part of the decision on lines, asked once a page.

Two signs, in this order: it says what the first unit of the page says (the title of the window), or the article uses
its words again. Menus and section names do neither. It knows no language; words are compared by their beginnings, and
scripts without blanks by pairs of characters. It keeps one unit, and drops none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from cleanpipe.chrome.lines import words_in
from cleanpipe.scoring.unspaced import unspaced

#: Characters of a word that count: enough to tell words apart, few enough to see through endings.
STEM = 5
#: Share of its words that a headline has in common with the article, and how many there must be. Half of all pairs of
#: characters lie across two words, so half the share is enough for those.
SHARED = 0.4
LEAST = 2
#: Words of a headline.
SHORTEST, LONGEST = 4, 30

_WORD = re.compile(rf"[^\W\d_]{{{STEM},}}")
_TRAIL = re.compile(r"\s(?:[|>›»•·/]|>>)\s")  # Home > News > Sport


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text, and pairs of characters where words are not divided.

    >>> sorted(stems("The bakers of Ostley"))
    ['baker', 'ostle']
    """
    folded = text.casefold()
    found = {word[:STEM] for word in _WORD.findall(folded)}
    return found if folded.isascii() else found | _dense(folded)


def _dense(folded: str) -> set[str]:
    alone = unspaced().match
    return {first + second for first, second in pairwise(folded) if alone(first) and alone(second)}


def headline(texts: Sequence[str], body: int, furniture: Collection[int]) -> int:
    """The number of the headline, or -1. ``body`` is the first sure paragraph; ``furniture`` are units that rules hit.

    >>> page = ["Home > Regional news > Ostley", "Bakers of Ostley strike", "By Ann Lee", "The bakers of Ostley ..."]
    >>> headline(page, 3, {0})
    1
    """
    wanted = set(texts[0].casefold().split())
    for number in range(body - 1, 0, -1):
        words = set(texts[number].casefold().split())
        if len(words) >= 3 and len(words & wanted) >= 0.7 * len(words):
            return number
    # A few paragraphs are enough to see what it is about, and no teaser below the article speaks for it.
    article = stems("\n".join(texts[body : body + 12]))
    best, most = -1, 0
    for number in range(body):
        if number in furniture or not SHORTEST <= words_in(texts[number]) <= LONGEST or _TRAIL.search(texts[number]):
            continue
        own = stems(texts[number])
        shared = len(own & article)
        needed = sum(SHARED if len(stem) == STEM else SHARED / 2 for stem in own)
        if shared >= max(LEAST, needed) and shared > most:
            best, most = number, shared
    if best >= 0:
        return best
    return 0 if len(wanted) >= 3 or words_in(texts[0]) >= 4 else -1
