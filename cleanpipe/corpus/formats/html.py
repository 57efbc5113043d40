"""A page of HTML is one document: its text, with the furniture that the markup gives away left out.

What comes out is plain text under the name of the page with ``.txt`` added. The log speaks of that text before it was
cleaned. Which part of a page is its text, ``cleanpipe.html`` decides; furniture that it leaves is the pipeline's.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleanpipe.corpus.formats import DEADLY, Reading
from cleanpipe.corpus.frames import Body
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document
from cleanpipe.html import extract

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(data: bytes, charset: str = "") -> str:
    """The characters of a page, by its byte order mark, the header it came with, or its own words; else UTF-8.

    >>> decoded(b'<meta charset="iso-8859-2"><p>\\xb3'), decoded("é".encode()), decoded(b"\\xe9")
    ('<meta charset="iso-8859-2"><p>ł', 'é', 'é')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    said = _CHARSET.search(data, 0, 4096)
    for name in (charset, said[1].decode() if said else "", "utf-8"):
        try:
            # Browsers read Latin-1 as its superset of Windows; pages rely on it.
            known = codecs.lookup(name).name
            return data.decode("cp1252" if known in ("iso8859-1", "ascii") else known)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", "replace")


def extracted(page: str, passed_by: bool = False) -> tuple[str, Outcome | None]:
    """The text of a page, a paragraph a line: what the markup shows to be article, without menus and comments.

    What the extractors trip over is an outcome: one page never stops a run. So is a page that is to be passed by.

    >>> extracted("<html><body><nav>Home</nav><article><p>It rained all day.</p></article></body></html>")
    ('It rained all day.', None)
    """
    if passed_by:
        return "", Outcome.passed("failed", DEADLY)
    try:
        return extract(page), None
    except Exception as error:
        return "", Outcome.passed("failed", f"finding its text: {type(error).__name__}: {error}")


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The text of the page, or why there is none."""
    if not data.strip():
        yield Body(), None, Outcome.passed("empty", "an empty file")
        return
    text, trouble = extracted(decoded(data), 0 in unit.skip)
    if trouble is not None:
        yield Body(), None, trouble
        return
    if not text.strip():
        yield Body(), None, Outcome.passed("empty", "no text in the page")
        return
    yield Body(), Document(text, source.label, reading.lang(), reading.site(source)), Outcome("unchanged")
