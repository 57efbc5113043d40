"""Which language a text is in: of one text, and of the paragraphs of one document, which vouch for each other.

The scores are those of ``langid.languages``; here is what they are worth: which languages a script allows, and from
which lead on an answer is certain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from cleanpipe.scoring.langid.languages import DAMPING, STEPS, model, ranked

#: Characters looked at, at most.
SAMPLE = 2000

#: One nat in the model's integer scores.
NAT = STEPS * DAMPING
#: A lead of so many nats times the square root of the length counts as certain (naive Bayes scores grow with the
#: length, their noise with its root). Of 4,000 pieces of 3 to 15 words in 20 languages none with such a lead was wrong;
#: with half of it one in twenty was, with less one in three.
CERTAIN = 2.0

#: What ``script_counts`` takes for no letters in Latin-1: it counts by blocks of 16 characters.
_NO_LETTERS = bytes((*range(0x40), *range(0x80, 0xA0)))


def candidates(text: str) -> list[int]:
    """The columns of the model that the script of most letters allows; empty when the text has no letters."""
    known = model()
    names = known.script_names
    narrow = text.encode("latin-1", "ignore")
    if len(narrow.translate(None, _NO_LETTERS)) > 3 * (len(text) - len(narrow)):
        return known.script_labels[names.index("latin")]  # whatever the other characters are
    counts = known.script_counts(text).tolist()
    weights = [0, *map(mul, counts[1:], known.script_weights[1:])]
    most = max(weights)
    if not most:
        return []
    best = weights.index(most)
    if names[best] == "han" and counts[names.index("kana")] * 20 > counts[best]:
        best = names.index("kana")  # Japanese in which Chinese characters prevail: every sentence still has kana
    return known.script_labels[best]


def judged(text: str) -> tuple[str, float]:
    """The language of the text (``und`` without letters) and how certain that is: the lead in units of ``CERTAIN``."""
    labels = candidates(text)
    if not labels:
        return "und", 0.0
    known = model()
    if len(labels) == 1:
        return known.labels[labels[0]], math.inf
    best, lead = ranked(known.scores(text), labels)
    return known.labels[best], lead / NAT / math.sqrt(len(text)) / CERTAIN


def language_of(text: str) -> str:
    """The language of a text as ISO 639-1 code, ``und`` when it has no letters. Looks at its first 2,000 characters.

    Meant for sentences and more; single words belong to several languages.

    >>> language_of("The ministers met for the third time this month.")
    'en'
    >>> language_of("Die Minister trafen sich zum dritten Mal in diesem Monat.")
    'de'
    >>> language_of("12:30")
    'und'
    """
    return judged(text[:SAMPLE])[0]


def languages_of(paragraphs: Sequence[str]) -> list[str]:
    """The language of each paragraph of one document: the long paragraphs vouch for the short ones.

    >>> languages_of(["The ministers met for the third time this month.", "No comment", "12:30"])
    ['en', 'en', 'en']
    """
    known = model()
    rows: list[tuple[list[int], list[float]]] = []
    for text in paragraphs:
        piece = text[:SAMPLE]
        labels = candidates(piece)
        scale = NAT * math.sqrt(max(1, len(piece)))
        all_scores = known.scores(piece).tolist() if len(labels) > 1 else [0] * len(known.labels)
        rows.append((labels, [all_scores[i] / scale for i in labels]))
    shares = _shares(rows, [len(text) for text in paragraphs], len(known.labels))
    commonest = max(range(len(shares)), key=lambda i: (shares[i], -i))
    found = []
    for labels, scores in rows:
        if not labels:
            found.append(known.labels[commonest] if shares[commonest] else "und")
            continue
        best = max(range(len(labels)), key=lambda k: (scores[k] + _VOUCH * math.log(shares[labels[k]] + _STRANGER), -k))
        found.append(known.labels[labels[best]])
    return found


#: How much the rest of the document counts in ``languages_of``, and the share a language has that is not in it.
_VOUCH = 1.0
_STRANGER = 0.01


def _shares(rows: Sequence[tuple[list[int], list[float]]], lengths: Sequence[int], size: int) -> list[float]:
    """The share of each language in a document, from how well each paragraph fits it."""
    shares = [0.0] * size
    for (labels, scores), length in zip(rows, lengths, strict=True):
        if not labels:
            continue
        top = max(scores)
        fits = [math.exp((score - top) * 2) for score in scores]
        weight = min(length, 300) / sum(fits)
        for label, fit in zip(labels, fits, strict=True):
            shares[label] += fit * weight
    total = sum(shares)
    return [share / total for share in shares] if total else shares
