"""Frames in which the wording alone decides: how surely a capital or a full stop is wrong.

The learnt scorer knows prose that was damaged by us, which keeps its grammar; a translator's does not ("have
accused North Korea Provide substantial aid"). Each frame names the words it needs and returns a score, 0.0 where it
does not apply.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.boundaries import Look, Place
from cleanpipe.scoring.lexicon import (
    ADJ,
    ADV,
    AUX,
    MODAL,
    NAME,
    NOUN,
    PREP,
    TO,
    VERB,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    WH,
    lexicon,
)
from cleanpipe.scoring.wordlist import words

# "Small word + one of these with a capital + small word" was found twice in 958,000 words of edited news (and both
# times a line end had been lost), four times in one damaged page of 1,500 words.
_FUNCTION = words(
    "for to without during in from with at by into of since through between among against toward towards until upon "
    "within onto amid because which whose whom that who where when while although whether if than as under over about"
)
_AMOUNTS = words("more less fewer up nearly almost about around roughly over at some")


def stray_capital(place: Place) -> float:
    """How surely the capital at a place is wrong, by the words around it.

    >>> text = "Putin won a fifth term in a contest earlier this year Without real opposition."
    >>> at = text.index("Without")
    >>> stray_capital(Place(text, at - 1, at, at + 7))
    0.94
    """
    look = Look(place)
    index, low, shapes, classes = look.index, look.low, look.s, look.c
    if place.text[place.left : place.at] != " " or look.profile.quotes[index] % 2:
        return 0.0
    right = low[index]
    after = low[index + 1] if index + 1 < len(low) else ""
    if right in _AMOUNTS and _amount(low, index):
        return 0.88
    if right in ("last", "next", "this") and _DATES.match(look.words[index + 1] if after else ""):
        return 0.9
    if look.crowded():
        return 0.0
    if shapes[4] != "low" or not after:
        return 0.0
    lex = lexicon("en")
    tags = lex.tags(right)
    if right in _FUNCTION and tags & (PREP | TO | WH) and look.opener() < 2:
        if right == "to" and not lex.tags(after) & VERB and after not in ("the", "a", "an", "his", "their", "its"):
            return 0.0
        # "The bridge fell In this video you can": a clause that opens with the phrase needs its stop, not this.
        if look.profile.main_verbs(index, look.last) > 1 and right not in _CLAUSAL:
            return 0.0
        return 0.94 if shapes[2] == "low" else 0.9 if shapes[2] in ("Cap", "num", "CAPS") else 0.0
    share, before = lex.lower_share(right), low[index - 1]
    # "will Introduce", "agreed to Postpone", "is being Spewed": a verb that its group asks for.
    if share >= 0.97 and shapes[2] == "low" and _asked_for(before, tags, lex.tags(before)):
        return 0.9
    # "a Biologist at the park", "a large Quantity of": no name is only ever written small.
    if share >= 0.988 and before in ("a", "an", "very", "most") and tags & (NOUN | ADJ) and shapes[5] != "Cap":
        return 0.86
    # A word that is nothing but a verb and never has a capital: "Moscow Vetoed a resolution".
    if tags & VERB and not tags & (NOUN | ADJ | ADV | PREP) and share >= 0.988:
        if shapes[2] in ("low", "Cap") and classes[4] not in ("and", "or"):
            return 0.88
    return 0.0


_DATES = re.compile(
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?:$|[A-Z])"
)
_CLAUSAL = words("to because which whose whom that who where when while although whether if than as of")


def _asked_for(before: str, tags: int, tags_before: int) -> bool:
    """Whether the word before is a modal, "to", or a form of be or have, and this is the verb form that follows it."""
    if before == "to" or (tags_before & MODAL and before not in ("may", "might", "will", "can")) or before in _MODALS:
        return bool(tags & VERB_BASE) and not tags & NAME
    if tags_before & AUX and before not in ("do", "does", "did"):
        return bool(tags & (VERB_PART | VERB_ING)) and not tags & (NOUN | NAME)
    return False


_MODALS = words("may might will can won't can't couldn't don't doesn't didn't wouldn't shouldn't")


def _amount(low: tuple[str, ...], index: int) -> bool:
    """``more than 100``, ``up to 40``, ``at least ten``, ``about 300``."""
    rest = low[index + 1 : index + 3]
    return any(word[0].isdigit() for word in rest) and (rest[0][0].isdigit() or rest[0] in ("than", "to", "least"))


def verbless_piece(place: Place) -> float:
    """How surely a piece without any verb, between two stops, belongs to the sentence before it.

    >>> text = "This may help the country's development. The nascent satellite programme. Both sides deny it."
    >>> at = text.index("The nascent")
    >>> verbless_piece(Place(text, at - 2, at, at + 3))
    0.72
    """
    look = Look(place)
    index, last, line = look.index, look.last, look.line
    first, _ = line.sentence(max(0, index - 2))
    if not 3 <= last - index - 1 <= 12 or line.words[last - 1] != "." or last >= len(line.words):
        return 0.0
    if index - first < 7 or look.profile.main_verbs(first, index - 1) < 2 or look.profile.quotes[index] % 2:
        return 0.0
    if first and line.words[first - 1] == "?":
        return 0.0
    if look.low[index] not in ("the", "its", "their", "his", "her", "a", "an"):
        return 0.0
    lex = lexicon("en")
    for word in look.low[index + 1 : last - 1]:
        tags = lex.tags(word)
        if not word[0].isalpha() or (tags & VERB and not tags & (NOUN | ADJ)):
            return 0.0
    return 0.72


def own_sentence(place: Place) -> float:
    """A factor for joining: below 1.0 where the piece behind the stop is a sentence that opens with a phrase.

    >>> text = "Such cards are hard to come by. For instance, the new one was gone in an hour."
    >>> at = text.index("For")
    >>> own_sentence(Place(text, at - 2, at, at + 3))
    0.5
    """
    look = Look(place)
    opener = look.opener()
    if not opener:
        return 1.0
    tags = lexicon("en").tags(look.low[look.index])
    if opener > 1 and tags & (PREP | TO | ADV):
        return 0.5
    # "To be successful, keep the pot moist": an infinitive, a comma, and an order without a finite verb.
    return 0.6 if look.low[look.index] == "to" else 1.0
