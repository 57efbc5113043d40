"""Damage clean prose as a segment-wise translator does, and remember at every place what was done there.

A page is translated link by link: each link, and each stretch between links, comes back as a sentence of its own.
So a segment starts with a capital, may lose the comma or stop before it together with the blank, may end in a stop
that was not there. ``damage`` takes paragraphs of one document with the places of their links, picks segments (the
links it had, and made-up ones), and damages both of their ends. Before that ``lookalikes`` plants what only looks like
damage. Used by the training scripts; never at cleaning time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.training import lookalikes

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CLOSED = words(
    "in on at of for from with by to about into over after before during under between against through when while "
    "because although since if unless until where which who whom whose that as so and but or than without within "
    "among the a an its their his her"
)
_FRAGMENTS = words("of in on at for from with by to about into than which who whose that because and as between")


@dataclass(slots=True)
class Damaged:
    """A damaged text and what was done: offset of the first letter of a right word -> (kind, label)."""

    text: str
    labels: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen, for each document drawn anew: damage is bimodal."""

    segments: float = 0.0  # made-up segments per word
    links: float = 0.0  # share of the real links that are damaged
    breaks: float = 0.0  # misplaced breaks per boundary that could have one
    lost: float = 0.0  # share of the sentence breaks that are lost


def draw_rates(rng: random.Random) -> Rates:
    """Half of the documents are clean, a third damaged like the pages we know, the rest badly."""
    kind = rng.random()
    if kind < 0.45:
        return Rates()
    if kind < 0.8:
        return Rates(0.008, 0.5, 0.006, 0.04)
    return Rates(0.03, 0.9, 0.02, 0.12)


def damage(
    paragraphs: Sequence[tuple[str, Sequence[tuple[int, int]]]],
    rng: random.Random,
    rates: Rates | None = None,
    plant: bool = True,
    lang: str = "en",
) -> Damaged:
    """Damage the paragraphs of one document, each with the spans of its links; one paragraph a line in the result.

    >>> clean = [("The talks ended in May when the rain came.", [(19, 22)])]
    >>> result = damage(clean, random.Random(10), Rates(links=1.0))
    >>> result.text, result.labels
    ('The talks ended in MayWhen the rain came.', {22: ('fused', 'lower')})
    """
    rates = draw_rates(rng) if rates is None else rates
    out: list[str] = []
    labels: dict[int, tuple[str, str]] = {}
    at = 0
    brands = lookalikes.brands(rng) if plant else []
    if plant and rng.random() < (0.45 if lang == "en" else 0.25):
        paragraphs = lookalikes.renamed(paragraphs, rng, lang)
    for text, links in paragraphs:
        for _ in range(2 if brands else 1):
            if plant and not links and text and rng.random() < 0.25:
                text = lookalikes.planted(text, rng, brands, lang)
        if plant and not links and text and rng.random() < 0.06:
            text = lookalikes.run_on(text, rng)
        piece = _paragraph(text, links, rng, rates, _closed(lang))
        labels.update({at + place: label for place, label in piece.labels.items()})
        out.append(piece.text)
        at += len(piece.text) + 2
    return Damaged("\n\n".join(out), labels)


def _segment_ends(
    words: Sequence[re.Match[str]], links: Sequence[tuple[int, int]], rng: random.Random, rates: Rates
) -> dict[int, str]:
    """Which words open a link and which follow one: index of the word -> ``start`` or ``after``."""
    ends: dict[int, str] = {}
    chosen: list[tuple[int, int]] = []
    for start, end in links:
        inside = [k for k, word in enumerate(words) if word.start() >= start and word.end() <= end]
        if inside and rng.random() < rates.links:
            chosen.append((inside[0], inside[-1]))
    for k in range(1, len(words)):
        if rng.random() < rates.segments:
            chosen.append((k, min(len(words) - 1, k + rng.choice((0, 0, 1, 1, 2, 3)))))
    for first, last in chosen:
        if first:
            ends[first] = "start"
        if last + 1 < len(words):
            ends[last + 1] = "after"
    return ends


