"""Pairs of texts that may be copies, compared in the workers: the slowest part of the search by far.

What is a copy, ``cleanpipe.dedupe`` decides. A worker reads the texts of its pairs from the spool, or gets them with
its task where it cannot see the spool. Which of them go depends on their order, and is decided by the main process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanpipe.rulefile.model import Dedupe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.dedupe.copies import First


#: So many texts have pairs enough for other processes.
MANY = 20_000


@dataclass(frozen=True, slots=True)
class Compare:
    """A block of pairs for one worker; ``places`` has start and length in the spool of the texts they name."""

    pairs: NDArray[np.int64]  # rows of ``places``
    places: NDArray[np.int64]
    settings: Dedupe
    texts: tuple[str, ...] = ()  # the texts themselves, for a worker that does not see the spool
    skip: frozenset[int] = frozenset()


class Compared(NamedTuple):
    """What a worker hands back: the copies of a block, and in which words each differs from its twin."""

    firsts: list[First]
    differs: list[str]


def compare_batch(spool: Path, batch: Compare, context: Any) -> list[Compared]:
    """Compare the pairs of a block."""
    from cleanpipe.dedupe.copies import first_copies
    from cleanpipe.dedupe.describe import what_differs

    texts: Sequence[str] = batch.texts
    if not texts:
        with spool.open("rb") as stream:
            texts = [
                os.pread(stream.fileno(), length, start).decode("utf-8", "surrogatepass")
                for start, length in batch.places.tolist()
            ]
    firsts = first_copies(batch.pairs, lambda rows: [texts[row] for row in rows], batch.settings)
    told = [what_differs(*(texts[row] for row in batch.pairs[first.pair])) for first in firsts]
    return [Compared(firsts, told)]


class Comparer:
    """Compares blocks of pairs of one rule with the help of an engine, and remembers what it was told of each copy."""

    def __init__(self, engine: Any, spool: Path, settings: Dedupe, texts: int) -> None:
        self._engine, self._settings = engine, settings
        self._told: dict[int, tuple[int, str]] = {}  # of the row that goes: its twin, and in which words they differ
        self._setup = partial(Path, spool)
        # Started before the sketches are read: as many as there are would else be in every worker.
        self._begun = engine.begin(self._setup, compare_batch, _nothing) if texts >= MANY else None

    def place(self, start: NDArray[np.uint64], length: NDArray[np.uint32]) -> None:
        """Say where in the spool the texts of the rows are."""
        self._start, self._length = start, length

    def close(self) -> None:
        """End workers that had nothing to do."""
        if self._begun is not None:
            self._begun.close()

    def firsts(
        self, blocks: Iterator[NDArray[np.int64]], text: Callable[[int], str], where: NDArray[np.int64] | None
    ) -> Iterator[list[First]]:
        """See ``dedupe.copies.removable``. ``where`` says which rows of the spool are meant; all when None."""
        import numpy as np

        under_way: list[NDArray[np.int64]] = []

        def tasks() -> Iterator[Compare]:
            for block in blocks:
                pairs = block if where is None else where[block]
                under_way.append(pairs)
                rows, local = np.unique(pairs, return_inverse=True)
                texts = tuple(map(text, rows.tolist())) if self._engine.ships else ()
                places = np.stack((self._start[rows], self._length[rows]), axis=1).astype(np.int64)
                yield Compare(local.reshape(pairs.shape), places, self._settings, texts)

        begun, self._begun = self._begun, None
        if begun is not None:
            mapped = begun.map(tasks())
        else:
            mapped = self._engine.map(self._setup, compare_batch, tasks(), _nothing)
        for (found,) in mapped:
            pairs = under_way.pop(0)
            for first, differs in zip(found.firsts, found.differs, strict=True):
                kept, gone = pairs[first.pair].tolist()
                self._told[gone] = kept, differs
            yield found.firsts

    def told(self, kept: int, gone: int) -> str | None:
        """In which words two rows differ, if a worker has said so of this twin. Can be asked once of each row."""
        twin, differs = self._told.pop(gone, (-1, ""))
        return differs if twin == kept else None


def _nothing(question: Any) -> None:
    return None
