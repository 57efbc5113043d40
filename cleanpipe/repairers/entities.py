"""HTML entities in plain text, also those escaped two or three times (phase unicode).

A line that holds ``<`` is taken for HTML and left alone, line by line; so are entities between backticks, since text
about HTML writes them so. Lines with mojibake belong to ``encoding``. Names without a semicolon are never decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ftfy.fixes import unescape_html

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._ftfy import bad_lines, in_spans

PHASE = "unicode"

_ENTITY = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*(?:#?[0-9A-Za-z]{1,24};)")


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
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        line = text[first : last if last >= 0 else len(text)]
        if "<" in line or in_spans(bad, start):
            continue
        if "`" in line and text.count("`", first, start) % 2 and "`" in text[end : first + len(line)]:
            continue
        new = match.group()
        for _ in range(options.levels):
            decoded = unescape_html(new)
            if decoded == new:
                break
            new = decoded
        if new != match.group():
            yield Edit(start, end, new, score=0.98, reason="HTML entity in plain text")
