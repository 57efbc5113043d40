"""The first, cheap look at a place: from the word and its two neighbours alone, is it worth a real look?

Clean text has some 5,000 capitals a megabyte on words that are usually small, nearly all of them names and titles.
A handful of features, a few microseconds, lets nineteen of twenty pass untouched and loses two in a hundred of
the damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from cleanpipe.scoring.english.profile import shape, word_class
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.networks import linear

_NEXT = re.compile(r"[ \n]?([^\W_]+|.?)")
_PIECE = re.compile(r"[^.!?\n]{0,240}")


@lru_cache(maxsize=8_192)
def _word(word: str) -> str:
    """A neighbour in one short string: its class and its shape."""
    return f"{word_class(word.lower())}:{shape(word)}"


@lru_cache(maxsize=8_192)
def _right(word: str) -> tuple[str, str]:
    """The word itself: its figures and its class."""
    lex = lexicon("en")
    return f"{int(lex.lower_share(word) * 100)}/{int(lex.frequency(word))}", word_class(word.lower())


def _before(text: str, end: int) -> str:
    """The word, or the mark, that ends at a place."""
    if not end or not text[end - 1].isalnum():
        return text[end - 1 : end]
    near = text[max(0, end - 30) : end]
    word = near[near.rfind(" ") + 1 :]
    if word.isalnum():
        return word
    start = len(word) - 1
    while start and word[start - 1].isalnum():
        start -= 1
    return word[start:]


def spaced(text: str, left: int, at: int, end: int) -> tuple[str, ...]:
    """What is seen of a capital after a blank: figures and class of the word, its neighbours, the mark before it."""
    found = _NEXT.match(text, end)
    return (
        *_right(text[at:end]),
        _word(_before(text, left)),
        _word(found[1]) if found else "^",
        text[left:at],
    )


def stopped(text: str, left: int, at: int, end: int) -> tuple[str, ...]:
    """What is seen of a full stop: the words around it, and how long the piece behind it is."""
    found = _NEXT.match(text, end)
    piece = _PIECE.match(text, end)
    stretch = piece.group() if piece else ""
    comma = stretch.find(",")
    opener = "0" if comma < 0 else "1" if comma < 40 else "2"
    return (
        word_class(text[at:end].lower()),
        _word(_before(text, left)),
        _word(found[1]) if found else "^",
        str(min(len(stretch) // 15, 9)),
        opener,
    )


def _spaced_features(share: str, kind: str, before: str, after: str, mark: str) -> list[str]:
    shapes = f"{before.rpartition(':')[2]}|{after.rpartition(':')[2]}"
    return [
        "bias",
        f"share={share}",
        f"R={kind}",
        f"L={before}",
        f"N={after}",
        f"shapes={shapes}&R={kind}",
        f"shapes={shapes}&share={share}",
        f"mark={mark}",
        f"Ls={before}&N={after}",
    ]


def _stopped_features(kind: str, before: str, after: str, length: str, opener: str) -> list[str]:
    return [
        "bias",
        f"R={kind}",
        f"L={before}",
        f"N={after}",
        f"R={kind}&N={after}",
        f"R={kind}&length={length}",
        f"R={kind}&opener={opener}&short={int(length) < 5}",
        f"length={length}",
    ]


SEEN = {"spaced": spaced, "stopped": stopped}
_FEATURES: dict[str, Callable[..., list[str]]] = {"spaced": _spaced_features, "stopped": _stopped_features}


def features(kind: str, text: str, left: int, at: int, end: int) -> list[str]:
    """The features of a place of a kind, as the gate is trained on them."""
    return _FEATURES[kind](*SEEN[kind](text, left, at, end))


@cache
def _gate(kind: str) -> tuple[dict[str, float], float]:
    """Weights (damaged against whole) and the least sum that is let through."""
    model = linear.shipped("boundaries-en", f"{kind}-gate")
    weights = {feature: row[1] - row[0] for feature, row in model.items()}
    return weights, -weights.get("bar", 9.0)


#: How much more evidence than the bar asks for makes a place likely, in log odds. Of the places over the bar in
#: edited prose five in six are below it; of 226 lone damaged paragraphs that were mended among seven whole ones two
#: are lost by it (at 2.2 none, and a fifth more of edited prose is looked at).
LIKELY = 3.0


@lru_cache(maxsize=8_192)
def _sum(kind: str, *seen: str) -> float:
    """The evidence of what is seen, over the bar, in log odds; the same few things are seen again and again."""
    weights, bar = _gate(kind)
    return sum(weights.get(feature, 0.0) for feature in _FEATURES[kind](*seen)) - bar


def first_look(kind: str, text: str, left: int, at: int, end: int) -> int:
    """Whether a place may be damaged: 0 no, 1 if the text shows other damage, 2 likely enough to be looked at."""
    total = _sum(kind, *SEEN[kind](text, left, at, end))
    return 0 if total < 0.0 else 1 if total < LIKELY else 2
