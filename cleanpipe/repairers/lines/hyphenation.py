"""Words broken over a line, or at a hyphen with a blank after it: ``investi-⏎gation``, ``govern- ment``.

The lexicon says whether the whole is a word (the hyphen goes) or both parts are (``well-⏎known``: it stays).
Without a lexicon the text itself is asked. Suspended hyphens ("pre- and post-war", "Haupt- und Nebenstraße") are
never closed, and a blank after a hyphen on one line only goes when the whole word is certain. Phase: repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import SUSPENDED, SUSPENDED_ANYWHERE, code, word_set
from cleanpipe.scoring.lexical.lexicon import ADJ, DET, FUNCTION, NOUN, VERB_ING, VERB_PART, Lexicon, lexicon

PHASE = "lines"

_LINE = re.compile(r"-(?<=[^\W\d_]{2}-)[ \t]*\n{1,2}[ \t]*(?=[^\W\d_]{2})")
_SOFT = re.compile("\u00ad(?<=[^\\W\\d_]\u00ad)[ \\t]*\\n{1,2}[ \\t]*(?=[^\\W\\d_])")
_INLINE = re.compile(r"-(?<=[^\W\d_]{2}-) (?=[^\W\d_]{2})")
# "a late -stage trial": one article and one noun around, so it is no aside between dashes.
_BEFORE = re.compile(r" -(?<=[^\W\d_]{2} -)([^\W\d_]{3,}|[0-9]{4}s?)(?= [^\W\d_]|(?<=[0-9]s)[,.;] )")
_LEFT = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_RUN = re.compile(r"[\w-]+")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_RIGHT = re.compile(r"[^\W\d_]+")
# Languages that write many compounds with a hyphen.
_HYPHENATE = word_set("en fr")
_ENCLITICS = word_set("se me te nos vos lhe lhes lo la los las no na")
# First parts that keep their hyphen before a word.
_PREFIXES = word_set(
    "well self non ex all half high low long short full part cross anti pro post pre mid co semi multi so two "
    "three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety much ill best "
    "better old new far near left right middle single double first second third one no by in on off"
)
# Those of them that stand before a hyphen on one line; "on- the" and "two- or" are no compounds.
_BEFORE_HYPHEN = _PREFIXES - word_set("well in on off by no so all cross one left right middle part second third first")
_BEFORE_HYPHEN |= word_set("last")
_FRENCH_FIRST = word_set("week demi vice ex mi contre après avant peut arc celui celle ceux saint sainte")
_RUSSIAN_FIRST = word_set(
    "северо юго вице экс пресс премьер интернет онлайн нью санкт ростов вест кино гала веб бизнес мини "
    "медиа видео аудио фото арт топ"
)
#: "a 17-year- old boy", "a two-metre- long fish"
_MEASURED = re.compile(r"-(?:year|month|week|day|hour|metre|meter|foot|inch|mile|kilometre|kilometer|storey|story)\Z")
_AFTER_MEASURE = word_set("old olds long high wide deep tall thick")
_BEFORE_FIGURE = word_set("mid pre post late early")
#: "The Franco - German brigade"
_PEOPLES = re.compile(
    r" - (?:(?<=\b(?:Sino|Euro|Indo|Afro) - )|(?<=\b(?:Anglo|Russo|Greco|Serbo) - )|(?<=\b(?:Franco|Austro) - ))"
    r"(?=[A-Z][a-z])"
)
_AFTER_WELL = word_set(
    "known established being paid funded received defined written connected prepared deserved founded organised "
    "organized trained educated meaning armed placed respected dressed equipped built preserved loved publicised"
)


@dataclass(frozen=True, slots=True)
class Options:
    """``inline``: whether to look for breaks that became a blank ("govern- ment")."""

    inline: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that close such words.

    >>> [(e.start, e.end) for e in propose(Document("The investi-\\ngation", lang="en"), Options())]
    [(11, 13)]
    """
    text = document.text
    if "\u00ad" in text:
        for match in _SOFT.finditer(text):
            yield Edit(match.start(), match.end(), "", score=0.97, reason="soft hyphen at a line end")
    inline = options.inline and "- " in text
    if "-" not in text:
        return
    words = lexicon(code(document.lang))
    if options.inline and " -" in text:
        for match in _BEFORE.finditer(text):
            if _compound(text[max(0, match.start() - 60) : match.start()].split()[-2:], match[1], words):
                yield Edit(match.start(), match.start() + 1, "", score=0.86, reason="blank before a hyphen")
    if " - " in text and words.lang == "en":
        for match in _PEOPLES.finditer(text):
            yield Edit(match.start(), match.end(), "-", score=0.9, reason="blanks around a hyphen")
    if not (inline or "\n" in text):
        return
    if "\n" in text:
        for match in _LINE.finditer(text):
            yield from _broken(text, match.start(), match.end(), words, over_line=True)
    if inline:
        for match in _INLINE.finditer(text):
            yield from _broken(text, match.start(), match.end(), words, over_line=False)


