"""Near copies of paragraphs, lines and documents: within a document, over a run, and against a kept index.

In order: ``normalise`` and ``sketch`` (the map), ``candidates`` (partition by band), ``verify`` and ``guard``
(partition by pair), ``copies`` (the decision), ``removal`` (edits). ``local`` is for one document, ``pages`` compares
whole documents, ``index`` remembers earlier runs. What the package offers is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanpipe.dedupe.copies import Copy as Copy
    from cleanpipe.dedupe.copies import Unit as Unit
    from cleanpipe.dedupe.copies import find_copies as find_copies
    from cleanpipe.dedupe.copies import near_copies as near_copies
    from cleanpipe.dedupe.index import DedupeIndex as DedupeIndex
    from cleanpipe.dedupe.index import Seen as Seen

_HOME = {
    "Copy": "cleanpipe.dedupe.copies",
    "DedupeIndex": "cleanpipe.dedupe.index",
    "Seen": "cleanpipe.dedupe.index",
    "Unit": "cleanpipe.dedupe.copies",
    "find_copies": "cleanpipe.dedupe.copies",
    "near_copies": "cleanpipe.dedupe.copies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'cleanpipe.dedupe' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOME[name]), name)
