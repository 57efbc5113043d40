"""First names of persons that are no other word of their language: ``anaïs`` in French, not ``claire``.

Made by ``cleanpipe.training.first_names`` (docs/data-sources.md).
"""

from __future__ import annotations

from functools import cache

from cleanpipe.scoring.lexical.lexicon import lexicon
from cleanpipe.scoring.lexical.places import listed


@cache
def first_names(lang: str) -> frozenset[str]:
    """The first names of a language in small letters; empty where none are known.

    >>> "anaïs" in first_names("fr"), "claire" in first_names("fr"), first_names("xx")
    (True, False, frozenset())
    """
    return frozenset(listed("first-names.zst").get(lang, "").split())


@cache
def foreign_first_names(lang: str) -> frozenset[str]:
    """First names of the other languages that a language's lexicon lacks.

    >>> "étienne" in foreign_first_names("es"), "étienne" in foreign_first_names("fr")
    (True, False)
    """
    others = frozenset(name for other in listed("first-names.zst") for name in first_names(other))
    return frozenset(name for name in others - first_names(lang) if name not in lexicon(lang))
