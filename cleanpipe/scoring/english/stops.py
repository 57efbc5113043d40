"""Frames in which the wording alone tells that a full stop was lost before a capital: ``the fire It started``.

English. Each needs a clause before the place and a subject with its verb behind it, and returns a score, 0.0 where it
does not apply. Proposes nothing; ``missing_breaks`` and ``stray_capitals`` ask.
"""

from __future__ import annotations

import re

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.sentences import DETERMINERS, PRONOUNS, verbs_of
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    CONJ,
    DET,
    MODAL,
    NOUN,
    PLURAL,
    PREP,
    SUBORD,
    TO,
    VERB,
    VERB_BASE,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    WH,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words

#: Small words, and words that ask for them: no sentence ends between the two.
WANTS = {
    "another": words("yet"),
    "as": words("known such regarded described"),
    "from": words("come comes coming came apart suffer suffers suffered suffering derived stems stemmed ranging"),
    "if": words("even only"),
    "more": words("times"),
    "of": words("because instead consist consists consisted consisting capable aware afraid full kind kinds sort"),
    "on": words("depend depends depended depending based relies relied relying insisted focused focuses focusing"),
    "than": words("more less rather other fewer greater better higher lower larger smaller longer later earlier older"),
    "that": words("so"),
    "though": words("even"),
    "to": words(
        "according due likely able unable want wants wanted going tend tends seem seems seemed appears appeared trying "
        "tried ought used refused decided managed forced allowed willing related similar"
    ),
    "with": words(
        "along together associated compared coupled dealing interact interacts interacted filled equipped familiar"
    ),
}
AMOUNTS = words("more less fewer up nearly almost about around roughly over at some")
DAYS = re.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
SUBJECTS = words("it he she they we i this there these")
_COUNTS = words(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety half hundred thousand"
)
NUMBERS = words(
    "one two three four five six seven eight nine ten dozens hundreds thousands most many some more several"
)


def amount(low: tuple[str, ...], index: int) -> bool:
    """``more than 100``, ``up to 40``, ``at least ten``, ``about 300``."""
    rest = low[index + 1 : index + 3]
    counted = any(word[0].isdigit() or word in _COUNTS for word in rest)
    return counted and (rest[0][0].isdigit() or rest[0] in ("than", "to", "least"))


def lost_stop(place: Place) -> float:
    """How surely a sentence begins at a capitalised pronoun: a clause before it, a subject's verb behind it.

    >>> text = "Nobody was hurt in the fire It started in the kitchen."
    >>> at = text.index("It ")
    >>> lost_stop(Place(text, at - 1, at, at + 2))
    0.86
    """
    look = look_at(place)
    index, low, profile = look.index, look.low, look.profile
    if low[index] in AMOUNTS and amount(low, index) and look.c[2]:
        return amount_opens(look)
    if _after_quotation(look):
        return 0.97
    if _timed(look):
        return 0.9
    if _behind_name(look):
        return 0.84
    if _behind_date(look) or _article_first(look):
        return 0.86
    if _phrase_first(look):
        return 0.82
    if low[index] not in SUBJECTS or index - look.first < 4 or index + 2 >= look.last or look.s[4] != "low":
        return 0.0
    if profile.quotes[index] % 2 or place.text[place.left : place.at] != " ":
        return 0.0
    if look.crowded() and DAYS.match(look.words[index - 1]) is None:
        return 0.0
    lex = lexicon("en")
    verb, before = lex.tags(low[index + 1]), lex.tags(low[index - 1])
    if not verb & (VERB_S | VERB_PAST | AUX | MODAL) or (verb & NOUN and not verb & (AUX | MODAL | VERB_PAST)):
        return 0.0
    # "said It was", "that He came", "of She Said": the word before asks for more.
    if before & (PREP | DET | CONJ | SUBORD | WH | AUX | MODAL) or (before & VERB and not before & (NOUN | ADJ | ADV)):
        return 0.0
    # "The exhibition opens on Friday It brings together": the verb may be a noun as well, the date ends its clause.
    dated = look.s[2] in ("Cap", "num") and lex.tags(low[index - 2]) & PREP and verbs_of(low[look.first : index]) > 0.3
    return 0.86 if dated or profile.main_verbs(look.first, index) > 0 else 0.0


