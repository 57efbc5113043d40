"""Split words that grew together where a link ended: ``SeptemberWhen``, ``softwareThe``, ``Correawill``.

A capital inside a word is weighed by the learnt scorer, which also says what was lost: a blank, a comma or a full
stop. A word in small letters is split only when nobody knows the whole, both halves are words (the first may be a
name that stands alone elsewhere in the document) and the second is a function word. Brands, surnames, tags, file
names and code stay; so do the words of ``never_split``. Phase repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.english import candidates, frames
from cleanpipe.scoring.english.boundaries import Place
from cleanpipe.scoring.english.clauses import adds, reconciled
from cleanpipe.scoring.english.joined import best_cut, joined, names_led
from cleanpipe.scoring.english.torn import closes_aside
from cleanpipe.scoring.english.verdicts import verdicts
from cleanpipe.scoring.lexical.lexicon import (
    ADJ,
    DET,
    FUNCTION,
    NOUN,
    VERB_BASE,
    VERB_ING,
    VERB_PART,
    lexicon,
)
from cleanpipe.scoring.lexical.wordlist import words
from cleanpipe.scoring.multilingual.glued_names import BAR, BELIEVED, TOLD, TOLD_FROM, glued_names
from cleanpipe.scoring.networks.joints import SHORT
from cleanpipe.scoring.texts.tokens import tokens_of

PHASE = "repair"
CERTAIN = 0.92


@dataclass(frozen=True, slots=True)
class Options:
    """``never_split``: words that are right as they are. ``floor``: scores below it are not even proposed.

    ``small``: whether to look for joints in small letters as well (``Correawill``, ``letterabout``).
    """

    never_split: tuple[str, ...] = ()
    floor: float = 0.3
    small: bool = True


#: What each label puts in front of the right word, and whether that word is lowered.
_MENDED = {
    "split": (" ", False),
    "lower": (" ", True),
    "comma": (", ", True),
    "commakeep": (", ", False),
    "stop": (". ", False),
}
_WORDS = {"split": "a blank", "lower": "a blank", "comma": "a comma", "commakeep": "a comma", "stop": "a full stop"}


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to split fused words.

    >>> text = "Residents complain about the noiseComing from the new stadium."
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['Residents complain about the noise coming from the new stadium.']
    """
    text = document.text
    found = verdicts(text)
    names = dict(names_led(text, _LEADS.__contains__))
    for at, end in names.items():
        if text[:end].endswith(options.never_split):
            continue
        reason = f"{text[at:end]!r} is a name; a blank was lost before it"
        yield Edit(at, at, " ", score=_LED, reason=reason, detail={"prior": True})
    yield from _articles(text)
    for match in _YEAR.finditer(text):
        reason = f"'{match[1]}' is a word of its own; a blank was lost behind the year"
        yield Edit(match.start(1), match.start(1), " ", score=0.9, reason=reason, detail={"prior": True})
    yield from _behind_percent(text)
    yield from _before_article(text)
    for place in found.places("fused"):
        if candidates.token(place) in options.never_split or any(at <= place.at < end for at, end in names.items()):
            continue
        if text[place.at : place.end] == "A" and _LOT.search(text, max(0, place.at - 4), place.end):
            continue
        chances = _weighed(text, place, found.chances("fused", place))
        label = max(_MENDED, key=chances.__getitem__)
        if label == "lower" and (adds(place) or closes_aside(place)):
            chances["comma"], chances["lower"] = chances["comma"] + chances["lower"], 0.0
            label = "comma"
        # Any split is better than none, and the best of them is rarely far off: two thirds of what the others would get
        # count for it.
        score = chances[label] + 0.67 * (1.0 - chances["keep"] - chances[label])
        score *= _brandlike(text, place, label)
        if score < options.floor:
            continue
        joint, lowered = _MENDED[label]
        first = text[place.at]
        reason = f"'{text[place.at : place.end]}' is a word of its own; {_WORDS[label]} was lost before it"
        if lowered and text[place.at : place.end] != "I":
            yield Edit(
                place.at, place.at + 1, joint + first.lower(), score=score, reason=reason, detail={"prior": True}
            )
        else:
            yield Edit(place.at, place.at, joint, score=score, reason=reason, detail={"prior": True})
        yield from _head_capital(text, place, score)
    if options.small:
        found_at = {at: (score, head, tail) for at, score, head, tail in joined(text)}
        for glued in glued_names(text, "en"):
            score = BELIEVED if glued.chance >= BAR else TOLD if glued.chance >= TOLD_FROM else 0.0
            begin = glued.at - len(glued.head)
            known = max((sure for at, (sure, head, _) in found_at.items() if at - len(head) == begin), default=0.0)
            if score > known:
                found_at[glued.at] = score, glued.head, glued.tail
        for at, (score, head, tail) in found_at.items():
            if head + tail not in options.never_split:
                reason = f"'{head}' and '{tail}' are words, '{head}{tail}' is not"
                named = head[0].isupper() and (tail in _RELATIVES or tail == "former")
                named = named and not _CLEFT.search(text, max(0, at - len(head) - 12), at - len(head))
                joint = ", " if named or _clause_behind(text, at + len(tail), tail) else " "
                yield Edit(at, at, joint, score=score, reason=reason, detail={"prior": True})


