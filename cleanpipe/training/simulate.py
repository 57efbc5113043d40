"""Damage clean prose as a segment-wise translator does, and remember at every place what was done there.

A page is translated link by link: each link, and each stretch between links, comes back as a sentence of its own.
So a segment starts with a capital, may lose the comma or stop before it together with the blank, may end in a stop
that was not there. ``damage`` takes paragraphs of one document with the places of their links, picks segments (the
links it had, and made-up ones), and damages both of their ends. Before that it plants what only looks like damage:
titles without quotes, names with "The", brands in camel case, headlines. Used by ``cleanpipe.training.boundaries``;
never at cleaning time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleanpipe.scoring.wordlist import words
from cleanpipe.training.openers import OPENERS

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


_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_SMALL_IN_TITLES = words("a an the and or but of in on at to for by with from as")
_BRAND_HEADS = sorted(
    words(
        "We All Good Home Door Air Open Smart Data Cloud Work Health Book Net Pay Face Snap Link Safe Green Blue Red "
        "Micro Soft Sky Fast Free Street Block Light Give Stand With Care Mind Kick Team Hub Zoom Power Fire True Key "
        "Master Metro Euro Uni Bio Com Glaxo Astra Thyssen Price Water Buzz Side Play Wiki Lex News Fan Duo Mc Mac De "
        "La Le Di Fitz Van Son App Web Auto Tech One"
    )
)
# Few brands end in a function word; "When" and "The" would teach that nothing is ever fused.
_BRAND_TAILS = sorted(
    words(
        "Well Birds Work Works Chat Dash Table Scale Pal Book Flix Tube Hub Lab Labs Bridge Point Path House Stack "
        "Camp Mart Up On In Now Me Us Pro One Plus Max Link Smith Klein Krupp Donald Bank Care Pass Wise Fi Net Soft "
        "Ware Logic Box Port Base Cast Feed Press Post Word Force Forge Space Side Line Time Life Day Rock Stone Field"
    )
)


def _looks_like_damage(text: str, rng: random.Random, brands: Sequence[str]) -> str:
    """Plant a title, a brand or a capitalised article; the length changes, so only text without links is given."""
    if len(text) < 90 and text[-1:].isalnum() and rng.random() < 0.3:
        return _PLAIN_WORD.sub(lambda m: _titled(m.group(), rng.random() < 0.2), text)
    words = list(_WORD.finditer(text))
    if len(words) < 10:
        return text
    what = rng.random()
    k = rng.randrange(2, len(words) - 5)
    if what < 0.5:
        run = words[k : k + rng.choice((2, 2, 3, 3, 4, 5))]
        if all(text[a.end() : b.start()] == " " for a, b in zip(words[k - 1 :], run, strict=False)):
            piece = text[run[0].start() : run[-1].end()]
            titled = _PLAIN_WORD.sub(lambda m: _titled(m.group(), rng.random() < 0.3), piece)
            # A title has two capitals and does not end in "of" or "the"; with one it would be damage.
            if run[-1].group() not in _SMALL_IN_TITLES and sum(word[0].isupper() for word in titled.split()) > 1:
                lead = "The " if rng.random() < 0.2 else ""
                return text[: run[0].start()] + lead + titled[0].upper() + titled[1:] + text[run[-1].end() :]
    elif what < 0.7 and brands:
        return text[: words[k].start()] + rng.choice(brands) + " " + text[words[k].start() :]
    elif what < 0.8:
        return re.sub(r"(?<=[a-z] )the (?=[A-Z][a-z])", "The ", text, count=1)
    else:
        stops = [match.end() for match in re.finditer(r"[a-z]\. (?=[A-Z])", text)]
        if stops:
            at = rng.choice(stops)
            return f"{text[:at]}{rng.choice(OPENERS)} {text[at:]}"
    return text


def _titled(word: str, every: bool) -> str:
    return word if word in _SMALL_IN_TITLES and not every else word[0].upper() + word[1:]


def _brands(rng: random.Random) -> list[str]:
    """A few brands in camel case for one document; most documents that name one name it again."""
    if rng.random() < 0.5:
        return []
    made = []
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.random()
        head, tail = rng.choice(_BRAND_HEADS), rng.choice(_BRAND_TAILS)
        if kind < 0.8:
            made.append(head + tail)
        elif kind < 0.9:
            made.append(rng.choice("eimx") + rng.choice((head, tail)))
        else:
            made.append(str(rng.randrange(2, 400)) + rng.choice(("Hz", "Wh", "Mbps", "GHz", "Max", "Pro")))
    return made


def damage(
    paragraphs: Sequence[tuple[str, Sequence[tuple[int, int]]]],
    rng: random.Random,
    rates: Rates | None = None,
    plant: bool = True,
) -> Damaged:
    """Damage the paragraphs of one document, each with the spans of its links; one paragraph a line in the result.

    >>> clean = [("The talks ended in May when the rain came.", [(19, 22)])]
    >>> result = damage(clean, random.Random(4), Rates(links=1.0))
    >>> result.text, result.labels
    ('The talks ended in MayWhen the rain came.', {22: ('fused', 'lower')})
    """
    rates = draw_rates(rng) if rates is None else rates
    out: list[str] = []
    labels: dict[int, tuple[str, str]] = {}
    at = 0
    brands = _brands(rng) if plant else []
    for text, links in paragraphs:
        for _ in range(2 if brands else 1):
            if plant and not links and text and rng.random() < 0.25:
                text = _looks_like_damage(text, rng, brands)
        piece = _paragraph(text, links, rng, rates)
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


def _paragraph(text: str, links: Sequence[tuple[int, int]], rng: random.Random, rates: Rates) -> Damaged:
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
            gap, token, label = _joint(gap, token, ends.get(k), rng, rates)
            if label:
                labels[length + len(gap)] = label
        out.append(gap + token)
        length += len(gap) + len(token)
    out.append(text[cursor:])
    return Damaged("".join(out), labels)


def _capital(token: str) -> str:
    return token[0].upper() + token[1:]


def _joint(
    gap: str, token: str, end: str | None, rng: random.Random, rates: Rates
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
        if (
            lower
            and rates.breaks
            and token in _CLOSED
            and rng.random() < rates.breaks * (3 if token in _FRAGMENTS else 1)
        ):
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
