"""Escapes of a programming language left as written: ``\\u2019``, ``\\"``, ``\\n``, and ``nn`` for two lost ones.

Only outside code and file paths: a line that holds backticks, braces or a path is left alone, and ``\\n`` must
stand where a line could end. Never decodes ``\\t``, ``\\x`` or octal escapes, which text about patterns and paths
is full of. Phase: unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit

PHASE = "unicode"

_UNICODE = re.compile(r"(?<!\\)\\u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?")
_QUOTE = re.compile(r"(?<!\\)\\([\"'/])")
_NEWLINES = re.compile(r"(?<=[.!?:;,\"”’)…])(?:\\r)?(?:\\n)+ ?(?=[^\W\d_]|[\"“‘(\d]|$)", re.MULTILINE)
_LOST = re.compile(r"nn(?:(?<=[a-z\d)][.!?]nn)(?=[A-Z][a-z]*[ ,'’])|(?<=[.!?,][\"”]nn)(?=[A-Z“\"]))")
_BREAK = re.compile(r" *(?:<br ?/?> ?)+", re.IGNORECASE)
# Text about HTML names the tag: "use <br> to break a line" has words on both sides and no mark before it.
_WORDY = re.compile(r"[.!?:,;\"”’)] *<br", re.IGNORECASE)
_SUFFIX = re.compile(r"[a-z]{1,2}\b")
_CODE = re.compile(r"[`{}]|\b[A-Za-z]:\\|\\\\|\\[dwsSWDbt(\[]|https?://\S*\\|=\s*[\"']|printf|regex", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """No options yet."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that decode escapes.

    >>> [e.new for e in propose(Document("It\\\\u2019s late.\\\\nGo home."), Options())]
    ['’', '\\n']
    """
    text = document.text
    if "\\" in text:
        start = 0
        for line in text.split("\n"):
            if "\\" in line and not _CODE.search(line):
                yield from _line(line, start)
            start += len(line) + 1
    if "<br" in text or "<BR" in text:
        yield from _breaks(text)
    for match in _LOST.finditer(text):
        yield Edit(match.start(), match.end(), "\n\n", score=0.9, reason="two line ends left as 'nn'")


def _breaks(text: str) -> Iterator[Edit]:
    """``<br />`` in lines without any other tag."""
    for match in _BREAK.finditer(text):
        start, stop = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        line = text[start : len(text) if stop < 0 else stop]
        if line.count("<") == len(_BREAK.findall(line)) and not _CODE.search(line) and _WORDY.search(line):
            yield Edit(match.start(), match.end(), "\n", score=0.93, reason="line end left as a tag")


def _line(line: str, offset: int) -> Iterator[Edit]:
    for match in _UNICODE.finditer(line):
        units = [int(unit, 16) for unit in match.groups() if unit]
        if len(units) == 2 and not 0xD800 <= units[0] <= 0xDBFF:
            units = units[:1]
        try:
            new = b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be")
        except UnicodeDecodeError:
            continue
        if new.isprintable() or new == "\xa0":
            end = match.start() + 6 * len(units)
            yield Edit(offset + match.start(), offset + end, new, score=0.97, reason="escape left as written")
    quotes = list(_QUOTE.finditer(line))
    # A lone \' or \/ may be anything; quotation marks come in pairs.
    double = [m for m in quotes if m.group(1) == '"']
    slashes = line.count("\\/")
    for match in quotes:
        if match.group(1) == '"' and len(double) % 2:
            continue
        if match.group(1) == "'" and not _SUFFIX.match(line, match.end()):
            continue
        if match.group(1) == "/" and slashes < 2 and "http" not in line:
            continue
        yield Edit(offset + match.start(), offset + match.start() + 1, "", score=0.95, reason="escaped mark")
    for match in _NEWLINES.finditer(line):
        count = match.group().count("\\n")
        yield Edit(
            offset + match.start(), offset + match.end(), "\n" * min(count, 2), score=0.93, reason="line end as written"
        )
