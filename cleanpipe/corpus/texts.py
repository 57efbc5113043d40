"""The documents of a corpus, one after another, for commands that only look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanpipe.corpus.formats import Reading, module_of, too_large
from cleanpipe.corpus.notes import Note, why
from cleanpipe.corpus.options import MAX_DOCUMENT
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import read_units
from cleanpipe.document import Document
from cleanpipe.errors import InputError


def pieces(source: Source, reading: Reading) -> Iterator[tuple[str, Document | None, Outcome]]:
    """What a file holds: the name of each document, the document, and why there is none. Never raises for content."""
    broken: dict[int, Note] = {}
    for unit, _ in read_units([source], reading, broken):
        data, trouble = unit.data, None
        if unit.too_long:
            trouble = Outcome.passed("too large", too_large(reading.max_document))
        elif data is None:
            data, trouble = read(source, reading.max_document)
        if data is None or trouble is not None:
            yield _label(source, unit.first_line), None, trouble or Outcome("blank")
            continue
        documents = module_of(source.format).documents(reading, source, unit, data)
        for number, (_, document, outcome) in enumerate(documents, unit.first_line):
            yield _label(source, number), document, outcome
    for note in broken.values():
        yield source.label, None, Outcome.passed(note.kind, note.message)


def _label(source: Source, number: int) -> str:
    return source.label if source.single else f"{source.label}:{number}"


def read(source: Source, limit: int) -> tuple[bytes | None, Outcome | None]:
    """The bytes of a file that is one document, or why they cannot be had."""
    held, size = [], 0
    try:
        for block in blocks(source.path, source.packing):
            held.append(block)
            size += len(block)
            if size > limit:
                return None, Outcome.passed("too large", too_large(limit))
    except OSError as error:
        return None, Outcome.passed("unreadable", why(error))
    except InputError as error:
        return None, Outcome.passed("damaged", str(error))
    return b"".join(held), None


def texts(sources: Iterable[Source], text_field: str = "text") -> Iterator[str]:
    """All texts of some sources that can be read."""
    reading = Reading(MAX_DOCUMENT, text_field)
    for source in sources:
        for _, document, _ in pieces(source, reading):
            if document is not None:
                yield document.text
