"""Tables as .parquet: one column of text is cleaned; all other columns, types and metadata stay as they are.

A unit is a stretch of rows as an Arrow stream, and so is what the last phase writes: the same rows with other texts,
without those set aside. Rows are numbered from 1. Codec and schema of the output are those of the input.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.apart import read_apart
from cleanpipe.corpus.decoding import row_not_utf8
from cleanpipe.corpus.formats import NoField, NoText, Reading, too_large
from cleanpipe.corpus.formats.tables import as_it_is, line_body
from cleanpipe.corpus.frames import Body
from cleanpipe.corpus.options import BATCH_BYTES, MAX_RATIO, RATIO_FROM
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Unit
from cleanpipe.document import Document
from cleanpipe.errors import InputError

if TYPE_CHECKING:
    from cleanpipe.corpus.formats import Piece

#: Most rows of a unit, however short they are.
MOST_ROWS = 2_000
#: Rows are written in groups of about so many bytes; readers like them large, workers hold one of them.
GROUP_BYTES = 32_000_000
#: Where a schema can carry a note of ours between two phases.
_NOTE = b"cleanpipe.codec"


def units(number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    """Cut a file into stretches of rows."""
    yield from read_apart(_units, number, source, reading)


def _units(number: int, source: Source, reading: Reading) -> Iterator[tuple[Unit, int]]:
    first, said, allowed = 1, 0, max(RATIO_FROM, source.size * MAX_RATIO)
    with source.path.open("rb") as raw:
        try:
            _check(pq.ParquetFile(raw), source, reading.text_field)
            # Text is read as a dictionary: a file that says the same megabyte a million times stays small.
            file = pq.ParquetFile(raw, read_dictionary=[reading.text_field], pre_buffer=False, buffer_size=1 << 20)
            codec = _codec(file.metadata)
            for group in range(file.metadata.num_row_groups):
                about = file.metadata.row_group(group)
                each = about.total_byte_size // max(1, about.num_rows)
                rows = max(1, min(MOST_ROWS, BATCH_BYTES // max(1, each)))
                for batch in file.iter_batches(rows, row_groups=[group], use_threads=False):
                    batch = batch.replace_schema_metadata({**(batch.schema.metadata or {}), _NOTE: codec.encode()})
                    for some, size in _cut(batch, reading.text_field):
                        said += size
                        if said > allowed:
                            raise InputError(f"unpacks to more than {MAX_RATIO} times its size; not read")
                        data = _stream(some)
                        yield Unit(number, data, first), len(data)
                        first += some.num_rows
        except pa.ArrowException as error:
            raise InputError(f"damaged .parquet file: {str(error).splitlines()[0]}") from error


def _cut(batch: Any, text_field: str) -> Iterator[tuple[Any, int]]:
    """A batch in stretches of at most about ``BATCH_BYTES`` of text, with the bytes of each."""
    texts = batch.column(batch.schema.names.index(text_field))
    if pa.types.is_dictionary(texts.type):
        lengths = pc.take(pc.binary_length(texts.dictionary), texts.indices)
    else:
        lengths = pc.binary_length(texts)
    start = size = 0
    for row, length in enumerate(pc.fill_null(lengths, 0).to_pylist(), 1):
        size += length
        if size >= BATCH_BYTES or row == batch.num_rows:
            yield batch.slice(start, row - start), size
            start, size = row, 0


def _check(file: Any, source: Source, text_field: str) -> None:
    """Raises NoText when the column is missing or holds no text, InputError for what unpacks beyond measure."""
    schema = file.schema_arrow
    if text_field not in schema.names:
        raise NoField(jsonl.no_field(text_field, schema.names))
    if schema.names.count(text_field) > 1:
        raise NoText(f"there are two fields {text_field!r}")
    kind = schema.field(text_field).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        raise NoText(f"the field {text_field!r} holds no text but {kind}")
    size = sum(file.metadata.row_group(k).total_byte_size for k in range(file.metadata.num_row_groups))
    if size > max(RATIO_FROM, source.size * MAX_RATIO):
        raise InputError(f"unpacks to more than {MAX_RATIO} times its size; not read")


def _codec(metadata: Any) -> str:
    if not metadata.num_row_groups or not metadata.num_columns:
        return "none"
    codec = str(metadata.row_group(0).column(0).compression).lower()
    return {"uncompressed": "none"}.get(codec, codec)


def _stream(batch: Any) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _batch(data: bytes) -> Any:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_next_batch()


def documents(reading: Reading, source: Source, unit: Unit, data: bytes) -> Iterator[Piece]:
    """The document of each row, then the rows themselves, as what comes after the last text."""
    batch = _batch(data)
    texts = batch.column(batch.schema.names.index(reading.text_field))
    plain = [k for k, field in enumerate(batch.schema) if _plain(field.type) and field.name != reading.text_field]
    columns = {batch.schema.names[k]: batch.column(k).to_pylist() for k in plain}
    for row in range(batch.num_rows):
        fields = {name: values[row] for name, values in columns.items() if values[row] is not None}
        try:
            text = texts[row].as_py()
        except UnicodeDecodeError as error:
            yield Body(), None, Outcome.passed("encoding", row_not_utf8(error), jsonl.id_in(fields))
            continue
        body = Body()
        if reading.as_lines:
            body = line_body(batch.slice(row, 1).to_pylist()[0], reading.text_field)
        if text is None or not text.strip():
            told = Outcome.passed("empty", f"the field {reading.text_field!r} is empty", jsonl.id_in(fields))
            yield as_it_is(body, text or "") if reading.as_lines else body, None, told
        elif len(text) > reading.max_document:
            told = Outcome.passed("too large", too_large(reading.max_document), jsonl.id_in(fields))
            yield as_it_is(body, text) if reading.as_lines else body, None, told
        else:
            site, lang = reading.site(source, fields), reading.lang(jsonl.lang_in(fields))
            yield body, Document(text, source.label, lang, site, fields), Outcome("unchanged", id=jsonl.id_in(fields))
    if not reading.as_lines:
        yield Body(before=json.dumps(reading.text_field).encode() + b"\n" + data), None, Outcome("blank")


def _plain(kind: Any) -> bool:
    is_ = pa.types
    return bool(
        is_.is_string(kind) or is_.is_large_string(kind) or is_.is_integer(kind) or is_.is_floating(kind)
        or is_.is_boolean(kind)
    )  # fmt: skip


def rows(pieces: Sequence[tuple[Body, Outcome]]) -> tuple[bytes, bytes]:
    """The rows of a unit with their cleaned texts, as Arrow streams: those to keep, and those set aside."""
    *records, (tail, _) = pieces
    name, _, data = tail.before.partition(b"\n")
    batch = _batch(data)
    place = batch.schema.names.index(json.loads(name))
    field = batch.schema.field(place)
    texts = batch.column(place)
    new = pa.array(
        [
            texts[row].as_py() if outcome.status == "unchanged" else None if outcome.status == "passed" else body.text
            for row, (body, outcome) in enumerate(records)
        ],
        field.type.value_type if pa.types.is_dictionary(field.type) else field.type,
    )
    if any(outcome.status == "passed" for _, outcome in records):
        # What is not text has to stay as it is, bytes that are no UTF-8 included.
        old = texts.dictionary_decode() if pa.types.is_dictionary(field.type) else texts
        passed = pa.array([outcome.status == "passed" for _, outcome in records])
        new = pc.if_else(passed, old, new)
    plain = pa.field(field.name, new.type, field.nullable, field.metadata)
    whole = batch.set_column(place, plain, new)
    aside = pa.array([outcome.status == "rejected" for _, outcome in records])
    kept = whole.filter(pc.invert(aside))
    gone = whole.filter(aside)
    return (_stream(kept) if kept.num_rows else b"", _stream(gone) if gone.num_rows else b"")


class Writer:
    """A .parquet file that is being written; takes what ``rows`` gives."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._writer: Any = None
        self._held: list[Any] = []
        self._size = 0

    def write(self, stream: bytes) -> None:
        """Take the next rows."""
        if not stream:
            return
        batch = _batch(stream)
        self._held.append(batch)
        self._size += batch.nbytes
        if self._size >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._held:
            return
        table = pa.Table.from_batches(self._held)
        note = dict(table.schema.metadata or {})
        codec = note.pop(_NOTE, b"zstd").decode()
        table = table.replace_schema_metadata(note or None)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._raw, table.schema, compression=codec)
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._held, self._size = [], 0

    def close(self) -> None:
        """Write what is left and the end of the file."""
        self._flush()
        if self._writer is not None:
            self._writer.close()
