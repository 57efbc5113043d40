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
from cleanpipe.repairers._language import SHORT, TITLES, code, token_around, word_before, word_set
from cleanpipe.repairers._suspects import suspects

PHASE = "punctuation"

_LETTERS = re.compile(r"\. [^\W\d_]\.(?<=\b[^\W\d_]\. .\.)(?: [^\W\d_]\.)*")
_LETTER = re.compile(r"(?<!\w)[^\W\d_]\.")
_GLUED = re.compile(r"\.(?=[A-ZÀ-ÞА-Я0-9])(?<=[^\W\d_]\.)")
_SWAPPED = re.compile(r" \.(?<=[^\W\d_] \.)(?=[A-ZÀ-ÞА-Я][a-zß-öø-ÿа-я]|[A-Z]\.)")
# "z .B.", "EE .UU.", "т .е.": the stop of the first letter stands before the second.
_DRAWN = re.compile(r" \.(?:(?<=\b[^\W\d_] \.)|(?<=\b[^\W\d_]{2} \.))(?=[^\W\d_]{1,2}\.(?!\w))")
# "n .º 12"
_ORDINAL = re.compile(r" \.(?<=\w \.)(?=[ºª])")
# "и др .учёным", "10 тыс .человек"
_BEFORE_SMALL = re.compile(r" \.(?<=[^\W\d_] \.)(?=[^\W\d_A-ZА-Я]{3})")
_SMALL_SHORT = word_set("др пр тыс млн млрд руб ул им стр см напр bzw ca inkl usw evtl bijv blz enz")
_APART = re.compile(r"\.(?<=[^\W\d_] \.)(?=\s|$|[,;:)\"”’])")
# Closed up in running text; with a blank in them they are torn.
_CLOSED = {
    lang: word_set(listed)
    for lang, listed in {
        "en": (
            "U.S. U.K. U.N. E.U. U.S.A. U.A.E. a.m. p.m. A.M. P.M. e.g. i.e. D.C. N.Y. L.A. N.J. U.S.S.R. F.B.I. "
            "C.I.A. B.C. A.D. B.C.E. C.E. N.M. S.D. N.D. P.S. R.I.P. D.J. M.D. B.A. M.A. J.D. W.H.O. I.Q. T.V. "
            "N.C. S.C. N.H. R.I. W.Va. N.Z. C.E.O. c.o.d. o.k. O.K. v.p."
        ),
        "pt": "a.m. p.m. a.C. d.C. E.U.A. S.A.",
        "it": "a.C. d.C. p.e.v. e.v. S.p.A. S.r.l.",
        "nl": "d.w.z. m.a.w. o.a. m.n. i.p.v. t.a.v. m.b.t. i.v.m. n.a.v. a.u.b. t.o.v. z.g. e.d. e.a. v.Chr. n.Chr. "
        "m.b.v. d.m.v. o.l.v. i.t.t. m.u.v. t.g.v. o.b.v. n.v.t. z.s.m. a.s. j.l.",
        "pl": "p.n.e. n.e. m.in.",
        "tr": "M.Ö. M.S.",
    }.items()
}


# Also the initials of people, when a surname follows.
_INITIALS_TOO = word_set(
    "B.A. M.A. J.D. M.D. A.D. D.J. P.S. L.A. N.C. S.C. R.I. N.J. B.C. C.E. T.V. A.M. P.M. N.Z. N.H."
)
# "M.Sc.", "D.Phil."
_DEGREE = re.compile(r"[A-Z][a-z]{1,3}\.")
_SURNAME = re.compile(r" [A-Z][a-z]")


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
    known = _CLOSED.get(lang, frozenset()).union(options.closed)
    for match in _LETTERS.finditer(text):
        yield from _torn(text, match.start() - 1, match.end(), known)
    if " ." in text:
        for match in _DRAWN.finditer(text):
            if lang:
                blank = " " if lang in ("de", "es", "ru") else ""
                reason = "stop drawn to the next letter of an abbreviation"
                yield Edit(match.start(), match.end(), f".{blank}", score=0.9, reason=reason)
        for match in _ORDINAL.finditer(text):
            yield Edit(match.start(), match.start() + 1, "", score=0.93, reason="blank inside an abbreviation")
        for match in _BEFORE_SMALL.finditer(text) if lang in ("ru", "nl", "de") else ():
            if word_before(text, match.start()).lower() in _SMALL_SHORT:
                yield Edit(match.start(), match.end(), ". ", score=0.9, reason="stop and blank changed places")
        for match in _SWAPPED.finditer(text):
            at = match.start()
            word = word_before(text, at)
            if word in TITLES and text[at + 3].islower():
                yield Edit(at, at + 2, ". ", score=0.9, reason="stop and blank changed places")
            elif len(word) == 1 and any(short.startswith(f"{word}.{text[at + 2]}.") for short in known):
                yield Edit(at, at + 1, "", score=0.9, reason="abbreviation torn apart")
    for at in suspects(text):
        if text[at] != ".":
            continue
        if _GLUED.match(text, at):
            yield from _glued(text, at, lang)
        elif _APART.match(text, at):
            yield from _apart(text, at)


def _torn(text: str, start: int, end: int, known: frozenset[str]) -> Iterator[Edit]:
    """Letters with stops and blanks between them: the longest tail of them that is an abbreviation is closed up."""
    if end - start > 40:
        return  # no abbreviation, and not worth the time
    surname = _SURNAME.match(text, end) is not None
    while not surname and _LETTER.match(text, max(0, start - 2), start):
        start -= 2  # "d.w. z."
    while not surname and _LETTER.match(text, end):
        end += 2  # "d. w.z."
    while text.count(".", start, end) > 1:
        whole = text[start:end]
        closed = whole.replace(" ", "")
        # "J. D. Salinger" is a name, though J.D. is a degree; what stands closed up elsewhere is so here too.
        listed = closed in known and not (surname and closed in _INITIALS_TOO)
        if listed or (not closed[-2].islower() and f" {closed}" in text):
            for k, char in enumerate(whole):
                if char == " ":
                    yield Edit(start + k, start + k + 1, "", score=0.93, reason=f"{closed} torn apart")
            return
        blank = text.find(" ", start, end)
        if blank < 0:
            return  # "x.y. z.w." at the end of a text, its last letters closed up already
        start = blank + 1


def _glued(text: str, at: int, lang: str) -> Iterator[Edit]:
    word = word_before(text, at)
    token = token_around(text, at)
    if any(c in token.rstrip(":") for c in "@/\\_=:") or "www." in token:
        return
    right = text[at + 1]
    two = text[at + 2 : at + 3]
    if right.isdigit():
        if word in ("No", "Nos", "Nr", "Vol", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Abs", "Art", "núm"):
            yield Edit(at + 1, at + 1, " ", score=0.9, reason="number glued to its abbreviation")
        return
    if word in SHORT and len(word) > 1 and two.islower():
        # St.Gallen and St.Pauli are written so on their own pages.
        score = 0.7 if word == "St" else 0.94 if word in TITLES else 0.88
        yield Edit(at + 1, at + 1, " ", score=score, reason="name glued to a title")
    elif len(word) == 1 and word.isupper() and two.islower() and not _DEGREE.match(text, at + 1):
        # An initial after a first name: "George W.Bush". At the start of a name ("J.Smith") a style of its own.
        before = re.search(r"([^\W\d_]+)\.?[ ][^\W\d_]\Z", text[max(0, at - 24) : at])
        if before and before.group(1)[0].isupper() and (before.group(1)[1:].islower() or len(before.group(1)) == 1):
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
