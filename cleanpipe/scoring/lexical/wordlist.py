"""Word lists in code, written as running text: easier to read and to compare than a quoted word a line."""

from __future__ import annotations

from collections.abc import Mapping


def words(listed: str) -> frozenset[str]:
    """The set of blank-separated words.

    >>> sorted(words("he she it"))
    ['he', 'it', 'she']
    """
    return frozenset(listed.split())


def by_language(listed: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """The set of words of each language.

    >>> sorted(by_language({"fr": "qui dont"})["fr"])
    ['dont', 'qui']
    """
    return {lang: words(some) for lang, some in listed.items()}
