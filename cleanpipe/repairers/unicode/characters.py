"""Characters that should not be there: controls, invisible characters, odd line ends, loose accents (phase unicode).

Kept where they have work to do: joiners in scripts and emoji that need them, zero-width blanks where words are
written without blanks, direction marks beside right-to-left letters, a soft hyphen at a line end (``hyphenation``
wants it), and the no-break space, except next to another blank, at the end of a line, or between two plain words.
Lines with mojibake belong to ``encoding``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cleanpipe.document import Document, Edit, Span
from cleanpipe.repairers._language import code
from cleanpipe.repairers.unicode._ftfy import bad_lines, differences, in_spans

PHASE = "unicode"

_ODD = re.compile(
    "[\x00-\x08\x0b\x0d-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffc]"
    "(?:(?<=\r)\n|(?<=\x1b)\\[[\\d;]*[a-zA-Z])?"
)
_NOTHING = "\u200b\u2060\ufeff"
# Paragraphs with nothing to see, with the blank lines behind them.
_HOLLOW = re.compile(f"(?:(?:(?<=\n\n)|(?<![\\s\\S]))[{_NOTHING}][{_NOTHING} \t\xa0]*(?:\n\n+|(?![\\s\\S])))+")
_CONTROLS = tuple(chr(c) for c in (*range(9), 11, *range(13, 32), 127))
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NO_BREAK = re.compile("\xa0+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Thai, Lao, Tibetan, Myanmar, Khmer and what is written with them mark word ends by U+200B; Japanese and Chinese may.
_UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3040-\u30ff\u3400-\u9fff]"
_PLAIN = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class Options:
    """``no_break_space``: whether a no-break space between two plain words becomes a blank."""

    no_break_space: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that remove or replace such characters.

    >>> [(e.start, e.end, e.new) for e in propose(Document("a\\x07b\\r\\n"), Options())]
    [(1, 2, ''), (3, 5, '\\n')]
    """
    text = document.text
    bad = bad_lines(text)
    if text.isascii():
        # Single characters are found much faster than a class of them.
        if any(char in text for char in _CONTROLS):
            for match in _ODD.finditer(text):
                yield _control(match)
        return
    right_to_left: bool | None = None
    skip_to = 0
    for match in _ODD.finditer(text):
        at, char = match.start(), text[match.start()]
        if at < skip_to or in_spans(bad, at):
            continue
        hollow = _HOLLOW.match(text, at) if char in _NOTHING else None
        if hollow:
            skip_to = hollow.end()
            yield Edit(at, skip_to, "", score=0.98, reason="a paragraph of invisible characters")
            continue
        if char < "\x80":
            yield _control(match)
            continue
        if "\ud800" <= char <= "\udfff":
            pair = _PAIR.match(text, at)
            skip_to = at + 2 if pair else at + 1
            new = pair.group().encode("utf-16", "surrogatepass").decode("utf-16") if pair else "\ufffd"
            yield Edit(at, skip_to, new, score=0.99, reason="half of a character")
            continue
        if "\u200e" <= char <= "\u200f" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
            if right_to_left is None:
                right_to_left = _RIGHT_TO_LEFT.search(text) is not None
            if right_to_left:
                continue
        new = "\n" if char in "\u2028\u2029" else ""
        if new or _useless(text, at, char):
            yield Edit(at, at + 1, new, score=0.98, reason="line separator" if new else "invisible character")
    if "\u3000" in text:
        for match in _WIDE.finditer(text):
            yield Edit(match.start(), match.end(), " ", score=0.95, reason="a blank as wide as a Chinese character")
    yield from _spaces(document, bad, options)
    yield from _composed(text, bad)


def _control(match: re.Match[str]) -> Edit:
    if match.group()[0] == "\r":
        return Edit(match.start(), match.end(), "\n", score=0.99, reason="line end of another system")
    return Edit(match.start(), match.end(), "", score=0.99, reason="control character")


def _useless(text: str, at: int, char: str) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char == "\u00ad":
        rest = text[at + 1 : at + 4].lstrip(" \t")
        return not rest.startswith(("\n", "\r"))
    if char in "\u200c\u200d":
        return bool(_PLAIN.fullmatch(before) and _PLAIN.fullmatch(after))
    if char == "\u200b":
        return not (re.fullmatch(_UNSPACED, before) or re.fullmatch(_UNSPACED, after))
    return True


def _spaces(document: Document, bad: tuple[Span, ...], options: Options) -> Iterator[Edit]:
    text = document.text
    if "\xa0" not in text:
        return
    lang = code(document.lang)
    french, english = lang == "fr", lang == "en"
    for match in _NO_BREAK.finditer(text):
        start, end = match.span()
        if in_spans(bad, start):
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        if after in ("", "\n") or before == " " or after == " ":
            # At a line end, or beside a blank that already separates.
            # The end of a lone line may be the middle of what it was taken from.
            if before in ("", "\n") or (after == "" and before != " " and "\n" not in text):
                continue
            yield Edit(start, end, "", score=0.95, reason="no-break space beside a blank or at a line end")
        elif end - start > 1:
            yield Edit(start, end, " ", score=0.95, reason="several no-break spaces")
        elif (
            options.no_break_space
            and not french
            and (_between_words(text, start, english) or _between_sentences(text, start))
        ):
            yield Edit(start, end, " ", score=0.95, reason="no-break space between two words")


_WORD_BEFORE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_A-Z]{3,}|[^\W\d_]{3,}['’]s)\Z")
_WORD_AFTER = re.compile(r"[^\W\d_A-Z]{3,}(?![^\W\d_])")
# "Oslo has": no name is held to a verb; and in English no word to a small one behind it.
_NAME_BEFORE = re.compile(r"(?<![^\W\d_])[A-Z][^\W\d_A-Z]{3,}\Z")
_SMALL_AFTER = re.compile(r"(?:an?|in|of|to|is|at|on|by|as|or|and|the)(?![^\W\d_])")
_WIDE = re.compile("(?<=[A-Za-z,.;:]) ?\u3000 ?(?=[A-Za-z])")


def _between_sentences(text: str, at: int) -> bool:
    """A sentence ends in an ordinary word before the space, and one begins behind it."""
    return bool(_END_BEFORE.search(text, max(0, at - 30), at) and _CAPITAL_AFTER.match(text, at + 1))


_END_BEFORE = re.compile(r"[^\W\d_A-Z]{4,}[.!?][”\"’»]?\Z")
_CAPITAL_AFTER = re.compile(r"[“\"‘«]?[A-Z][^\W\d_A-Z]+ ")


def _between_words(text: str, at: int, english: bool) -> bool:
    """Both neighbours are ordinary words, the second small: no title, number, initial or short word to be held."""
    before = _WORD_BEFORE.search(text, max(0, at - 30), at)
    if _WORD_AFTER.match(text, at + 1):
        return bool(before or (english and _NAME_BEFORE.search(text, max(0, at - 30), at)))
    return english and before is not None and _SMALL_AFTER.match(text, at + 1) is not None


def _composed(text: str, bad: tuple[Span, ...]) -> Iterator[Edit]:
    if unicodedata.is_normalized("NFC", text):
        return
    start = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line) and not in_spans(bad, start):
            for edit in differences(line, unicodedata.normalize("NFC", line), start):
                yield replace(edit, score=0.99, reason="letter and accent apart")
        start += len(line) + 1
