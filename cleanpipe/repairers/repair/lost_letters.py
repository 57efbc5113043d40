"""Put back letters that became U+FFFD, where only one known word fits: ``Espa\N{REPLACEMENT CHARACTER}ola``.

A wrong encoding turns each accented letter into the replacement character, and a printed page each ligature; the letter
is gone, but the rest of the word tells it as a rule. One or two of a word, and never where two common words fit. Phase
repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.lexical.lexicon import Lexicon, lexicon
from cleanpipe.scoring.multilingual.seams import folded
from cleanpipe.scoring.networks.joints import SMALL

PHASE = "repair"
CERTAIN = 0.95

LOST = "\N{REPLACEMENT CHARACTER}"
# An accented first letter must be there: whether it was a capital nobody knows; a ligature is always small.
_WORD = re.compile(rf"(?<![{LOST}\w])[^\W\d_]+{LOST}(?:[^\W\d_]|{LOST})*|(?<![{LOST}\w]){LOST}[{SMALL}]{{3,}}")
_LETTERS = {
    "de": "äöüß",
    "en": "",
    "es": "áéíóúñü",
    "fr": "éèêëàâîïôùûçœ",
    "it": "àèéìòù",
    "nl": "ëéïöüè",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàéêíóôõúç",
    "sv": "åäöé",
    "tr": "çğışöü",
}
# "of?cially": a ligature that another encoding turned into a question mark; not in addresses ("page?id=2").
_QUESTIONED = re.compile(rf"\?(?<=[{SMALL}]\?)[{SMALL}]+(?![\w?=/])")
#: "Из?за", "кто?то": no question ends inside a word.
_RUSSIAN_HYPHEN = re.compile(
    rf"[?{LOST}](?:(?<=\b[ИиПп][зо].)(?=(?:за|под|[а-яё]+(?:ки|му))\b)|(?<=[а-яё].)(?=(?:то|нибудь|либо)\b))"
)
#: What printers set as one letter, and text cut out of a printed page loses: "of\N{REPLACEMENT CHARACTER}cial".
_LIGATURES = ("fi", "fl", "ff", "ffi", "ffl")
#: How many times as frequent the best word must be as the next (Zipf: ten times).
_AHEAD = 1.0
_LONGEST = 30  # letters


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose letters.

    >>> text = f"La Liga Espa{LOST}ola de Remo suspendió la regata."
    >>> [edit.applied_to(text) for edit in propose(Document(text, lang="es"), Options())]
    ['La Liga Española de Remo suspendió la regata.']
    """
    text, lang = document.text, (document.lang or "")[:2]
    if lang == "ru":
        for match in _RUSSIAN_HYPHEN.finditer(text) if "?" in text or LOST in text else ():
            yield Edit(*match.span(), "-", score=0.9, reason="hyphen lost in another encoding")
    if lang not in _LETTERS:
        return
    for match in _QUESTIONED.finditer(text):
        start = _start(text, match.start())
        before = text[start - 1 : start]
        if before and (before in "?/.&=_" or before.isdecimal()):
            continue
        whole = _questioned(text[start : match.end()], lexicon(lang), (*_LETTERS[lang], *_LIGATURES))
        if whole:
            yield Edit(start, match.end(), whole, score=0.88, reason=f"of all words only '{whole}' fits")
    if LOST not in text:
        return
    letters = (*_LETTERS[lang], *_LIGATURES)
    lex = lexicon(lang)
    for match in _WORD.finditer(text):
        word = match.group()
        lost = word.count(LOST)
        if lost > 2 or not 2 < len(word) < _LONGEST or (word[0] == LOST and word[1:] in lex):
            continue  # too little is left, or it was a quotation mark before a word
        fitting = sorted(
            (-lex.frequency(folded(whole.lower())), filled)
            for filled in product(letters if word[0] != LOST else _LIGATURES, repeat=lost)
            for whole in (_filled(word, filled),)
            if folded(whole.lower()) in lex
        )
        if not fitting or (len(fitting) > 1 and fitting[1][0] - fitting[0][0] < _AHEAD):
            continue
        whole = _filled(word, fitting[0][1])
        if word.replace(LOST, "").isupper() and len(word) - lost > 1:
            whole = whole.upper()
        yield Edit(match.start(), match.end(), whole, score=0.9, reason=f"of all words only '{whole}' fits")


def _start(text: str, end: int) -> int:
    """Where the letters begin that end here."""
    start = end
    while start and text[start - 1].isalnum() and not text[start - 1].isdecimal():
        start -= 1
    return start


def _questioned(word: str, lex: Lexicon, lost: tuple[str, ...]) -> str:
    """The one known word that a letter or ligature in place of a question mark makes; nothing where both halves are
    words."""
    left, _, right = word.partition("?")
    if left.lower() in lex and right in lex:
        return ""
    fitting = [left + letters + right for letters in lost if folded((left + letters + right).lower()) in lex]
    return fitting[0] if len(fitting) == 1 else ""


def _filled(word: str, letters: tuple[str, ...]) -> str:
    """A word with its lost letters put in, in their order."""
    whole = word
    for letter in letters:
        whole = whole.replace(LOST, letter, 1)
    return whole
