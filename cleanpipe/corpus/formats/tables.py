"""Tables as .csv and .tsv: the cells of one column are cleaned, and every other byte of the file stays as it is.

The first row names the columns. Rows are numbered as in a spreadsheet, that row being 1. A cell in double quotes may
hold line ends and the delimiter; anything else in it is a doubled quote. Where the quotes of a row do not fit, the row
is read as plain cells.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.decoding import not_utf8, row_not_utf8, wide
from cleanpipe.corpus.formats import NoField, NoText, NotUtf8, Reading, too_large
from cleanpipe.corpus.frames import CELL, DELIMITERS, JSON, QUOTED_CELL, Body
from cleanpipe.corpus.options import BATCH_BYTES
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece

Cell = tuple[int, int]  # first byte and the byte after the last one, quotes included


@cache
def _cells(delimiter: str) -> re.Pattern[bytes]:
    """One cell with what follows it. ``open`` is a quoted cell that may go on after the end of the bytes at hand."""
    d = re.escape(delimiter.encode())
    quoted = rb'"(?>[^"]*(?:""[^"]*)*)'
    plain = rb"[^\r\n" + d + rb"]*+"
    end = d + rb"|\r\n|\r|\n|\Z"
    return re.compile(
        rb"(?:(?P<open>"
        + quoted
        + rb'"?\Z)|(?:'
        + quoted
        + rb'"(?='
        + end
        + rb")|"
        + plain
        + rb")(?P<end>"
        + end
        + rb"))"
    )


def units(number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    """Cut a file after whole rows, at least ``BATCH_BYTES`` at a time."""
    held = b""
    columns: tuple[str, ...] = ()
    dialect, row = "", 1
    stream = blocks(source.path, source.packing)
    waiting = _Waiting(stream)
    for block in waiting:
        held += block
        if not dialect:
            if told := wide(held):
                raise NotUtf8(told)
            dialect = _delimiter(source, held)
        rows, cut = _rows(held, dialect)
        if not columns and rows:
            columns = _columns(held, dialect, reading.text_field)
        if len(held) - cut > reading.max_document:
            # Whether the end of such a row can be found is doubtful, so that the rest of the file goes as it is.
            if cut:
                yield Unit(number, held[:cut], row, columns=columns, dialect=dialect), cut
            yield Unit(number, held[cut:], row + rows, too_long=True), len(held) - cut
            for block in stream:
                yield Unit(number, block, row + rows, too_long=True, goes_on=True), len(block)
            return
        if cut >= BATCH_BYTES:
            yield Unit(number, held[:cut], row, columns=columns, dialect=dialect), cut
            held, row = held[cut:], row + rows
        # A row without an end in sight is looked at again when there is half as much more of it, not at every block.
        waiting.wanted = max(BATCH_BYTES - len(held), len(held) // 2)
    if held:
        columns = columns or _columns(held, dialect, reading.text_field)
        yield Unit(number, held, row, columns=columns, dialect=dialect), len(held)


class _Waiting:
    """Blocks joined until there are as many bytes as are ``wanted`` just then."""

    def __init__(self, stream: Iterator[bytes]) -> None:
        self._stream = stream
        self.wanted = BATCH_BYTES

    def __iter__(self) -> Iterator[bytes]:
        held: list[bytes] = []
        size = 0
        for block in self._stream:
            held.append(block)
            size += len(block)
            if size >= self.wanted:
                yield b"".join(held)
                held, size = [], 0
        if held:
            yield b"".join(held)


def _rows(data: bytes, delimiter: str) -> tuple[int, int]:
    """How many whole rows the bytes hold, and where the last one ends."""
    rows = cut = 0
    if b'"' not in data:
        # Without quotes every line end ends a row. A \r at the end may be half of one.
        cut = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        return len(data[:cut].splitlines()), cut
    for match in _cells(delimiter).finditer(data, len(data) - len(_bare(data))):
        if match["open"] is not None or match.end() == len(data):
            break
        if match["end"] in (b"\n", b"\r", b"\r\n"):
            rows, cut = rows + 1, match.end()
    return rows, cut


def _delimiter(source: Source, data: bytes) -> str:
    """Tab for .tsv; else the one of the usual four that is most often in the first line."""
    if ".tsv" in source.name.lower()[-8:]:
        return "\t"
    first = re.match(rb"[^\r\n]*", data)
    line = first[0] if first else b""
    return max(DELIMITERS, key=lambda mark: line.count(mark.encode()))


def _columns(data: bytes, delimiter: str, text_field: str) -> tuple[str, ...]:
    """The names in the first row. Raises NoText when the text is not among them."""
    try:
        data = _bare(data)
        names = tuple(_value(data[start:end]).strip() for start, end in next(_split(data, delimiter), []))
    except UnicodeDecodeError as error:
        raise NotUtf8(f"row 1: {not_utf8(error)}") from None
    if text_field not in names:
        raise NoField(f"row 1: {jsonl.no_field(text_field, names)}")
    if names.count(text_field) > 1:
        raise NoText(f"row 1: there are two fields {text_field!r}")
    return names


def _bare(data: bytes) -> bytes:
    return data.removeprefix(codecs.BOM_UTF8)


def _split(data: bytes, delimiter: str) -> Iterator[list[Cell]]:
    """The cells of each row."""
    row: list[Cell] = []
    for match in _cells(delimiter).finditer(data):
        if match["open"] is not None:
            row.append(match.span())
            yield row
            return
        start, end = match.start(), match.start("end")
        if start == len(data) and not row:
            return  # nothing after the last line end
        row.append((start, end))
        if match["end"] != delimiter.encode():
            yield row
            row = []


def _value(cell: bytes) -> str:
    """What a cell says. Raises UnicodeDecodeError."""
    if len(cell) > 1 and cell.startswith(b'"') and cell.endswith(b'"'):
        return cell[1:-1].decode().replace('""', '"')
    return cell.decode()


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The document of each row; the first row of the file is none."""
    place = unit.columns.index(reading.text_field)
    # A byte order mark belongs to no cell.
    at, mark = 0, len(data) - len(_bare(data)) if unit.first_line == 1 else 0
    rows = list(_split(data[mark:], unit.dialect))
    starts = [cells[0][0] + mark for cells in rows]
    for number, (cells, end) in enumerate(zip(rows, [*starts[1:], len(data)], strict=True), unit.first_line):
        row = data[at:end]
        if number == 1:
            yield Body(before=b"" if reading.as_lines else row), None, Outcome("blank")
        else:
            inside = [(start + mark - at, stop + mark - at) for start, stop in cells]
            yield _document(reading, source, unit, place, row, inside)
        at = end


