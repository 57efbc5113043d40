"""What the patterns of shipped rules need (``literals.required``), as it was found out before.

Finding it out means to parse each pattern, which is most of what a language costs when it first comes up. A pattern
that has been altered is not in the table, so nothing here can be out of date. Made by
``python -m cleanpipe.training.required``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files

TABLE = "required.zst"
#: Between the entries of the table, and between a key and each of its texts.
ENTRY, PART = "\x1e", "\x1f"


def key_of(pattern: str, ignore_case: bool) -> str:
    """The name of a pattern in the table."""
    return blake2b(f"{int(ignore_case)}{pattern}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@cache
def known() -> Mapping[str, tuple[str, ...]]:
    """The table."""
    import zstandard

    packed = files("cleanpipe.rulefile").joinpath("data", TABLE).read_bytes()
    entries = zstandard.ZstdDecompressor().decompress(packed).decode("utf-8", "surrogatepass").split(ENTRY)
    return {key: tuple(texts) for key, *texts in (entry.split(PART) for entry in entries)}
