"""Last phase, in the workers: frames become output files and log lines, with the removals of copies worked in.

Nothing is cleaned here. A document without removals is written as the first phase left it; one with removals gets them
as one more layer of edits, mapped to the offsets of its input like all others.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cleanpipe.corpus.copies import decided
from cleanpipe.corpus.counts import Counts
from cleanpipe.corpus.decisions import Decision, Decisions, of_copy
from cleanpipe.corpus.frames import CELL, DELIMITERS, JSON_ASCII, PLAIN, QUOTED_CELL, Body, decode
from cleanpipe.corpus.jsonl import quoted
from cleanpipe.corpus.notes import Gathered, Note
from cleanpipe.corpus.options import RECORDS
from cleanpipe.corpus.outcome import Outcome
from cleanpipe.corpus.output import OutputFolder
from cleanpipe.corpus.packing import pack
from cleanpipe.corpus.removed import Removals
from cleanpipe.corpus.sources import Source
from cleanpipe.document import Edit
from cleanpipe.editing import History
from cleanpipe.report.log import edit_of, unapplied
from cleanpipe.rulefile.model import Rule, RuleBook

REJECTED = f"{RECORDS}/rejected"
PARQUET = ".parquet"
DOCUMENTS = "documents.jsonl"  # all files of one document in one, for --output-format jsonl


@dataclass(frozen=True, slots=True)
class Finish:
    """Frames for one worker. ``units`` has source, first line, start and end in the spool of each frame."""

    units: tuple[tuple[int, int, int, int], ...]
    removals: Mapping[tuple[int, int], Removals]  # (place in units, document) -> copies that go
    frames: tuple[bytes, ...] = ()  # the frames themselves, for a worker that does not see the spool
    skip: frozenset[int] = frozenset()


@dataclass(slots=True)
class Finished:
    """What a worker hands back: packed log lines, counts, and for files of many rows those to write, in order."""

    log: bytes
    counts: Counts
    notes: list[tuple[str, Note, int]] = field(default_factory=list)  # file, first note, how many there are like it
    written: dict[str, str] = field(default_factory=dict)  # file of the output -> that of the input
    lines: list[tuple[str, str, bytes, bytes]] = field(default_factory=list)  # file, packing, lines to keep, rejected


@dataclass(slots=True)
class Finisher:
    """The state of a worker in this phase."""

    spool: Path
    sources: Sequence[Source]
    out: OutputFolder
    dry_run: bool = False
    output_format: str = "same"
    book: RuleBook | None = None
    across: tuple[Rule, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)


def finish_batch(state: Finisher, batch: Finish, context: Any) -> list[Finished]:
    """Write the documents of some frames."""
    done, notes = Finished(b"", Counts()), Gathered()
    log: list[str] = []
    with nullcontext() if batch.frames else state.spool.open("rb") as spool:
        for place, (number, first_line, start, end) in enumerate(batch.units):
            frame = batch.frames[place] if spool is None else os.pread(spool.fileno(), end - start, start)
            source = state.sources[number]
            pieces: list[tuple[Body, Outcome]] = []
            for k, (body, outcome) in enumerate(decode(frame)):
                label = source.label if source.single else f"{source.label}:{first_line + k}"
                if removals := batch.removals.get((place, k)):
                    assert state.book is not None
                    edits = decided(body.text, removals, state.across, state.book)
                    body, outcome = _with_removals(body, outcome, edits, state.decisions.of(label, outcome.id))
                _count(done.counts, notes, source, label, outcome)
                head = json.dumps({"document": label, **({"id": outcome.id} if outcome.id else {})}, ensure_ascii=False)
                rows = enumerate(outcome.rows, 1)
                log.extend(f'{head[:-1]}, "number": {number}, {row[1:]}\n' for number, row in rows)
                pieces.append((body, outcome))
            if source.single:
                _finish_file(state, source, *pieces[0], done)
            else:
                _finish_rows(state, source, first_line, pieces, done)
    done.notes = [*notes.rows(), *done.notes]
    done.log = gzip.compress("".join(log).encode(), 6, mtime=0) if log else b""
    return [done]


def _finish_file(state: Finisher, source: Source, body: Body, outcome: Outcome, done: Finished) -> None:
    """A file that is one document: written by the worker, or a line of the file for all."""
    if outcome.status == "passed" or state.output_format != "jsonl":
        if not state.dry_run:
            _write_text(state, source, body, outcome, done)
        return
    line = _as_line(source, body, outcome)
    done.lines.append((DOCUMENTS, "", *((b"", line) if outcome.status == "rejected" else (line, b""))))
    done.written[DOCUMENTS] = str(source.path)


def _finish_rows(
    state: Finisher, source: Source, first: int, pieces: list[tuple[Body, Outcome]], done: Finished
) -> None:
    """Rows of a file of many: handed back, to be written in their order; or a text file each."""
    name = source.output(state.output_format)
    if state.output_format != "text" and name.lower().endswith(PARQUET):
        from cleanpipe.corpus.formats.parquet import rows

        done.lines.append((name, "", *rows(pieces)))
        done.written[name] = str(source.path)
        return
    kept: list[bytes] = []
    aside: list[bytes] = []
    for k, (body, outcome) in enumerate(pieces):
        if state.output_format == "text" and outcome.status == "blank":
            continue
        if state.output_format == "text" and outcome.status != "passed":
            if not state.dry_run:
                _write_line(state, source, first + k, body, outcome, done)
            continue
        (aside if outcome.status == "rejected" else kept).append(_written(body))
    if state.output_format != "text" or any(kept):
        done.lines.append((name, source.packing, b"".join(kept), b"".join(aside)))
        done.written[name] = str(source.path)


def _written(body: Body) -> bytes:
    if body.same:
        return body.before + body.same + body.after
    if not body.text:
        return body.before + body.after
    if body.style == PLAIN:
        return body.before + body.text.encode("utf-8", "surrogatepass") + body.after
    if body.style >= QUOTED_CELL:
        text = cell(body.text, DELIMITERS[body.style - CELL] if body.style >= CELL else "")
        return body.before + text.encode("utf-8", "surrogatepass") + body.after
    return body.before + quoted(body.text, body.style == JSON_ASCII).encode() + body.after


def cell(text: str, delimiter: str) -> str:
    """A cell of a table, in quotes where it needs them; without a delimiter, in quotes.

    >>> cell("so, he", ";"), cell("so, he", ","), cell('a "so" b', ","), cell("so", "")
    ('so, he', '"so, he"', '"a ""so"" b"', '"so"')
    """
    if delimiter and not any(mark in text for mark in (delimiter, '"', "\r", "\n")):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _write_text(state: Finisher, source: Source, body: Body, outcome: Outcome, done: Finished) -> None:
    if outcome.status == "passed":
        if outcome.kind == "unreadable":
            return
        try:
            state.out.copy(source.path, source.name)
            done.written[source.name] = str(source.path)
        except FileNotFoundError:
            note = Note("unreadable", source.label, "deleted while the run was going on")
            done.notes.append((source.label, note, 1))
        return
    _write(state, source, source.output(), pack(_written(body), source.packing), outcome, done)


def _write(state: Finisher, source: Source, name: str, data: bytes, outcome: Outcome, done: Finished) -> None:
    if outcome.status == "rejected":
        state.out.write(f"{REJECTED}/{name}", data)
        state.out.remove(name)  # it may stand there from a run with other rules
    else:
        state.out.write(name, data)
        done.written[name] = str(source.path)


def _write_line(state: Finisher, source: Source, line: int, body: Body, outcome: Outcome, done: Finished) -> None:
    """One line of a .jsonl file as a text file; half a surrogate pair has no place in one and becomes ``?``."""
    _write(state, source, f"{source.rows}/{line:08}.txt", body.text.encode("utf-8", "replace"), outcome, done)


def _as_line(source: Source, body: Body, outcome: Outcome) -> bytes:
    """A text file as a line of ``documents.jsonl``."""
    fields = {"id": source.label, **({"lang": outcome.lang} if outcome.lang else {}), "text": body.text}
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode()


def _with_removals(
    body: Body, outcome: Outcome, found: Sequence[Edit], decisions: Sequence[Decision]
) -> tuple[Body, Outcome]:
    """The document with one more layer of edits, given in offsets of its cleaned text."""
    edits = [edit_of(json.loads(row)) for row in outcome.rows]
    applied = [edit for edit in edits if edit.state == "applied"]
    history = History(unapplied(body.text, applied))
    history.add(applied)
    found = [of_copy(decisions, edit, *history.to_original(edit.start, edit.end)) for edit in found]
    removals = [edit for edit in found if edit.state == "applied"]
    gone = [history.to_original(edit.start, edit.end) for edit in removals]
    rest = []
    for edit in found:
        if edit.state != "applied":
            rest.append(history.of_original(edit))
    history.add(removals)
    for edit in edits:
        if edit.state == "applied":
            continue
        if edit.state == "suggested" and (k := _inside(edit, gone)) is not None:
            edit = replace(edit, state="shadowed", by=removals[k].rule)
        rest.append(edit)
    everything = sorted((*history.composed(), *rest), key=lambda e: (e.start, e.end, e.state, e.rule))
    outcome.enter(everything, history.original)
    if removals:
        outcome.status = "cleaned"
    if not history.text.strip():
        outcome.status, outcome.kind = "rejected", "rejected"
        outcome.message = "nothing is left: all of it is in earlier documents"
        # What is set aside can still be read there: an empty file would help nobody.
        return body._replace(same=b""), outcome
    return body._replace(text=history.text, same=b"" if removals else body.same), outcome


def _inside(edit: Edit, spans: Sequence[tuple[int, int]]) -> int | None:
    for k, (start, end) in enumerate(spans):
        if start <= edit.start and edit.end <= end:
            return k
    return None


def _count(counts: Counts, told: Gathered, source: Source, label: str, outcome: Outcome) -> None:
    if outcome.status == "blank":
        return
    counts.documents += 1
    became = "empty" if outcome.kind == "empty" else outcome.status
    setattr(counts, became, getattr(counts, became) + 1)
    counts.fieldless += outcome.kind == "no field"
    counts.tally(outcome.tally)
    if outcome.lang:
        counts.languages[outcome.lang] = counts.languages.get(outcome.lang, 0) + 1
    name = f"{label} (id {outcome.id})" if outcome.id else label
    notes = [Note("warning", name, warning) for warning in outcome.warnings] if outcome.status != "passed" else []
    if outcome.message:
        notes.append(Note(outcome.kind, name, outcome.message))
    if outcome.claimed:
        said = f"{outcome.claimed!r} is no language that is known here; found out instead"
        notes.append(Note("language", name, said))
    for note in notes:
        told.add(source.label, note)
