"""Find words nobody knows that are two words: ``letterabout``, ``Franceto``, ``Correawill``.

Two small words are weighed by a learnt model, which knows which beginnings and ends make new words (``serverless``,
``overfishing``) and which do not. Of a name and a function word, the document is asked whether the name stands alone in
it. What was lost between them is only ever a blank here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cleanpipe.scoring.english.profile import word_class
from cleanpipe.scoring.lexical.lexicon import (
    AUX,
    FUNCTION,
    MODAL,
    NAME,
    NOUN,
    PREP,
    SUBORD,
    VERB,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    VERB_PAST,
    VERB_S,
    Lexicon,
    lexicon,
)
from cleanpipe.scoring.lexical.places import places
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.networks import linear
from cleanpipe.scoring.networks.encoder import encoder
from cleanpipe.scoring.networks.joints import BIG, SMALL
from cleanpipe.scoring.texts.tokens import (
    NAME_TAILS,
    NAMES,
    TAILS,
    after_capitals,
    behind_name,
    could_be_cut,
    cuts_of,
    tokens_of,
)

# Endings that make new words of known ones: a name with one of these is no joint ("Thatcherism", "Bostonian").
_SUFFIXES = words("is as an in on it or at so to are he and of off")
_HAS, _BEHIND_HAS = words("has had have was were is are"), words("yet been not to already long never always since")
_BEFORE_VERBS = frozenset(("to", "will", "would", "can", "could"))
_NEXT_WORD = re.compile(r" ([a-z]+)")
_WORDISH, _ALONE = re.compile(r"[^\W\d_]+"), re.compile(r"(?<![\w@#/.-])[^\W\d_]+(?![\w@]|\.\w)")


def joined(text: str) -> Iterator[tuple[int, float, str, str]]:
    """Words nobody knows that are two known ones: (place of the joint, score, head, tail).

    >>> [(at, round(score, 1), head) for at, score, head, _ in joined("She wrote a letterabout the lamps.")]
    [(18, 1.0, 'letter')]
    """
    lex = lexicon("en")
    tokens = tokens_of(text)
    unknown = {word for token in tokens.joined for word in _WORDISH.findall(token) if could_be_cut(word)}
    # "even tolland laughed", where Judge Tolland is told of: a name that lost its capital.
    small = {word for word in unknown if word.islower() and not tokens.different.isdisjoint(_named(word))}
    unknown -= small | {word.capitalize() for word in small}
    cuts = {word: found for word in sorted(unknown) if (found := best_cut(text, word))[1] > _ASKED}
    standing: dict[str, list[int]] = {word: [] for word in cuts}
    for match in _ALONE.finditer(text) if cuts else ():
        if match.group() in standing:
            standing[match.group()].append(match.start())
    for word, (cut, score) in cuts.items():
        places = standing[word]
        # A joint is an accident: the same one three times in a text is a word.
        if len(places) > 2:
            continue
        for place in places:
            sure = score if len(places) == 1 else score - 0.2
            if sure < _SEEN and not (word[:cut] in _PREFIXES or word[cut:] in _ENDINGS or word[0].isupper()):
                sure = max(sure, _read(text, place + cut))
            after = _NEXT_WORD.match(text, place + len(word))
            if after and word[cut:] in _BEFORE_VERBS and lex.tags(after[1]) & VERB_BASE:
                sure = min(0.95, sure + 0.25)  # "Franceto win": a verb asks for the word that was glued on
            elif after and word[cut:] in _HAS and (lex.tags(after[1]) & VERB_PART or after[1] in _BEHIND_HAS):
                sure = min(0.93, sure + 0.25)  # "Mount Etnahad closed", "Rigahas yet to repair"
            elif _asked_for(text, place, place + len(word), word[cut:]):
                sure = min(0.93, sure + 0.25)
            yield place + cut, sure, word[:cut], word[cut:]


def _named(word: str) -> tuple[str, ...]:
    """A word as a name, with the marks that may stand behind it."""
    name = word.capitalize()
    return name, f"{name},", f"{name}.", f"{name}’s", f"{name}'s"


def _read(text: str, at: int) -> float:
    """How surely two words meet at a place, as the encoder reads the sentence: what the words mean, not only which."""
    network = encoder("en")
    chances = network.judge_text(text, [at]).get(at) if network is not None else None
    return _SEEN if chances is not None and chances[0] < _PART else 0.0


#: Below the first nothing is asked; what the encoder gives a chance of keep below the last is as good as seen, but for
#: parts that stand before or behind many words: "inessential", "requestor", "helpfull".
_ASKED, _SEEN, _PART = 0.22, 0.82, 0.1
_PREFIXES = words("in be un re de over under out en im co pre post non anti super inter sub team share")
_ENDINGS = words("or as is am at an full less ship man men lets ways wise like fold")


def names_led(text: str, closed: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Names with more than one capital behind a small function word: (start, end) of the name.

    ``closed`` says of a word in small letters whether it is a function word of the language. A token that is there
    twice is a brand.

    >>> text = "a part ofGiveWell, and not for theU.S. or theiPhone, but eBooks and PhDs stay"
    >>> [text[start:end] for start, end in names_led(text, {"of", "the", "a"}.__contains__)]
    ['GiveWell', 'U.S.', 'iPhone']
    """
    for match in _TWO_CAPITALS.finditer(text):
        at, end = match.span()
        start = at
        while start and text[start - 1].islower():
            start -= 1
        if start and (text[start - 1].isalnum() or text[start - 1] in "@#/_.-’'"):
            continue
        head = text[start:at]
        if match.lastgroup and closed(text[at:end].lower()):
            continue  # "rondeToen" is no "rond eToen"
        if closed(head):
            if match.lastgroup:
                continue  # theCourt: one capital
        else:
            if len(head) < 4 or head[-1] not in "ie" or not closed(head[:-1]):
                continue
            at -= 1  # theiPhone
        if at - start > 1 and text.find(text[start:end], end) < 0 and text.find(text[start:end], 0, start) < 0:
            yield at, end


