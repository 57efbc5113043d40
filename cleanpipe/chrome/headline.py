"""Which unit above an article is its headline, which say it again, and what stands above or is spoken of by it.

Part of the decision, asked once a page.

Two signs, in this order: it says what the first unit of the page says (the title of the window), or the article uses
its words again. Menus and section names do neither. It knows no language; words are compared by their beginnings, and
scripts without blanks by pairs of characters. The headline stays, once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from math import ceil

from cleanpipe.chrome.lines import is_full_paragraph, words_in
from cleanpipe.scoring.lexical.unspaced import UNSPACED

#: Characters of a word that count: enough to tell words apart, few enough to see through endings.
STEM = 5
#: Share of its words that a headline has in common with the article, and how many there must be. Half of all pairs of
#: characters lie across two words, so half the share is enough for those.
SHARED = 0.4
LEAST = 2
#: Words of a headline.
SHORTEST, LONGEST = 4, 30
#: Share of the words of a title that the text it speaks of uses, and how many it must have for that to say something.
HALF = 0.5
FEWEST = 3
#: Share of its words that a headline has in common with the title of the window; the rest is a misprint or two.
SAME = 0.9
#: Share of the headline's words that its copy has, and how many more it may have: the name of the site, a date.
COPIED, MORE = 0.8, 6

_WORD = re.compile(rf"[^\W\d_]{{{STEM},}}")
_WORDS = re.compile(r"[^\W_]+")
_TRAIL = re.compile(r"\s(?:[|>›»•·/]|>>)\s")  # Home > News > Sport


def stems(text: str) -> set[str]:
    """The beginnings of the longer words of a text, and pairs of characters where words are not divided.

    >>> sorted(stems("The bakers of Ostley"))
    ['baker', 'ostle']
    """
    folded = text.casefold()
    found = {word[:STEM] for word in _WORD.findall(folded)}
    return found if folded.isascii() else found.union(_dense(folded))


def _dense(folded: str) -> list[str]:
    return _pairs().findall(folded)


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile(f"(?=([{UNSPACED}]{{2}}))")


def headline(texts: Sequence[str], body: int, furniture: Collection[int]) -> int:
    """The number of the headline, or -1. ``body`` is the first sure paragraph; ``furniture`` are units that rules hit.

    >>> page = ["Home > Regional news > Ostley", "Bakers of Ostley strike", "By Ann Lee", "The bakers of Ostley ..."]
    >>> headline(page, 3, {0})
    1
    """
    wanted = set(texts[0].casefold().split())
    for number in range(body - 1, 0, -1) if len(wanted) >= 3 else ():
        words = set(texts[number].casefold().split())
        if len(words) >= 3 and len(words & wanted) >= 0.7 * len(words):
            return number
    # A few paragraphs are enough to see what it is about, and no teaser below the article speaks for it.
    article = stems("\n".join(texts[body : body + 12]))
    best, most = -1, 0
    for number in range(body):
        text = texts[number]
        # Four words are no less than seven characters, in scripts without blanks too.
        if len(text) < 7 or number in furniture or not SHORTEST <= words_in(text) <= LONGEST or _TRAIL.search(text):
            continue
        own = stems(texts[number])
        shared = len(own & article)
        needed = sum(SHARED if len(stem) == STEM else SHARED / 2 for stem in own)
        if shared >= max(LEAST, needed) and shared > most:
            best, most = number, shared
    if best >= 0:
        return best
    return 0 if len(wanted) >= 3 or words_in(texts[0]) >= 4 else -1


def copies(texts: Sequence[str], title: int, body: int) -> list[int]:
    """The units above the article that say its headline again: the title of the window, the end of a trail, a teaser.

    And those below that are the headline word for word: what is to be shared, the caption of a picture.

    >>> copies(["Bakers of Ostley strike | The Echo", "News", "Bakers of Ostley strike", "The bakers ..."], 2, 3)
    [0]
    """
    if title < 0:
        return []
    wanted = set(_said(texts[title].casefold()))
    if len(wanted) < 3:
        return []
    # Words of a copy are at least as many characters; pairs of characters overlap.
    lengths = sorted(map(len, wanted))
    least = sum(lengths[: ceil(COPIED * len(wanted))]) if lengths[0] > 2 or texts[title].isascii() else 0
    found = [n for n in range(max(body, title + 1), len(texts)) if texts[n] == texts[title]]
    for number in range(body):
        if number != title and len(texts[number]) < 3 * len(texts[title]) + 40:
            folded = texts[number].casefold()
            if len(folded) < least:
                continue
            words = _said(folded)
            if len(words) <= len(wanted) + MORE and len(wanted.intersection(words)) >= COPIED * len(wanted):
                found.append(number)
    return found


def spoken_of(texts: Sequence[str], numbers: Iterable[int]) -> Iterator[int]:
    """The full paragraphs among some units that use half of the longer words of the first one, the title of most pages.

    >>> story = "The bakers of Ostley are on strike: flour is dear, they say, and the council will not hear of it all."
    >>> list(spoken_of(["Bakers of Ostley strike over flour | The Echo", story, "Contact"], [1, 2]))
    [1]
    """
    about = stems(texts[0]) if texts else set[str]()
    if len(about) >= FEWEST:
        for number in numbers:
            if is_full_paragraph(texts[number]) and len(about & stems(texts[number])) >= HALF * len(about):
                yield number


def other_stories(texts: Sequence[str]) -> range:
    """The units between the title of the window and the headline, where only menus and other stories stand.

    Beyond doubt only where the first unit is no headline itself, since it says more (the name of the site), the text
    below the headline uses the words of it, and the paragraphs above do not.

    >>> teaser = "The miller of Wexham has sold his mill to a baker from the coast, who will grind there from autumn."
    >>> story = "The bakers of Ostley are on strike: flour is dear, they say, and the council will not hear of it all."
    >>> headline = "Bakers of Ostley strike over flour"
    >>> other_stories([f"{headline} | The Echo", teaser, headline, story])
    range(1, 2)
    """
    first = texts[0] if texts else ""
    wanted = set(_said(first.casefold()))
    for number in range(2, len(texts)) if len(wanted) > SHORTEST else ():
        text = texts[number]
        if not len(first) // 3 <= len(text) < len(first) or not SHORTEST <= words_in(text) <= LONGEST:
            continue
        words = set(_said(text.casefold()))
        if len(words) < HALF * len(wanted) or len(words & wanted) < SAME * len(words):
            continue
        about = stems(text)
        above = stems("\n".join(filter(is_full_paragraph, texts[1:number])))
        below = stems("\n".join(texts[number + 1 : number + 13]))
        # An article that stood above would use half of the words, and more of them than what readers say below.
        if len(about) > FEWEST and len(about & above) < HALF * len(about) <= len(about & below):
            return range(1, number)
        break
    return range(0)


def _said(folded: str) -> list[str]:
    return _WORDS.findall(folded) + ([] if folded.isascii() else _dense(folded))