def _before_article(text: str) -> Iterator[Edit]:
    """Small words glued to the article behind them: ``because ofa record crop``."""
    lex = lexicon("en")
    for match in _SMALL_ARTICLE.finditer(text) if not _GLUED_ARTICLES.isdisjoint(tokens_of(text).different) else ():
        word, behind = match[1] + match[2], lex.tags(match[3])
        if behind & (NOUN | ADJ) and text.count(f" {word} ") == 1:
            at = match.start(2)
            reason = f"'{match[1]}' and '{match[2]}' are words, '{word}' is not"
            yield Edit(at, at, " ", score=0.9, reason=reason, detail={"prior": True})


_BEFORE_ARTICLES = "of in to with at on by from as is was and that than into about after over".split()
_SMALL_ARTICLE = re.compile(rf"(?<=[a-z,] )({'|'.join(_BEFORE_ARTICLES)})(an?) ([a-z]{{3,}})\b")
_GLUED_ARTICLES = frozenset(word + article for word in _BEFORE_ARTICLES for article in ("a", "an"))


def _behind_percent(text: str) -> Iterator[Edit]:
    """Function words glued to a percentage: ``fell by 12%While gas-fired stations ran``."""
    for match in _PERCENT.finditer(text):
        word = match[1]
        tags = lexicon("en").tags(word.lower())
        if not tags & FUNCTION or word == "Off":
            continue
        lost = "stop" if word in _OPENS_SENTENCE else "comma" if word in _COMMA_BEFORE else "lower"
        joint, lowered = _MENDED[lost]
        at = match.start(1)
        reason = f"'{word}' is a word of its own; {_WORDS[lost]} was lost before it"
        new = joint + (word[0].lower() if lowered else word[0])
        yield Edit(at, at + 1, new, score=0.9, reason=reason, detail={"prior": True})


_PERCENT = re.compile(r"%(?<=[0-9]%)([A-Z][a-z]+)(?= [a-z])")
_OPENS_SENTENCE = frozenset("The A An It He She They We This That These Those There Its His Her Their".split())
_COMMA_BEFORE = frozenset("While Whereas Although Though Which Who Whose Where When But With According".split())


def _clause_behind(text: str, at: int, tail: str) -> bool:
    """Whether a clause of its own follows "but" or "so", or an aside "which" that ends in a comma.

    ``a brighter screenbut it weighs more``, ``the cameraswhich were its weak point, are no better``.
    """
    if tail in ("but", "so"):
        return _CLAUSE.match(text, at) is not None
    return tail in ("which", "who", "whose") and _ASIDE.match(text, at) is not None