def _article_first(look: Look) -> bool:
    """``on the Blackdown Hills The river was over the bridge``: a clause, and an article with its noun and verb."""
    index, low, profile = look.index, look.low, look.profile
    if low[index] not in ("the", "a", "an", "this", "these") or index - look.first < 5 or index + 4 > look.last:
        return False
    if profile.quotes[index] % 2 or look.announced() or look.s[2] not in ("low", "Cap", "num"):
        return False
    tags_of = lexicon("en").tags
    before = tags_of(low[index - 1])
    passive = before & VERB_PART and tags_of(low[index - 2]) & AUX  # "how these genes are expressed The team found"
    if before & (PREP | DET | CONJ | SUBORD | WH | AUX | MODAL | TO | ADJ) or low[index - 1] == "say":
        return False
    if before & VERB and not before & NOUN and not passive:
        return False
    if look.s[2] == "low" and not before & (NOUN | ADV) and low[index - 1] not in NUMBERS and not passive:
        return False
    group = look.words[index + 1 : index + 4]
    verb = next((k for k, word in enumerate(group) if _finite(low, index + 1 + k)), 0)
    if not verb or not all(word.islower() and word.isalpha() for word in group[:verb]):
        return False
    return bool(tags_of(group[verb - 1]) & NOUN) and verbs_of(low[look.first : index]) >= 0.55


def _finite(low: tuple[str, ...], at: int) -> bool:
    """Whether a word is a finite verb: for certain, or with an object behind it."""
    tags = lexicon("en").tags(low[at])
    if tags & (AUX | MODAL):
        return True
    if not tags & (VERB_S | VERB_PAST) or tags & ADJ:
        return False
    after = low[at + 1] if at + 1 < len(low) else ""
    return not tags & NOUN or after == "that" or after in DETERMINERS


def _phrase_first(look: Look) -> bool:
    """``failed on the Sunday night By the time anyone noticed, six years had``: a phrase before the second clause."""
    index, low, profile = look.index, look.low, look.profile
    right = lexicon("en").tags(low[index])
    if not right & (PREP | SUBORD) or low[index] in _NO_OPENERS or index - look.first < 4 or look.s[2] != "low":
        return False
    before = lexicon("en").tags(low[index - 1])
    if not before & (NOUN | ADV) or before & (PREP | CONJ | SUBORD) or profile.quotes[index] % 2 or look.crowded():
        return False
    comma = next((k for k in range(index + 2, min(look.last - 3, index + 9)) if low[k] == ","), 0)
    if not comma or not (low[comma + 1] in DETERMINERS or low[comma + 1] in SUBJECTS or low[comma + 1] in NUMBERS):
        return False
    again = low[comma + 1 : look.last]
    if "," in again or profile.main_verbs(comma, look.last) < 1 or not _finite_soon(low, comma + 2, look.last):
        return False
    return verbs_of(low[look.first : index]) > 0.6


def _finite_soon(low: tuple[str, ...], start: int, last: int) -> bool:
    return any(_finite(low, at) for at in range(start, min(start + 6, last - 1)))


#: Prepositions that open few sentences.
_NO_OPENERS = words("of than to into onto like as")


def _timed(look: Look) -> bool:
    """``taken to hospital In the afternoon he was questioned``: a clause, a phrase of time, and a clause."""
    index, low = look.index, look.low
    if low[index] not in _TIME_PREPOSITIONS or look.s[2] != "low" or index - look.first < 4:
        return False
    at = index + 1
    while at < min(look.last, index + 4) and (
        low[at] in ("the", "that", "same", "then", "early", "late") or low[at].isdigit()
    ):
        at += 1
    if low[at - 1] not in ("then", "that") and not low[at - 1].isdigit():
        if at >= look.last or low[at] not in _TIME_NOUNS:
            return False
        at += 1
    if at + 1 >= look.last or low[at] not in ("he", "she", "it", "they", "we"):
        return False
    verb = lexicon("en").tags(low[at + 1]) & (VERB_S | VERB_PAST | AUX | MODAL)
    return bool(verb) and look.profile.main_verbs(look.first, index) > 1 and not look.profile.quotes[index] % 2


