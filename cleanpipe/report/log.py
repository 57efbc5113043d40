"""The log of edits as JSON lines: edit to line, line to edit, and replaying a log on the input.

A line has ``document``, ``number`` (of the edit in its document), ``rule``, ``start``, ``end`` (characters of the
input), ``before``, ``after``, ``score``, ``state``, ``reason`` and ``context`` (what stood left and right of it), and
where it applies ``by`` (the winner over a shadowed edit), ``merged`` (all rules that shaped the edit, in order),
``decision`` (accept, where a person made it) and what a stage adds, such as the twin of a removed paragraph. Replaying
the lines with state ``applied`` on the input gives the output.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Any

from cleanpipe.document import Edit
from cleanpipe.editing import apply
from cleanpipe.errors import InputError

LOG = "edits.jsonl.gz"
CONTEXT = 40  # characters of the input kept on each side of an edit
_OWN = frozenset("document id number rule start end before after score state reason context by merged".split())


def row_of(edit: Edit, original: str) -> dict[str, Any]:
    """The log line of one edit, without its document.

    >>> row_of(Edit(3, 4, "", "core/x", 0.95, "blank", state="applied"), "odd , but")["before"]
    ' '
    """
    before = original[edit.start : edit.end]
    left = original[max(0, edit.start - CONTEXT) : edit.start]
    right = original[edit.end : edit.end + CONTEXT]
    row: dict[str, Any] = {
        "rule": edit.rule,
        "start": edit.start,
        "end": edit.end,
        "before": before,
        "after": edit.new,
        "score": round(edit.score, 4),
        "state": edit.state,
        "reason": edit.reason,
        "context": [left, right],
    }
    if edit.by:
        row["by"] = edit.by
    if edit.merged:
        names: list[str] = []
        for part in edit.merged:
            names.extend(part.detail.get("merged", (part.rule,)))
        row["merged"] = names
    elif "merged" in edit.detail:
        row["merged"] = list(edit.detail["merged"])
    row.update((key, value) for key, value in edit.detail.items() if key not in _OWN)
    return row


def edit_of(row: Mapping[str, Any]) -> Edit:
    """The edit a log line speaks of."""
    detail = {key: value for key, value in row.items() if key not in _OWN or key == "merged"}
    return Edit(
        row["start"],
        row["end"],
        row["after"],
        row["rule"],
        row["score"],
        row["reason"],
        old=row["before"],
        state=row["state"],
        by=row.get("by", ""),
        detail=detail,
    )


_as_written = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _encodable(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def dumps(row: Mapping[str, Any]) -> str:
    """One JSON line without its line end; half a surrogate pair is written as an escape."""
    line = _as_written(row)
    return line if line.isascii() or _encodable(line) else json.dumps(row, default=str)


def replay(text: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Make the applied edits of one document on its input text.

    >>> replay("odd , but", [{"state": "applied", "rule": "r", "start": 3, "end": 4, "before": " ", "after": "",
    ...                       "score": 0.9, "reason": ""}])
    'odd, but'
    """
    edits = [edit_of(row) for row in rows if row["state"] == "applied"]
    for edit in edits:
        if text[edit.start : edit.end] != edit.old:
            raise ValueError(f"the log does not fit the text: {edit.old!r} is not at {edit.start}:{edit.end}")
    return apply(text, sorted(edits, key=lambda edit: (edit.start, edit.end)))


def unapplied(text: str, edits: Sequence[Edit]) -> str:
    """The input text, from the output and the applied edits: ``replay`` backwards."""
    pieces, at, shift = [], 0, 0
    for edit in edits:
        start = edit.start + shift
        pieces.append(text[at:start])
        pieces.append(edit.old)
        at = start + len(edit.new)
        shift += len(edit.new) - (edit.end - edit.start)
    pieces.append(text[at:])
    return "".join(pieces)


def read_log(path: Path) -> Iterator[dict[str, Any]]:
    """All lines of a log, packed or not, one at a time."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def records_in(folder: Path) -> Path:
    """The records that are meant by the output folder of a run, or by themselves: those of a dry run if it was all."""
    if (folder / "summary.json").is_file():
        return folder
    records = folder / "_cleanpipe"
    of_dry_run = records / "dry-run"
    return of_dry_run if (of_dry_run / LOG).is_file() and not (records / LOG).is_file() else records


def recorded(folder: Path, name: str) -> tuple[str, list[dict[str, Any]]]:
    """The document of a run that is meant by a name or by a path of its input, and its log lines.

    Raises InputError when ``folder`` holds no run, or the run no such document.
    """
    path = records_in(folder) / LOG
    if not path.is_file():
        raise InputError(f"{folder}: no finished run here; name the folder that a run had as --out")
    known: dict[str, None] = {}
    found: list[tuple[str, list[dict[str, Any]]]] = []
    for document, rows in groupby(read_log(path), key=lambda row: str(row["document"])):
        if name == document or name.endswith(f"/{document}"):
            found.append((document, [{"number": number, **row} for number, row in enumerate(rows, 1)]))
        elif len(known) < 100_000:
            known[document] = None
    if found:
        return max(found, key=lambda item: len(item[0]))
    parts = name.split("/")
    for k in range(len(parts)):  # a document without edits is in no log
        end = "/".join(parts[k:])
        if (folder / end).is_file() or (folder / end.rpartition(":")[0]).is_file():
            return end, []
    near = get_close_matches(name, known, 1)
    advice = f"did you mean {near[0]!r}?" if near else "the report shows the names of its documents"
    raise InputError(f"{folder}: the run has no document {name!r}; {advice}")
