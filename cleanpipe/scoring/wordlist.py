"""Word lists in code, written as running text: easier to read and to compare than a quoted word a line."""

from __future__ import annotations


def words(listed: str) -> frozenset[str]:
    """The set of blank-separated words.

    >>> sorted(words("he she it"))
    ['he', 'it', 'she']
    """
    return frozenset(listed.split())
