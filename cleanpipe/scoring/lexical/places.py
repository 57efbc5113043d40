"""Names of towns that are no other word of their language: ``besançon`` in French, not ``tours``.

Made by ``cleanpipe.training.places`` from GeoNames (docs/data-sources.md).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import zstandard


@cache
def listed(name: str) -> dict[str, str]:
    """The lines of a packed list of names, by language."""
    packed = (files("cleanpipe.scoring") / "data" / name).read_bytes()
    lines = zstandard.ZstdDecompressor().decompress(packed).decode("utf-8").splitlines()
    return {lang: names for lang, _, names in (line.partition(" ") for line in lines)}


@cache
def places(lang: str) -> frozenset[str]:
    """The towns of a language in small letters, Russian ones in all cases; empty where none are known.

    >>> "besançon" in places("fr"), "tours" in places("fr"), places("xx")
    (True, False, frozenset())
    """
    return frozenset(listed("places.zst").get(lang, "").split())
