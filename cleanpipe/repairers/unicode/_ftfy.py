"""What the repairers of phase unicode share: ftfy's safe settings, an exact guard in front of it, and minimal edits.

ftfy's test for mojibake tries some sixty alternatives at every character. Nearly all of them need two particular
characters side by side; one cheap search for such pairs finds every line that ftfy could call bad (and few others), so
that ftfy itself runs on those lines only. The guard is exact for the versions of ftfy it was derived from; for any
other version the original test takes its place. Nothing here changes width, ligatures or curly quotes. ftfy is imported
for the first text that is not plain ASCII.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cleanpipe.document import Edit, Span

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_GUARD_KNOWS = ("6.3.",)


@cache
def safe() -> TextFixerConfig:
    """ftfy without what rewrites good text: curly quotes, ligatures and full width are choices, not damage."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)


@cache
def trigger() -> re.Pattern[str]:
    """A character that is in every match of ftfy's test, with a neighbour it needs; from ftfy's own categories.

    The pattern starts with one class of characters, which ``re`` skips to quickly.
    """
    import ftfy
    from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

    if not ftfy.__version__.startswith(_GUARD_KNOWS):
        return BADNESS_RE
    c = MOJIBAKE_CATEGORIES
    strong = "".join(
        c[name]
        for name in (
            "bad",
            "law",
            "currency",
            "start_punctuation",
            "end_punctuation",
            "numeric",
            "upper_accented",
            "lower_accented",
            "box",
        )
    )
    anchor = f"{strong}{c['c1']}°µ´øÙЂ"
    upper = c["upper_accented"]
    accented = upper + c["lower_accented"]
    quotes = c["start_punctuation"] + c["end_punctuation"]
    letters = c["lower_common"] + c["upper_common"]
    return re.compile(
        f"[{anchor}]"
        "(?:"
        + "|".join(
            (
                # Most alternatives, the degree sign and MacRoman; but two accented letters are no sign unless a
                # capital follows a small one, nor is a quotation mark that ends a word.
                f"(?<=[{strong}][{strong}°µ´ø])(?<![{accented}][{c['lower_accented']}])(?<![{upper}][{upper}])"
                f"(?!(?<=[{c['lower_accented']}][{quotes}])(?![\\w{quotes}{c['numeric']}{c['start_punctuation']}]))",
                f"(?<=[{letters}][{c['bad']}{c['upper_accented']}])",
                f"(?<=[{c['c1']}])",
                f"(?<=[{c['box']}])(?=[{c['kaomoji']}])",
                "(?<=[ВГРСΒΓΞΟ].)(?=[ВГРСΒΓΞΟ])",
                "(?<=[Œœ])(?![A-Za-z])",
                "(?<=[ÂÃÎÐØÙ])(?=[^\x00-\x1f!-\x7f])",  # before a blank or anything beyond ASCII
                "(?<=[√≈])(?=[^\x00-\x7f])|(?<=‚)(?=[âó])|(?<=[вВ]Ђ)|(?<=[βā]€)",
            )
        )
        + ")"
    )


@lru_cache(maxsize=4)
def bad_lines(text: str) -> tuple[Span, ...]:
    """Lines (with their line end) in which ftfy finds mojibake.

    >>> bad_lines("fine\\nschÃ¶n\\n")
    (Span(start=5, end=12),)
    """
    if text.isascii():
        return ()
    from ftfy.badness import BADNESS_RE

    return tuple(span for span in lines_with(trigger(), text) if BADNESS_RE.search(text[span.start : span.end]))


def lines_with(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    """Lines, with their line end, in which a pattern is found."""
    at = 0
    while match := pattern.search(text, at):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start()) + 1 or len(text)
        yield Span(start, end)
        at = end
        if at >= len(text):
            break


def in_spans(spans: tuple[Span, ...], position: int) -> bool:
    """Whether a position is inside one of these spans, which are sorted.

    >>> in_spans((Span(2, 5), Span(8, 9)), 4), in_spans((Span(2, 5), Span(8, 9)), 5)
    (True, False)
    """
    at = bisect_right(spans, position, key=lambda span: span.start) - 1
    return at >= 0 and position < spans[at].end


@lru_cache(maxsize=256)
def repaired(line: str) -> str:
    """One line as ftfy's safe set makes it. Never shares a settings object between lines: ``<`` switches one off."""
    import ftfy

    if len(line) > safe().max_decode_length:
        return ftfy.fix_text(line, safe())
    return ftfy.fix_and_explain(line, safe()).text


_ASCII = re.compile(r"[\x00-\x7f]")
_RUNS = re.compile(r"[\x00-\x7f]|[^\x00-\x7f]+")


def differences(old: str, new: str, offset: int = 0) -> Iterator[Edit]:
    """Edits that turn ``old`` into ``new``: only what changes, never the whole line.

    >>> [(e.start, e.end, e.new) for e in differences("schÃ¶n und grÃ¼n", "schön und grün")]
    [(3, 5, 'ö'), (13, 15, 'ü')]
    """
    head, tail = _shared(old, new)
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if not a and not b:
        return
    kept = "".join(_ASCII.findall(a))
    if kept == "".join(_ASCII.findall(b)) and kept:
        yield from _between(a, b, offset + head)
        return
    runs, others = _RUNS.findall(a), _RUNS.findall(b)
    if len(runs) * len(others) > 250_000:
        yield Edit(offset + head, offset + head + len(a), b)  # aligning would take longer than it is worth
        return
    at = [offset + head]
    for run in runs:
        at.append(at[-1] + len(run))
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, runs, others, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Edit(at[a0], at[a1], "".join(others[b0:b1]))


def _between(a: str, b: str, offset: int) -> Iterator[Edit]:
    """Edits between two texts with the same ASCII characters: what stands between each two of them is compared."""
    at = offset
    for here, there in zip(_ASCII.split(a), _ASCII.split(b), strict=True):
        if here != there:
            yield from _trimmed(here, there, at)
        at += len(here) + 1


def _trimmed(old: str, new: str, offset: int) -> Iterator[Edit]:
    head, tail = _shared(old, new)
    yield Edit(offset + head, offset + len(old) - tail, new[head : len(new) - tail])


def _shared(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at the start, and at the end of the rest; by halves, in C."""
    head, most = 0, min(len(old), len(new))
    while head < most:
        middle = (head + most + 1) // 2
        if old[head:middle] == new[head:middle]:
            head = middle
        else:
            most = middle - 1
    tail, most = 0, min(len(old), len(new)) - head
    while tail < most:
        middle = (tail + most + 1) // 2
        if old[len(old) - middle : len(old) - tail] == new[len(new) - middle : len(new) - tail]:
            tail = middle
        else:
            most = middle - 1
    return head, tail
