"""Drop the closing quote that a translator put into the middle of a quotation: ``“... the people.” And trust.”``.

Certain only when a paragraph holds exactly one opening mark more than it should need: between one opener and the
next there are two closers. Quotations that go on over paragraphs have openers without closers, never the reverse,
and stay. Straight quotes do not tell openers from closers and are left alone. What follows the dropped mark is
joined in lower case when it begins with "And", "Or", "But" or a preposition and has no verb of its own. Phase
repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.sentences import has_main_verb
from cleanpipe.scoring.wordlist import words

PHASE = "repair"
CERTAIN = 0.9

# From an opener over one closer to a second, with no opener between them: 400 characters are three long sentences.
_TAIL = re.compile(r"“[^“”\n]{2,600}?(?P<inner>(?P<stop>[.!?,]?)”(?P<after>[.,]?) )(?P<tail>[^“”\n]{3,400}[.!?,…])”")
_JOINED = words("And Or But Of For With In To From By As Than Which Who Whose That Because")
_INCHES = re.compile(r"\d”")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPEECH = re.compile(
    r"\b(?:said|says|told|added|adds|asked|wrote|writes|replied|explained|continued|insisted|argued|warned|noted"
    r"|announced|concluded|stressed|called|according)\b"
)


@dataclass(frozen=True, slots=True)
class Options:
    """No options."""


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Propose to drop the inner closing mark of a quotation that closes twice.

    >>> text = "“Nobody came.” It was too cold.”"
    >>> [edit.applied_to(text) for edit in propose(Document(text), Options())]
    ['“Nobody came. It was too cold.”']
    """
    text = document.text
    if "”" not in text or (text.count("”") <= text.count("“") and not _uneven_paragraph(document)):
        return
    for match in _TAIL.finditer(text):
        start, end = _line_of(text, match.start(), match.end())
        line = text[start:end]
        if line.count("”") != line.count("“") + 1 or _INCHES.search(line):
            continue
        inner, tail = match.start("inner"), match["tail"]
        words = _WORD.findall(tail)
        if not words or _SPEECH.search(tail) or not words[0][0].isupper():
            # Speech verbs are told outside the marks: the missing mark is then an opener somewhere in the tail.
            continue
        at = match.start("tail")
        reason = "the quotation closes twice; the inner closing mark ends nothing"
        if words[0] in _JOINED and not has_main_verb(words[1:]):
            joint = match["stop"] if match["stop"] == "," else ""
            yield Edit(inner, at + 1, f"{joint} {tail[0].lower()}", score=0.93, reason=reason)
        elif match["stop"] in (".", "!", "?"):
            yield Edit(match.end("stop"), match.end("stop") + 1, "", score=0.92, reason=reason)


def _uneven_paragraph(document: Document) -> bool:
    """Whether any line closes more than it opens."""
    return any(line.count("”") > line.count("“") for line in document.text.split("\n"))


def _line_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that holds a span."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
