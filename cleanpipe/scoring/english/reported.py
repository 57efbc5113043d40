"""Who says what, in English: whether what is told stands before the verb of saying or is still to come.

Proposes nothing; ``clauses`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.sentences import verbs_of
from cleanpipe.scoring.english.stops import SUBJECTS
from cleanpipe.scoring.lexical.lexicon import (
    AUX,
    CONJ,
    FINITE,
    MODAL,
    NOUN,
    PREP,
    SUBORD,
    VERB_PAST,
    VERB_S,
    WH,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

REPORTED = words("said reported say says announced added wrote claim claims claimed")
#: Articles and pronouns that begin a subject.
OPENERS = words("the a an this these those his her its their he she it they we there")


def named_source(look: Look) -> bool:
    """Whether nothing but a source stands before a place: ``According to a study in the journal In 2015, women``."""
    left = look.low[look.first : look.index]
    tags_of = lexicon("en").tags
    return tuple(left[:2]) in _SOURCES and not any(
        word == "," or word in _PRONOUNS or tags_of(word) & (AUX | MODAL) for word in left[2:]
    )


def told(look: Look) -> bool:
    """Whether what is told stands before the verb of saying: ``Prices will rise, the minister said``.

    Not so in "The roof fell in, and researchers say the beams were rotten".
    """
    low, index = look.low, look.index
    tags_of = lexicon("en").tags
    comma = max((k for k in range(look.first + 2, index - 1) if low[k] == ","), default=index)
    if comma >= index - 2 or tags_of(low[look.first]) & (SUBORD | PREP):
        return False
    return not any(tags_of(word) & (CONJ | WH | SUBORD) for word in low[comma + 1 : index - 1])


def told_in_front(place: Place) -> bool:
    """Whether a sentence ends in who said it, and another begins: ``..., researchers say The study found``."""
    look = look_at(place)
    index, low = look.index, look.low
    tags_of = lexicon("en").tags
    if low[index - 1] not in REPORTED or index - look.first < 6 or not told(look):
        return False
    if low[index] not in OPENERS and low[index] != "that" and not tags_of(low[index]) & NOUN:
        return False
    comma = max((k for k in range(max(look.first, index - 6), index) if low[k] == ","), default=0)
    if not comma:
        return False
    finite = any(tags_of(word) & (FINITE | AUX) and not tags_of(word) & NOUN for word in low[look.first : comma])
    finite = finite or look.profile.main_verbs(look.first, comma) > 0
    return finite and not look.profile.quotes[index] % 2 and look.profile.main_verbs(index, look.last) > 0


def closed(place: Place) -> bool:
    """Whether a clause ends in a word that closes it, and a pronoun and its verb follow: ``seen there This led to``."""
    look = look_at(place)
    index, low = look.index, look.low
    if index < 1 or low[index - 1] not in _CLOSERS or low[index] not in SUBJECTS or index + 1 >= look.last:
        return False
    verb = lexicon("en").tags(low[index + 1])
    finite = verb & (AUX | MODAL) or (verb & (VERB_S | VERB_PAST) and not verb & NOUN)
    return bool(finite) and verbs_of(low[look.first : index]) > 0.5


_SOURCES = frozenset((("according", "to"), ("based", "on"), ("thanks", "to")))
#: Adverbs that no clause without "that" hangs on: not "the day before he left", "now it is".
_CLOSERS = words("there here too again either anymore together away")
_PRONOUNS = words("he she it they we i")
