"""Pairs of quotation marks that a look at one line puts in order, before ``quotes`` walks its marks.

Opening marks that close, and single marks: ``‘It is over ‘, he said``, ``‘slow but rewarding' when``. Apostrophes look
like closing single marks, so only a line with one pair and no other such mark is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cleanpipe.document import Edit
from cleanpipe.repairers.punctuation._quotemarks import closing_of, style

# An opening mark right before a comma or a stop, with a blank before it, closes: „Das Spiel ist verloren „, sagte er.
_CLOSES = re.compile(r"[„“«](?<=[ \xa0].)(?=[,.;:!?](?:\s|$))")
_AFTER_COMMA = {
    "de": re.compile(r",[ \xa0]„(?=[a-zäöüß])"),  # „Das Spiel ist verloren, „sagte er.
    "fr": re.compile(r",[ \xa0]« (?=[a-zà-ÿ])"),
}
_SPACED = re.compile("‘(?<![^\\W_]‘)[ \xa0]([^\\W_][^‘’“”\\n]{0,40}[^\\W_])[ \xa0]’(?![^\\W_])")
# "its style ‘ desert soul’, a label"
_OPENED = re.compile("‘ (?<=[ (]‘ )(?=[^\\W_][^‘’“”\\n]{1,60}[^\\W_][,.!?]?’(?![^\\W_]))")
# 'een wijze les’: no apostrophe of "'t", "'em" or "the boys’", and no other mark of the kind on the line.
_STRAIGHT_FIRST = re.compile(r"'(?<![^\W_]')(?=[^\W\d_])(?![tsnmkd] )(?!em\b|til\b|cause\b|bout\b|tis\b|twas\b)")
_CURLY_LAST = re.compile(
    r"’(?<=[^\W_s]’|[.!?,…]’)(?=[ ,.;:!?]|$)|’(?=[,.;:!?]| (?:and|or|but|said|says|was|is|en|of|maar|zei|zegt) )",
    re.MULTILINE,
)
_LOOSE = re.compile("’(?<=[^\\W_] ’|[.!?,…] ’)(?=[,.;:!?](?:\\s|$))")
_SINGLE = re.compile("‘(?<![^\\W_]‘)(?=[^\\W_])")
# What closes: a mark of another kind behind a letter or a stop, or an opening one before a comma.
_CLOSER = re.compile("[ \xa0]?‘(?=[,.;:!?](?:\\s|$))|['\"](?<=[^\\W_]['\"]|[,.!?…]['\"])(?![^\\W_])")


def turned(line: str, offset: int, lang: str) -> Iterator[Edit]:
    """Second opening marks that close the first, in lines with no closing mark."""
    behind_comma = _AFTER_COMMA.get(lang)
    places = [match for match in (_CLOSES.search(line), behind_comma and behind_comma.search(line)) if match]
    if not places or sum(line.count(mark) for mark in '„“«"”»') != 2:
        return
    match = places[0]
    start = match.start() - (match.re is _CLOSES)
    opened = next((char for char in line[:start] if char in "„“«"), "")
    if not opened:
        return
    closing = closing_of(opened, lang)
    new = closing if closing != "»" or lang != "fr" else "\xa0»" if "\xa0" in line else " »"
    new += ", " if match.re is behind_comma else ""
    yield Edit(offset + start, offset + match.end(), new, score=0.93, reason="quotation mark turned round")


def questioned(text: str, lang: str) -> Iterator[Edit]:
    """Pairs that another encoding turned into question marks: ``?Мы готовы?, — сказал тренер``.

    No question mark stands before its first word, but in Spanish, and the sentence goes on behind the second.

    >>> list(edit.new for edit in questioned("Команда ?Заря? вышла в финал.", "ru"))
    ['«', '»']
    """
    for match in _QUESTIONED.finditer(text) if lang in _PAIRED else ():
        opening, closing = _PAIRED[lang] if not _OTHER.search(text) else style(text, lang)
        if lang == "fr" and opening == "«":
            opening, closing = _PAIRED[lang]  # the blanks are part of the pair
        yield Edit(match.start(), match.start() + 1, opening, score=0.88, reason=_MISREAD)
        yield Edit(match.end() - 1, match.end(), closing, score=0.88, reason=_MISREAD)


_MISREAD = "quotation mark lost in another encoding"
_QUESTIONED = re.compile(
    r"\?(?<![^\s(]\?)[^\W\d_][^?\n]{0,200}[\w.!…]\?(?=[,.;:)]| [a-zß-öø-ÿа-яё—–]{1,2}[ a-zß-öø-ÿа-яё])"
)
_OTHER = re.compile('["“„«]')
_PAIRED = {
    "de": ("„", "“"),
    "en": ("“", "”"),
    "fr": ("« ", " »"),
    "it": ("«", "»"),
    "nl": ("“", "”"),
    "pt": ("“", "”"),
    "ru": ("«", "»"),
}


def singles(text: str) -> Iterator[Edit]:
    """Blanks inside single marks, and an opening single mark whose partner is of another kind, or turned round.

    >>> [edit.applied_to("A ‘slow but good' film.") for edit in singles("A ‘slow but good' film.")]
    ['A ‘slow but good’ film.']
    """
    for match in _SPACED.finditer(text):
        yield Edit(match.start() + 1, match.start(1), "", score=0.88, reason="blank inside quotation marks")
        yield Edit(match.end(1), match.end() - 1, "", score=0.88, reason="blank inside quotation marks")
    for match in _OPENED.finditer(text) if "‘ " in text else ():
        yield Edit(match.start() + 1, match.end(), "", score=0.88, reason="blank inside quotation marks")
    start = 0
    for line in text.split("\n"):
        if "‘" in line or "’" in line:
            for edit in _of_line(line):
                yield replace(edit, start=edit.start + start, end=edit.end + start)
        start += len(line) + 1


def _of_line(line: str) -> Iterator[Edit]:
    """What ``singles`` finds in one line, each mark counted once."""
    at = open_marks = 0
    for closing in _LOOSE.finditer(line) if " ’" in line else ():
        last, at = at, closing.start() - 1
        open_marks += line.count("‘", last, at) - line.count("’", last, at)
        if open_marks > 0:
            yield Edit(at, at + 1, "", score=0.88, reason="blank inside quotation marks")
    if (line.count("'"), line.count("’")) == (1, 1):
        opened = _STRAIGHT_FIRST.search(line)
        closer = _CURLY_LAST.search(line, opened.end()) if opened else None
        if closer is not None:
            yield Edit(*closer.span(), "'", score=0.88, reason="pair of two styles")
    if "’" not in line and sum(line.count(mark) for mark in "‘'\"“”„«»") == 2:
        for opened in _SINGLE.finditer(line):
            found = _CLOSER.search(line, opened.end())
            if found is not None:
                yield Edit(found.start(), found.end(), "’", score=0.9, reason="pair of two styles")