_TWO_CAPITALS = re.compile(
    rf"[{BIG}](?<=[{SMALL}][{BIG}])(?:(?:\.[{BIG}])+\b\.?|&[{BIG}]\b|(?=[\w-]*[{BIG}])[\w-]+(?![\w@]|\.\w)|"
    rf"(?P<one>(?<=[ie][{BIG}])[{SMALL}]{{2,}}(?![\w@]|\.\w)))"
)


def _asked_for(text: str, start: int, end: int, tail: str) -> bool:
    """Whether what stands around a name asks for the word glued to it: "Torontoon Friday", "from Berlinto Rome"."""
    after = _ANY_NEXT.match(text, end)
    if after is None or not (text[start].isupper() or tail in _VERBAL):
        return False
    word = after[1]
    if tail in ("was", "were", "had", "have"):
        behind = lexicon("en").tags(word)
        return bool(behind & VERB_PART) or word in ("been", "not", "too") or (tail[0] == "w" and behind & VERB_ING > 0)
    if tail == "and":
        going_on = lexicon("en").tags(word) & (VERB_PAST | VERB_S | AUX | MODAL)
        return word[0].isupper() or word in _DETERMINERS or bool(going_on)
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


_VERBAL = frozenset(("is", "are", "has", "was", "were", "had", "have"))
_ANY_NEXT = re.compile(r" (\w+)")
_FROM = re.compile(r"\bfrom (?:[A-Z]\w+ )?\Z")
_DETERMINERS = words("the a an his her their its this these that our my")


def best_cut(text: str, word: str) -> tuple[int, float]:
    """Where an unknown word is best cut, and how surely; (0, 0.0) when nowhere."""
    lex = lexicon("en")
    at = after_capitals(word)
    if at:
        return at, 0.88
    best = (0, 0.0)
    if word[0].isupper():
        at = text.find(word)
        first, after = _FIRST_NAME.search(text, max(0, at - 30), at), _ANY_NEXT.match(text, at + len(word))
        person = first is not None and after is not None and lex.is_name(first[1])
        for cut in range(2, len(word) - 1):
            score = _name_score(text, word[:cut], word[cut:], lex)
            if person and after is not None:
                score = max(score, _surname_score(word[:cut], word[cut:], after[1], lex))
            if score > best[1]:
                best = (cut, score)
        return best
    if word.startswith(_LEGAL):
        return best
    ending = next((tail for tail in _NO_ENDING_SMALL if word.endswith(tail) and len(word) - len(tail) > 3), "")
    if ending:
        return len(word) - len(ending), 0.88  # "zamboniwhich": the first may be a word that no list has
    at = text.find(word)
    before, after = _LAST_WORD.search(text, max(0, at - 40), at), _ANY_NEXT.match(text, at + len(word))
    near = (before[1].lower() if before else "", after[1].lower() if after else "")
    model = linear.shipped("boundaries-en", "small")
    for cut in cuts_of(word):
        score = model.probabilities(small(near[0], word[:cut], word[cut:], near[1]))["split"]
        score /= score + (1.0 - score) * RARITY
        if word[cut:] in _ENDS or (cut == 1 and (word[1] in "aeiou" or not lex.tags(near[0]) & (FUNCTION | VERB))):
            score *= _DOUBTED
        if word[cut:] == "or" and lex.tags(word[:cut]) & VERB:
            score = 0.0  # a fermentor ferments
        function = (lex.tags(word[:cut]) | lex.tags(word[cut:])) & FUNCTION or word[cut:] in TAILS
        if word[:cut] in _FIRST_PARTS or not function:
            score *= 0.0 if word[:cut] in _FORMS else _COMPOUND
        if score > best[1]:
            best = (cut, score)
    return best


