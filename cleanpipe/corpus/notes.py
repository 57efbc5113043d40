"""What a run has to say about single documents, beside their edits: a line each in the summary.

A note never means that something was lost. ``TROUBLES`` are the kinds that make the run end with exit code 1.
"""

from __future__ import annotations

from typing import NamedTuple

#: Kind of note -> what became of the document.
KINDS = {
    "unreadable": "not read",
    "link": "not followed",
    "binary": "copied unchanged",
    "empty": "copied unchanged",
    "encoding": "copied unchanged",
    "damaged": "copied unchanged",
    "too large": "copied unchanged",
    "bad line": "copied unchanged",
    "no text": "copied unchanged",
    "failed": "copied unchanged",
    "nothing": "nothing to clean",
    "rejected": "set aside",
    "warning": "cleaned",
}
TROUBLES = frozenset(KINDS) - {"nothing", "rejected", "warning"}


def why(error: OSError) -> str:
    """What the system says about a file, with the next step where there is one.

    >>> why(PermissionError(13, "Permission denied"))
    'no permission to read it; give yourself the right (chmod +r) and run again'
    """
    if isinstance(error, PermissionError):
        return "no permission to read it; give yourself the right (chmod +r) and run again"
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    return error.strerror or str(error)


class Note(NamedTuple):
    """One thing to say about one document: its kind, the document's name, and a clear sentence."""

    kind: str
    document: str
    message: str

    def __str__(self) -> str:
        return f"{self.document}: {self.message} ({KINDS[self.kind]})"
