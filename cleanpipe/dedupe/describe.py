"""Say in a few words what tells two near copies apart, for the log. Never part of any decision."""

from __future__ import annotations

_MOST = 6


def what_differs(kept: str, gone: str) -> str:
    """The words in which two texts differ, ``kept/gone``, at most six places; empty when only blanks or case do.

    >>> what_differs("The old ferry ran late again on Sunday", "The old ship ran very late again on sunday")
    'ferry/ship, +very'
    """
    from rapidfuzz.distance import Levenshtein

    from cleanpipe.dedupe.words import Words

    one, other = Words(kept[:20_000]), Words(gone[:20_000])
    if one.keys == other.keys or len(one.keys) * len(other.keys) > 4_000_000:
        return ""
    parts = []
    for step in Levenshtein.opcodes(one.keys, other.keys):
        left = " ".join(one.keys[step.src_start : step.src_end])
        right = " ".join(other.keys[step.dest_start : step.dest_end])
        if step.tag == "replace":
            parts.append(f"{_short(left)}/{_short(right)}")
        elif step.tag != "equal":
            parts.append(f"-{_short(left)}" if left else f"+{_short(right)}")
    more = f", {len(parts) - _MOST} more" if len(parts) > _MOST else ""
    return ", ".join(parts[:_MOST]) + more


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:38]}.."