_CLAUSE = re.compile(
    r" (?:it|he|she|they|we|you|I|there|this|that|(?:the|a|an|his|her|its|their) \w+ [a-z]+(?:ed|s)?) [a-z]"
)
_ASIDE = re.compile(
    r" [^,.;:!?\n]{4,60}, (?:is|are|was|were|has|have|had|will|would|can|could|do|does|did|[a-z]+ed|"
    r"(?:a|the|his|her|its|their|two|three) |"
    r"fell|rose|froze|went|came|took|made|broke|lost|won|stood|sold|held|left|began|cost|died|grew|ran|got|gave)\b"
)
_CLEFT = re.compile(r"\b[Ii]t (?:is|was|wasn't|will be) \Z")  # "It was Umehwho noticed"
#: "lot 14A", "bus 7A leaves": an article is glued to a year only.
_LOT = re.compile(r"(?<![0-9])[0-9]{1,3}A")
#: "born in 1987in Oslo"; "1920in" alone may be inches.
_YEAR = re.compile(
    r"[0-9](?<=(?<![\w.,-])1[5-9][0-9]{2}|(?<![\w.,-])20[0-9]{2})"
    r"(?=(?:and|but|to|the|when|where|with|after|before|by|from|until|was|were|as) |"
    r"(?:in|on|at|for) (?:[A-Z]|the |an? |his |her ))([a-z]+)"
)
#: "similar to ASugar glider": the article had a capital as the first word of its segment.
_ARTICLE = re.compile(r"A(?<=[a-z,] A)(?<! an A)(?<! the A)([A-Z][a-z]{2,})(?= [a-z])")


def _articles(text: str) -> Iterator[Edit]:
    """Part an article with a capital from the small word that was glued to it."""
    lex = lexicon("en")
    for match in _ARTICLE.finditer(text):
        word = match[1]
        if lex.lower_share(word) >= 0.95 and lex.frequency(word) >= 3.0 and match.group() not in lex:
            # AFrame and AClass are names: just below the bar.
            reason = f"the article and '{word.lower()}' are two words"
            new = f"a {word[0].lower()}"
            yield Edit(match.start(), match.start() + 2, new, score=0.77, reason=reason, detail={"prior": True})


def _weighed(text: str, place: Place, judged: dict[str, float]) -> dict[str, float]:
    """The scorer's chances, corrected by what the words alone say: a name keeps its capital, a frame is nearly sure."""
    chances = dict(judged)
    tail, lex = text[place.at : place.end], lexicon("en")
    # What is a name, or a word that nobody knows, keeps its capital: "and Uaxactun".
    named = lex.is_name(tail) or _unheard(tail) or _MONTH.match(text, place.at)
    if named or (not lex.tags(tail) & FUNCTION and _names_on(text, place.end, lex.lower_share(tail))):
        chances["split"] += chances.pop("lower")
        chances["commakeep"] += chances.pop("comma")
        chances |= {"lower": 0.0, "comma": 0.0}
    lost = frames.fused(place)
    if lost and chances["keep"] > _FRAME_KEEP:
        rest = (1.0 - _FRAME_KEEP) / max(1e-9, 1.0 - chances["keep"])
        chances = {label: chance * rest for label, chance in chances.items()} | {"keep": _FRAME_KEEP}
    if lost in ("comma", "stop"):
        moved = 0.9 * (1.0 - chances["keep"])
        chances = {label: chance * 0.1 for label, chance in chances.items()} | {"keep": chances["keep"]}
        chances[lost] += moved
    return reconciled(place, chances)


def _names_on(text: str, end: int, share: float) -> bool:
    """Whether what stands behind a word, which is written small in ``share`` of its uses, makes it a name.

    ``theModel S``, ``ofRight Women PAC``, ``aboutTrump's call``, but ``byFormer President Clinton``.
    """
    if share < _OWNER and text[end : end + 2] in ("'s", "’s"):
        return True
    behind, lex = _RAISED.match(text, end), lexicon("en")
    raised = behind is not None and lex.lower_share(behind[1]) >= 0.9 and not lex.tags(behind[1]) & FUNCTION
    return raised or _MODEL.match(text, end) is not None


