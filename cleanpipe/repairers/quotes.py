"""Quotation marks that were doubled, mixed within a pair, spaced, turned round, detached, or lost (phase punctuation).

A state machine over each line: a mark opens or closes by what is open already, never by counting. Lines whose marks are
in order are passed over. A document is never restyled: a mark only becomes the partner of the other one of its pair.
Quotations over several paragraphs, nested ones, feet and inches, ``’60s`` and the conventions of other languages stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cleanpipe.document import Document, Edit
from cleanpipe.repairers._language import code, word_set
from cleanpipe.repairers._quotemarks import Mark, marks_of

PHASE = "punctuation"

_ANY = re.compile('["“”„‟«»`]')
_ANY_TWO = re.compile("[\"“”„‟«»`]|''")
# Lines in which every quotation stands as it should, in any of four styles, none inside another.
_FINE = re.compile(
    "(?>[^\"“”„‟«»`']++|'(?!')"
    "|(?<![^\\s(\\[{—–/'‘-])(?:"
    "\"(?=[^\\s\"])(?:[^\"“”„‟«»`']|'(?!'))++(?<=\\S)\"|“(?=\\S)(?:[^\"“”„‟«»`']|'(?!'))++(?<=\\S)”|«(?=\\S)(?:[^\"“”„‟«»`']|'(?!'))++(?<=\\S)»"
    ")(?=[\\s.,;:!?)\\]}—–/'’…-]|\\Z))*+\\Z"
)
_SINGLE = re.compile("(?<![^\\W_])‘[ \xa0]([^\\W_][^‘’“”\\n]{0,40}[^\\W_])[ \xa0]’(?![^\\W_])")
_BLANKS = " \t\xa0\u202f"
_SPEECH = (
    "said|says|told|asked|added|wrote|replied|explained|insisted|warned|argued|admitted|announced|continued|shoute "
    "d|cried|noted|recalled|claimed|declared|concluded|stated|stressed|answered|tweeted|joked|according"
)
_WHO = r"(?:he|she|they|it|I|we|one|an?|the|his|her|their|my|our|[A-Z][\w’'-]+)"
# "... we will stay, the baker said", "... we will stay, said the baker": the clause that names the speaker.
_SPEAKER = re.compile(rf"[,!?] (?=(?:{_WHO}(?: [\w’'.-]+){{0,5}}? )?(?:{_SPEECH})\b(?! (?:that|to)\b))")
_VERB_NEXT = re.compile(rf" ?(?:(?:he|she|they|it|we|I) )?(?:{_SPEECH})\b")
# Languages in which ” opens as well as closes, and those in which “ closes.
_SAME_BOTH = word_set("sv fi da no nb nn et")
_LOW_OPENING = word_set("de cs sk sl hr bs sr et lt lv bg is ka mk sq pl hu ro nl")
_GUILLEMETS_SPACED = frozenset(("fr", "br", "oc"))


@dataclass(frozen=True, slots=True)
class Options:
    """``lost``: whether a closing mark that was lost may be put back."""

    lost: bool = True


def propose(document: Document, options: Options) -> Iterator[Edit]:
    """Edits that put quotation marks in order.

    >>> [(e.start, e.end, e.new) for e in propose(Document('“Yes," he said.', lang="en"), Options())]
    [(5, 6, '”')]
    """
    text, lang = document.text, code(document.lang)
    if "‘ " in text:
        for match in _SINGLE.finditer(text):
            yield Edit(match.start() + 1, match.start(1), "", score=0.88, reason="blank inside quotation marks")
            yield Edit(match.end(1), match.end() - 1, "", score=0.88, reason="blank inside quotation marks")
    find = _finder(text)
    at = 0
    while (found := find(text, at)) >= 0:
        start = text.rfind("\n", 0, found) + 1
        at = text.find("\n", found)
        at = len(text) if at < 0 else at
        line = text[start:at]
        if _FINE.match(line):
            continue
        marks = marks_of(line, start)
        if not _in_order(marks, lang):
            yield from _line(document, line, start, marks, lang, text[at : at + 200].lstrip(), options)


def _finder(text: str) -> Callable[[str, int], int]:
    """How to find the next quotation mark: as a single character where there is only one kind, which is fastest."""
    if "''" in text or any(char in text for char in "“”„‟«»`"):
        return _find_any
    return _find_straight


def _find_any(text: str, at: int) -> int:
    found = _ANY.search(text, at)
    return found.start() if found else -1


def _find_straight(text: str, at: int) -> int:
    return text.find('"', at)


def _in_order(marks: list[Mark], lang: str) -> bool:
    """Whether opening and closing marks alternate, each leaning to its side, with the right partners."""
    opened: Mark | None = None
    for mark in marks:
        if len(mark.text) > 1 or mark.text == "‟":
            return False
        if opened is None:
            if mark.lean != "open" or mark.text not in '"“„«»”':
                return False
            if mark.text == "”" and lang not in _SAME_BOTH:
                return False
            if mark.text == "»" and lang not in ("de", "da", "sl", "hr", "fi", "sv", "cs", "hu", "pl", "sr"):
                return False
            opened = mark
        else:
            if mark.lean != "close" or not _partners(opened.text, mark.text, lang):
                return False
            opened = None
    return opened is None


def _partners(opening: str, closing: str, lang: str) -> bool:
    if opening == '"':
        return closing == '"'
    if opening == "“":
        return closing == "”"
    if opening == "„":
        return closing in "“”" and (lang != "de" or closing == "“")
    if opening == "»":
        return closing in "«»"
    return closing == {"«": "»", "”": "”"}.get(opening, "")


def _line(
    document: Document, line: str, offset: int, marks: list[Mark], lang: str, following: str, options: Options
) -> Iterator[Edit]:
    text = document.text
    if all(mark.text in "''``" for mark in marks):
        yield from _typewriter(document, line, marks, lang)
        return
    if any(mark.text == "``" for mark in marks):
        yield from _typewriter(document, line, [m for m in marks if m.text in ("``", "''")], lang)
        marks = [m for m in marks if m.text not in ("``", "''")]
    marks = [m for m in marks if not m.text.startswith("'") and not _inch(m)]
    if len(marks) == 2 and _turned_round(marks, lang):
        first, second = marks
        yield Edit(first.at, first.end, "“", score=0.93, reason="quotation marks turned round")
        yield Edit(second.at, second.end, "”", score=0.93, reason="quotation marks turned round")
        return
    edits = list(_machine(text, line, offset, marks, lang, following, options))
    yield from edits


def _inch(mark: Mark) -> bool:
    """A straight mark after a figure that opens nothing: 6'2", 12" pipe."""
    return mark.text == '"' and mark.left.isdigit() and mark.lean == "close"


