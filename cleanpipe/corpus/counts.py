"""Counting: values that add up with ``+=``, so that workers and machines need no special code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from cleanpipe.corpus.notes import UNCOUNTED, Note

#: Notes kept for the summary of each kind; all of them are in notes.jsonl.
KEPT_NOTES = 50
_ADDED = (
    "documents", "cleaned", "unchanged", "rejected", "empty", "passed", "fieldless", "reused", "bytes", "worked"
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """Documents by outcome, edits by rule and state, and the first notes of each kind (which ``+=`` does not add)."""

    documents: int = 0
    cleaned: int = 0
    unchanged: int = 0
    rejected: int = 0
    empty: int = 0  # nothing in them to clean
    passed: int = 0  # copied as they are, since they could not be cleaned
    fieldless: int = 0  # of those: without the field or column of the text
    reused: int = 0  # as an earlier run had cleaned them
    bytes: int = 0
    worked: int = 0  # bytes of the documents that went through the stages, not remembered from an earlier run
    rules: dict[str, list[int]] = field(default_factory=dict)  # rule -> [applied, suggested, other, documents]
    languages: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)  # kind -> number
    first_notes: list[Note] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def note(self, note: Note) -> None:
        """Count a note; keep it if it is among the first of its kind."""
        if note.kind in UNCOUNTED:
            return
        self.notes[note.kind] = self.notes.get(note.kind, 0) + 1
        if self.notes[note.kind] <= KEPT_NOTES:
            self.first_notes.append(note)

    def tally(self, rules: dict[str, list[int]]) -> None:
        """Add the edits of one document."""
        for rule, numbers in rules.items():
            row = self.rules.setdefault(rule, [0, 0, 0, 0])
            for place, number in enumerate(numbers):
                row[place] += number
            row[3] += 1

    def __iadd__(self, other: Counts) -> Counts:
        for name in _ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for rule, numbers in other.rules.items():
            row = self.rules.setdefault(rule, [0, 0, 0, 0])
            for place, number in enumerate(numbers):
                row[place] += number
        for mine, theirs in ((self.languages, other.languages), (self.seconds, other.seconds)):
            for key, amount in theirs.items():
                mine[key] = mine.get(key, 0) + amount  # type: ignore[assignment]
        return self

    def plain(self) -> dict[str, Any]:
        """As plain values, rules in the order of their names."""
        values = asdict(self)
        del values["seconds"], values["worked"]
        values["rules"] = dict(sorted(self.rules.items()))
        values["languages"] = dict(sorted(self.languages.items()))
        values["notes"] = dict(sorted(self.notes.items()))
        values["first_notes"] = [note._asdict() for note in sorted(self.first_notes, key=lambda note: note.place)]
        return values
