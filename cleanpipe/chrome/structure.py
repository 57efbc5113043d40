"""Structural evidence: stamps, title suffixes, stray fragments, and what stands after a certain end marker.

Works without the line scorer, on any page of some paragraphs, and never on less. Each finding says in words what it
saw. Nothing here drops a full paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from cleanpipe.chrome.lines import SHORTEST, credits_in, ends_sentence, is_full_paragraph, is_loose, words_in


class Finding(NamedTuple):
    """A unit to drop (or, with ``cut``, to shorten to its first ``cut`` characters)."""

    unit: int
    rule: str
    score: float
    reason: str
    cut: int = -1


#: The rule of what stands below a certain end of an article.
AFTER_END = "chrome/after-end-marker"
#: Full paragraphs a text needs before its lines can be furniture.
MIN_PARAGRAPHS = 2

_DIVIDERS = re.compile(r" (?:\||-|–|—|•|·|::|»|«) ")
_SITE_WORD = re.compile(
    r"(?:\.(?:com|org|net|info|de|fr|es|it|nl|pl|ru|br|pt|uk|at|ch)$|\b(?:News|Times|Post|Herald|Gazette|Tribune|"
    r"Telegraph|Observer|Chronicle|Journal|Daily|Press|TV|Radio|Zeitung|Nachrichten|Online|Noticias|Diario|Journal|"
    r"Notizie|Blog|Magazine|Magazin|Media)\b)"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]{1,5}(?: [A-Z][a-z]+)?$")
_OPENS_LOWER = re.compile(r"[^\W\d_]", re.UNICODE)


def findings(texts: list[str], site: str | None, end_markers: Collection[int]) -> list[Finding]:
    """All structural findings on the units of a document; ``end_markers`` are units that certainly end an article.

    >>> page = ["More rain is expected WPN", "WPN", "It " + "rained " * 20 + "on.", "It " + "poured " * 20 + "too."]
    >>> [(f.unit, f.rule, f.cut) for f in findings(page, None, [])]
    [(1, 'chrome/site-stamp', -1), (0, 'chrome/title-suffix', 21)]
    """
    full = [len(text) >= SHORTEST and is_full_paragraph(text) for text in texts]
    if sum(full) < MIN_PARAGRAPHS:
        return []
    first = full.index(True)
    found = list(_fragments(texts, first))
    skip = {finding.unit for finding in found}
    found += _stamps(texts, site, first, skip)
    found += _after_end(texts, full, end_markers)
    return found


def _fragments(texts: list[str], first: int) -> Iterator[Finding]:
    """Torn words above the title: 'in', 'by', '-'."""
    for unit in range(min(first, 3)):
        text = texts[unit]
        letter = _OPENS_LOWER.match(text)
        tiny = len(text) <= 3 and not any(map(str.isalnum, text))
        torn = letter is not None and text[0].islower() and words_in(text) <= 2 and len(text) <= 12
        if not (tiny or torn) or not is_loose(text) or unit + 1 >= first or words_in(texts[unit + 1]) < 4:
            return
        yield Finding(unit, "chrome/fragment", 0.93, "a stray fragment above the title")


def _stamps(texts: list[str], site: str | None, first: int, skip: Collection[int]) -> Iterator[Finding]:
    """The site's name on a line of its own near the top, and glued to the end of the title."""
    title = next((u for u in range(min(first, 6)) if u not in skip and words_in(texts[u]) >= 4), None)
    if title is None:
        return
    head = texts[title]
    names = _names_of(site)
    for unit in range(first):
        stamp = texts[unit]
        if unit == title or not head.endswith(stamp) or len(head) < len(stamp) + 12:
            continue
        if unit in skip or not is_loose(stamp) or not 1 <= words_in(stamp) <= 4:
            continue
        rest = head[: -len(stamp)]
        divided = re.search(r"[\s|\-–—•·:»«]+$", rest)
        certain = bool(_DIVIDERS.search(rest[-4:] + " ")) or bool(_ACRONYM.match(stamp)) or _is_name(stamp, names)
        if divided is None or not (certain or _SITE_WORD.search(stamp)):
            continue
        yield Finding(unit, "chrome/site-stamp", 0.93, f"the site's name {stamp!r}, which is also glued to the title")
        yield Finding(title, "chrome/title-suffix", 0.92, f"the site's name {stamp!r} at the end of the title",
                      len(rest) - len(divided.group()))  # fmt: skip
        return
    dividers = list(_DIVIDERS.finditer(head))
    if not dividers:
        return
    divider = dividers[-1]
    if words_in(head[: divider.start()]) < 3:
        return
    suffix = head[divider.end() :]
    if not suffix or words_in(suffix) > 5 or len(suffix) > 40 or ends_sentence(suffix):
        return
    known = _is_name(suffix, names) or any(t == suffix for u, t in enumerate(texts) if u != title)
    # A bar in a headline is a divider; a dash may belong to it, so it needs a name that is known or looks like one.
    if known or "|" in divider.group() or "»" in divider.group() or _SITE_WORD.search(suffix):
        yield Finding(title, "chrome/title-suffix", 0.9, f"the site's name {suffix!r} at the end of the title",
                      divider.start())  # fmt: skip


def _names_of(site: str | None) -> set[str]:
    if not site:
        return set()
    labels = site.lower().removeprefix("www.").split(".")
    return {site.lower(), *(label for label in labels[:-1] if len(label) > 2)}


def _is_name(text: str, names: Collection[str]) -> bool:
    return bool(names) and (text.lower() in names or re.sub(r"[\W_]+", "", text.lower()) in names)


def _after_end(texts: list[str], full: list[bool], end_markers: Collection[int]) -> Iterator[Finding]:
    """Everything after the first certain end marker, unless two or more full paragraphs follow it."""
    for marker in sorted(end_markers):
        before = sum(full[:marker])
        following = sum(full[marker + 1 :])
        if before < MIN_PARAGRAPHS or following >= 2 or following >= before:
            continue
        below = range(marker + 1, len(texts))
        reason = f"it stands after {_short(texts[marker])!r}, which ends an article"
        named = credits_in(texts, below)
        yield from (Finding(unit, AFTER_END, 0.92, reason) for unit in below if unit not in named)
        return


def video_caption(texts: list[str], stamp: int) -> Finding | None:
    """The caption under a video's stamp: the only headline-like unit between paragraphs of the page.

    A page with headings of that shape keeps it, since it may be one of them.
    """
    unit = stamp + 1
    if unit + 1 >= len(texts) or not _headline(texts[unit]) or not is_full_paragraph(texts[unit + 1]):
        return None
    first = next(u for u, text in enumerate(texts) if is_full_paragraph(text))
    last = max(u for u, text in enumerate(texts) if is_full_paragraph(text))
    others = [u for u in range(first + 1, last) if u not in (unit, stamp) and _headline(texts[u])]
    if stamp < first or others:
        return None
    return Finding(
        unit, "chrome/video-caption", 0.85, f"the caption of the video named above ({_short(texts[stamp])!r})"
    )


def _headline(text: str) -> bool:
    return 4 <= words_in(text) <= 14 and is_loose(text)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