def _behind_name(look: Look) -> bool:
    """``as far south as Seville Schools stayed closed``: a clause ending in a name, a date or a year, and one more."""
    index, low = look.index, look.low
    if look.s[4] != "low" or index - look.first < 5 or look.crowded():
        return False
    lex, profile = lexicon("en"), look.profile
    phrase = lex.tags(low[index - 2]) & PREP
    if look.s[2] not in ("Cap", "num") and low[index - 1] not in _TIME_ENDS:
        # "is full to the brim Engineers opened two of its sluices"
        after = low[index + 2] if index + 2 < look.last else ""
        phrase = low[index - 2] in DETERMINERS and lex.tags(low[index - 3]) & PREP and after in DETERMINERS | NUMBERS
    right, verb = lex.tags(low[index]), lex.tags(low[index + 1])
    timed = low[index - 1] in _TIME_ENDS and right & NOUN and not right & (PREP | DET) and low[index + 1] in _COPULAS
    if not (phrase or timed) or not profile.main_verbs(look.first, index) or profile.quotes[index] % 2:
        return False
    if low[index] in _POSSESSIVES or (low[index] in NUMBERS and low[index + 1] == "of"):
        return any(lex.tags(word) & (VERB_S | VERB_PAST | AUX | MODAL) for word in low[index + 2 : index + 7])
    if timed:
        return True  # "will drop sharply on Thursday night Snow is likely"
    plural = right & NOUN and right & PLURAL and not right & VERB and lex.lower_share(low[index]) >= 0.93
    if plural and verb & VERB_BASE and not verb & (ADJ | PREP | AUX | MODAL) and index + 2 < look.last:
        return low[index + 2] in DETERMINERS  # "in 2061 Astronomers expect a better view"
    return bool(plural and (verb & (AUX | MODAL) or (verb & VERB_PAST and not verb & (NOUN | ADJ))))


def _behind_date(look: Look) -> bool:
    """``adjourned the hearing until Tuesday The defendant did not react``: a clause, its time, and one more."""
    index, low, profile = look.index, look.low, look.profile
    if low[index] not in DETERMINERS or look.s[4] != "low" or index - look.first < 5 or look.crowded():
        return False
    if DAYS.match(look.words[index - 1]) is None or low[index - 2] not in _BEFORE_DAYS or profile.quotes[index] % 2:
        return False
    # "adjourned" may be a participle: no main verb for certain, but one is enough on the left.
    return verbs_of(low[look.first : index]) > 0.3 and profile.main_verbs(index, look.last) > 0


_BEFORE_DAYS = words("on until by since from before after last next this")
_POSSESSIVES = words("its their his her")
_TIME_ENDS = words("noon midnight dawn dusk weekend night morning evening afternoon month week year")
_COPULAS = words("is are was were will has have had")
_TIME_PREPOSITIONS = words("in on at after since before during by until")
_TIME_NOUNS = words(
    "afternoon evening morning night meantime day week month year summer autumn winter spring end time beginning "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december noon midnight"
)


def _after_quotation(look: Look) -> bool:
    """``... down the road," Ms Ekholm said He suggested``: a quotation has its speaker, and a clause begins."""
    index, low, words = look.index, look.low, look.words
    if index < 4 or low[index - 1] not in _SAID or not look.profile.main_verbs(index, look.last):
        return False
    if low[index] not in SUBJECTS and (low[index] not in DETERMINERS or low[index + 1 : index + 2] in _TIMES):
        return False
    at = index - 2
    while at > index - 6 and words[at][0].isupper():
        at -= 1
    if at == index - 2 and low[at] in PRONOUNS:
        at -= 1
    return 0 < at < index - 2 and words[at] in ("”", '"') and words[at - 1] in (",", "?", "!")


_SAID = words("said says added adds explained noted wrote")
_TIMES = frozenset((word,) for word in words("next day week month year same following previous morning evening"))


def amount_opens(look: Look) -> float:
    """How surely "More than 100 countries were there" is a sentence: a whole clause on either side."""
    index, profile = look.index, look.profile
    dated = look.s[2] == "Cap" and DAYS.match(look.words[index - 1]) is not None
    # "eleven drawings to the Prado More than half of them have never left Vienna"
    shared = look.s[2] == "Cap" and look.low[index + 3 : index + 4] == ("of",)
    if not (look.s[2] == "low" or dated or shared) or index - look.first < 5 or profile.quotes[index] % 2:
        return 0.0
    counted = look.low[index - 1] in NUMBERS  # "by five votes to four More than 200 parents had packed"
    if not dated and not shared and not counted and not lexicon("en").tags(look.low[index - 1]) & (NOUN | ADV):
        return 0.0
    return 0.84 if profile.main_verbs(look.first, index) and profile.main_verbs(index, look.last) else 0.0