def _unheard(word: str) -> bool:
    """Whether nobody knows a word, also not as two that grew together: "areImprovingevery"."""
    return word not in lexicon("en") and best_cut("", word.lower())[1] < 0.5


#: A name needs no relative to tell it apart, so a comma was lost: "Leedswho has worked".
_RELATIVES = frozenset(("who", "which", "whose", "where", "whom"))
#: Words that names with two capitals follow, and that no brand begins with: "beIN", "upGrad" and "onStar" are names.
_LEADS = words(
    "the of in at to by from with and for but about into that as or an than their its his her our these some many "
    "several against between after before over under during through like per via says said former another has have "
    "had was were will would when where while who which because if"
)
#: How sure such a joint is.
_LED = 0.92


#: "InMay 2017": months that are words as well.
_MONTH = re.compile(r"(?:May|March|August|April|June) \d")
#: Words that are small less often than this and own something are people: Trump .62, Bush .23.
_OWNER = 0.75
_RAISED = re.compile(r" ([A-Z][a-z]+)(?=[ ,.;:)])")
#: "theModel S", "theType C": what belongs to a name.
_MODEL = re.compile(r" (?:[B-HJ-Z]|[A-Z]\d+)(?![\w.'’])")
#: How often a known word with a function word behind it is right as it is.
_FRAME_KEEP = 0.06


def _brandlike(text: str, place: Place, label: str) -> float:
    """A factor below 1.0 where both halves have capitals and no function word says that a sentence goes on.

    RiverHouse and ThyssenKrupp, but also AllTrails and WeWork: brands are made of common words. 3.8 tokens in 1,000 of
    edited news have a capital inside, nearly all of them brands, so these are only told, not mended.
    """
    token, lex = candidates.token(place), lexicon("en")
    tail = text[place.at : place.end]
    if (
        token[0].islower()
        and token[: len(token) - len(tail)] not in _NEVER_CODE
        and (
            (not lex.tags(tail) & FUNCTION and _CAMELS.search(text, max(0, place.at - 200), place.end + 200))
            or _CALL.search(text, max(0, place.at - 200), place.end + 200)
            or _coded(text, place)
            or _CODE.search(text, max(0, place.at - len(token) - 12), place.at - len(token) + len(tail))
        )
    ):
        return 0.5  # getUserById() and, beside it, fetchAll
    head = token[: -len(tail)]
    named = head[:1].isupper() and not lex.tags(tail) & FUNCTION
    if named and _CAMELS.search(text, max(0, place.at - 200), place.end + 200):
        return 0.5  # "calls getUserName before it opens MainWindow"
    if named and _ONE.search(text, max(0, place.at - 40), place.end - len(token)):
        return 0.7  # "a TaylorMade driver"
    if len(head) < 3 and head.islower() and head not in SHORT:
        return 0.6  # reSkin, eBay, deCODE
    if not head[:1].isupper() or (frames.fused(place) and not lex.tags(head) & FUNCTION and tail not in _BRANDED):
        return 1.0
    if lex.tags(head) & FUNCTION:
        if not lex.tags(tail) & FUNCTION and _OPENING_BRAND.search(text, max(0, place.at - 30), place.end + 2):
            return 0.7  # "AfterShip, a logistics firm"
        return _segment(head, tail)
    if label == "split":
        named = lex.is_name(tail) and (
            lex.frequency(head) >= _UNUSUAL or text[place.end + 1 : place.end + 2].isupper()
        )  # "in AustraliaPeter Smith", but "ConocoPhillips closed"
        return 1.0 if lex.tags(tail) & FUNCTION or named else 0.78
    if lex.is_name(head) or lex.lower_share(head) < 0:
        return 1.0
    return 1.0 if label == "comma" and tail in _CLAUSES else 0.82  # "TamaleWhere"


