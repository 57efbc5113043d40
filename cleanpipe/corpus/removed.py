"""Which texts of a run go as copies, from the search to the last phase: 100 bytes each instead of a Python object."""

from __future__ import annotations

import io
import marshal
from collections.abc import Iterator

from cleanpipe.dedupe.removal import Removal

Removals = dict[int, tuple[Removal, ...]]  # number of a rule -> what it removes from one document


class Removed:
    """Removals by unit, document and rule.

    >>> removed = Removed()
    >>> removed.add(0, 7, 2, Removal(4, "may.txt#1", 0.93, False))
    >>> removed.of(7)
    {2: {0: (Removal(place=4, twin='may.txt#1', similarity=0.93, exact=False, differs=''),)}}
    >>> removed.of(8), removed.gone(7)
    ({}, {(2, 4)})
    """

    def __init__(self) -> None:
        self._units: dict[int, bytearray] = {}

    def add(self, rule: int, unit: int, document: int, removal: Removal) -> None:
        """Note what goes. A later word on the same text of the same rule replaces the earlier."""
        self._units.setdefault(unit, bytearray()).extend(marshal.dumps((rule, document, tuple(removal))))

    def of(self, unit: int) -> dict[int, Removals]:
        """Document -> rule -> what goes, each in the order of the text."""
        found = {(document, rule, removal.place): removal for rule, document, removal in self._read(unit)}
        out: dict[int, Removals] = {}
        for (document, rule, _), removal in sorted(found.items()):
            of_document = out.setdefault(document, {})
            of_document[rule] = (*of_document.get(rule, ()), removal)
        return out

    def gone(self, unit: int) -> set[tuple[int, int]]:
        """Document and place of every text that goes from a unit, whatever the rule."""
        return {(document, removal.place) for _, document, removal in self._read(unit)}

    def _read(self, unit: int) -> Iterator[tuple[int, int, Removal]]:
        data = self._units.get(unit, b"")
        stream = io.BytesIO(data)
        while stream.tell() < len(data):
            rule, document, removal = marshal.load(stream)  # written above, by the same process
            yield rule, document, Removal(*removal)
