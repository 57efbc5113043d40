"""Pieces behind a full stop that open with a clause of their own: ``In Marseille the people complain``.

English. A phrase, and behind it or behind its comma a subject with its verb. Proposes nothing; ``vetoes`` asks.
"""

from __future__ import annotations

from cleanpipe.scoring.english.boundaries import Look
from cleanpipe.scoring.english.torn import REPORTING
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    CONJ,
    DET,
    FUNCTION,
    MODAL,
    NOUN,
    PLURAL,
    PREP,
    PRON,
    SUBORD,
    VERB,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

BEGINNERS = words("the a an this that these those it he she they we i you there its his her their my our your")
#: Words that a preposition at the end of a sentence may belong to: ``what we are fighting for``.
STRANDERS = words("all what who whom which where whatever whoever whenever how nothing anything something everything")
#: Subjects of one word.
_SUBJECTS = words("nobody everybody everyone someone anyone i he she it they we there")


def purpose_first(look: Look) -> bool:
    """Whether an infinitive, a comma, and an imperative or a short subject with its verb follow.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "It is far. To be sure of a seat, come early."
    >>> at = text.index("To be")
    >>> purpose_first(look_at(Place(text, at - 2, at, at + 2)))
    True
    """
    low = look.low[look.index : look.last]
    if "," not in low[2:14] or not lexicon("en").tags(low[1]) & VERB_BASE:
        return False
    rest = low[low.index(",", 2) + 1 :]
    tags = lexicon("en").tags
    imperative = len(rest) > 2 and lexicon("en").main_tag(rest[0]) == VERB_BASE and not tags(rest[0]) & (AUX | PREP)
    return imperative or (len(rest) > 2 and rest[0] in _SUBJECTS and bool(tags(rest[1]) & (VERB | AUX | MODAL)))


def subject_and_verb(look: Look) -> bool:
    """Whether a piece begins with a short subject and its verb: ``A bench has been provided``, ``They left``.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "She was afraid of. A bench has been provided."
    >>> at = text.index("A bench")
    >>> subject_and_verb(look_at(Place(text, at - 2, at, at + 1)))
    True
    """
    if look.low[look.index] not in BEGINNERS:
        return False
    for k in range(look.index + 1, min(look.index + 6, look.last)):
        tags = lexicon("en").tags(look.low[k])
        if (tags & (AUX | MODAL) and not tags & VERB_ING and not look.low[k].endswith("ing")) or (
            tags & VERB and not tags & (NOUN | ADJ) and not tags & (VERB_ING | VERB_PART)
        ):
            return True
        if (
            not look.low[k][0].isalpha()
            or tags & (PREP | SUBORD | CONJ)
            or look.low[k] in STRANDERS
            or look.low[k] == "that"
        ):
            return False
    return False


def determined(look: Look) -> bool:
    """Whether "that" belongs to a noun which has its verb behind it: ``That new plan will be discussed``.

    Behind the relative and the conjunction such a noun has an article: ``the rules that the new plan will change``.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "The board released the figures. That new plan will be discussed next week."
    >>> at = text.index("That")
    >>> determined(look_at(Place(text, at - 2, at, at + 4)))
    True
    """
    low, lex = look.low, lexicon("en")
    if low[look.index] != "that":
        return False
    noun = False
    for k in range(look.index + 1, min(look.index + 5, look.last - 1)):
        tags = lex.tags(low[k])
        if noun and (tags & (AUX | MODAL) or (tags & (VERB_S | VERB_PAST) and not tags & (NOUN | ADJ))):
            return low[k - 1] not in _MASS
        if not look.words[k].islower() or tags & (PLURAL | PRON | DET | PREP | CONJ | SUBORD | ADV):
            return False
        noun = bool(tags & NOUN) and lex.main_tag(low[k]) == NOUN
        if not noun and not tags & ADJ:
            return False
    return False


#: Nouns that need no article.
_MASS = words(
    "life time water money research evidence work music food science history nature society law trade art power air "
    "information education data demand supply inflation growth progress violence racism poverty "
    "democracy freedom peace war death god religion culture technology business industry government parliament "
    "congress management staff everybody policy crime traffic weather energy oil gas gold steel coffee tea milk meat "
    "bread rice wheat sugar salt wine beer blood skin hair human man woman language love hope fear hatred corruption "
    "climate change reform spending debt tax pollution immigration migration production consumption unemployment"
)


def whole_clause(look: Look) -> bool:
    """Whether a pronoun with its verb stands in the piece, and no relative that the two could belong to.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "It is over. By the end of the week nobody was left there."
    >>> at = text.index("By")
    >>> whole_clause(look_at(Place(text, at - 2, at, at + 2)))
    True
    """
    low = look.low
    for k in range(look.index + 2, min(look.index + 12, look.last - 1)):
        tags = lexicon("en").tags(low[k])
        verb = tags & (AUX | MODAL) or (tags & VERB and not tags & NOUN)
        if tags & SUBORD or verb or low[k] in STRANDERS or low[k] == "that":
            return False
        if low[k] in _SUBJECTS and lexicon("en").tags(low[k + 1]) & (VERB | AUX | MODAL):
            return True
    return False


def timed(look: Look) -> bool:
    """Whether a span of time stands before the pronoun of a clause: ``For a second it looks``; none has a relative.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "The dancer stops. For a second it looks as though she might fall."
    >>> at = text.index("For")
    >>> timed(look_at(Place(text, at - 2, at, at + 3)))
    True
    """
    low, end = look.low, min(look.index + 7, look.last)
    return any(low[k] in _TIMES and low[k + 1] in _SUBJECTS for k in range(look.index + 1, end))


