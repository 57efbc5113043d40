"""Find the places where something may have been lost between two words: a few passes in C, then a first look.

``spaced``: a capital after a blank on a word that is seldom written with one. ``fused``: a capital inside a word
whose tail is a known word. ``stopped``: a full stop before a word that may as well go on with the sentence.
``small``: a word nobody knows that is two known words. Everything else in a text is passed over at the speed of a
regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from cleanpipe.scoring.boundaries import Place
from cleanpipe.scoring.context import elsewhere
from cleanpipe.scoring.gates import first_look
from cleanpipe.scoring.lexicon import (
    ADV,
    CONJ,
    DET,
    FUNCTION,
    PREP,
    PRON,
    SUBORD,
    TO,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    WH,
    Lexicon,
    lexicon,
)
from cleanpipe.scoring.wordlist import words

#: A capitalised word is looked at when at least this share of its uses is in lower case: "State" is .66,
#: "Conference" .96. Of simulated stray capitals 2 % are below.
MIN_SHARE = 0.85
# Patterns begin with the rarest character class they can: the engine then skips to it at some 300 MB/s.
_AFTER_BLANK = re.compile(r"[A-Z](?<=[^\W_] [A-Z]|[,;)”’%] [A-Z])(?:[a-z]+(?![\w@])|(?<=A)(?= ))")
_AFTER_STOP = re.compile(r"\.(?<=[\w)”%]\.) ([A-Z][a-z]*)\b")
_CAMEL = re.compile(r"[A-Z](?<=[a-z0-9)%][A-Z])(?:[a-z]+|[A-Z]+)?(?![\w@]|\.\w)")
_HALF = re.compile(r"\b(?:the|an?|of|between|into|from|and|their|its|his|her|our)$")
_TOKEN_BACK = re.compile(r"[\w.@/#’'-]*$")
_OPENERS = PREP | CONJ | SUBORD | WH | TO | DET | VERB_ING | VERB_PART | VERB_BASE | ADV | PRON


#: Words of which a frame of ``scoring.frames`` may be surer than the first look.
_FRAMED = words(
    "More Less Fewer Up Nearly Almost About Around Over Last Next He She It They We From Since In At By With For Until "
    "Near Through During Between Against Under"
)


class _Known(dict[str, int]):
    """Remembers the answer for each word; at most 50,000 of them, so that a long run does not grow."""

    def __init__(self, lex: Lexicon) -> None:
        super().__init__()
        self.lex = lex

    def judge(self, word: str) -> int:
        """Whether the word is usually small."""
        return int(self.lex.lower_share(word) >= MIN_SHARE)

    def __missing__(self, word: str) -> int:
        answer = self.judge(word)
        if len(self) < 50_000:
            self[word] = answer
        return answer


class _Openers(_Known):
    """For a word after a full stop: 0 a name or unheard of, 1 seldom so, 2 may go on with a sentence, 3 surely may."""

    def judge(self, word: str) -> int:
        if self.lex.lower_share(word) < 0.9:
            return 0
        if word in ("Because", "Whose", "Than", "Into"):
            return 3
        return 2 if self.lex.tags(word) & _OPENERS else 1


@lru_cache(maxsize=4)
def _small_words(lang: str) -> _Known:
    return _Known(lexicon(lang))


@lru_cache(maxsize=4)
def _openers(lang: str) -> _Openers:
    return _Openers(lexicon(lang))


#: Places found, and places where the first look saw little: likely and unlikely ones.
Found = tuple[list[Place], list[Place]]


def spaced(text: str, every: bool = False) -> Found:
    """Capitalised words after a blank that are usually small; ``every`` one, or those that pass the first look.

    >>> [place.text[place.at:place.end] for place in spaced("He saw Moscow Vetoed a plan In Paris.")[0]]
    ['Vetoed', 'In']
    """
    likely: list[Place] = []
    unlikely: list[Place] = []
    known = _small_words("en")
    if not any(known[word] for word in set(_AFTER_BLANK.findall(text))):
        return likely, unlikely
    for match in _AFTER_BLANK.finditer(text):
        word = match.group()
        if known[word]:
            at = match.start()
            left = at - 1
            while left > 0 and text[left - 1] in " ,;)”’%":
                left -= 1
            look = 2 if every or word in _FRAMED else first_look("spaced", text, left, at, match.end())
            if look:
                (likely if look > 1 else unlikely).append(Place(text, left, at, match.end()))
    return likely, unlikely


def fused(text: str, every: bool = False) -> Found:
    """Capitals inside a word, where the tail is a word or a name of its own; all of them are likely.

    ``every`` one, or those in words that do not look right as they are.

    >>> [(p.text[:p.left], p.text[p.at:p.end]) for p in fused("SeptemberWhen they came")[0]]
    [('September', 'When')]
    """
    lex = lexicon("en")
    found = []
    for match in _CAMEL.finditer(text):
        at, end = match.span()
        tail = match.group()
        if len(tail) == 1 and tail not in "AI":
            continue
        back = _TOKEN_BACK.search(text, max(0, at - 40), at)
        head = back.group() if back else ""
        if not head or head[0] in "@#/." or "/" in head or "@" in head or "_" in head or "#" in head:
            continue
        function = len(head) > 1 and head.islower() and bool(lex.tags(head) & FUNCTION)
        if len(tail) > 1 and tail.isupper() and not function:
            continue  # watchOS, webTV
        # The tail is a word, or it may be any name where a function word stands before it: "theCiscaucasus", "inGM".
        if lex.frequency(tail) < 2.0 and not function:
            continue
        place = Place(text, at, at, end)
        if every or not _looks_whole(place):
            found.append(place)
    return found, []


def _looks_whole(place: Place) -> bool:
    """Marks of a word that is right as it is: it stands there twice, or begins with one letter, or is a measure."""
    text, word = place.text, token(place)
    head = word[: len(word) - (place.end - place.at)] if word.endswith(text[place.at : place.end]) else ""
    if sum(a.islower() and b.isupper() for a, b in pairwise(word)) > 1:
        return True  # ReadMeFirst, GlaxoSmithKline: translators glue two segments, not three words
    if len(head) == 1 and head not in "aI" and not head.isdigit():
        return True
    tail = text[place.at : place.end]
    if head.isdigit() and not lexicon("en").tags(tail) & FUNCTION:
        return True
    seen = elsewhere(text)
    other = head[:1].swapcase() + word[1:]
    return seen.count(word, place.end - len(word)) > 0 or (other != word and seen.count(other, -1) > 0)


def token(place: Place) -> str:
    """The whole word around a joint."""
    text, start, end = place.text, place.at, place.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def stopped(text: str, every: bool = False) -> Found:
    """Full stops before a word that could have gone on with the sentence.

    >>> [(p.text[p.left], p.text[p.at:p.end]) for p in stopped("It rained. Of course. Mary left.")[0]]
    [('.', 'Of')]
    """
    likely: list[Place] = []
    unlikely: list[Place] = []
    known = _openers("en")
    for match in _AFTER_STOP.finditer(text):
        word = match.group(1)
        kind = known[word]
        if not kind:
            continue
        stop, at, end = match.start(), match.start(1), match.end(1)
        # An article or "of" before the stop: half a phrase, whatever comes behind it.
        if kind > 2 or _HALF.search(text, max(0, stop - 9), stop):
            look = 2
        elif kind > 1:
            look = 2 if every else first_look("stopped", text, stop, at, end)
        else:
            look = 0
        if look:
            (likely if look > 1 else unlikely).append(Place(text, stop, at, end))
    return likely, unlikely


FINDERS: dict[str, Callable[[str], Found]] = {"spaced": spaced, "fused": fused, "stopped": stopped}


_TAILS = words(
    "about above across after against along among and are around as at because been before behind between but by "
    "can could did does during for from had has have he her his if in into is it its may might more near not of "
    "off on or over said says she should since so than that the their then there they this through to toward "
    "under until was we were what when where whether which while who whose why will with within without would you"
)
# Heads that a short tail may follow: "the", "and", "of" and their like, glued to a longer word behind.
_HEADS = words(
    "about after against also and are because been before being between but by could during for from has have "
    "into its more not of only or over said some such than that the their these they this those through to under "
    "until was were what when where which while who will with within without would"
)
# Endings that make new words of known ones: a name with one of these is no joint ("Thatcherism", "Bostonian").
_SUFFIXES = words("is as an in on it or at so to are he and of off")
_BEFORE_VERBS = frozenset(("to", "will", "would", "can", "could"))
_NEXT_WORD = re.compile(r" ([a-z]+)")
_WORDISH = re.compile(r"[^\W\d_]+")


def small(text: str) -> Iterator[tuple[int, float, str, str]]:
    """Words nobody knows that are two known ones: (place of the joint, score, head, tail).

    >>> list(small("She wrote a letterabout the lamps."))
    [(18, 0.92, 'letter', 'about')]
    """
    lex = lexicon("en")
    fresh = set(text.split()) - _FAMILIAR
    for token in sorted(token for token in fresh if not _familiar(token)):
        for found in _WORDISH.finditer(token):
            word = found.group()
            if not _could_be_cut(word):
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
                    yield place + cut, sure, word[:cut], word[cut:]


#: Blank-separated tokens seen before in which nothing can have grown together; the bound keeps a long run small.
_FAMILIAR: set[str] = set()
_MOST_FAMILIAR = 200_000


def _familiar(token: str) -> bool:
    """Whether a blank-separated token holds no unknown word that could be a joint."""
    if "@" in token or "/" in token or "#" in token or "_" in token or any(map(str.isdigit, token)):
        return True
    answer = not any(map(_could_be_cut, _WORDISH.findall(token)))
    if answer and len(_FAMILIAR) < _MOST_FAMILIAR:
        _FAMILIAR.add(token)
    return answer


def _could_be_cut(word: str) -> bool:
    """Whether a word is unknown and ends, or begins, like two: the document must then be asked."""
    lex = lexicon("en")
    if len(word) < 6 or word in lex or not word[1:].islower():
        return False
    return any(word[cut:] in _TAILS or (word[:cut] in _HEADS and word[cut:] in lex) for cut in range(2, len(word) - 1))


def _best_cut(text: str, word: str, lex: Lexicon) -> tuple[int, float]:
    """Where an unknown word is best cut, and how surely; (0, 0.0) when nowhere."""
    best = (0, 0.0)
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        score = _name_score(text, head, tail, lex) if head[0].isupper() else _word_score(head, tail, lex)
        if score > best[1]:
            best = (cut, score)
    return best


def _name_score(text: str, head: str, tail: str, lex: Lexicon) -> float:
    """A name and a function word: the name must be known, or stand alone elsewhere in the text."""
    if tail not in _TAILS or len(head) < 4:
        return 0.0
    known = lex.frequency(head)
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
    if tail in _TAILS and head not in _PREFIXES and len(head) > 3 and lex.lower_share(head) > 0.6:
        if len(tail) > 3 and hf >= 3.5:
            return 0.92
        # Short tails may be endings ("-on", "-in", "-is"): the head must be common, and these five end no words.
        if tail in _SHORT_TAILS and hf >= 4.2:
            return 0.9
        return 0.7 if hf >= 4.6 else 0.0
    if head in _HEADS and (head in _NO_PREFIX or head not in _PREFIXES) and tf >= 4.0 and len(tail) > 3:
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
