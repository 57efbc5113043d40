"""Names in the output: two inputs that would be written to one place are an error before anything is cleaned.

That no two inputs have the same name is seen when they are found. What a change of format adds to a name (``a.html``
becomes ``a.html.txt``) can still meet that of another input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleanpipe.corpus.finishing import DOCUMENTS
from cleanpipe.corpus.options import RECORDS
from cleanpipe.corpus.sources import Source, printable
from cleanpipe.errors import InputError

_ROW = re.compile(r"\d{8,}\.txt\Z")  # the name of a row that is written as a text file


def check_outputs(sources: Iterable[Source], output_format: str) -> None:
    """Raises InputError when two sources would be written to one file, or one where another needs a folder.

    >>> from pathlib import Path
    >>> sources = [Source("a.html", Path("a.html"), "html"), Source("a.html.txt", Path("a.html.txt"), "text")]
    >>> check_outputs(sources, "jsonl")
    >>> check_outputs(sources, "same")
    Traceback (most recent call last):
    cleanpipe.errors.InputError: two inputs would both be written to 'a.html.txt': a.html and a.html.txt; clean them...
    """
    files: dict[str, Source | None] = {RECORDS: None}
    rows: dict[str, Source] = {}  # folders of rows as text files
    gathered = False
    for source in sources:
        # Its own name too: what cannot be cleaned is copied.
        gathers = source.single and output_format == "jsonl"
        for name in {source.name, source.name if gathers else source.output(output_format)}:
            if files.setdefault(name, source) is not source:
                raise _clash(name, files[name], source)
        if output_format == "text" and not source.single:
            rows[source.rows] = source
        gathered = gathered or gathers
    if gathered:
        if DOCUMENTS in files:
            raise _clash(DOCUMENTS, None, files[DOCUMENTS])
        files[DOCUMENTS] = None
    folders: set[str] = set()
    for name, owner in [*files.items(), *((f"{folder}/", source) for folder, source in rows.items())]:
        place = name
        while place and place not in folders:
            above, _, last = place.rpartition("/")
            if above in rows and _ROW.match(last):
                raise _clash(place, rows[above], owner)
            if above in files:
                raise _clash(above, files[above], owner)
            if place is not name:
                folders.add(place)
            place = above


def _clash(name: str, *owners: Source | None) -> InputError:
    said = [printable(str(owner.path)) for owner in owners if owner is not None]
    if len(said) == 1:
        what = "the records of the run are" if name == RECORDS else "all files of one document are, as lines"
        return InputError(f"{said[0]} would be written to {printable(name)!r}, where {what}; rename it")
    return InputError(
        f"two inputs would both be written to {printable(name)!r}: {' and '.join(said)}; "
        "clean them into different folders"
    )
