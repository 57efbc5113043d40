"""Files of the output that an earlier run wrote and this one does not: the input has gone, or the format is another.

The manifest knows what runs into this folder have written, and nothing else is ever looked at. An output counts as left
over when its input lies in what this run was given: runs over other inputs into the same folder leave each other alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cleanpipe.corpus.manifest import Manifest
from cleanpipe.corpus.notes import Note
from cleanpipe.corpus.output import OutputFolder
from cleanpipe.corpus.places import Remote, is_url
from cleanpipe.corpus.sources import printable


def entered(manifest: Manifest, written: dict[str, str]) -> None:
    """Let the manifest know what has been written, and from what."""
    if written:
        manifest.wrote((os.fsencode(name), _lasting(source)) for name, source in written.items())


def left_over(manifest: Manifest, out: OutputFolder, inputs: Iterable[Path | Remote], prune: bool) -> Iterator[Note]:
    """A note for each such file; with ``prune`` it is removed."""
    roots = [_lasting(str(given)).rstrip(b"/") for given in inputs]
    gone = []
    for row, source in manifest.left():
        name = os.fsdecode(row)
        if not out.exists(name):
            gone.append(row)
        elif any(source == root or source.startswith(root + b"/") for root in roots):
            if prune:
                out.prune(name)
                gone.append(row)
                yield Note("removed", printable(name), "an earlier run wrote it, and this one does not")
            else:
                told = "an earlier run wrote it, and this one does not; --prune removes such files"
                yield Note("left over", printable(name), told)
    manifest.forget(gone)


def _lasting(source: str) -> bytes:
    return os.fsencode(source if is_url(source) else os.path.abspath(source))