#: Lawyers make words of these that no list has: "hereinbefore".
_LEGAL = ("here", "there", "where", "aforesaid")
#: What the model learnt from has as many joints as words that only look like two; in print there are hardly any. With
#: these odds against, it must say .977 for the bar of the rule (.78): what that finds of held-out joints, and how many
#: other words it cuts, the training script prints (bar .98).
RARITY = 12.0
#: Compounds are made anew every day (``thunderclouds``): just below the bar, so that a damaged page lifts them.
_COMPOUND = 0.72
#: Ends and a beginning that words of other languages share: ``consultas``, ``anormal``.
_ENDS, _DOUBTED = words("as is or am at"), 0.8
_FIRST_PARTS = words("for through under over out in up off by down after before back on mid self non anti inter super")
#: No words of their own before a noun: "megacorporations" is one word.
_FORMS = words("mega mini micro macro giga nano ultra hyper multi pseudo")
_LAST_WORD = re.compile(r"(\w+) \Z")


def small(before: str, head: str, tail: str, after: str) -> list[str]:
    """Features of a cut between two small words, with the words on both sides ("" where none is).

    >>> small("of", "these", "adorable", "cribs")[:3]
    ['bias', 'hf=6&tf=4', 'H=these']
    """
    lex = lexicon("en")
    hf, tf = int(lex.frequency(head)), int(lex.frequency(tail))
    h, t = word_class(head), word_class(tail)
    closed = f"{lex.tags(head) & FUNCTION > 0:d}{lex.tags(tail) & FUNCTION > 0:d}"
    return [
        "bias",
        f"hf={hf}&tf={tf}",
        f"H={h}",
        f"T={t}",
        f"H={h}&T={t}",
        f"closed={closed}",
        f"closed={closed}&hf={hf}&tf={tf}",
        f"hl={min(len(head), 7)}&hf={hf}",
        f"tl={min(len(tail), 7)}&tf={tf}",
        f"head={head}" if len(head) < 6 else "head",
        f"tail={tail}" if len(tail) < 6 else "tail",
        f"end={tail[-3:]}",
        f"B={word_class(before)}&H={h}",
        f"T={t}&A={word_class(after)}",
    ]


def _name_score(text: str, head: str, tail: str, lex: Lexicon) -> float:
    """A name and a function word: the name must be known, or stand alone elsewhere in the text."""
    known = lex.frequency(head)
    if tail in NAME_TAILS and tail not in TAILS and len(head) > 3:
        if _stands_alone(text, head):
            return 0.92
        named = (lex.is_name(head) and known >= 3.7) or head.lower() in places("en")
        return 0.86 if named and len(tail) > 3 else 0.0
    # "Penhaligonapologised", "Agathabrought", "Ekbergformer"
    if len(head) > 3 and behind_name(tail) and _stands_alone(text, head):
        return 0.9
    if tail in _NO_ENDING and len(head) > 4 and (known == 0.0 or lex.is_name(head)) and not lex.tags(head) & ~NAME:
        return 0.88  # "Katowicewhere": no name ends so
    if (
        len(tail) > 3
        and lex.tags(tail) & (PREP | SUBORD)
        and not lex.tags(tail) & NOUN
        and head.lower() in places("en")
    ):
        return 0.88  # "Warsawdespite"
    if tail not in TAILS or len(head) < 4:
        return 0.0
    # Five letters ("about", "their") are hardly an ending by chance; two or three often are.
    weight = 0.0 if len(tail) > 4 else 0.04 if len(tail) == 4 else 0.1 if len(tail) == 3 else 0.22
    if tail in _SUFFIXES:
        weight += 0.12
    if _stands_alone(text, head):
        return 0.95 - weight * 0.3
    if lex.is_name(head) and known >= (3.0 if len(tail) < 3 else _NAME):
        return 0.94 - weight - (0.06 if known < 3.7 else 0.0)
    return 0.0


_FIRST_NAME = re.compile(r"\b([A-Z][a-z]+) \Z")


def _surname_score(head: str, tail: str, after: str, lex: Lexicon) -> float:
    """A surname nobody knows, behind a first name, and a verb: ``Petra Lindqvistwithdrew on Tuesday``."""
    if len(head) < 4 or not (lex.tags(after) & FUNCTION or after.isdigit()):
        return 0.0
    if tail == "and":  # and not "gave Anne Legrand her coat"
        return 0.86 if head.endswith(_SURNAMES) and after in _DETERMINERS else 0.0
    tags = lex.tags(tail)
    verb = tags & VERB_PAST and not tags & (NOUN | NAME) and len(tail) > 4 and lex.frequency(tail) > 3.0
    return 0.88 if verb else 0.0


_SURNAMES = (
    "son",
    "sen",
    "man",
    "ton",
    "ley",
    "ski",
    "sky",
    "ez",
    "ov",
    "berg",
    "ham",
    "ford",
    "well",
    "ing",
    "er",
    "ini",
)
_NO_ENDING = frozenset(("which", "where", "whose", "while"))
_NO_ENDING_SMALL = ("which", "whose", "because", "although", "whereas")
#: From this frequency on (Zipf: one use in two million words) the word list knows a name before three letters and more.
_NAME = 2.7


def _stands_alone(text: str, head: str) -> bool:
    at = text.find(head)
    while at >= 0:
        end = at + len(head)
        if not (at and text[at - 1].isalnum()) and end < len(text) and not text[end].isalnum():
            return True
        at = text.find(head, end)
    return False
