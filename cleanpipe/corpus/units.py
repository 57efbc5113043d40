"""Reading: sources become units, the pieces of input that are cleaned, remembered and written as one.

A unit is a file that is one document, or a run of whole records of a file of many. Only the latter are read here, a
unit at a time, as their format cuts them; the others are read by the workers. Comes before everything else; knows
nothing of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleanpipe.corpus.formats import Reading, module_of
from cleanpipe.corpus.notes import Note, why
from cleanpipe.corpus.options import BATCH_BYTES
from cleanpipe.corpus.sources import Source
from cleanpipe.errors import InputError

#: Text files a worker takes at a time, however small they are.
BATCH_FILES = 400


@dataclass(frozen=True, slots=True)
class Unit:
    """``data`` is None for a file that the worker reads itself. ``too_long``: a piece of an oversized record."""

    source: int  # place of the source in the sorted list
    data: bytes | None = None
    first_line: int = 1
    too_long: bool = False
    goes_on: bool = False  # a further piece of the record that the unit before began
    columns: tuple[str, ...] = ()  # of the table that the unit is a part of
    dialect: str = ""  # what else is needed to read the unit alone
    skip: frozenset[int] = frozenset()  # documents of it that have killed workers


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that go to one worker together. ``skip`` numbers the documents that have killed workers."""

    units: tuple[Unit, ...]
    size: int
    skip: frozenset[int] = frozenset()


def read_units(sources: Iterable[Source], reading: Reading, broken: dict[int, Note]) -> Iterator[tuple[Unit, int]]:
    """All units with their sizes, in order. A file that cannot be read to its end is entered in ``broken``."""
    for number, source in enumerate(sources):
        if source.single:
            yield Unit(number), source.size
            continue
        try:
            yield from module_of(source.format).units(number, source, reading)
        except OSError as error:
            broken[number] = Note("unreadable", source.label, why(error))
        except InputError as error:
            broken[number] = Note(getattr(error, "kind", "damaged"), source.label, str(error))


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
