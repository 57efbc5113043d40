"""A text file is one document, and its bytes are its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleanpipe.corpus.decoding import trouble_with
from cleanpipe.corpus.formats import Reading
from cleanpipe.corpus.frames import Body
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The document, or why it is none; the bytes of what is passed on are copied from the file, not sent around."""
    if not data.strip():
        what = "an empty file" if not data else "nothing but blanks"
        yield Body(), None, Outcome.passed("empty", what)
    elif (trouble := trouble_with(data)) is not None:
        yield Body(), None, Outcome.passed(trouble.kind, trouble.message)
    else:
        document = Document(data.decode(), source.label, reading.lang(), reading.site(source))
        yield Body(), document, Outcome("unchanged")