def _broken(text: str, at: int, end: int, words: Lexicon, over_line: bool) -> Iterator[Edit]:
    left_match, right_match = _LEFT.search(text, max(0, at - 60), at), _RIGHT.match(text, end)
    if left_match is None or right_match is None:
        return
    left, right = left_match.group(), right_match.group()
    last = left.rsplit("-", 1)[-1]
    suspended = right.lower() in SUSPENDED.get(words.lang, SUSPENDED_ANYWHERE)
    if suspended or not right.islower():
        names = right[0].isupper() and last[0].isupper() and not suspended
        if not over_line and names and words.lang not in ("", "de") and _name_alone(words, last, right):
            yield Edit(at + 1, end, "", score=0.86, reason="blank after a hyphen")  # "Madrid- Lisboa"
        if over_line and right[0].isupper() and (last[0].isupper() or "-" in left):
            yield Edit(at + 1, end, "", score=0.85, reason="compound broken at its hyphen")
        return
    whole = last + right
    if not over_line:
        well = last.lower() == "well" and right in _AFTER_WELL
        if words.lang == "fr" and last.lower() in _FRENCH_FIRST:
            return  # "week- end": see ``spacing``
        if words.lang == "ru" and last.lower() in _RUSSIAN_FIRST and right in words:
            yield Edit(at + 1, end, "", score=0.88, reason="blank after a hyphen")
            return
        measured = right in _AFTER_MEASURE and _MEASURED.search(text, max(0, at - 12), at)
        if (
            words.lang == "en"
            and (
                well
                or measured
                or (last in _BEFORE_HYPHEN and _common(words, right))
                or _attribute(text, at, end, words)
            )
        ) or right == "feira":
            yield Edit(at + 1, end, "", score=0.86, reason="blank after a hyphen")
            return
        score = _whole_score(text, last, right, whole, words)
        if score:
            yield Edit(at, end, "", score=score, reason=f"{whole} broken by a hyphen and a blank")
        return
    prefix = words.lang == "en" and last.lower() in _PREFIXES
    prefix = prefix or (words.lang == "ru" and last.lower() in _RUSSIAN_FIRST)
    keeps = "-" in left or prefix or f"{last}-{right}" in _compounds_of(text)
    if whole in words:
        # "co-\noperate" is rare beside "cooperate"; a prefix that is a word by itself needs the whole to be common.
        if prefix and last in words and words.frequency(whole) < 3.5:
            keeps = True
        else:
            keeps = "-" in left and words.frequency(whole) < 3.0
    elif len(words):
        # Where compounds are written as one word, and words have many endings, an unknown whole is a word all the same.
        keeps = keeps or (words.lang in _HYPHENATE and _common(words, last) and _common(words, right))
        keeps = keeps or (words.lang == "pt" and right in _ENCLITICS)
    elif not keeps:
        keeps = _seen(text, last) and _seen(text, right) and not _seen(text, whole)
    if keeps:
        yield Edit(at + 1, end, "", score=0.93, reason="compound broken at its hyphen")
    else:
        yield Edit(at, end, "", score=0.95, reason=f"{whole} broken over a line")


