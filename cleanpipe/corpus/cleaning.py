"""First phase, in the workers: units become frames of cleaned documents. Every document stands alone here.

Whatever a document holds, its bytes come out again: what cannot be read as text is passed on as it is, with a note that
says why. Copies across documents are found later, by ``copies``; files are written by ``finishing``.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Protocol

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.copies import Sketched, sketched
from cleanpipe.corpus.decoding import not_utf8, trouble_with
from cleanpipe.corpus.frames import JSON, JSON_ASCII, Body, encode
from cleanpipe.corpus.notes import why
from cleanpipe.corpus.outcome import Outcome, packed, unpacked
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import Batch, Unit
from cleanpipe.document import Document, Result
from cleanpipe.errors import InputError
from cleanpipe.report.log import edit_of
from cleanpipe.rulefile.model import Rule


class Context(Protocol):
    """What the engine offers to a function that runs in a worker."""

    def mark(self, document: int) -> None:
        """Say which document of the batch is next, so that it can be named if it kills the worker."""

    def ask(self, keys: list[bytes]) -> list[bytes | None]:
        """What the manifest remembers under these keys."""


@dataclass(slots=True)
class CleanUnit:
    """The result for one unit; ``key`` is None when there is nothing to remember it by."""

    frame: bytes
    key: bytes | None = None
    kept: bytes | None = None  # outcomes to remember; None when they were remembered already
    documents: int = 0
    size: int = 0
    reused: bool = False
    sketches: list[Sketched] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Cleaner:
    """The state of a worker: the pipeline, and how to read."""

    pipe: Any
    sources: Sequence[Source]
    salt: bytes  # rules, version and options: all that decides about the outcome beside the document
    text_field: str = "text"
    lang: str | None = None
    max_document: int = 0
    names_matter: bool = False  # some rule is bound to file names
    remember: bool = True  # there may be something to ask the manifest for
    across: tuple[Rule, ...] = ()  # rules that look for copies across documents


def clean_batch(state: Cleaner, batch: Batch, context: Context) -> list[CleanUnit]:
    """Clean all units of a batch, but for those that an earlier run has cleaned under the same rules."""
    loaded = [_load(state, unit) for unit in batch.units]
    keys = [
        None if data is None or unit.too_long else _key(state, unit, data)
        for unit, (data, _) in zip(batch.units, loaded, strict=True)
    ]
    known: dict[bytes, bytes] = {}
    if state.remember and (asked := [key for key in keys if key is not None]):
        known = {key: kept for key, kept in zip(asked, context.ask(asked), strict=True) if kept is not None}
    out: list[CleanUnit] = []
    number = 0
    for unit, (data, trouble), key in zip(batch.units, loaded, keys, strict=True):
        done = _clean_unit(state, unit, data, trouble, known.get(key or b""), batch.skip, number, context)
        done.key, done.reused = key, key in known
        number += max(1, done.documents)
        out.append(done)
    return out


def _load(state: Cleaner, unit: Unit) -> tuple[bytes | None, Outcome | None]:
    """The bytes of a unit, or why they cannot be had."""
    if unit.data is not None:
        return unit.data, None
    source = state.sources[unit.source]
    pieces, size = [], 0
    try:
        for block in blocks(source.path, source.packing):
            pieces.append(block)
            size += len(block)
            if size > state.max_document:
                return None, Outcome.passed("too large", _too_large(state.max_document))
    except OSError as error:
        return None, Outcome.passed("unreadable", why(error))
    except InputError as error:
        return None, Outcome.passed("damaged", str(error))
    return b"".join(pieces), None


def _too_large(limit: int) -> str:
    return f"longer than {limit / 1e6:g} MB, the most one document may have; cut it up or raise --max-document"


def _key(state: Cleaner, unit: Unit, data: bytes) -> bytes:
    source = state.sources[unit.source]
    digest = blake2b(data, digest_size=20, key=state.salt)
    digest.update(source.format.encode())
    if state.names_matter:
        digest.update(source.label.encode())
    return digest.digest()


def _clean_unit(
    state: Cleaner,
    unit: Unit,
    data: bytes | None,
    trouble: Outcome | None,
    kept: bytes | None,
    skip: frozenset[int],
    number: int,
    context: Context,
) -> CleanUnit:
    if unit.too_long:
        outcome = Outcome("blank") if unit.goes_on else Outcome.passed("too large", _too_large(state.max_document))
        return _framed(state, [Body(before=unit.data or b"")], [outcome], [None], None, 0)
    if data is None or trouble is not None:
        return _framed(state, [Body()], [trouble or Outcome.passed("unreadable", "cannot be read")], [None], None, 0)
    remembered = unpacked(kept) if kept is not None else None
    bodies: list[Body] = []
    outcomes: list[Outcome] = []
    documents: list[Document | None] = []
    for body, document, outcome in _documents(state, unit, data):
        documents.append(document)
        if document is None:
            bodies.append(body)
            outcomes.append(outcome)
            continue
        k = len(outcomes)
        if remembered is not None:
            outcome = remembered[k]
            text = _replayed(document.text, outcome)
        else:
            if number + k in skip:
                outcome = Outcome.passed("failed", "a worker process died of it, three times", outcome.id)
                text = document.text
            else:
                context.mark(number + k)
                result = _clean(state, document)
                outcome = Outcome.of(result, outcome.id)
                text = document.text if result.failed else result.text
        bodies.append(body._replace(text=text, same=body.same if text == document.text else b""))
        outcomes.append(outcome)
    return _framed(state, bodies, outcomes, documents, kept, len(data))


def _clean(state: Cleaner, document: Document) -> Result:
    try:
        result: Result = state.pipe.clean(document)
    except Exception as error:  # the pipeline catches its stages' errors; this is for what it did not foresee
        message = f"{type(error).__name__}: {error}"
        return Result(document.text, document.text, failed=True, warnings=(message,))
    return result


def _replayed(text: str, outcome: Outcome) -> str:
    import json

    from cleanpipe.editing import apply

    rows = [json.loads(row) for row in outcome.rows]
    return apply(text, [edit_of(row) for row in rows if row["state"] == "applied"])


def _framed(
    state: Cleaner,
    bodies: list[Body],
    outcomes: list[Outcome],
    documents: list[Document | None],
    kept: bytes | None,
    size: int,
) -> CleanUnit:
    fresh = kept is None
    packed_outcomes = packed(outcomes) if kept is None else kept
    frame, starts = encode(bodies, outcomes, packed_outcomes)
    done = CleanUnit(frame, documents=len(outcomes), size=size)
    if fresh and size and all(outcome.keepable for outcome in outcomes):
        done.kept = packed_outcomes
    if state.across:
        # Only what will stand in the output can be an original: a document set aside is none.
        cleaned = [
            replace(document, text=body.text, lang=outcome.lang)
            if document is not None and outcome.status in ("cleaned", "unchanged")
            else None
            for body, outcome, document in zip(bodies, outcomes, documents, strict=True)
        ]
        done.sketches = sketched(state.across, cleaned, starts)
    for outcome in outcomes:
        for stage, seconds in outcome.seconds.items():
            done.seconds[stage] = done.seconds.get(stage, 0.0) + seconds
    return done


def _documents(state: Cleaner, unit: Unit, data: bytes) -> Iterator[tuple[Body, Document | None, Outcome]]:
    """The documents of a unit; what is none comes with the outcome that says why, and its bytes in the body."""
    source = state.sources[unit.source]
    if source.format == "text":
        yield _text_file(state, source, data)
        return
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield _json_line(state, source, data[start:end])
        start = end


def _text_file(state: Cleaner, source: Source, data: bytes) -> tuple[Body, Document | None, Outcome]:
    # The bytes of a file that is passed on are copied from the file itself, not sent around.
    if not data.strip():
        what = "an empty file" if not data else "nothing but blanks"
        return Body(), None, Outcome.passed("empty", what)
    if (trouble := trouble_with(data)) is not None:
        return Body(), None, Outcome.passed(trouble.kind, trouble.message)
    document = Document(data.decode(), name=source.label, lang=state.lang or state.pipe.book.settings.lang)
    return Body(), document, Outcome("unchanged")


def _json_line(state: Cleaner, source: Source, line: bytes) -> tuple[Body, Document | None, Outcome]:
    whole = Body(before=line)
    if not line.strip():
        return whole, None, Outcome("blank")
    if len(line) > state.max_document:
        return whole, None, Outcome.passed("too large", _too_large(state.max_document))
    mark = codecs.BOM_UTF8 if line.startswith(codecs.BOM_UTF8) else b""
    try:
        record = jsonl.parse(line[len(mark) :].decode(), state.text_field)
    except UnicodeDecodeError as error:
        return whole, None, Outcome.passed("encoding", not_utf8(error))
    except InputError as error:
        kind = "bad line" if str(error).startswith("not ") else "no text"
        return whole, None, Outcome.passed(kind, str(error))
    body = Body(
        before=mark + record.line[: record.start].encode(),
        after=record.line[record.end :].encode(),
        same=record.line[record.start : record.end].encode(),
        style=JSON_ASCII if record.ascii_only else JSON,
    )
    if not record.text.strip():
        return whole, None, Outcome.passed("nothing", f"the field {state.text_field!r} is empty", record.id)
    lang = state.lang or record.lang or state.pipe.book.settings.lang
    document = Document(record.text, source.label, lang, record.site, record.fields)
    return body, document, Outcome("unchanged", id=record.id)
