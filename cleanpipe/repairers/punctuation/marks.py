"""Doubled and mixed marks: ``..`` ``,,`` ``. .`` ``,.`` ``;,`` (phase punctuation).

Of two marks the one stays that the words around ask for. Ellipses, ``?!``, ``!!``, a stop that belongs to an
abbreviation (``Inc.,``), paths (``../``) and scope operators (``::``) are no doubles. A text that writes two points for
a pause all the time is left to its style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import CLOSE_UP, STARTERS, code, is_abbreviation, token_around, word_before
from cleanpipe.repairers._openended import OPEN_ENDED
from cleanpipe.repairers._suspects import suspects
from cleanpipe.scoring.lexical.lexicon import PLURAL, lexicon

PHASE = "punctuation"

_RUN = re.compile(r"[,.;:!?](?:[^\S\n]?[,.;:!?])+(?<=\S[,.;:!?]|\s[,.;:!?])")
# ". ." with blanks throughout is a style in English, where it ends no word and no sentence.
_UNEVEN = re.compile(r"(?<=[^\W_])(?: ?\. \.\.|\.\. \.)(?= |$)", re.M)
_APART = re.compile(r"(?<=[^\W_]) ?\. \. \.(?: \.)?(?! ?\.)(?=[ ”“\"»’]|$)", re.M)
_BEFORE_AND = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[^\W\d_]) )\. \. \.(?= (?:and|but|or|so|until|because)\b)|"
    r"(?<=[^\W\d_]{2})\. \. \.(?= [a-z])"
)
_AFTER_WORD = re.compile(r"(?<=[^\W\d_]{2})\. \. \.(?= [a-z])")
# Four points: a sentence may have ended before an ellipsis, but none goes on behind them.
_FOUR = re.compile(r"(?<=[^\W\d_]{2})\.{4}(?= [a-zß-öø-ÿа-яё])")
_FOUR_ABROAD = re.compile(r"(?<=[^\W\d_]{2})\.{4}(?=[ ”»’]|$)", re.M)
_FOUR_GLUED = re.compile(r"(?<=[^\W\d_]{2})\.{4}(?=[a-zß-öø-ÿа-яё]{2})")
# Five points and more behind a word, before a closing mark or a blank; leaders of a table run to a figure.
_MANY = re.compile(r"\.{5,9}(?![.\w])(?! *\d)")
# What stays of two different marks when the sentence goes on after them.
_MIXED = {",.": ",", ";,": ";", ":.": ":", ":,": ":", "!.": "!", "?.": "?", ";.": ";", ",;": ";", ",:": ":"}
_ENTITY = re.compile(r"&#?\w+\Z")
_ENDS = frozenset('"”’»“)]')


#: From more ellipses than these on, their blanks are the style of an English text.
_HOUSED = 2
#: Zipf value from which a word of four letters is no abbreviation.
_EVERYDAY = 4.0


@dataclass(frozen=True, slots=True)
class Options:
    """``style_limit``: from so many pairs of points on, they are taken for the writer's way of pausing."""

    style_limit: int = 4


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that leave one mark of two.

    >>> [(e.start, e.end, e.new) for e in propose(Document("Bread,, milk and eggs."), Options())]
    [(5, 7, ',')]
    """
    text, lang = document.text, code(document.lang)
    places = suspects(text)
    if not places:
        return  # nowhere two points beside each other either, with or without a blank
    if ". .." in text or ".. ." in text:
        for uneven in _UNEVEN.finditer(text):
            yield Edit(uneven.start(), uneven.end(), "...", score=0.9, reason="an ellipsis with a blank in it")
    if ". . ." in text:
        # Some English houses write all their ellipses so; one or two before "and" are a translator's.
        few = text.count(". . .") <= _HOUSED
        english = _BEFORE_AND if few else _AFTER_WORD
        for apart in (english if lang == "en" else _APART).finditer(text) if lang else ():
            blank = " " if lang == "de" and apart.group()[0] == " " else ""  # German parts it from whole words
            yield Edit(apart.start(), apart.end(), f"{blank}...", score=0.9, reason="an ellipsis with blanks in it")
    if "...." in text:
        for four in (_FOUR if lang in ("", "en") else _FOUR_ABROAD).finditer(text):
            yield Edit(four.start(), four.end(), "...", score=0.88, reason="an ellipsis with too many points")
        for four in _FOUR_GLUED.finditer(text) if lang not in ("", "en") else ():
            yield Edit(four.start(), four.end(), "... ", score=0.86, reason="an ellipsis with too many points")
    if "....." in text:
        for many in _MANY.finditer(text):
            if not text[many.start() - 1 : many.start()].isalpha():
                continue
            yield Edit(many.start(), many.end(), "...", score=0.88, reason="an ellipsis with too many points")
    pauses: int | None = None
    covered = 0
    for start in places:
        match = _RUN.match(text, start) if start >= covered else None
        if match is None:
            continue
        covered = end = match.end()
        run = match.group()
        marks = "".join(run.split())
        if len(marks) != 2 or text[end : end + 1] in ("…",) or text[start - 1 : start] == "…":
            continue
        left, right = text[start - 1 : start], text[end : end + 1]
        if not (left.isalnum() or left in _ENDS or left == "%") or not left:
            continue
        if right and not right.isspace() and right not in _ENDS:
            continue
        following = text[end : end + 40].lstrip(" \t\"”’»)]“„«‘'(")
        goes_on = following[:1].islower()
        final = right == "" or not following or following[0] == "\n" or text[end : end + 2].startswith("\n")
        word = word_before(text, start)
        gap = len(run) > 2
        if marks == "..":
            if pauses is None:
                pauses = len(re.findall(r"(?<!\.)\.\.(?!\.)", text))
            if lang not in CLOSE_UP and lang != "fr":
                continue  # elsewhere two points are a pause as often as a slip
            if not gap and word != "May" and word.lower() in OPEN_ENDED.get(lang, ()):
                continue  # cut off, not ended: three points that lost one
            if goes_on or pauses > options.style_limit or "/" in token_around(text, start):
                continue
            if not gap and not word and not left.isdigit() and left not in _ENDS:
                continue
            keep, score = ".", 0.95
        elif marks[0] == marks[1]:
            if marks[0] in "!?" and not gap:
                continue
            if gap and marks[0] == ":" and not word:
                continue
            keep, score = marks[0], 0.95
        elif marks in (".,", ".;"):
            # After an abbreviation both are right; after an ordinary word before a capital only the stop is.
            quoted = (
                goes_on
                and marks == ".,"
                and left in "”»“"
                and text[max(0, start - 3) : start - 1].strip()[-1:] not in ".!?"
            )
            known = len(word) > 5 or (len(word) > 3 and lang and lexicon(lang).frequency(word) > _EVERYDAY)
            if quoted or (
                goes_on and marks == ".," and known and word.islower() and lang and not is_abbreviation(word)
            ):
                yield Edit(start, end, ",", score=0.86, reason="two marks where one belongs, and the sentence goes on")
                continue
            if is_abbreviation(word) or not (word or left in _ENDS) or goes_on or marks == ".;":
                continue
            if word and (not word[-1].islower() or (not final and len(word) < 4)):
                continue
            if word[:1].isupper() and not (final or (len(word) > 4 and _opens_sentence(following))):
                continue
            keep, score = ".", 0.9
        elif marks in _MIXED:
            if marks[0] == ";" and _ENTITY.search(text, max(0, start - 12), start):
                continue  # "&nbsp;," is talk of HTML, and "&quot;." still to be decoded
            keep, score = _MIXED[marks], 0.92
            if marks in (",.", ";.") and (final or _opens_sentence(following)):
                keep = "."
                score = 0.92 if final else 0.8
            elif marks == ",." and not gap and (_plural(following, lang) or _hardly_named(following, lang)):
                keep, score = ".", 0.86
        else:
            continue
        yield Edit(start, end, keep, score=score, reason="two marks where one belongs")


def _plural(following: str, lang: str) -> bool:
    """Whether English goes on with a noun in the plural and a word in small letters: ``,. Traders expect``."""
    match = _TWO.match(following) if lang == "en" else None
    return match is not None and bool(lexicon("en").tags(match[1].lower()) & PLURAL)


def _hardly_named(following: str, lang: str) -> bool:
    """Whether the next word has a capital and is no name elsewhere: ``,. Nobody was inside``, ``,. Kinderen mogen``."""
    match = _TWO.match(following) if lang in _NAMES_RAISED else None
    return match is not None and lexicon(lang).lower_share(match[1].lower()) > _HARDLY_NAMED


_TWO = re.compile(r"([A-ZÀ-ÖØ-ÞА-ЯЁ][a-zß-öø-ÿа-яё]+) [a-zß-öø-ÿа-яё]")
#: Languages that write only names with a capital.
_NAMES_RAISED = frozenset(("en", "es", "fr", "it", "nl", "pt", "ru"))
#: Share of small letters above which a word begins with a capital for the sake of the sentence.
_HARDLY_NAMED = 0.9


def _opens_sentence(following: str) -> bool:
    match = re.match(r"[^\W\d_]+", following)
    return match is not None and match.group() in STARTERS
