"""Find words nobody knows that are two words: ``letterabout``, ``Franceto``, ``Correawill``.

One half is a function word, the other a word or a name; the document is asked whether the name stands alone in it.
What was lost between them is only ever a blank here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanpipe.scoring.lexicon import VERB_BASE, VERB_ING, VERB_PART, Lexicon, lexicon
from cleanpipe.scoring.tokens import HEADS, NAME_TAILS, NAMES, TAILS, after_capitals, could_be_cut, tokens_of
from cleanpipe.scoring.wordlist import words

# Endings that make new words of known ones: a name with one of these is no joint ("Thatcherism", "Bostonian").
_SUFFIXES = words("is as an in on it or at so to are he and of off")
_BEFORE_VERBS = frozenset(("to", "will", "would", "can", "could"))
_NEXT_WORD = re.compile(r" ([a-z]+)")
_WORDISH = re.compile(r"[^\W\d_]+")


def joined(text: str) -> Iterator[tuple[int, float, str, str]]:
    """Words nobody knows that are two known ones: (place of the joint, score, head, tail).

    >>> list(joined("She wrote a letterabout the lamps."))
    [(18, 0.92, 'letter', 'about')]
    """
    lex = lexicon("en")
    for token in sorted(tokens_of(text).joined):
        for found in _WORDISH.finditer(token):
            word = found.group()
            if not could_be_cut(word):
                continue
            cut, score = _best_cut(text, word, lex)
            if cut:
                pattern = re.compile(rf"(?<![\w@#/.-]){re.escape(word)}(?![\w@]|\.\w)")
                places = [match.start() for match in pattern.finditer(text)]
                # A joint is an accident: the same one three times in a text is a word.
                if len(places) > 2:
                    continue
                for place in places:
                    sure = score if len(places) == 1 else score - 0.2
                    after = _NEXT_WORD.match(text, place + len(word))
                    if after and word[cut:] in _BEFORE_VERBS and lex.tags(after[1]) & VERB_BASE:
                        sure = min(0.95, sure + 0.25)  # "Franceto win": a verb asks for the word that was glued on
                    elif _asked_for(text, place, place + len(word), word[cut:]):
                        sure = min(0.93, sure + 0.25)
                    yield place + cut, sure, word[:cut], word[cut:]


def _asked_for(text: str, start: int, end: int, tail: str) -> bool:
    """Whether what stands around a name asks for the word glued to it: "Torontoon Friday", "from Berlinto Rome"."""
    after = _ANY_NEXT.match(text, end)
    if after is None or not text[start].isupper():
        return False
    word = after[1]
    if tail == "and":
        return word[0].isupper() or word in _DETERMINERS
    if tail == "to":
        return word in _DETERMINERS or (word[0].isupper() and _FROM.search(text, max(0, start - 40), start) is not None)
    if tail in ("in", "on", "at", "of", "by"):
        return word in _DETERMINERS or (tail != "of" and word.lower() in NAMES) or (tail == "in" and word.isdigit())
    if tail in ("he", "she", "it", "we", "they"):
        return text[start : end - len(tail)].lower() in NAMES  # "In Februaryhe signed"
    if tail in ("is", "has", "are"):
        return bool(lexicon("en").tags(word) & (VERB_ING | VERB_PART)) or word in (
            "a",
            "an",
            "the",
            "not",
            "been",
            "being",
            "also",
            "still",
            "expected",
            "now",
            "to",
        )
    return False


_ANY_NEXT = re.compile(r" (\w+)")
_FROM = re.compile(r"\bfrom (?:[A-Z]\w+ )?\Z")
_DETERMINERS = words("the a an his her their its this these that our my")


def _best_cut(text: str, word: str, lex: Lexicon) -> tuple[int, float]:
    """Where an unknown word is best cut, and how surely; (0, 0.0) when nowhere."""
    best = (after_capitals(word), 0.88)
    if best[0]:
        return best
    best = (0, 0.0)
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        score = _name_score(text, head, tail, lex) if head[0].isupper() else _word_score(head, tail, lex)
        if score > best[1]:
            best = (cut, score)
    return best


def _name_score(text: str, head: str, tail: str, lex: Lexicon) -> float:
    """A name and a function word: the name must be known, or stand alone elsewhere in the text."""
    known = lex.frequency(head)
    if tail in NAME_TAILS and tail not in TAILS and len(head) > 3:
        if _stands_alone(text, head):
            return 0.92
        return 0.86 if lex.is_name(head) and known >= 3.7 and len(tail) > 3 else 0.0
    if tail not in TAILS or len(head) < 4:
        return 0.0
    # Five letters ("about", "their") are hardly an ending by chance; two or three often are.
    weight = 0.0 if len(tail) > 4 else 0.04 if len(tail) == 4 else 0.1 if len(tail) == 3 else 0.22
    if tail in _SUFFIXES:
        weight += 0.12
    if _stands_alone(text, head):
        return 0.95 - weight * 0.5
    if lex.is_name(head) and known >= 3.0:
        return 0.94 - weight - (0.06 if known < 3.7 else 0.0)
    return 0.0


def _stands_alone(text: str, head: str) -> bool:
    at = text.find(head)
    while at >= 0:
        end = at + len(head)
        if not (at and text[at - 1].isalnum()) and end < len(text) and not text[end].isalnum():
            return True
        at = text.find(head, end)
    return False


def _word_score(head: str, tail: str, lex: Lexicon) -> float:
    """Two common words, one of them a function word, in a whole that is none."""
    hf, tf = lex.frequency(head), lex.frequency(tail)
    if tail in TAILS and head not in _PREFIXES and len(head) > 3 and lex.lower_share(head) > 0.6:
        if len(tail) > 3 and hf >= 3.5:
            return 0.92
        # Short tails may be endings ("-on", "-in", "-is"): the head must be common, and these five end no words.
        if tail in _SHORT_TAILS and hf >= 4.2:
            return 0.9
        return 0.7 if hf >= 4.6 else 0.0
    if head in HEADS and (head in _NO_PREFIX or head not in _PREFIXES) and tf >= 4.0 and len(tail) > 3:
        return 0.88 if len(head) > 3 or tf >= 4.4 else 0.6
    if head == "to" and lex.tags(tail) & VERB_BASE and tf >= 4.3 and len(tail) > 2:
        return 0.86
    return 0.0


_NO_PREFIX = frozenset(("and", "the", "from", "that", "this", "was", "were", "has", "have", "are", "but", "their"))
_SHORT_TAILS = frozenset(("the", "of", "to", "and", "was", "for", "are", "has"))
_PREFIXES = words(
    "over under out with into through there where here after before fore some any every more about non anti inter "
    "super semi micro macro multi mega ultra hyper cyber crypto post self over counter hydro photo electro auto "
    "bio geo neo pseudo mono poly tele trans thermo un re in dis mis pre up down off on by for to of and so as or "
    "at it an he be is up hence forth never never"
)
