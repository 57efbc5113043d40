"""Paragraphs in another language than their document, so that rules see each paragraph as what it is.

A statement in German on an English page, a press release in two languages: the rules of one language do harm to the
other. A cheap look comes first - the function words of other languages among the words of the text - and only where
there are some is each long paragraph looked at by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import accumulate

from cleanpipe.chrome.words import FUNCTION_WORDS
from cleanpipe.document import Document, Edit, Span
from cleanpipe.scoring.langid.identification import judged
from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.texts.tokens import tokens_of

#: So many different function words of other languages make a look at each paragraph worth its time.
_SIGNS = 5
#: Words from this frequency on (Zipf) are words of the language as well: "was" in German, "come" in English.
_COMMON = 5.3
#: Paragraphs with fewer words follow the document.
_MIN_WORDS = 12
#: Paragraphs with at least this share of function words of the document's language are in it, and need no closer look.
_OWN_SHARE = 0.15
_SAMPLE = 400  # characters
_SAYING = 30  # words
_MOST = 4  # languages beside that of the document
_QUOTES = frozenset("\"'“”„«»‘’‹›")


@cache
def _function_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The function words of a language, and those of others that are no common words of its own."""
    own = frozenset(FUNCTION_WORDS.get(lang, "").split())
    others = {word for listed in FUNCTION_WORDS.values() for word in listed.split() if len(word) > 1}
    known = lexicon(lang)
    return own, frozenset(word for word in others - own if known.frequency(word) < _COMMON)


class Known:
    """The languages of the paragraphs of one document on its way through the stages.

    A paragraph keeps its language when it is mended; ``origin`` says where in the source it began.
    """

    __slots__ = ("_found", "_origin", "last")

    def __init__(self, origin: Callable[[int, int], Span]) -> None:
        self._origin = origin
        self._found: dict[int, str] = {}
        self.last: tuple[str, str, list[tuple[Span, str]]] = "", "", []  # a text, its language, and its passages

    def languages(self, document: Document, lang: str) -> list[str]:
        """The language of each paragraph of a document in ``lang``."""
        text, found, names = document.text, self._found, []
        for start, end in document.paragraphs:
            at = self._origin(start, start).start
            name = found.get(at)
            if name is None:
                name = found[at] = _language_of(text[start:end], lang)
            names.append(name)
        return names


def passages(document: Document, known: Known | None = None) -> list[tuple[Span, str]]:
    """Paragraphs that are surely in another language than the document, with that language.

    None where the document's language is unknown, or where no paragraph is in it: then the caller knows better.

    >>> german = "Die Brücke über den Fluss ist seit dem Morgen gesperrt, und niemand weiß, wie lange das dauern wird."
    >>> english = "The bridge was closed to all traffic in the morning, and nobody knows how long this will take."
    >>> [lang for _, lang in passages(Document(english + "\\n\\n" + german, lang="en"))]
    ['de']
    """
    text, lang = document.text, (document.lang or "").partition("-")[0]
    known = known or Known(Span)
    if known.last[0] is not text or known.last[1] != lang:  # a stage that changes nothing hands on the same text
        known.last = text, lang, _passages(document, lang, known)
    return known.last[2]


def _passages(document: Document, lang: str, known: Known) -> list[tuple[Span, str]]:
    signs = _function_words(lang)[1]
    if not lang or len(tokens_of(document.text).different & signs) < _SIGNS or len(document.paragraphs) < 2:
        return []
    names = known.languages(document, lang)
    if lang not in names:
        return []
    return [(span, name) for span, name in zip(document.paragraphs, names, strict=True) if name and name != lang]


@lru_cache(maxsize=512)  # stages and passes ask about the same paragraphs
def _language_of(paragraph: str, lang: str) -> str:
    """The language of a paragraph of a document in ``lang``; empty where it is too short or not sure."""
    words = paragraph.split()
    if len(words) < _MIN_WORDS:
        return ""
    own, _ = _function_words(lang)
    if own and sum(map(own.__contains__, words)) >= _OWN_SHARE * len(words):
        return lang
    # A saying in another language stands in the quotes, and by the rules, of the text around it.
    if len(words) < _SAYING and paragraph[0] in _QUOTES and paragraph.rstrip(".,")[-1:] in _QUOTES:
        return ""
    name, certain = judged(paragraph[:_SAMPLE])
    return name if name == lang or (name != "und" and certain >= 1) else ""


class Part:
    """One language of a document: its paragraphs alone, and where each stretch of them stands in the document.

    ``document`` is what rules look at; ``placed`` puts an edit of it back in its place.
    """

    __slots__ = ("_ends", "_origins", "_starts", "document")

    def __init__(self, document: Document, spans: list[Span], lang: str | None, joint: str) -> None:
        pieces = [document.text[a:b] for a, b in spans]
        self._origins = [a for a, _ in spans]
        self._ends = [end + k * len(joint) for k, end in enumerate(accumulate(map(len, pieces)))]
        self._starts = [end - len(piece) for end, piece in zip(self._ends, pieces, strict=True)]
        self.document = replace(document, text=joint.join(pieces), lang=lang)

    def placed(self, edit: Edit) -> Edit | None:
        """The edit in offsets of the whole document; None where it reaches over the end of a stretch."""
        k = bisect_right(self._starts, edit.start) - 1
        if k < 0 or edit.end > self._ends[k]:
            return None
        moved = self._origins[k] - self._starts[k]
        return replace(edit, start=edit.start + moved, end=edit.end + moved)


def parts(document: Document, known: Known | None = None) -> list[Part]:
    """A document as one part for each of its languages; none where all of it is in one language.

    Languages with few characters in a document of many stay with the document.
    """
    others = passages(document, known)
    if not others:
        return []
    size = Counter[str]()
    for (start, end), lang in others:
        size[lang] += end - start
    wanted = {lang for lang, _ in size.most_common(_MOST)}
    others = [(span, lang) for span, lang in others if lang in wanted]
    bounds = [0, *(bound for span, _ in others for bound in span), len(document.text)]
    home = [Span(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    found = [Part(document, home, document.lang, "")]
    for lang in sorted(wanted):
        found.append(Part(document, [span for span, of in others if of == lang], lang, "\n\n"))
    return found
