"""Quotation marks of another language: ``„We waited", he said``, ``„On verra“, dit-il``, ``“Wir warten”, sagte sie``.

A translator leaves the marks of the text it translated. They become those of the language, of the style of the
document, when what they hold is in that language; titles and words in another keep theirs. Phase punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import code, word_set
from cleanpipe.scoring.lexical.grammars import grammar
from cleanpipe.scoring.lexical.lexicon import lexicon

PHASE = "punctuation"

_QUOTED = re.compile('„[^\\S\\n]?([^„“”"«»\\n]{3,600}?)[^\\S\\n]?[“”"]|«[^\\S\\n]?([^„“”"«»\\n]{3,600}?)[^\\S\\n]?»')
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = word_set(
    "the of and to a is was were that it for on with as he she they we you his her their our not be are have has had "
    "will would this from by at an but or if there what who which when my your I"
)


@dataclass(frozen=True, slots=True)
class Options:
    """``share``: the share of English function words from which the words between two marks are English."""

    share: float = 0.2


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose the marks of English.

    >>> from cleanpipe.editing import apply
    >>> text = "«The ship never sent a signal», he said. The poem «Der Panther» hung on the wall."
    >>> apply(text, list(propose(Document(text, lang="en"), Options())))
    '“The ship never sent a signal”, he said. The poem «Der Panther» hung on the wall.'
    """
    text, lang = document.text, code(document.lang)
    if lang in _OWN:
        yield from _abroad(text, lang, options)
        return
    if "„" not in text and "«" not in text:
        return
    for match in _QUOTED.finditer(text):
        words = _WORD.findall(match[1] or match[2])
        told = sum(word.lower() in _ENGLISH for word in words)
        if told < max(1, options.share * len(words)) and not (told and _all_english(words)):
            continue
        inner = match.span(1) if match[1] else match.span(2)
        straight = text.count('"') - match.group().count('"') > text.count("“") + text.count("”")
        opening, closing = ('"', '"') if straight else ("“", "”")
        reason = "quotation marks of another language around English words"
        yield Edit(match.start(), inner[0], opening, score=0.86, reason=reason)
        if text[inner[1] : match.end()] != closing:
            yield Edit(inner[1], match.end(), closing, score=0.86, reason=reason)


def _all_english(words: list[str]) -> bool:
    """Whether a saying is made of English words: ``The ice came in two weeks late``, not ``The Beatles et moi``."""
    lex = lexicon("en")
    return len(words) >= _WHOLE and all(lex.lower_share(word.lower()) > 0.5 for word in words)


#: So many words are no title.
_WHOLE = 5
#: The marks of a language, and those that others write in their place. German low marks are at home in many languages,
#: French and English ones in the others named here.
_OWN = {"de": ("„", "“"), "es": ("«", "»"), "fr": ("« ", " »"), "it": ("«", "»"), "pt": ("“", "”"), "ru": ("«", "»")}
#: Where pages with English marks throughout are a style: only pages that have their own marks as well are changed.
_STYLED = {"de": "„", "ru": "«"}
_LOW = re.compile('„[^\\S\\n]?([^„“”"«»\\n]{3,600}?)[^\\S\\n]?[“”"]')
_HIGH = re.compile('“([^„“”"«»\\n]{3,600}?)”')


def _abroad(text: str, lang: str, options: Options) -> Iterator[Edit]:
    """Low marks outside German, and English ones in German and Russian, around words of the language."""
    gram = grammar(lang)
    pattern, sign = (_HIGH, "”") if lang in _STYLED else (_LOW, "„")
    if gram is None or sign not in text or _STYLED.get(lang, "") not in text:
        return
    closed = gram.links | gram.articles | gram.subjects | gram.bound
    high = text.count("“")
    for match in pattern.finditer(text):
        words = [word.lower() for word in _WORD.findall(match[1])]
        told = sum(word in closed or word in gram.verbs for word in words)
        if len(words) < _SAID or told < options.share * len(words):
            continue
        near = max(0, match.start() - _NEAR)
        line = max(near, text.rfind("\n", near, match.start()))
        if text.count("«", line, match.start()) > text.count("»", line, match.start()):
            continue  # «Он ответил: “Я не приду”»
        opening, closing = _OWN[lang]
        if lang not in _STYLED and high > match.group().count("“"):
            opening, closing = "“", "”"
        elif lang == "fr" and "\xa0" in text:
            opening, closing = "«\xa0", "\xa0»"
        reason = "quotation marks of another language"
        yield Edit(match.start(), match.start(1), opening, score=0.86, reason=reason)
        yield Edit(match.end(1), match.end(), closing, score=0.86, reason=reason)


#: Words from which on a quotation is one; fewer may be a title.
_SAID = 3
#: Characters before a quotation in which one that holds it may have been opened.
_NEAR = 600
