"""Quotation marks as values, for ``quotes``: which mark stands where, how it leans, and which marks make a pair."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from cleanpipe.repairers._language import word_set
from cleanpipe.scoring.lexical.lexicon import lexicon

MARKS = re.compile("[\"“”„‟«»]+|``|''+|\n")
# Languages in which ” opens as well as closes, and those in which “ closes.
SAME_BOTH = word_set("sv fi da no nb nn et")
LOW_OPENING = word_set("de cs sk sl hr bs sr et lt lv bg is ka mk sq pl hu ro nl")
GUILLEMETS_SPACED = frozenset(("fr", "br", "oc"))
_OPENS_AFTER = frozenset(" \t\xa0\u202f\u2009([{—–-/‘'«„“>")
_CLOSES_BEFORE = frozenset(" \t\xa0\u202f\u2009.,;:!?)]}—–-/’'…»”<")


class Mark(NamedTuple):
    """A quotation mark with its neighbours (empty at the ends of a line) and the side it leans to.

    ``lean`` is "open", "close", or "" where the neighbours do not tell.
    """

    at: int
    end: int
    text: str
    left: str
    right: str

    @property
    def lean(self) -> str:
        """Which side the mark seems to be on, judged by what stands next to it alone."""
        opens = self.left == "" or self.left in _OPENS_AFTER
        closes = self.right == "" or self.right in _CLOSES_BEFORE
        if opens and not closes:
            return "open"
        if closes and not opens:
            return "close"
        return ""


def marks_of(line: str, offset: int) -> list[Mark]:
    """All quotation marks of a line in order; runs of the same character are one mark.

    >>> [(m.text, m.lean) for m in marks_of('He said ""no" twice.', 0)]
    [('""', 'open'), ('"', 'close')]
    """
    found: list[Mark] = []
    for match in MARKS.finditer(line):
        run = match.group()
        at = match.start()
        # A run of different marks (»„«) is as many marks; a run of one character stays whole.
        pieces = [run] if len(set(run)) == 1 else list(run)
        for piece in pieces:
            end = at + len(piece)
            found.append(Mark(offset + at, offset + end, piece, line[at - 1 : at] if at else "", line[end : end + 1]))
            at = end
    return found


_ANY_TWO = re.compile("[\"“”„‟«»`]|''")
_PARTNERS = {'"': '"', "“": "”", "«": "»"}
_BEFORE, _BEHIND = frozenset("([{—–/'‘-"), frozenset(".,;:!?)]}—–-/'’…")


def fine(line: str, at: int) -> bool:
    """Whether every quotation of a line stands as it should, in any of three styles, none inside another.

    Nineteen of twenty lines with marks, so they are not taken apart; ``at`` is the first mark.

    >>> fine('He said “no” twice.', 8), fine('He said “no " twice.', 8)
    (True, False)
    """
    opened, closing = 0, ""
    for match in _ANY_TWO.finditer(line, at):
        mark, at = match.group(), match.start()
        after = line[at + 1 : at + 2]
        if closing:
            if mark != closing or at == opened + 1 or line[at - 1].isspace():
                return False
            if after and after not in _BEHIND and not after.isspace():
                return False
            closing = ""
        else:
            opened, closing = at, _PARTNERS.get(mark, "")
            if not closing or not after or after.isspace():
                return False
            if at and line[at - 1] not in _BEFORE and not line[at - 1].isspace():
                return False
    return not closing


def partners(opening: str, closing: str, lang: str) -> bool:
    """Whether the two marks may be a pair in that language."""
    if opening == '"':
        return closing == '"'
    if opening == "“":
        return closing == "”"
    if opening == "„":
        return closing in "“”" and (lang != "de" or closing == "“")
    if opening == "»":
        return closing in "«»"
    return closing == {"«": "»", "”": "”"}.get(opening, "")


def partner(opening: str, closing: str, lang: str) -> str:
    """The closing mark that belongs to the opening one, the present one if it may be right."""
    if partners(opening, closing, lang):
        return closing
    if opening == '"':
        return "”" if closing in "”“" and lang not in LOW_OPENING | SAME_BOTH else closing
    return closing_of(opening, lang, closing)


def closing_of(opening: str, lang: str, default: str = '"') -> str:
    """The usual closing mark of an opening one."""
    if opening == "„":
        return "”" if lang in ("pl", "hu", "ro", "nl") else "“"
    return {"“": "”", "«": "»", "»": "«", "”": "”"}.get(opening, default)


@lru_cache(maxsize=4)
def style(text: str, lang: str) -> tuple[str, str]:
    """The pair of marks a document uses; without any, the one that goes with its apostrophes."""
    counts = {pair: text.count(pair[0]) for pair in ("“”", "„“", "«»")}
    if lang == "pl" and counts["„“"]:
        return "„", "”"
    best = max(counts, key=lambda pair: counts[pair])
    if counts[best] > text.count('"') // 2:
        return best[0], best[1]
    if '"' in text or "’" not in text or "'" in text.replace("''", ""):
        return '"', '"'
    return ("„", "“") if lang == "de" else ("“", "”")


@lru_cache(maxsize=4)
def plain(text: str) -> bool:
    """Whether a text is written with straight marks, as far as its other marks and its apostrophes tell."""
    curly = text.count("“") + text.count("”")
    straight = text.count('"')
    if abs(straight - curly) > 1:
        return straight > curly
    return "’" not in text and "'" in text


@lru_cache(maxsize=4)
def curly(text: str) -> bool:
    """Whether the marks of a text other than one odd pair, or else its apostrophes, are curly."""
    curly_marks, straight = text.count("“") + text.count("”"), text.count('"')
    if abs(curly_marks - straight) > 1:
        return curly_marks > straight
    return text.count("’") > text.count("'")


def is_pair(mark: Mark, later: list[Mark], lang: str) -> bool:
    """Whether an opening mark that cannot be a closing one, or an apostrophe, is followed by its partner."""
    return mark.text in "„«“" and len(later) == 1 and later[0].text == closing_of(mark.text, lang) != mark.text


def goes_on(text: str, at: int, lang: str) -> bool:
    """Whether a common word stands here: ``„zu teuer“und``, but not ``“old boy”ish``; Turkish has endings there."""
    word = _WORD.match(text, at)
    return word is not None and lang != "tr" and lexicon(lang).frequency(word.group()) > _EVERYDAY


_WORD = re.compile(r"[^\W\d_]+(?![\w'’-])")
#: How common (Zipf) a word is that may be glued to a closing mark; what is rarer may be an ending.
_EVERYDAY = 5.0
