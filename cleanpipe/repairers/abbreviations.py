"""Torn and glued abbreviations and initials: ``U. S.``, ``p. m.``, ``Mr .``, ``Dr.Smith``, ``George W.Bush``.

Letters are closed up only when they are a listed abbreviation of the language, or stand closed up elsewhere in the
same text; two initials before a surname ("C. S. Lewis") and German "z. B." are right as they are. A title is parted
from its name, and a stop drawn back to its title, only for listed titles and for a single capital after a name.
Phase: punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import SHORT, TITLES, code, token_around, word_before

PHASE = "punctuation"

_LETTERS = re.compile(r"\.(?<=\b[^\W\d_]\.) [^\W\d_]\.(?: [^\W\d_]\.)*")
_GLUED = re.compile(r"\.(?=[A-ZÀ-ÞА-Я0-9])(?<=[^\W\d_]\.)")
_APART = re.compile(r"\.(?<=[^\W\d_] \.)(?=\s|$|[,;:)\"”’])")
# Closed up in running text; with a blank in them they are torn.
_CLOSED = {
    "en": "U.S. U.K. U.N. E.U. U.S.A. U.A.E. a.m. p.m. A.M. P.M. e.g. i.e. D.C. N.Y. L.A. N.J. U.S.S.R. F.B.I. "
    "C.I.A. B.C. A.D. "
    "P.S. R.I.P. D.J. M.D. B.A. M.A. J.D. W.H.O. I.Q. T.V. N.C. S.C. N.H. R.I. W.Va. N.Z. C.E.O. c.o.d. o.k. O.K. v.p.",
    "pt": "a.m. p.m. a.C. d.C.",
    "it": "a.C. d.C.",
    "tr": "M.Ö. M.S.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """``closed``: further abbreviations to close up, such as ``N.B.``."""

    closed: tuple[str, ...] = ()


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that close abbreviations up, and part titles from names.

    >>> [(e.start, e.end, e.new) for e in propose(Document("The U. S. met Dr.Smith", lang="en"), Options())]
    [(6, 7, ''), (17, 17, ' ')]
    """
    text, lang = document.text, code(document.lang)
    known = frozenset(_CLOSED.get(lang, "").split()) | frozenset(options.closed)
    for match in _LETTERS.finditer(text):
        start, end = match.start() - 1, match.end()
        whole = text[start:end]
        closed = whole.replace(" ", "")
        if closed in known or (f" {closed}" in text and not closed[-2].islower()):
            surname = re.match(r" [A-Z][a-z]", text[end : end + 3])
            if closed not in known and surname is None and not text.count(f" {closed}"):
                continue
            for k, char in enumerate(whole):
                if char == " ":
                    yield Edit(start + k, start + k + 1, "", score=0.93, reason=f"{closed} torn apart")
    for match in _GLUED.finditer(text):
        yield from _glued(text, match.start(), lang)
    if " ." in text:
        for match in _APART.finditer(text):
            yield from _apart(text, match.start())


def _glued(text: str, at: int, lang: str) -> Iterator[Edit]:
    word = word_before(text, at)
    token = token_around(text, at)
    if any(c in token for c in "@/\\_=:") or "www." in token:
        return
    right = text[at + 1]
    two = text[at + 2 : at + 3]
    if right.isdigit():
        if word in ("No", "Nos", "Nr", "Vol", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Abs", "Art", "núm"):
            yield Edit(at + 1, at + 1, " ", score=0.9, reason="number glued to its abbreviation")
        return
    if word in SHORT and len(word) > 1 and two.islower():
        yield Edit(at + 1, at + 1, " ", score=0.94 if word in TITLES else 0.88, reason="name glued to a title")
    elif len(word) == 1 and word.isupper() and two.islower():
        # An initial after a first name: "George W.Bush". At the start of a name ("J.Smith") a style of its own.
        before = re.search(r"([^\W\d_]+)[ ][^\W\d_]\Z", text[max(0, at - 24) : at])
        if before and before.group(1)[0].isupper() and before.group(1)[1:].islower():
            yield Edit(at + 1, at + 1, " ", score=0.93, reason="surname glued to an initial")
        elif before and f"{word}. " not in text[at + 1 : at + 40]:
            yield Edit(at + 1, at + 1, " ", score=0.85 if lang == "en" else 0.7, reason="surname glued to an initial")


def _apart(text: str, at: int) -> Iterator[Edit]:
    start = at - 1
    word = word_before(text, start)
    following = text[at + 1 : at + 3]
    named = len(following) == 2 and following[0] == " " and (following[1].isupper() or following[1].isdigit())
    dotted = "." in word or (len(word) == 1 and text[start - 2 : start - 1] == ".")
    if (word in SHORT and named) or dotted or (len(word) == 1 and word.isupper() and named):
        yield Edit(start, at, "", score=0.93, reason="stop cut from its abbreviation")