def _turned_round(marks: list[Mark], lang: str) -> bool:
    first, second = marks
    return (
        lang not in _SAME_BOTH | _LOW_OPENING
        and (first.text, second.text) == ("”", "“")
        and first.lean != "close"
        and second.lean != "open"
    )


def _typewriter(document: Document, line: str, marks: list[Mark], lang: str) -> Iterator[Edit]:
    """``like this'', in the style of the document."""
    texts = [mark.text for mark in marks]
    if texts != ["``", "''"] * (len(texts) // 2) or not texts:
        return
    opening, closing = _style(document.text, lang)
    for k, mark in enumerate(marks):
        new = closing if k % 2 else opening
        yield Edit(mark.at, mark.end, new, score=0.93, reason="quotation marks of a typewriter")


def _style(text: str, lang: str) -> tuple[str, str]:
    """The pair of marks a document uses; without any, the one that goes with its apostrophes."""
    counts = {pair: text.count(pair[0]) for pair in ("“”", "„“", "«»")}
    if lang == "pl" and counts["„“"]:
        return "„", "”"
    best = max(counts, key=lambda pair: counts[pair])
    if counts[best] > text.count('"') // 2:
        return best[0], best[1]
    if '"' in text or "’" not in text or "'" in text.replace("''", ""):
        return '"', '"'
    return ("„", "“") if lang == "de" else ("“", "”")


def _machine(
    text: str, line: str, offset: int, marks: list[Mark], lang: str, following: str, options: Options
) -> Iterator[Edit]:
    """Walk the marks of one line, holding what is open."""
    opened: Mark | None = None
    depth: list[Mark] = []
    for k, mark in enumerate(marks):
        char = mark.text[0]
        if len(mark.text) > 1:
            if mark.text not in ('""', "““", "””", "„„", "««", "»»") or (char == '"' and mark.lean == ""):
                return  # an empty string, a column of ditto marks
            if char != '"' and _nested(marks, k):
                return
            yield Edit(mark.at, mark.at + 1, "", score=0.93, reason="quotation mark doubled")
            mark = mark._replace(text=char)
        role = _role(mark, opened, lang, text)
        if role == "":
            return
        if role == "open":
            if opened is not None:
                depth.append(opened)
                if len(depth) > 2:
                    return
            opened = mark
            yield from _trim_after(text, mark, marks[k + 1 :], lang)
            continue
        if opened is None:
            return  # a closer that nothing opened: the opener was lost, and where it stood is unknown
        yield from _close(text, opened, mark, lang)
        opened = depth.pop() if depth else None
    if opened is None or not options.lost:
        return
    if following[:1] in ("“", '"', "„", "«", "‘", "»"):
        return  # a quotation of several paragraphs
    alone = "\n" not in text.strip("\n")
    yield from _lost_closer(line, offset, opened, lang, alone)


def _nested(marks: list[Mark], k: int) -> bool:
    """Whether doubled marks answer to two open quotations, or two yet to be closed."""
    double = marks[k].text[0]
    openers = sum(len(m.text) for m in marks if m.text[0] in "“„«")
    closers = sum(len(m.text) for m in marks if m.text[0] in "”»")
    return double in "“”«»" and openers == closers


def _role(mark: Mark, opened: Mark | None, lang: str, text: str) -> str:
    char = mark.text
    if opened is None:
        if char in '"“„«' or (char == "”" and (lang in _SAME_BOTH or mark.lean == "open")):
            if mark.lean == "close" and char in '"“':
                return "" if char == '"' else ("open" if lang not in _LOW_OPENING else "")
            return "open"
        if char == "»":
            return "open" if mark.lean == "open" else ""
        return "close"
    if char == '"':
        if mark.lean == "open" and opened.text == '"':
            # After a comma and before a word: detached from what it closes.
            return "close" if _detached(text, mark) else ""
        if mark.lean == "open":
            return "open" if not _detached(text, mark) else "close"
        return "close"
    if char == "“":
        if opened.text == "„":
            return "close"
        if mark.lean == "close" or _detached(text, mark):
            return "close"
        return "open" if opened.text in '"«' else ""
    if char == "”":
        return "close"
    if char == "»":
        return "close" if opened.text in "«»" or mark.lean == "close" else "open"
    if char == "«":
        return "close" if opened.text == "»" else ("open" if mark.lean != "close" else "")
    return "open"


def _detached(text: str, mark: Mark) -> bool:
    """``God, “wrote``: inside an open quotation, between a mark and the verb of speech."""
    before = text[max(0, mark.at - 2) : mark.at]
    return bool(re.fullmatch(r"[,.!?][ \xa0]", before)) and _VERB_NEXT.match(text, mark.end) is not None


def _trim_after(text: str, mark: Mark, later: list[Mark], lang: str) -> Iterator[Edit]:
    """Blanks between an opening mark and its first word; French guillemets keep theirs."""
    end = mark.end
    while text[end : end + 1] in _BLANKS and text[end : end + 1]:
        end += 1
    if end == mark.end or text[end : end + 1] in ("", "\n"):
        return
    if mark.text in "«»" and lang in _GUILLEMETS_SPACED:
        return
    if mark.text in "«»" and not lang:
        return
    if mark.left and mark.left not in _BLANKS and mark.left not in "([{—–-":
        return
    if later and _closing_of(mark, later, lang):
        yield Edit(mark.end, end, "", score=0.93, reason="blank inside quotation marks")


def _closing_of(mark: Mark, later: list[Mark], lang: str) -> bool:
    return _partners(mark.text, later[0].text[0], lang) or later[0].text[0] in '"”'


def _close(text: str, opened: Mark, mark: Mark, lang: str) -> Iterator[Edit]:
    """Edits for one closing mark: its shape, the blank before it, the blank after it."""
    partner = _partner(opened.text, mark.text, lang)
    start = mark.at
    while start > opened.end and text[start - 1] in _BLANKS:
        start -= 1
    spaced = start < mark.at and not (mark.text in "«»" and (lang in _GUILLEMETS_SPACED or not lang))
    inner = text[opened.end : start]
    if not inner.strip():
        return
    after = text[mark.end : mark.end + 1]
    if spaced and after.isalnum() and text[start - 1] in ",.!?":
        yield Edit(start, mark.end, f"{partner} ", score=0.92, reason="closing mark drawn to the wrong word")
        return
    if opened.text == '"' and partner == "”":
        # The opening mark takes the style of the closing one.
        yield Edit(opened.at, opened.at + 1, "“", score=0.92, reason="pair of two styles")
    elif partner != mark.text:
        yield Edit(mark.end - 1, mark.end, partner, score=0.92, reason="pair of two styles")
    if spaced:
        yield Edit(start, mark.at, "", score=0.92, reason="blank inside quotation marks")
    if after.isalpha() and not spaced and text[mark.at - 1] in ",.!?…" and text[mark.end : mark.end + 2].isalpha():
        yield Edit(mark.end, mark.end, " ", score=0.92, reason="no blank after a quotation")


def _partner(opening: str, closing: str, lang: str) -> str:
    """The closing mark that belongs to the opening one, the present one if it may be right."""
    if _partners(opening, closing, lang):
        return closing
    if opening == '"':
        return "”" if closing in "”“" and lang not in _LOW_OPENING | _SAME_BOTH else closing
    if opening == "“":
        return "”"
    if opening == "„":
        return "”" if lang in ("pl", "hu", "ro", "nl") else "“"
    return {"«": "»", "»": "«", "”": "”"}.get(opening, closing)


def _lost_closer(line: str, offset: int, opened: Mark, lang: str, alone: bool) -> Iterator[Edit]:
    """Where the mark that closes ``opened`` was lost: before the clause of the speaker, or at the end of the line.

    At the end of one line among others it is only suggested: news pages open a quotation in one paragraph and go on in
    the next without a mark (38 times in 390,000 words of edited news).
    """
    closing = {"“": "”", "„": "“", "«": "»", "”": "”"}.get(opened.text, opened.text)
    if opened.text == "„" and lang in ("pl", "hu", "ro", "nl"):
        closing = "”"
    rest = line[opened.end - offset :]
    if lang in ("en", ""):
        places = list(_SPEAKER.finditer(rest))
        if places:
            at = opened.end + places[0].start() + 1
            yield Edit(at, at, closing, score=0.85, reason="closing mark lost before the speaker is named")
            return
    body = rest.rstrip()
    breaks = len(re.findall(r"[,.!?](?= )", body))
    if body[-1:] in (".", "!", "?") and breaks == 0:
        at = opened.end + len(body)
        yield Edit(at, at, closing, score=0.85 if alone else 0.6, reason="closing mark lost at the end")
    elif body[-1:] in (".", "!", "?"):
        at = opened.end + len(body)
        yield Edit(at, at, closing, score=0.6, reason="closing mark lost, perhaps at the end")