def _attribute(text: str, at: int, end: int, words: Lexicon) -> bool:
    """Whether a noun and a participle stand between an article and a noun: ``the time- honoured recipe``.

    A dash before an aside has another word behind it: ``the house- painted in 1890 -``.
    """
    match = _ATTRIBUTE.search(text, max(0, at - 40), at)
    behind = _PARTICIPLE.match(text, end)
    if match is None or behind is None or not all(_common(words, word) for word in (match[1], behind[1], behind[2])):
        return False
    part, noun = words.tags(behind[1]), words.tags(behind[2])
    return bool(words.tags(match[1]) & NOUN and part & (VERB_PART | VERB_ING) and noun & NOUN and not noun & FUNCTION)


_ATTRIBUTE = re.compile(r"\b(?:an?|the|his|her|its|their|this|one|another) ([a-z]+)\Z")
_PARTICIPLE = re.compile(r"([a-z]+(?:ed|ing|en|own|ade|uilt)) ([a-z]+)")


def _name_alone(words: Lexicon, left: str, right: str) -> bool:
    """Whether both are names the lexicon has: no aside between dashes begins there."""
    return all(words.is_name(name) or 0.0 <= words.lower_share(name) < 0.1 for name in (left, right))


def _compound(before: list[str], right: str, words: Lexicon) -> bool:
    """Whether words around a blank and a hyphen are one: ``a late -stage trial``, ``бизнес -классе``.

    ``before`` are the two words before the blank.
    """
    if words.lang == "ru":
        return before[-1].lower() in _RUSSIAN_FIRST and right in words
    if words.lang != "en" or len(before) < 2:
        return False
    if before[-1].lower() in _BEFORE_FIGURE and right[0].isdigit():
        return True  # "in the mid -1990s"
    single = words.tags(before[0]) & DET and _common(words, before[1]) and _common(words, right)
    return (
        bool(single)
        and not words.tags(right) & FUNCTION
        and bool(words.tags(right) & (NOUN | ADJ | VERB_PART | VERB_ING))
    )


def _common(words: Lexicon, word: str) -> bool:
    return len(word) >= 3 and word in words and words.frequency(word) >= 3.0


@lru_cache(maxsize=2)
def _runs_of(text: str) -> frozenset[str]:
    return frozenset(_RUN.findall(text))


@lru_cache(maxsize=2)
def _compounds_of(text: str) -> frozenset[str]:
    return frozenset(pair for run in _runs_of(text) if "-" in run for pair in _COMPOUND.findall(run))


def _seen(text: str, word: str) -> bool:
    """Whether the text has the word by itself."""
    return word in _runs_of(text)


def _whole_score(text: str, left: str, right: str, whole: str, words: Lexicon) -> float:
    """How certain it is that ``left- right`` was one word."""
    if words.lang == "en" and words.tags(left) & words.tags(right) & FUNCTION:
        return 0.0  # "state- of- the- art"
    if words.lang == "de" and len(right) > 3 and left[0].isupper() and 0.0 <= words.lower_share(right) < 0.3:
        return 0.86  # "Preis- erhöhung": the second half is a noun, and no "und" parts the two
    if whole in words:
        halves = _common(words, left) and _common(words, right)
        if not halves:
            return 0.93
        return 0.85 if words.frequency(whole) >= 3.5 else 0.6
    if _seen(text, whole):
        return 0.9
    if not len(words):
        return 0.6
    # Unknown whole: the parts decide. A part that is no word was cut from one.
    if left in words:
        return 0.55 if right not in words else 0.0
    return 0.82 if right not in words or (len(right) < 4 and len(left) > 2) else 0.0