_TIMES = words(
    "second moment minute while hour day night morning afternoon evening week month year time times age point stage"
)


def at_named_place(look: Look) -> bool:
    """Whether the name of a place follows, and behind it at once a subject with its verb.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "It is so. In Marseille the people complain of it."
    >>> at = text.index("In")
    >>> at_named_place(look_at(Place(text, at - 2, at, at + 2)))
    True
    """
    low, at = look.low, look.index + 1
    while at < look.last - 3 and look.words[at][0].isupper():
        at += 1
    if at == look.index + 1 or low[at] not in BEGINNERS:
        return False
    tags = [lexicon("en").tags(word) for word in low[at + 1 : min(at + 4, look.last)]]
    return any(tag & (AUX | MODAL) or (tag & VERB and not tag & (NOUN | ADJ | VERB_ING)) for tag in tags)


def clause_behind_comma(look: Look) -> bool:
    """Whether a short subject and its verb stand behind a comma, and no speaker: ``, nobody would have noticed``.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "It was late. On a local train, nobody would have noticed it."
    >>> at = text.index("On")
    >>> clause_behind_comma(look_at(Place(text, at - 2, at, at + 2)))
    True
    """
    low, tags_of = look.low, lexicon("en").tags
    for k in range(look.index + 2, min(look.index + 16, look.last - 3)):
        if low[k] != "," or low[k + 1] not in _SUBJECTS:
            continue
        verb = tags_of(low[k + 2])
        if (verb & (AUX | MODAL) or (verb & VERB and not verb & NOUN)) and REPORTING.isdisjoint(low[k + 2 : k + 5]):
            return True
    return False


def phrase_then_clause(look: Look) -> bool:
    """Whether a phrase with a preposition is followed by a subject of its own and that by its verb.

    ``On the steps of the court they thanked the jury``, ``With distilled water the effect disappears``.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "It is less clear in hard water. With distilled water the effect disappears."
    >>> at = text.index("With")
    >>> phrase_then_clause(look_at(Place(text, at - 2, at, at + 4)))
    True
    """
    low, tags_of = look.low, lexicon("en").tags
    if low[look.index] in ("of", "than", "to") or not tags_of(low[look.index]) & PREP:
        return False
    ended = False  # whether the phrase before has its noun
    for k in range(look.index + 1, min(look.index + 18, look.last - 2)):
        word, tags = low[k], tags_of(low[k])
        named = look.words[k][0].isupper() and word not in BEGINNERS
        if word in STRANDERS or word == "that" or (tags & SUBORD and not tags & PREP):
            return False
        if ended and (word in _SUBJECTS or word in BEGINNERS or named or low[k - 1] == "," or word in _COUNTED):
            if _subject_at(look, k):
                return True
            if word in _SUBJECTS:
                return False
        if tags & (AUX | MODAL) or (tags & VERB_PAST and not tags & (NOUN | ADJ | VERB_PART)):
            return False  # the verb of what stands before: "From Leeds was jailed"
        ended = bool(tags & NOUN) or named or word[0].isdigit() or (ended and word == ",")
    return False


_COUNTED = words(
    "about some more nearly almost around only two three four five six seven eight nine ten dozens most many"
)


def subject_first(look: Look) -> bool:
    """Whether a piece begins with a noun, or its article, and the verb of that: ``A teacher in Assam has suggested``.

    >>> from cleanpipe.scoring.english.boundaries import Place, look_at
    >>> text = "Already 300 have. A teacher in Assam has suggested another."
    >>> at = text.index("A teacher")
    >>> subject_first(look_at(Place(text, at - 2, at, at + 1)))
    True
    """
    first = look.low[look.index]
    return (first in BEGINNERS or not lexicon("en").tags(first) & FUNCTION) and _subject_at(look, look.index)


def _subject_at(look: Look, at: int) -> bool:
    """Whether a subject begins at a word and its verb follows, no verb of saying."""
    low, tags_of = look.low, lexicon("en").tags
    if low[at] in _SUBJECTS:
        verb = tags_of(low[at + 1])
        told = low[at + 1] in REPORTING and low[at - 1] == ","
        return bool(verb & (AUX | MODAL | VERB_PAST | VERB_S | VERB_BASE)) and not told
    led = low[at] in BEGINNERS or low[at] in _COUNTED
    noun = not led and (look.words[at][0].isupper() if at > look.index else bool(tags_of(low[at]) & NOUN))
    for k in range(at + (led or noun), min(at + 9, look.last - 1)):
        tags = tags_of(low[k])
        if noun and (tags & (AUX | MODAL) or (tags & (VERB_PAST | VERB_S) and not tags & (NOUN | ADJ))):
            return low[k] not in REPORTING
        named = look.words[k][0].isupper()
        # "about 1,500 people in Wales are"
        inner = noun and tags & PREP and not tags & (SUBORD | CONJ)
        if not (inner or ((tags & (NOUN | ADJ | ADV | DET) or named or low[k][0].isdigit()) and not tags & PREP)):
            return False
        noun = noun or bool(tags & NOUN) or named
    return False


def alike(look: Look, first: int) -> bool:
    """Whether the sentence before is a phrase with a preposition, too: a list of them for effect."""
    low, index = look.low, look.index
    if not first or index - 1 - first > 12 or "," in low[first : index - 1]:
        return False
    return bool(lexicon("en").tags(low[first]) & PREP) and look.words[first][0].isupper()


def spoken(look: Look) -> bool:
    """``A: Less coal.`` and ``STUDENT: My essay.``: a line of an interview or a play."""
    heads = look.words[:4]
    return ":" in heads and all(word[0].isupper() or word == ":" for word in heads[: heads.index(":") + 1])