_CLAUSES = words("Where Which Whose While Although Because")
#: No name in code begins with these; "on", "to" and "is" begin many.
_NEVER_CODE = words("the of in and with for from at by a an their his her its this that")
_OPENING_BRAND = re.compile(r"(?:^|[.!?] )[A-Z][a-z]+[A-Z][a-z]+(?:, |[’']s)\Z", re.M)
_ONE = re.compile(r"\b[Aa]n? \Z")
_CODE = re.compile(r"\b(?:function|method|variable|parameter|module|attribute) \Z")
#: "getUserName": names of functions in running text.
_CAMELS = re.compile(r"\b[a-z]{2,}[A-Z][a-z]{2,}[A-Z][a-z]+\b")
_CODED = re.compile(
    r"\b(?:set|get|clear|add|remove|is|has|parse|fetch|init|create|delete|update|load|handle|render)[A-Z][a-z]+(?![\w.])"
)
_CALL = re.compile(
    r"\w\.(?:js|py|ts|java|rb|go|cpp|json|css|php)\b|\b(?:NaN|null|undefined|boolean|await)\b|"
    r"[a-z][A-Z]?[a-z]*(?:Error|Exception)\b|"
    r"`[a-z]+[A-Z]\w*`|[a-z0-9_][A-Z]\w*\(\w*\)|\w\.\w+\(\)|\w_\w+\(\)"
)


def _coded(text: str, place: Place) -> bool:
    """Whether two words are written as functions are: ``setTimeout`` and ``clearTimeout``."""
    found = [match.span() for match in _CODED.finditer(text, max(0, place.at - 300), place.end + 300)]
    return len(found) > 1 and any(start < place.at < end for start, end in found)


def _segment(head: str, tail: str) -> float:
    """A factor for a function word with a word glued to it: ``types OfTherapy``, but also OnStar and TheStreet."""
    lex = lexicon("en")
    if tail in _BRANDED:
        return 0.7
    if lex.tags(tail) & FUNCTION:
        return 1.0  # ToThe, HasBeen, AlongA
    if head == "To" and lex.tags(tail) & VERB_BASE:
        return 0.95
    if head in ("The", "A", "An"):
        return 0.79  # just below the bar: a damaged page lifts it
    return 0.9 if lex.lower_share(tail) >= 0.9 else 0.7


#: Zipf value below which a word with a capital is a name that few have heard of, as brands begin with.
_UNUSUAL = 2.5
#: Function words that brands do end in: TakeThat, AboutYou.
_BRANDED = frozenset(("That", "This", "You", "Me", "Us", "It", "We", "Now"))


def _head_capital(text: str, place: Place, score: float) -> Iterator[Edit]:
    """Lower the first half as well where it is no name: ``two highly CriticalReports`` was one segment of its own."""
    start = place.at
    while start and text[start - 1].isalpha():
        start -= 1
    head = text[start : place.at]
    if len(head) < 2 or not head[0].isupper() or not head[1:].islower():
        return
    before = text[max(0, start - 30) : start]
    if len(before) < 2 or before[-1] != " " or not before[-2].islower():
        return  # a sentence may begin here
    lex, last = lexicon("en"), before.split()[-1]
    if last[0].isupper() and not lex.tags(last.lower()) & FUNCTION:
        return  # "the Royal HouseholdBoth": a name goes on
    if lex.tags(last) & DET and not lex.tags(head.lower()) & (NOUN | ADJ | VERB_ING | VERB_PART):
        return  # "north of the ForthAnd": no adverb follows an article
    share = lex.lower_share(head)
    if share >= 0.97:
        low = score * (0.97 if share >= 0.988 else 0.9)
        reason = f"'{head}' begins the segment that ends here, and is written small in {share:.0%} of its uses"
        yield Edit(start, start + 1, head[0].lower(), score=low, reason=reason, detail={"prior": True})
