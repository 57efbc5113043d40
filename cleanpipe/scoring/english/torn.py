"""How surely the words around a full stop belong to one sentence, by their wording alone: ``frames`` of stops."""

from __future__ import annotations

import re

from cleanpipe.scoring.english.boundaries import Look, Place, look_at
from cleanpipe.scoring.english.clauses import goes_on
from cleanpipe.scoring.english.sentences import DETERMINERS
from cleanpipe.scoring.english.stops import SUBJECTS
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    ADV,
    AUX,
    COMPARATIVE,
    MODAL,
    NOUN,
    VERB,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words


def torn_sentence(place: Place) -> float:
    """How surely the words around a full stop belong to one sentence: a phrase, a relative, half a phrase.

    >>> text = "The army withdrew its troops. From the northern border."
    >>> at = text.index("From")
    >>> torn_sentence(Place(text, at - 2, at, at + 4))
    0.87
    """
    look = look_at(place)
    index, low, words_ = look.index, look.low, look.words
    stop = index - 1
    first, _ = look.profile.sentence(max(0, stop - 1))
    if stop - first < 3 or look.profile.quotes[index] % 2 or (first and words_[first - 1] == "?"):
        return 0.0
    right, before = low[index], low[stop - 1]
    length = look.last - index - (words_[look.last - 1] in (".", "!"))
    if words_[look.last - 1] != "." or words_[stop] != ".":
        return 0.0
    main, comma = look.profile.main_verbs(index, look.last), look.opener()
    # "between the. Two villages", "a new wing of. The hospital": half a phrase cannot end a sentence.
    if before in HALF and main < 2:
        return 0.95
    # "prison for. Fraud and tax evasion": the words behind a preposition are no sentence.
    if before in _OPEN_PREPOSITIONS and not main and length < 9 and not comma and look.profile.main_verbs(first, stop):
        return 0.86
    if before in REPORTING and main > 1 and _only_reports(look, first, stop):
        return 0.9
    if _asked_for(look, first):
        return ASKED_FOR
    if right == "than":
        compared = low[max(0, index - 9) : stop]
        tags_of = lexicon("en").tags
        compares = any(tags_of(w) & COMPARATIVE or w in ("other", "rather") for w in compared)
        compares = compares or (before.endswith("er") and bool((tags_of(before[:-2]) | tags_of(before[:-1])) & ADJ))
        return 0.95 if compares else 0.0
    if right == "whose" and stop - first > 4 and _goes_on_behind_aside(look):
        return 0.9
    if look.profile.main_verbs(first, stop) < 1 or comma:
        return 0.0
    after = low[index + 1] if index + 1 < look.last else ""
    if right in ("which", "who", "whose"):
        # A relative clause and nothing else; "Which is why" and "Which one" are sentences of their own.
        alone = look.profile.verbs[look.last] - look.profile.verbs[index]
        if (
            length < 5
            or alone > 0.3
            or (after in ("is", "one", "means", "of", "was") and right != "who")
            or low[look.last - 2] in HALF
        ):
            return 0.0
        return 0.9 if right == "whose" or lexicon("en").tags(after) & (VERB | MODAL | AUX) else 0.0
    if right == "where" and length > 4 and after in DETERMINERS and lexicon("en").tags(before) & NOUN:
        alone = look.profile.verbs[look.last] - look.profile.verbs[index]
        return 0.86 if 0.9 < alone < 1.9 or (alone > 1.8 and "and" in low[index : look.last]) else 0.0
    if right in _SUBORDINATE and length > 4 and goes_on(place):
        return 0.86  # "Since Tamar Beridze left for Oslo."
    if length > 3 and compares_with(look) and not look.profile.main_verbs(index + 1, look.last):
        return 0.87
    if main or length < 4:
        return 0.0
    if right in _PHRASES:
        return 0.92 if right in ("of", "into", "than") else 0.87
    if right == "because" and after == "of":
        return 0.87
    return 0.72 if _verbless(place, look, first) else 0.0


#: How sure it is that a stop goes where the words before it ask for the one behind it, whatever else stands around.
ASKED_FOR = 0.93


