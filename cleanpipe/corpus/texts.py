"""The texts of a corpus, one after another, for commands that only look. What cannot be read is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanpipe.corpus import jsonl
from cleanpipe.corpus.options import MAX_DOCUMENT
from cleanpipe.corpus.packing import blocks
from cleanpipe.corpus.sources import Source
from cleanpipe.corpus.units import read_units
from cleanpipe.errors import InputError


def texts(sources: Iterable[Source], text_field: str = "text") -> Iterator[str]:
    """All texts of some sources that can be read."""
    listed = list(sources)
    for unit, size in read_units(listed, MAX_DOCUMENT, {}):
        if size > MAX_DOCUMENT or unit.too_long:
            continue
        source = listed[unit.source]
        try:
            if unit.data is None:
                yield b"".join(blocks(source.path, source.packing)).decode()
                continue
        except (OSError, InputError, UnicodeDecodeError):
            continue
        for line in unit.data.split(b"\n"):
            try:
                yield jsonl.parse(line.decode(), text_field).text
            except (InputError, UnicodeDecodeError):
                continue
