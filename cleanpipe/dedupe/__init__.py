"""Near copies of paragraphs, lines and documents: within a document, over a run, and against a kept index.

In order: ``normalise`` and ``sketch`` (the map), ``candidates`` (partition by band), ``verify`` and ``guard``
(partition by pair), ``copies`` (the decision), ``removal`` (edits). ``local`` is for one document, ``pages`` compares
whole documents, ``index`` remembers earlier runs. numpy and rapidfuzz are imported on first use only.
"""

from __future__ import annotations

from cleanpipe.dedupe.copies import Copy as Copy
from cleanpipe.dedupe.copies import Unit as Unit
from cleanpipe.dedupe.copies import find_copies as find_copies
from cleanpipe.dedupe.copies import near_copies as near_copies
from cleanpipe.dedupe.index import DedupeIndex as DedupeIndex
from cleanpipe.dedupe.index import Seen as Seen
