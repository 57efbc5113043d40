"""Reading: sources become units, the pieces of input that are cleaned, remembered and written as one.

A unit is a text file, or a run of whole lines of a .jsonl file. Only .jsonl content is held here, a unit at a time;
text files are read by the workers. Comes before everything else; knows nothing of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleanpipe.corpus.notes import Note, why
from cleanpipe.corpus.options import BATCH_BYTES
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.errors import InputError

#: Text files a worker takes at a time, however small they are.
BATCH_FILES = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """``data`` is None for a text file, which the worker reads itself. ``too_long``: a piece of an oversized line."""

    source: int  # place of the source in the sorted list
    data: bytes | None = None
    first_line: int = 1
    too_long: bool = False
    goes_on: bool = False  # a further piece of the line that the unit before began


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that go to one worker together. ``skip`` numbers the documents that have killed workers."""

    units: tuple[Unit, ...]
    size: int
    skip: frozenset[int] = frozenset()


def read_units(sources: Iterable[Source], max_document: int, broken: dict[int, Note]) -> Iterator[tuple[Unit, int]]:
    """All units with their sizes, in order. A .jsonl file that cannot be read to its end is entered in ``broken``."""
    for number, source in enumerate(sources):
        if source.format == "text":
            yield Unit(number), source.size
            continue
        try:
            yield from _runs_of_lines(number, source, max_document)
        except OSError as error:
            broken[number] = Note("unreadable", source.label, why(error))
        except InputError as error:
            broken[number] = Note("damaged", source.label, str(error))


def _runs_of_lines(number: int, source: Source, max_document: int) -> Iterator[tuple[Unit, int]]:
    """Cut a .jsonl file after line ends, at least ``BATCH_BYTES`` at a time; never hold more than one long line."""
    held: list[bytes] = []
    size, line = 0, 1
    inside_long = False
    for block in blocks(source.path, source.packing):
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
        if size > max_document and (tail := _tail(held)) > max_document:
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


def batches(units: Iterable[tuple[Unit, int]]) -> Iterator[Batch]:
    """Gather units into batches of about ``BATCH_BYTES``; the same ones however many workers there are."""
    held: list[Unit] = []
    total = 0
    for unit, size in units:
        held.append(unit)
        total += size
        if total >= BATCH_BYTES or len(held) >= BATCH_FILES:
            yield Batch(tuple(held), total)
            held, total = [], 0
    if held:
        yield Batch(tuple(held), total)
