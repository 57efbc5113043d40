"""Sketches of all texts of a run, set down in a scratch file until the search over them begins.

A million paragraphs are 140 MB here; in memory they would lie about in as many small pieces as there are units, and
twice over when they are joined. The file belongs to one process and does not survive the run.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleanpipe.dedupe.sketch import Sketches


class Table(NamedTuple):
    """All texts of one rule in the order of the run, as columns: where each stands, and its sketch."""

    unit: NDArray[np.int32]
    document: NDArray[np.int32]  # number in the unit
    place: NDArray[np.int32]  # number of the paragraph (or line) in the document
    start: NDArray[np.uint64]  # first byte in the spool
    length: NDArray[np.uint32]  # bytes
    sketches: Sketches


class SketchFile:
    """The scratch file; ``add`` returns what ``table`` wants to hear."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None  # made by the first unit that has something to compare

    def add(self, sketches: Sketches, place: NDArray[np.void]) -> int:
        """Append the texts of one unit: their sketches and their ``places``. Returns where they begin, in bytes."""
        import numpy as np

        if self._file is None:
            self._file = self._path.open("wb+")
        begin = int(self._file.tell())
        rows = np.empty(len(place), _row())
        rows["at"] = place
        for name in ("exact", "figures", "words", "length", "minima"):
            rows[name] = getattr(sketches, name)
        self._file.write(rows.tobytes())
        return begin

    def table(self, parts: list[tuple[int, int, int, int]]) -> Table:
        """The texts of some units as ``(unit, start of its frame in the spool, begin, number of texts)``, in order."""
        import numpy as np

        from cleanpipe.dedupe.sketch import Sketches

        size = sum(count for *_, count in parts)
        sketches = Sketches.empty(size)
        unit, document, place = (np.empty(size, np.int32) for _ in range(3))
        start, length = np.empty(size, np.uint64), np.empty(size, np.uint32)
        at = 0
        for number, frame, begin, count in parts:
            self._file.seek(begin)
            rows = np.frombuffer(self._file.read(count * _row().itemsize), _row())
            some = slice(at, at + count)
            unit[some] = number
            document[some], place[some] = rows["at"]["document"], rows["at"]["place"]
            start[some], length[some] = rows["at"]["start"] + np.uint64(frame), rows["at"]["length"]
            for name in ("exact", "figures", "words", "length", "minima"):
                getattr(sketches, name)[some] = rows[name]
            at += count
        return Table(unit, document, place, start, length, sketches)

    def close(self) -> None:
        """Forget everything."""
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)


def places(rows: list[tuple[int, int, int, int]]) -> NDArray[np.void]:
    """Document, place, first byte in the frame and bytes of each text of a unit, as rows of an array."""
    import numpy as np

    return np.array(rows, _at())


def _at() -> Any:
    import numpy as np

    return np.dtype([("document", "i4"), ("place", "i4"), ("start", "u8"), ("length", "u4")])


def _row() -> Any:
    import numpy as np

    from cleanpipe.dedupe.sketch import MINIMA

    return np.dtype(
        [
            ("at", _at()),
            ("exact", "u8"),
            ("figures", "u8"),
            ("words", "i4"),
            ("length", "i4"),
            ("minima", "u2", (MINIMA,)),
        ]
    )
