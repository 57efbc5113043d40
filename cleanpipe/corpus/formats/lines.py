"""Files of one JSON object a line: cut after line ends, and nothing but the text of a line changed.

What a line holds, ``cleanpipe.corpus.jsonl`` finds.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.decoding import row_not_utf8, wide
from cleanpipe.corpus.formats import NoText, NotUtf8, Reading, too_large
from cleanpipe.corpus.frames import JSON, JSON_ASCII, Body
from cleanpipe.corpus.options import BATCH_BYTES
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document
from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece


def units(number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    """Cut a file after line ends, at least ``BATCH_BYTES`` at a time; never hold more than one long line."""
    held: list[bytes] = []
    size, line = 0, 1
    inside_long = False
    begun = False
    for block in blocks(source.path, source.packing):
        if not begun and (told := wide(block)):
            raise NotUtf8(told)
        begun = True
        if inside_long:
            end = block.find(b"\n") + 1
            piece = block[:end] if end else block
            yield Unit(number, piece, line, too_long=True, goes_on=True), len(piece)
            if not end:
                continue
            inside_long, line, block = False, line + 1, block[end:]
        cut = block.rfind(b"\n") + 1
        if cut and size + cut >= BATCH_BYTES:
            data = b"".join((*held, block[:cut]))
            yield Unit(number, data, line), len(data)
            line += data.count(b"\n")
            held, size, block = [], 0, block[cut:]
        held.append(block)
        size += len(block)
        if size > reading.max_document and (tail := _tail(held)) > reading.max_document:
            # One line alone is too long: what stands before it goes first, the line itself is passed on in pieces.
            data = b"".join(held)
            if before := data[: len(data) - tail]:
                yield Unit(number, before, line), len(before)
                line += before.count(b"\n")
            yield Unit(number, data[len(before) :], line, too_long=True), tail
            held, size, inside_long = [], 0, True
    if size:
        data = b"".join(held)
        yield Unit(number, data, line), len(data)


def _tail(held: list[bytes]) -> int:
    """The length of what follows the last line end."""
    length = 0
    for block in reversed(held):
        end = block.rfind(b"\n")
        if end >= 0:
            return length + len(block) - end - 1
        length += len(block)
    return length


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The document of each line; what is none comes with the outcome that says why, and its bytes in the body."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield _document(reading, source, data[start:end])
        start = end


def _document(reading: Reading, source: Source, line: bytes) -> Piece:
    whole = Body(before=line)
    if not line.strip():
        return whole, None, Outcome("blank")
    if len(line) > reading.max_document:
        return whole, None, Outcome.passed("too large", too_large(reading.max_document))
    mark = codecs.BOM_UTF8 if line.startswith(codecs.BOM_UTF8) else b""
    try:
        record = jsonl.parse(line[len(mark) :].decode(), reading.text_field)
    except UnicodeDecodeError as error:
        return whole, None, Outcome.passed("encoding", row_not_utf8(error))
    except NoText as error:
        return whole, None, Outcome.passed(error.kind, str(error))
    except InputError as error:
        return whole, None, Outcome.passed("bad line", str(error))
    body = Body(
        before=mark + record.line[: record.start].encode(),
        after=record.line[record.end :].encode(),
        same=record.line[record.start : record.end].encode(),
        style=JSON_ASCII if record.ascii_only else JSON,
    )
    if not record.text.strip():
        return whole, None, Outcome.passed("empty", f"the field {reading.text_field!r} is empty", record.id)
    site = reading.site(source, record.fields)
    document = Document(record.text, source.label, reading.lang(record.lang), site, record.fields)
    return body, document, Outcome("unchanged", id=record.id)
