"""What a run has to say about single documents, beside their edits: a line each in the summary.

A note never means that something was lost. ``TROUBLES`` are the kinds that make the run end with exit code 1.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

#: Kind of note -> what became of the document.
KINDS = {
    "unreadable": "not read",
    "link": "not followed",
    "binary": "copied unchanged",
    "encoding": "copied unchanged",
    "damaged": "copied unchanged",
    "too large": "copied unchanged",
    "bad line": "copied unchanged",
    "no field": "copied unchanged",
    "no text": "copied unchanged",
    "failed": "copied unchanged",
    "empty": "left as it is",
    "rejected": "set aside",
    "language": "cleaned",
    "warning": "cleaned",
    "earlier output": "not read",
    "left over": "still there",
    "removed": "removed",
    "other": "not read",
}
TROUBLES = frozenset(
    ("unreadable", "link", "binary", "encoding", "damaged", "too large", "bad line", "no field", "no text", "failed")
)
#: Notes that are in notes.jsonl and, by number, in the summary: of files that nobody said were texts.
UNCOUNTED = frozenset(("other",))
#: Kinds of which a file has one note, with the number of its rows; of others one for each message.
_BY_KIND = frozenset(("no field", "encoding"))
_BY_MESSAGE = frozenset(("bad line", "no text", "too large", "binary", "empty"))
#: Notes held at most: a file with more messages than that gets some of them again.
_MOST_HELD = 10_000


def why(error: OSError) -> str:
    """What the system says about a file, with the next step where there is one.

    >>> why(PermissionError(13, "Permission denied"))
    'no permission to read it; give yourself the right (chmod +r) and run again'
    """
    if isinstance(error, PermissionError):
        return "no permission to read it; give yourself the right (chmod +r) and run again"
    if isinstance(error, FileNotFoundError):
        return f"no such file or folder; {_beside(error.filename)}"
    return error.strerror or str(error)


def _beside(name: object) -> str:
    """A name close to one that is not there, or where to look for it."""
    if isinstance(name, str) and "://" not in name:
        path = Path(name)
        try:
            close = get_close_matches(path.name, os.listdir(path.parent), 1, 0.7)
        except OSError:
            return f"nor is there a folder {path.parent}"
        if close:
            return f"did you mean {str(path.with_name(close[0]))!r}?"
    return "check how it is written, and from which folder"


class Note(NamedTuple):
    """One thing to say about one document: its kind, the document's name, and a clear sentence."""

    kind: str
    document: str
    message: str

    def __str__(self) -> str:
        return f"{self.document}: {self.message} ({KINDS[self.kind]})"

    @property
    def place(self) -> tuple[object, ...]:
        """What notes are sorted by: figures in names count as numbers.

        >>> Note("empty", "a.jsonl:9", "").place < Note("empty", "a.jsonl:10", "").place
        True
        """
        parts = re.split(r"(\d+)", self.document)
        return self.kind, [(int(part), part) if k % 2 else (0, part) for k, part in enumerate(parts)], self.message


class Gathered:
    """Notes in the order they come, those of a file that say the same as one.

    >>> notes = Gathered()
    >>> for row in (3, 4, 9):
    ...     notes.add("a.jsonl", Note("empty", f"a.jsonl:{row}", "the field 'text' is empty"))
    >>> [str(note) for note in notes.taken()]
    ["a.jsonl:3: the field 'text' is empty; 2 more like it (left as it is)"]
    """

    def __init__(self) -> None:
        self._held: dict[tuple[str, ...], tuple[Note, int]] = {}

    def add(self, file: str, note: Note, times: int = 1) -> None:
        """Take a note on a document of a file."""
        if note.kind in _BY_KIND:
            key: tuple[str, ...] = (file, note.kind)
        elif note.kind in _BY_MESSAGE:
            key = (file, note.kind, note.message)
        elif note.kind == "language":
            key = ("", note.kind, note.message)  # one for the run
        else:
            key = (file, *note)
        first, before = self._held.get(key, (note, 0))
        self._held[key] = first, before + times

    def rows(self) -> Iterator[tuple[str, Note, int]]:
        """All that is held, to be added elsewhere: file, first note and how many there are."""
        for key, (note, times) in self._held.items():
            yield key[0], note, times

    def taken(self, going_on: str | None = None) -> list[Note]:
        """The notes that are complete: of all files but the one that goes on."""
        if len(self._held) > _MOST_HELD:
            going_on = None
        done = [key for key in self._held if going_on is None or key[0] not in (going_on, "")]
        return [_joined(*self._held.pop(key)) for key in done]


def _joined(note: Note, times: int) -> Note:
    if times == 1:
        return note
    advice = "; if all of the file is so, convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
    return note._replace(
        message=f"{note.message}; {times - 1:,} more like it"
        + (advice * (note.kind == "encoding" and ".parquet:" not in note.document))
    )
