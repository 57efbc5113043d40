"""Find the places where something may have been lost between two words: a few passes in C, Python only at what is left.

``spaced``: a capital after a blank on a word that is seldom written with one. ``fused``: a capital inside a word whose tail
is a known word. ``stopped``: a full stop before a word that may as well go on with the sentence. ``small``: a word nobody
knows that is two known words. Everything else in a text is passed over at the speed of a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleanpipe.scoring.boundaries import Place
from cleanpipe.scoring.lexicon import (
    ADV,
    CONJ,
    DET,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    WH,
    Lexicon,
    lexicon,
)

#: A capitalised word is looked at when at least this share of its uses is in lower case: "State" is .66, "May" .96.
MIN_SHARE = 0.6
_AFTER_BLANK = re.compile(r"(?<=[^\W_][ ])[A-Z][a-z]+(?![\w@])|(?<=[,;)”’%][ ])[A-Z][a-z]+(?![\w@])|(?<=[^\W_] )A(?= )")
_AFTER_STOP = re.compile(r"(?<=[\w)”%])\. ([A-Z][a-z]*)\b")
_CAMEL = re.compile(r"[A-Z](?<=[a-z0-9)%][A-Z])[a-z]*(?![\w@])")
_TOKEN_BACK = re.compile(r"[\w.@/#’'-]*$")
_OPENERS = PREP | CONJ | SUBORD | WH | TO | DET | VERB_ING | VERB_PART | VERB_BASE | ADV | PRON


class _Known(dict[str, bool]):
    """Remembers the answer for each word; at most 50,000 of them, so that a long run does not grow."""

    def __init__(self, lex: Lexicon) -> None:
        super().__init__()
        self.lex = lex

    def __missing__(self, word: str) -> bool:
        answer = self.lex.lower_share(word) >= MIN_SHARE
        if len(self) < 50_000:
            self[word] = answer
        return answer


@lru_cache(maxsize=4)
def _small_words(lang: str) -> _Known:
    return _Known(lexicon(lang))


def spaced(text: str, lang: str = "en") -> Iterator[Place]:
    """Capitalised words after a blank that are usually small.

    >>> [place.text[place.at:place.end] for place in spaced("He saw Moscow Vetoed a plan In Paris.")]
    ['Vetoed', 'In']
    """
    known = _small_words(lang)
    if not any(known[word] for word in set(_AFTER_BLANK.findall(text))):
        return
    for match in _AFTER_BLANK.finditer(text):
        if known[match.group()]:
            at = match.start()
            left = at - 1
            while left > 0 and text[left - 1] in " ,;)”’%":
                left -= 1
            yield Place(text, left, at, match.end())


def fused(text: str, lang: str = "en") -> Iterator[Place]:
    """Capitals inside a word, where the tail is a word or a name of its own.

    >>> [(p.text[:p.left], p.text[p.at:p.end]) for p in fused("SeptemberWhen they came")]
    [('September', 'When')]
    """
    lex = lexicon(lang)
    for match in _CAMEL.finditer(text):
        at, end = match.span()
        tail = match.group()
        if (len(tail) == 1 and tail not in "AI") or lex.frequency(tail) < 2.0:
            continue
        token = _TOKEN_BACK.search(text, max(0, at - 40), at)
        head = token.group() if token else ""
        if not head or head[0] in "@#/." or "/" in head or "@" in head or "_" in head or "#" in head:
            continue
        yield Place(text, at, at, end)


def stopped(text: str, lang: str = "en") -> Iterator[Place]:
    """Full stops before a word that could have gone on with the sentence.

    >>> [(p.text[p.left], p.text[p.at:p.end]) for p in stopped("It rained. Of course. Mary left.")]
    [('.', 'Of')]
    """
    lex = lexicon(lang)
    for match in _AFTER_STOP.finditer(text):
        word = match.group(1)
        if lex.tags(word) & _OPENERS and lex.lower_share(word) >= 0.9:
            yield Place(text, match.start(), match.start(1), match.end(1))


def small(text: str, lang: str = "en") -> Iterator[tuple[int, float, str, str]]:
    """Words nobody knows that are two known ones: (place of the joint, score, head, tail)."""
    return iter(())
