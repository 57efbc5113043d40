"""Web archives: the text of every HTML response, as a line of .jsonl with address, date and the record's own id.

The output has the name of the archive with ``.jsonl`` added. Records of other kinds, other types and other answers than
200 are left out. Pages are numbered from 1.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from cleanpipe.corpus.formats import Reading, too_large
from cleanpipe.corpus.formats.html import decoded, extracted
from cleanpipe.corpus.formats.tables import line_body
from cleanpipe.corpus.frames import Body
from cleanpipe.corpus.options import BATCH_BYTES
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document
from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece

_TYPES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class _Stream(io.RawIOBase):
    """Blocks as a file that can only be read on."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._left = source, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = next(self._source, b"")
        piece = self._left[: len(buffer)]
        buffer[: len(piece)] = piece
        self._left = self._left[len(piece) :]
        return len(piece)


def units(number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    """Cut an archive into runs of pages: for each a line about it, and its bytes as they came, unpacked."""
    held: list[bytes] = []
    size, first, pages = 0, 1, 0
    stream = io.BufferedReader(_Stream(blocks(source.path, source.packing)))
    try:
        for record in ArchiveIterator(stream):
            page = _page(record, reading.max_document)
            if page is None:
                continue
            head, data = page
            row = json.dumps({**head, "bytes": len(data)}).encode() + b"\n"
            pages += 1
            held += [row, data]
            size += len(row) + len(data)
            if size >= BATCH_BYTES:
                yield Unit(number, b"".join(held), first), size
                held, size, first = [], 0, pages + 1
    except (OSError, InputError):
        raise
    except ArchiveLoadFailed as error:
        raise InputError(f"damaged .warc file: {error}") from error
    except Exception as error:  # the library trips over what it does not expect
        raise InputError(f"damaged .warc file: {type(error).__name__}: {error}") from error
    if held:
        yield Unit(number, b"".join(held), first), size


def _page(record: Any, limit: int) -> tuple[dict[str, str], bytes] | None:
    """What is known of a page, and its bytes; None for a record that is none."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    kind = record.http_headers.get_header("Content-Type") or ""
    if record.http_headers.get_statuscode() != "200" or kind.partition(";")[0].strip().lower() not in _TYPES:
        return None
    said = _CHARSET.search(kind)
    about = record.rec_headers
    head = {
        "id": (about.get_header("WARC-Record-ID") or "").strip("<>"),
        "url": about.get_header("WARC-Target-URI") or "",
        "date": about.get_header("WARC-Date") or "",
        "charset": said[1] if said else "",
    }
    stream, pieces, size = record.content_stream(), [], 0
    while size <= limit and (piece := stream.read(1 << 16)):
        pieces.append(piece)
        size += len(piece)
    return head, b"".join(pieces)


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The document of each page."""
    at = number = 0
    while at < len(data):
        end = data.index(b"\n", at) + 1
        head = json.loads(data[at:end])
        at = end + head["bytes"]
        yield _document(reading, source, head, data[end:at], number in unit.skip)
        number += 1


def _document(reading: Reading, source: Source, head: dict[str, Any], page: bytes, passed_by: bool) -> Piece:
    fields = {name: head[name] for name in ("id", "url", "date") if head[name]}
    if len(page) > reading.max_document:
        return Body(), None, Outcome.passed("too large", too_large(reading.max_document), head["id"])
    text, trouble = extracted(decoded(page, head["charset"]), passed_by)
    if trouble is not None:
        trouble.id = head["id"]
        return Body(), None, trouble
    if not text.strip():
        return Body(), None, Outcome.passed("empty", f"no text in the page {head['url']}", head["id"])
    document = Document(text, source.label, reading.lang(), reading.site(source, fields), fields)
    return line_body({**fields, "text": text}, "text"), document, Outcome("unchanged", id=head["id"])