def _document(reading: Reading, source: Source, unit: Unit, place: int, row: bytes, cells: Sequence[Cell]) -> Piece:
    whole = Body(before=_as_found(row) if reading.as_lines else row)
    if len(cells) == 1 and not row.strip():
        return (Body() if reading.as_lines else whole), None, Outcome("blank")
    if len(row) > reading.max_document:
        return whole, None, Outcome.passed("too large", too_large(reading.max_document))
    if len(cells) != len(unit.columns):
        message = f"a row of {len(cells)} fields, but the first row names {len(unit.columns)}"
        return whole, None, Outcome.passed("bad line", message)
    values: dict[str, str] = {}
    for name, (start, end) in zip(unit.columns, cells, strict=True):
        try:
            values[name] = _value(row[start:end])
        except UnicodeDecodeError as error:
            return whole, None, Outcome.passed("encoding", f"field {name!r} is {row_not_utf8(error)}")
    text = values[reading.text_field]
    start, end = cells[place]
    if reading.as_lines:
        body = line_body(values, reading.text_field)
    else:
        cell = row[start:end]
        style = QUOTED_CELL if cell.startswith(b'"') else CELL + DELIMITERS.index(unit.dialect)
        body = Body("", row[:start], row[end:], cell, style)
    fields = {name: value for name, value in values.items() if name != reading.text_field}
    if "\0" in text:
        return whole, None, Outcome.passed("binary", f"field {reading.text_field!r} holds a zero byte")
    if not text.strip():
        empty = f"the field {reading.text_field!r} is empty"
        return (
            (as_it_is(body, text) if reading.as_lines else whole),
            None,
            Outcome.passed("empty", empty, jsonl.id_in(fields)),
        )
    document = Document(text, source.label, reading.lang(jsonl.lang_in(fields)), reading.site(source, fields), fields)
    return body, document, Outcome("unchanged", id=jsonl.id_in(fields))


def line_body(values: dict[str, Any], text_field: str) -> Body:
    """A record as a line of .jsonl around its text; the text stands where it stood."""
    before: list[str] = []
    after: list[str] = []
    seen = False
    for name, value in values.items():
        key = json.dumps(name, ensure_ascii=False)
        if name == text_field:
            before.append(f"{key}: ")
            seen = True
        else:
            (after if seen else before).append(f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}")
    head = "{" + ", ".join(before)
    tail = "".join(f", {item}" for item in after) + "}\n"
    return Body("", head.encode("utf-8", "surrogatepass"), tail.encode("utf-8", "surrogatepass"), style=JSON)


def as_it_is(body: Body, text: str) -> Body:
    """The line of a record that is not cleaned."""
    return Body(before=body.before + jsonl.quoted(text, False).encode() + body.after)


def _as_found(row: bytes) -> bytes:
    """A row that is no record, as a line of .jsonl."""
    return (
        json.dumps({"row": row.decode("utf-8", "backslashreplace").rstrip("\r\n")}, ensure_ascii=False) + "\n"
    ).encode()
