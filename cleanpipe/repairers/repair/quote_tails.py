"""Drop the closing quote that a translator put into the middle of a quotation: ``“... the people.” And trust.”``.

Certain only when a paragraph holds exactly one opening mark more than it should need: between one opener and the
next there are two closers. Quotations that go on over paragraphs have openers without closers, never the reverse,
and stay. Of straight quotes, which do not tell openers from closers, only the second of three goes, in a line that
begins with the first and tells the speaker behind the third. What follows the dropped mark is
joined in lower case when it begins with "And", "Or", "But" or a preposition and has no verb of its own. Phase
repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.scoring.english.sentences import has_main_verb
from cleanpipe.scoring.lexical.wordlist import words

PHASE = "repair"
CERTAIN = 0.9

# From an opener over one closer to a second, with no opener between them: 400 characters are three long sentences.
_TAILS = {
    pair: re.compile(
        rf"{pair[0]}[^{pair}\n]{{2,600}}?(?P<stop>[.!?,]?)(?P<close>{blank}{pair[1]})(?P<after>[.,]?) "
        rf"(?P<tail>[^{pair}\n]{{3,400}}(?:[.!?,…]|(?={pair[1]},))){pair[1]}"
    )
    for pair, blank in (("“”", ""), ("«»", "[ \u00a0\u202f]?"), ("„“", ""))
}
_JOINED = words("And Or But Of For With In To From By As Than Which Who Whose That Because")
_GOES_ON = frozenset(("and", "but", "or", "so", "because", "although"))
_SUBJECTS = frozenset(("I", "he", "she", "it", "we", "they", "you"))
#: Straight marks: the line opens with one, a sentence ends before the second, the speaker stands behind the third.
_STRAIGHT = re.compile(
    r'^"[A-Z][^"\n]{2,600}[.!?](") (?=[A-Z])[^"\n]{3,400}[,!?]" (?=[^"\n]*$)(?P<speaker>[^"\n]{4,60})', re.M
)
_IF = words("if when while as because although though once since until unless")
_INCHES = re.compile(r"\d”")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SPEECH = re.compile(
    r"\b(?:said|says|told|added|adds|asked|wrote|writes|replied|explained|continued|insisted|argued|warned|noted"
    r"|announced|concluded|stressed|called|according|dijo|afirmó|señaló|aseguró|explicó|disse|afirmou|ha detto"
    r"|a dit|a déclaré|sagte|erklärte|meinte|zei|сказал\w*|заявил\w*|отметил\w*)\b"
)


#: Who speaks of himself is quoted; a speech verb in the first words tells the speaker all the same.
_FIRST_PERSON, _ASIDE = re.compile(r"\b(?:I|we|us|me|my|our)\b"), 14


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
    if text.count('"') > 2 and (text[0] == '"' or '\n"' in text):
        for match in _STRAIGHT.finditer(text):
            if _SPEECH.search(match["speaker"]):
                reason = "the quotation goes on behind the second of three marks"
                yield Edit(match.start(1), match.end(1), "", score=0.9, reason=reason)
    for pair, pattern in _TAILS.items():
        if (
            pair[0] in text
            and pair[1] in text
            and (text.count(pair[1]) > text.count(pair[0]) or _uneven_paragraph(document, pair))
        ):
            for match in pattern.finditer(text):
                yield from _tail(text, match, pair)


def _tail(text: str, match: re.Match[str], pair: str) -> Iterator[Edit]:
    """The edit for a quotation that closes twice, unless its paragraph says that it does not."""
    start, end = _line_of(text, match.start(), match.end())
    line = text[start:end]
    if line.count(pair[1]) <= line.count(pair[0]) or _INCHES.search(line) or (pair == "„“" and "”" in line):
        return
    tail = match["tail"]
    words = _WORD.findall(tail)
    goes_on = match["stop"] == "," and bool(words) and words[0] in _GOES_ON
    said = _SPEECH.search(tail)
    if (said and (said.start() > _ASIDE and _FIRST_PERSON.search(tail))) or words[:1] in (["I"], ["We"]):
        said = None  # “... was out.” The sat nav just told us to carry on, so we did,” said Mr Pell
    if not words or said or not (words[0][0].isupper() or goes_on):
        # Speech verbs are told outside the marks: the missing mark is then an opener somewhere in the tail.
        return
    at = match.start("tail")
    reason = "the quotation closes twice; the inner closing mark ends nothing"
    if words[0] in _JOINED and not _clause_behind(words) and not has_main_verb(words[1:]):
        joint = match["stop"] if match["stop"] == "," else ""
        yield Edit(match.start("stop"), at + 1, f"{joint} {tail[0].lower()}", score=0.93, reason=reason)
    elif match["after"] == "." and not match["stop"]:
        yield Edit(*match.span("close"), "", score=0.9, reason=reason)  # “We stay”. This is our house”, she said
    elif match["stop"] in (".", "!", "?") or goes_on:
        yield Edit(*match.span("close"), "", score=0.92, reason=reason)


def _clause_behind(words: list[str]) -> bool:
    """Whether a clause follows the first word: ``But we stay``, ``But if we defend like that``."""
    return words[1:2] != [] and (words[1] in _SUBJECTS or (words[1] in _IF and not _SUBJECTS.isdisjoint(words[2:5])))


def _uneven_paragraph(document: Document, pair: str) -> bool:
    """Whether any line closes more than it opens."""
    text, at = document.text, document.text.find(pair[1])
    while at >= 0:
        start, end = _line_of(text, at, at)
        if text.count(pair[1], at, end) > text.count(pair[0], start, end):
            return True
        at = text.find(pair[1], end)
    return False


def _line_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that holds a span."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop
