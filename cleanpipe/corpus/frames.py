"""Between the phases: each unit as one frame of bytes in a scratch file, since dedupe needs all of them first.

A frame holds for every document of the unit the bytes around its text, the cleaned text, and the outcomes. The main
process appends frames in order; workers of the last phase read them by place. Nothing here survives the run.
"""

from __future__ import annotations

import json
import os
import struct
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cleanpipe.corpus.outcome import Outcome, packed, unpacked

_HEAD = struct.Struct("<III")

PLAIN, JSON, JSON_ASCII, QUOTED_CELL, CELL = range(5)  # how the text of a document is written
DELIMITERS = ",;\t|"  # CELL + place in these: a cell of a table with that delimiter


class Body(NamedTuple):
    """The bytes of one document: ``before`` + its text as ``style`` says + ``after``.

    ``same`` holds the bytes to write in place of the text when nothing has changed it, since a JSON string can be
    spelt in several ways; empty means that the text is written as it is.
    """

    text: str = ""
    before: bytes = b""
    after: bytes = b""
    same: bytes = b""
    style: int = PLAIN


def encode(bodies: Sequence[Body], outcomes: Sequence[Outcome], kept: bytes | None = None) -> tuple[bytes, list[int]]:
    """A frame, and for each document where its text begins in the frame. ``kept`` are the outcomes already packed."""
    table, pieces = [], []
    for body in bodies:
        text = body.text.encode("utf-8", "surrogatepass")
        table.append([len(body.before), len(text), len(body.after), len(body.same), body.style])
        pieces += [body.before, text, body.after, body.same]
    head = json.dumps(table, separators=(",", ":")).encode()
    payload, tail = b"".join(pieces), kept if kept is not None else packed(outcomes)
    starts, at = [], _HEAD.size + len(head)
    for before, length, after, same, _ in table:
        starts.append(at + before)
        at += before + length + after + same
    return b"".join((_HEAD.pack(len(head), len(payload), len(tail)), head, payload, tail)), starts


def decode(frame: bytes) -> list[tuple[Body, Outcome]]:
    """The documents of a frame."""
    head, payload, tail = _HEAD.unpack_from(frame)
    at = _HEAD.size
    table = json.loads(frame[at : at + head])
    outcomes = unpacked(frame[at + head + payload : at + head + payload + tail])
    at += head
    out = []
    for (before, text, after, same, style), outcome in zip(table, outcomes, strict=True):
        pieces = []
        for length in (before, text, after, same):
            pieces.append(frame[at : at + length])
            at += length
        body = Body(pieces[1].decode("utf-8", "surrogatepass"), pieces[0], pieces[2], pieces[3], style)
        out.append((body, outcome))
    return out


class Spool:
    """The scratch file of frames, written by one process; ``places`` has start and end of each frame."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places = array("Q", [0])
        self._file = path.open("wb+")

    def add(self, frame: bytes) -> int:
        """Append a frame and say where it starts."""
        start = self.places[-1]
        self._file.write(frame)
        self.places.append(start + len(frame))
        return start

    def bytes_at(self, start: int, length: int) -> bytes:
        """Any stretch of what was written."""
        self._file.flush()
        return os.pread(self._file.fileno(), length, start)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()
        self.path.unlink(missing_ok=True)