@cache
def _closed(lang: str) -> dict[str, float]:
    """Words before which breaks are put inside a sentence, and how much oftener than before the others."""
    gram = grammar(lang)
    if gram is None:
        return {word: 3.0 if word in _FRAGMENTS else 1.0 for word in _CLOSED}
    return {word: 2.0 if word in gram.links else 1.0 for word in gram.links | gram.articles}


def _paragraph(
    text: str, links: Sequence[tuple[int, int]], rng: random.Random, rates: Rates, closed: Mapping[str, float]
) -> Damaged:
    words = list(_WORD.finditer(text))
    ends = _segment_ends(words, links, rng, rates)
    out: list[str] = []
    labels: dict[int, tuple[str, str]] = {}
    length = cursor = 0
    for k, word in enumerate(words):
        gap = text[cursor : word.start()]
        cursor = word.end()
        token = word.group()
        if k:
            gap, token, label = _joint(gap, token, ends.get(k), rng, rates, closed)
            if label:
                labels[length + len(gap)] = label
        out.append(gap + token)
        length += len(gap) + len(token)
    out.append(text[cursor:])
    return Damaged("".join(out), labels)


def _capital(token: str) -> str:
    return token[0].upper() + token[1:]


def _joint(
    gap: str, token: str, end: str | None, rng: random.Random, rates: Rates, closed: Mapping[str, float]
) -> tuple[str, str, tuple[str, str] | None]:
    """What becomes of one gap and the word after it, and the label of the place if it was damaged."""
    lower = token[0].islower()
    if gap == ". " and not lower:
        if end == "after" and rng.random() < 0.5:
            return "", token, ("fused", "stop")
        if rng.random() < rates.lost:
            return " ", token, ("spaced", "stop")
        return gap, token, None
    if gap not in (" ", ", "):
        return gap, token, None
    if end is None:
        if lower and rates.breaks and token in closed and rng.random() < rates.breaks * closed[token]:
            return ". ", _capital(token), ("stopped", "lower" if gap == " " else "comma")
        return gap, token, None
    glued = rng.random() < (0.65 if end == "after" else 0.2)
    raised = lower and rng.random() < (0.75 if end == "after" and glued else 0.6 if end == "start" else 0.35)
    if lower and not raised and rng.random() < 0.12 * (rates.breaks > 0) and gap == " ":
        return ". ", _capital(token), ("stopped", "lower")
    comma = gap == ", "
    if comma and not glued:
        return (" ", _capital(token), ("spaced", "comma")) if raised else (gap, token, None)
    if glued and (raised or not lower):
        kind = ("comma" if raised else "commakeep") if comma else ("lower" if raised else "split")
        return "", _capital(token) if raised else token, ("fused", kind)
    if glued and not comma and rng.random() < 0.3:
        return "", token, ("small", "split")
    if raised and not glued:
        return gap, _capital(token), ("spaced", "lower")
    return gap, token, None


_SMALL = re.compile(r"(?<![\w'’-])[a-z]+(?= [a-z]+(?![\w'’-]))")


def glued(text: str, rng: random.Random, rate: float) -> Damaged:
    """A text with blanks left out between small words, ``rate`` of those there are.

    >>> glued("The rain went on for days.", random.Random(3), 0.3).text
    'The rainwent on for days.'
    """
    out: list[str] = []
    labels: dict[int, tuple[str, str]] = {}
    length = cursor = 0
    for match in _SMALL.finditer(text):
        if match.start() < cursor + 2 or rng.random() >= rate:
            continue  # three words in one are rare
        out.append(text[cursor : match.end()])
        length += match.end() - cursor
        cursor = match.end() + 1
        labels[length] = ("small", "split")
    return Damaged("".join([*out, text[cursor:]]), labels)
