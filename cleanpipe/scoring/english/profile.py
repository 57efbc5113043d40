"""What features ask about one line, worked out once: classes and shapes of words, verbs, capitals, quotation marks.

Sums run from the left, so that "verbs between two words" is one subtraction. A line with a candidate usually has
more than one, and several repairers ask about the same line; the last few lines are remembered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, compress

from cleanpipe.scoring.english.sentences import FINAL, VERB_TAGS, Line, verb_weights
from cleanpipe.scoring.lexical.lexicon import FUNCTION, lexicon
from cleanpipe.scoring.lexical.wordlist import words

# Nouns after which a capitalised phrase without quotes is a title more often than damage.
_CUES = words(
    "film films movie movies play plays novel novels book books album albums song songs single band bands group "
    "show shows series podcast musical opera memoir campaign initiative scheme programme program project magazine "
    "newspaper documentary sitcom act charity exhibition poem essay article report bill game video episode called "
    "titled entitled named dubbed filming reading read watched watching wrote sang directed starring hit soap "
    "comedy drama"
)
_QUOTES = frozenset('"“”«»')


@lru_cache(maxsize=8_192)
def word_class(word: str) -> str:
    """A function word or a mark by itself; any other word, in small letters, by its most usual part of speech.

    >>> word_class("without"), word_class("xyzzy"), word_class("")
    ('without', '?', '^')
    """
    if not word:
        return "^"
    if not word[0].isalpha():
        return "#" if word[0].isdigit() else word[0]
    lex = lexicon("en")
    tags = lex.tags(word)
    if tags & FUNCTION and lex.frequency(word) > 4.6:
        return word
    if not tags:
        return "s?" if word.endswith("s") else "?"
    return str(lex.main_tag(word).bit_length())


@lru_cache(maxsize=8_192)
def shape(word: str) -> str:
    """``low``, ``Cap``, ``CAPS``, ``cAmel``, ``num`` or ``mark``.

    >>> [shape(word) for word in ("cat", "Cat", "CAT", "iCat", "9", "")]
    ['low', 'Cap', 'CAPS', 'cAmel', 'num', 'mark']
    """
    if not word or not word[0].isalnum():
        return "mark"
    if word[0].isdigit():
        return "num"
    if word.islower():
        return "low"
    if word[0].isupper():
        return "CAPS" if len(word) > 1 and word.isupper() else "Cap"
    return "cAmel"


def _oddity(word: str) -> int:
    """1: a capital on a word that never takes one; 2: two known words grown together; 0: neither."""
    if len(word) < 2 or not word[0].isalpha():
        return 0
    lex = lexicon("en")
    if word[0].isupper() and word[1:].islower():
        return int(lex.lower_share(word) >= 0.99)
    if word.isupper() or word.islower() or lex.frequency(word) > 0.0:
        return 0
    cut = next((c for c in range(1, len(word)) if word[c].isupper() and word[c - 1].islower()), 0)
    return 2 if cut and lex.frequency(word[cut:]) > 3.0 and lex.frequency(word[:cut]) > 2.0 else 0


#: Class, shape, long capital, long small, quotation mark, final mark, cue, oddity, tags that verbs are counted by.
_Of = tuple[str, str, bool, bool, bool, bool, bool, int, int]


class _Facts(dict[str, _Of]):
    """What a word is by itself, looked up once."""

    def __missing__(self, word: str) -> _Of:
        low, long = word.lower(), len(word) > 3
        facts = (
            word_class(low),
            shape(word),
            long and word[0].isupper(),
            long and word.islower(),
            word in _QUOTES,
            word in FINAL,
            low in _CUES,
            _oddity(word),
            VERB_TAGS[low],
        )
        if len(self) < _MOST_FACTS:
            self[word] = facts = _ALIKE.setdefault(facts, facts)
        return facts


#: Of edited English one word in eleven is not among so many (one in six with half of them). Most words share their
#: facts with others, so that 3 MB hold them.
_MOST_FACTS = 20_000
_FACTS = _Facts()
_ALIKE: dict[_Of, _Of] = {}
_PAD_CLASSES, _PAD_SHAPES = ["^", "^", "^"], ["mark", "mark", "mark"]


class Profile:
    """What is known about the words of one line; see the module."""

    __slots__ = ("capitals", "classes", "cues", "ends", "line", "odd", "opened", "quotes", "shapes", "small", "verbs")

    def __init__(self, line: Line) -> None:
        words = line.words
        self.line = line
        facts = map(_FACTS.__getitem__, words or ("",))
        classes, shapes, capitals, small, quotes, final, cues, odd, tags = zip(*facts, strict=True)
        self.classes = [*_PAD_CLASSES, *classes, *_PAD_CLASSES]
        self.shapes = [*_PAD_SHAPES, *shapes, *_PAD_SHAPES]
        self.ends = [k for k in compress(range(len(words)), final) if line.ends_at(k)]
        self.capitals = _sums(capitals)
        self.small = _sums(small)
        self.quotes = _sums(quotes)
        self.cues = _sums(cues)
        weights, opened = verb_weights(line.lower, tags)
        self.verbs = [0.0, *accumulate(weights)]
        self.opened = _sums(opened)
        self.odd = list(compress(enumerate(odd), odd))

    def sentence(self, index: int) -> tuple[int, int]:
        """First token of the sentence that holds a token, and the token behind its last."""
        at = bisect_left(self.ends, index)
        first = self.ends[at - 1] + 1 if at else 0
        last = self.ends[at] + 1 if at < len(self.ends) else len(self.line.words)
        return first, last

    def main_verbs(self, first: int, last: int) -> int:
        """Main verbs between two words: 0 none, 1 perhaps, 2 one, 3 more."""
        main = self.verbs[max(first, last)] - self.verbs[first]
        return 0 if main < 0.3 else 1 if main < 0.9 else 2 if main < 1.9 else 3

    def company(self, index: int) -> str:
        """Other signs of damage within ten words: fused words (0-1) and stray capitals (0-3)."""
        camel = stray = 0
        words = self.line.words
        for k, kind in self.odd:
            if k == index or not index - 10 <= k <= index + 10:
                continue
            if kind == 2:
                camel = 1
            elif k and (words[k - 1][0].isalnum() or words[k - 1] == ","):
                stray += 1
        return f"company={camel}{min(stray, 3)}"


def _sums(flags: Iterable[int]) -> list[int]:
    return list(accumulate(flags, initial=0))


@lru_cache(maxsize=64)
def profile_of(line: Line) -> Profile:
    """The profile of a line; the last few are remembered."""
    return Profile(line)