def _asked_for(look: Look, first: int) -> bool:
    """Whether the words before a stop ask for the one behind it: ``as different. As``, ``between May. And June``."""
    low, index = look.low, look.index
    before, right = low[first : index - 1], low[index]
    tags = lexicon("en").tags(before[-1])
    if right == "as":
        return before[-2:-1] == ("as",) and bool(tags & (ADJ | ADV)) and before[-1] not in ("well", "soon", "such")
    if right == "that":
        return before[-2:-1] == ("so",) and bool(tags & (ADJ | VERB_PART)) and low[index + 1] in SUBJECTS
    if right == "and" and "between" in before:
        behind = before[len(before) - before[::-1].index("between") :]
        return 0 < len(behind) < 6 and not {"and", ","} & set(behind) and look.words[index + 1][0].isupper()
    return right == "to" and before[-1] == "time" and before[-2] in ("it's", "it’s", "is", "'s", "’s")


def compares_with(look: Look) -> bool:
    """Whether a piece tells what something is compared with: ``214 nests. Compared with 61 ten years ago.``"""
    return look.low[look.index] == "compared" and look.low[look.index + 1 : look.index + 2] in (("with",), ("to",))


def _goes_on_behind_aside(look: Look) -> bool:
    """``Whose notes, kept for years, are now in the archive.``: behind an aside the verb of the same clause."""
    commas = [k for k in range(look.index + 1, look.last - 1) if look.low[k] == ","]
    if len(commas) != 2:
        return False
    tags = lexicon("en").tags(look.low[commas[1] + 1])
    return bool(tags & (AUX | MODAL | VERB_PAST | VERB_S)) and not tags & NOUN


_SUBORDINATE = words("since until unless because although though whereas while")
#: No sentence ends in these: half a phrase.
HALF = words(
    "the a an of than between into from and their its his her our whose this these towards amid despite onto until"
)
_OPEN_PREPOSITIONS = words("for with at to by against towards via per")
_PHRASES = words(
    "despite including excluding except without worth of into from between by with against among through during under "
    "over within to at on in for"
)


#: Verbs that want to be told what: "The farmer says. The dam is dry".
REPORTING = words(
    "says said suggests suggested shows showed reveals revealed indicates indicated argues argued believes believed "
    "estimates claims claimed warns insists insisted reported ruled concluded denied confirmed announced alleges"
)
ECHOES = words("as what so who how whatever which that if when it this where like because than")


def _only_reports(look: Look, first: int, stop: int) -> bool:
    """Whether a sentence says no more than who reports: no comma, no quotation, no other verb, no "as he says"."""
    low = look.low[first:stop]
    least = 3 if not first or look.words[first - 1] == "." else 4  # not behind a quotation
    if len(low) < least or not ECHOES.isdisjoint(low) or any(not word[0].isalnum() for word in low):
        return False
    if look.low[look.index] not in _OPENS_REPORT:
        return False
    return look.profile.main_verbs(first, stop - 1) < 1


_OPENS_REPORT = words("the a an this these those it he she they we there its his her their our some many most that in")


def _verbless(place: Place, look: Look, first: int) -> bool:
    """``The nascent military satellite programme.`` after a whole sentence, with another one behind it."""
    index, last = look.index, look.last
    if not 3 <= last - index - 1 <= 12 or last >= len(look.words) or index - first < 7:
        return False
    if look.low[index] not in ("the", "its", "their", "his", "her", "a", "an"):
        return False
    tags_of = lexicon("en").tags
    for word in look.low[index + 1 : last - 1]:
        tags = tags_of(word)
        if not word[0].isalpha() or (tags & VERB and not tags & (NOUN | ADJ)):
            return False
    return True


def closes_aside(place: Place) -> bool:
    """Whether a verb goes on with the sentence behind an aside: ``KavanaghWho taught for decadesHas released``.

    >>> text = "The conductor, who is 83. Will lead the orchestra."
    >>> at = text.index("Will")
    >>> closes_aside(Place(text, at - 2, at, at + 4))
    True
    """
    tags = lexicon("en").tags(place.text[place.at : place.end].lower())
    verb = tags & (AUX | MODAL | VERB_S) or (tags & VERB_PAST and not tags & (NOUN | ADJ))
    return bool(verb) and _ASIDE_OPEN.search(place.text, max(0, place.left - 160), place.left) is not None


_ASIDE_OPEN = re.compile(r"(?:[A-Za-z](?=W)|, )(?:[Ww]ho|[Ww]hich|[Ww]hose) [^,.;:!?\n]{3,}\Z")
