"""HTML entities in plain text, also those escaped two or three times (phase unicode).

A line that holds ``<`` is taken for HTML and left alone, line by line; so are entities between backticks, since text
about HTML writes them so. Lines with mojibake belong to ``encoding``. Names without a semicolon are never decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers.unicode._ftfy import bad_lines, in_spans

PHASE = "unicode"

_ENTITY = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*(?:#?[0-9A-Za-z]{1,24};)")


_ABOUT = re.compile(
    r"(?i)\b(?:type|types|typed|typing|write|writes|written|show|shows|displays) &(?:amp|lt|gt|nbsp|#)|"
    r"\bampersand|\bHTML\b|\bmarkup\b|"
    r"\bentit(?:y|ies)\b(?=.*&)"
)
_CODE = re.compile(r"`[^`\n]+`")
#: A line end left as a tag is for ``escapes``, and says nothing about the rest of the line.
_TAG = re.compile(r"<(?!br ?/?>)", re.IGNORECASE)
#: An entity alone between quotation marks is spoken of: ``every "&nbsp;" was a blank``.
_NAMED_BEFORE, _NAMED_BEHIND = re.compile(r"[\"“„«‘'] ?\Z"), re.compile(r" ?[\"”“»’']")


@dataclass(frozen=True, slots=True)
class Options:
    """``levels``: how often one entity may have been escaped."""

    levels: int = 3


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that decode entities.

    >>> [e.new for e in propose(Document("Fish &amp;amp; chips&hellip; AT&T"), Options())]
    ['&', '…']
    """
    text = document.text
    if "&" not in text or ";" not in text:
        return
    bad = bad_lines(text)
    at = 0
    while (at := text.find("&", at)) >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if not in_spans(bad, start) and not _TAG.search(text, start, end):
            yield from _line(document, start, end, options)
        at = end


def _line(document: Document, start: int, end: int, options: Options) -> Iterator[Edit]:
    from ftfy.fixes import unescape_html

    text = document.text
    if _ABOUT.search(text, start, end):
        return  # "To show an ampersand, type &amp; in the source."
    code = [match.span() for match in _CODE.finditer(text, start, end)]
    for match in _ENTITY.finditer(text, start, end):
        if any(a <= match.start() < b for a, b in code[:50]):
            continue
        new = match.group()
        for _ in range(options.levels):
            decoded = unescape_html(new)
            if decoded == new:
                break
            new = decoded
        named = _NAMED_BEFORE.search(text, max(start, match.start() - 2), match.start())
        if named and _NAMED_BEHIND.match(text, match.end()):
            continue
        if new == "\xa0" and not (document.lang or "").startswith("fr"):
            new = " "  # only French sets it between words and marks on purpose
        if new != match.group():
            yield Edit(match.start(), match.end(), new, score=0.98, reason="HTML entity in plain text")
