"""Quotation marks of another language around English words: ``„We waited", he said``, ``«The ship sank»``.

A translator leaves the marks of the text it translated. They become English ones, of the style of the document, when
what they hold is English; titles and words in the other language keep theirs. Phase punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import word_set

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
    text = document.text
    if "„" not in text and "«" not in text:
        return
    for match in _QUOTED.finditer(text):
        words = _WORD.findall(match[1] or match[2])
        if sum(word.lower() in _ENGLISH for word in words) < max(1, options.share * len(words)):
            continue
        inner = match.span(1) if match[1] else match.span(2)
        straight = text.count('"') - match.group().count('"') > text.count("“") + text.count("”")
        opening, closing = ('"', '"') if straight else ("“", "”")
        reason = "quotation marks of another language around English words"
        yield Edit(match.start(), inner[0], opening, score=0.86, reason=reason)
        if text[inner[1] : match.end()] != closing:
            yield Edit(inner[1], match.end(), closing, score=0.86, reason=reason)
