"""What became of one document, apart from its text: log lines, counts and notes, in a form that can be kept.

The manifest keeps outcomes from run to run; the last phase writes them to the log. Made by ``cleaning``, read by
``finishing``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cleanpipe.document import Edit, Result
from cleanpipe.report.log import dumps, row_of


@dataclass(slots=True)
class Outcome:
    """``status`` is cleaned, unchanged, rejected, passed (never cleaned) or blank (no document at all)."""

    status: str
    kind: str = ""  # kind of note for a passed or rejected document
    message: str = ""
    id: str = ""
    lang: str | None = None
    claimed: str = ""  # a language that the document claims and that is none
    damage: float = 0.0
    rows: list[str] = field(default_factory=list)  # log lines, each a JSON object without document and id
    tally: dict[str, list[int]] = field(default_factory=dict)  # rule -> [applied, suggested, other]
    warnings: list[str] = field(default_factory=list)
    slow: bool = False  # some rule was stopped for the time it took
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def passed(cls, kind: str, message: str, id: str = "") -> Outcome:
        """A document that is copied as it is, and why."""
        return cls("passed", kind, message, id)

    @classmethod
    def of(cls, result: Result, id: str = "") -> Outcome:
        """The outcome of a cleaned document."""
        if result.failed:
            return cls("passed", "failed", "; ".join(result.warnings), id)
        edits = sorted(
            (*result.edits, *result.suggestions, *result.other), key=lambda e: (e.start, e.end, e.state, e.rule)
        )
        outcome = cls("cleaned" if result.changed else "unchanged", id=id, lang=result.lang, damage=result.damage)
        outcome.enter(edits, result.original)
        outcome.warnings = list(result.warnings)
        outcome.slow = bool(result.slow)
        outcome.seconds = dict(result.seconds)
        if result.rejected:
            outcome.status, outcome.kind, outcome.message = "rejected", "rejected", result.rejected
        return outcome

    def enter(self, edits: Sequence[Edit], original: str) -> None:
        """Set the log lines and counts to those of these edits."""
        self.rows = [dumps(row_of(edit, original)) for edit in edits]
        self.tally = {}
        for edit in edits:
            counts = self.tally.setdefault(edit.rule, [0, 0, 0])
            counts[{"applied": 0, "suggested": 1}.get(edit.state, 2)] += 1

    @property
    def keepable(self) -> bool:
        """Whether the next run may rely on it: failures and slow rules may have been accidents, and are tried again."""
        return self.kind != "failed" and not self.slow

    def plain(self) -> dict[str, Any]:
        """As plain values without the timings, which differ from run to run."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "seconds"}


def packed(outcomes: Sequence[Outcome]) -> bytes:
    """Outcomes as bytes, for the manifest and for the last phase."""
    compressor, _ = _packers()
    data: bytes = compressor.compress(json.dumps([o.plain() for o in outcomes], separators=(",", ":")).encode())
    return data


def unpacked(data: bytes) -> list[Outcome]:
    """The outcomes that ``packed`` was given."""
    _, decompressor = _packers()
    rows: list[Mapping[str, Any]] = json.loads(decompressor.decompress(data))
    return [Outcome(**row) for row in rows]


@cache
def _packers() -> tuple[Any, Any]:
    import zstandard

    return zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()
